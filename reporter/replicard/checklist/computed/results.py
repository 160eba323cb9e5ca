"""Looking up what was computed for a subject."""

from collections.abc import Iterator

from replicard.checklist.facts import Facts
from replicard.checklist.subjects import Subject
from replicard_schema.evidence import MetricResult, ValidationEvidence
from replicard_schema.passport import Passport
from replicard_schema.sections.validation import Validation
from replicard_schema.titles import RAW_INPUT, metric_title
from replicard_schema.vocabulary import Direction


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


def comparing_results(evidence: ValidationEvidence, candidate: str) -> Iterator[MetricResult]:
    """Yield the results of a candidate that have a value at all."""
    if candidate in evidence.candidates:
        for result in evidence.candidates[candidate].results:
            if value_of(result) is not None:
                yield result


def scored_candidates(evidence: ValidationEvidence) -> tuple[str, ...]:
    """Return the models and baselines that have a score, in the order of the evidence."""
    return tuple(
        name
        for name in evidence.candidates
        if name != RAW_INPUT and any(comparing_results(evidence, name))
    )


def value_of(result: MetricResult) -> float | None:
    """Return the mean over images, or the pooled value where single images have none."""
    if result.summary.mean is not None:
        return result.summary.mean
    return result.pooled.value if result.pooled is not None else None


def passport_of(result: MetricResult, facts: Facts) -> Passport | None:
    """Return the definition of a metric; None if the evidence file lacks it."""
    return facts.evidence.passports.get(result.metric) if facts.evidence is not None else None


def is_similarity(result: MetricResult, facts: Facts) -> bool:
    """Say whether a metric measures likeness, instead of counting something."""
    passport = passport_of(result, facts)
    return passport is not None and passport.direction is not Direction.NEITHER


def score_in_words(result: MetricResult, facts: Facts) -> str:
    """Write a result as ``F1 at IoU 0.5 0.871``."""
    value, passport = value_of(result), passport_of(result, facts)
    title = metric_title(passport, result.parameters) if passport else result.metric.value
    unit = f" {result.unit}" if result.unit else ""
    return f"{title} {value:.3g}{unit}"
