"""What an evaluation tells besides its scores: definitions, intervals, tests, raw results."""

from collections.abc import Iterator

from replicard.checklist.computed.results import (
    evidence_of,
    likeness_results,
    passports,
    scored_candidates,
    validation_of,
)
from replicard.checklist.facts import Facts, found
from replicard.checklist.replies import NOT_COMPUTED_YET, Response, Standing, unique
from replicard.checklist.subjects import Subject
from replicard.checklist.words import capped
from replicard_schema.evidence import MetricResult, PairedComparison, ValidationEvidence
from replicard_schema.report import Answer
from replicard_schema.results import RAW_INPUT, interval_of, result_title, score_text
from replicard_schema.roles import candidate_title

_SHOWN = 3
_SMALLEST_P = 0.001


def metric_definitions(subject: Subject, facts: Facts) -> Response:
    """Name the metrics whose definitions the report prints."""
    evidence = _scored(subject, facts)
    if isinstance(evidence, Response):
        return evidence
    names = unique(
        passports(facts)[result.metric].name
        for candidate in scored_candidates(evidence)
        for result in likeness_results(evidence, candidate, facts)
    )
    if not names:
        return Response(Standing.OPEN)
    text = f"definition, formula and source in the report: {', '.join(names)}"
    return Response(Standing.FULL, (found("passports", capped(text)),))


def score_intervals(subject: Subject, facts: Facts) -> Response:
    """Give the first intervals, and how they were computed."""
    evidence = _scored(subject, facts)
    if isinstance(evidence, Response):
        return evidence
    answers = tuple(_intervals(evidence, subject, facts))
    if not answers or evidence.resampling is None:
        return Response(Standing.OPEN, notes=tuple(_why_no_interval(evidence, facts)))
    how = evidence.resampling
    told = f"bootstrap with {how.resamples} resamples of {how.n_units} {how.unit}s"
    field = f"validations.{subject.validation}.resampling"
    return Response(Standing.FULL, (*answers, found(field, told)))


def paired_tests(subject: Subject, facts: Facts) -> Response:
    """Give the outcomes of the tests between candidates."""
    evidence = _scored(subject, facts)
    if isinstance(evidence, Response):
        return evidence
    between = [
        (position, entry)
        for position, entry in enumerate(evidence.comparisons)
        if RAW_INPUT not in {entry.candidate, entry.other}
    ]
    answers = [
        found(f"validations.{subject.validation}.comparisons[{i}]", _tested(entry, facts))
        for i, entry in between
        if entry.test is not None
    ][:_SHOWN]
    if answers:
        return Response(Standing.FULL, tuple(answers))
    reasons = unique(entry.not_tested_because for _, entry in between)
    field = f"validations.{subject.validation}.statistics"
    return Response(Standing.OPEN, notes=reasons, open_fields=(field,))


def raw_scores(subject: Subject, facts: Facts) -> Response:
    """Say that a table of all scores comes with the report.

    Whether others can obtain it the author has to say, so it answers in part.
    """
    evidence = _scored(subject, facts)
    if isinstance(evidence, Response):
        return evidence
    if not scored_candidates(evidence):
        return Response(Standing.OPEN)
    field = f"validations.{subject.validation}"
    answer = found(f"{field}.candidates", "table of the scores of each image, with the report")
    note = "the card does not say where others can obtain the table, and under which licence"
    return Response(Standing.PARTLY, (answer,), (note,), (f"{field}.raw_results.repository",))


def _scored(subject: Subject, facts: Facts) -> ValidationEvidence | Response:
    """Return what was computed, or the response that says that nothing is."""
    evidence = evidence_of(subject, facts)
    if evidence is not None:
        return evidence
    if validation_of(subject, facts).candidates:
        return NOT_COMPUTED_YET
    return Response(Standing.OPEN)


def _intervals(evidence: ValidationEvidence, subject: Subject, facts: Facts) -> Iterator[Answer]:
    for candidate in scored_candidates(evidence):
        results = likeness_results(evidence, candidate, facts)
        texts = [text for result in results for text in [_with_interval(result, facts)] if text]
        if texts:
            text = f"{candidate_title(facts.card, candidate)} – {'; '.join(texts[:_SHOWN])}"
            yield found(f"validations.{subject.validation}.candidates.{candidate}", capped(text))


def _with_interval(result: MetricResult, facts: Facts) -> str | None:
    interval = interval_of(result)
    if interval is None or interval.low is None or interval.high is None:
        return None
    ends = f"{score_text(interval.low, result.unit)} to {score_text(interval.high, result.unit)}"
    return f"{result_title(result, passports(facts))}: {ends}"


def _why_no_interval(evidence: ValidationEvidence, facts: Facts) -> Iterator[str]:
    intervals = (
        interval_of(result)
        for candidate in scored_candidates(evidence)
        for result in likeness_results(evidence, candidate, facts)
    )
    reasons = (interval.undefined_because for interval in intervals if interval is not None)
    yield from unique(reasons)[:1]


def _tested(entry: PairedComparison, facts: Facts) -> str:
    first, second = (candidate_title(facts.card, n) for n in (entry.candidate, entry.other))
    name = passports(facts)[entry.metric].name
    p = entry.test.p_holm if entry.test is not None else 1.0
    size = "p < 0.001" if p < _SMALLEST_P else f"p = {p:.2g}"
    text = (
        f"{first} and {second} differ in {name} by {score_text(entry.mean_difference)} on "
        f"average over {entry.n} images; two-sided sign-flip permutation test, {size} (Holm)"
    )
    return capped(text)
