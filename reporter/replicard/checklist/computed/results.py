"""Looking up what was computed for a subject."""

from collections.abc import Iterator, Mapping

from replicard.checklist.facts import Facts
from replicard.checklist.subjects import Subject
from replicard_schema.evidence import MetricResult, ValidationEvidence
from replicard_schema.passport import Passport
from replicard_schema.results import (
    RAW_INPUT,
    measures_likeness,
    result_title,
    score_text,
    value_of,
)
from replicard_schema.sections.validation import Validation


def validation_of(subject: Subject, facts: Facts) -> Validation:
    """Return the validation that a subject stands for."""
    if subject.validation is None:
        raise ValueError(f"{subject.name!r} is no validation")
    return facts.card.validations[subject.validation]


def evidence_of(subject: Subject, facts: Facts) -> ValidationEvidence | None:
    """Return what was computed for a validation, if anything was."""
    if facts.evidence is None or subject.validation is None:
        return None
    return facts.evidence.validations.get(subject.validation)


def passports(facts: Facts) -> Mapping[str, Passport]:
    """Return the definitions of the metrics that were computed."""
    return facts.evidence.passports if facts.evidence is not None else {}


def results_with_value(evidence: ValidationEvidence, candidate: str) -> Iterator[MetricResult]:
    """Yield the results of a candidate that have a value at all."""
    if candidate in evidence.candidates:
        for result in evidence.candidates[candidate].results:
            if value_of(result) is not None:
                yield result


def likeness_results(
    evidence: ValidationEvidence, candidate: str, facts: Facts
) -> list[MetricResult]:
    """Return the results of a candidate that measure likeness, instead of counting."""
    results = results_with_value(evidence, candidate)
    return [result for result in results if measures_likeness(result, passports(facts))]


def scored_candidates(evidence: ValidationEvidence) -> tuple[str, ...]:
    """Return the models and baselines that have a score, in the order of the evidence."""
    return tuple(
        name
        for name in evidence.candidates
        if name != RAW_INPUT and any(results_with_value(evidence, name))
    )


def score_in_words(result: MetricResult, facts: Facts) -> str:
    """Write a result as ``F1 at IoU 0.5: 0.871``."""
    score = score_text(value_of(result) or 0.0, result.unit)
    return f"{result_title(result, passports(facts))}: {score}"
