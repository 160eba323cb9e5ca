"""Findings about how sure the scores are, and how many images would make them surer."""

from collections.abc import Iterator, Mapping

from replicard.findings.wording import counted
from replicard_schema.card import Card
from replicard_schema.evidence import (
    Evidence,
    Interval,
    MetricResult,
    PairedComparison,
    Resampling,
    ValidationEvidence,
)
from replicard_schema.findings import Finding
from replicard_schema.passport import Passport
from replicard_schema.results import (
    RAW_INPUT,
    interval_of,
    interval_text,
    measures_likeness,
    metric_title,
    result_title,
    score_text,
    units_to_halve,
)
from replicard_schema.roles import candidate_title
from replicard_schema.vocabulary import Severity

FEW_UNITS = 20
"""With fewer, bootstrap intervals are too narrow: in simulations of skewed scores, 95 %
intervals of 10 images held the truth in 85 to 90 % of cases, those of 40 in 92 to 95 %."""
_SAID_ELSEWHERE = 3
"""Up to this number of images or groups another finding speaks."""


def interval_width(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Say how wide the interval of the main score is, or why it has none."""
    for name, found in evidence.validations.items() if evidence is not None else ():
        passports = evidence.passports if evidence is not None else {}
        main = _main_result(card, found, passports)
        if main is None or found.resampling is None:
            continue
        candidate, result = main
        title = f"{result_title(result, passports)} of {candidate_title(card, candidate)}"
        interval = interval_of(result)
        if interval is None:
            continue
        if interval.low is None or interval.high is None:
            if interval.n_units > _SAID_ELSEWHERE:
                yield _without_interval(name, title, interval)
        else:
            yield _width(name, title, interval, found.resampling)


def unclear_difference(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find models whose lead over the raw input or another candidate may be chance."""
    for name, found in evidence.validations.items() if evidence is not None else ():
        passports = evidence.passports if evidence is not None else {}
        for entry in _leading(found):
            low, high = entry.interval.low, entry.interval.high
            if entry.candidate not in card.models or low is None or high is None:
                continue
            if low <= 0 <= high:
                yield _unclear(name, entry, card, passports)


def _main_result(
    card: Card, found: ValidationEvidence, passports: Mapping[str, Passport]
) -> tuple[str, MetricResult] | None:
    """Return the first score of the first model."""
    for candidate, scores in found.candidates.items():
        for result in scores.results if candidate in card.models else ():
            if measures_likeness(result, passports) and interval_of(result) is not None:
                return candidate, result
    return None


def _leading(found: ValidationEvidence) -> list[PairedComparison]:
    """Return the first comparison of each pair of candidates."""
    leading: dict[tuple[str, str], PairedComparison] = {}
    for entry in found.comparisons:
        leading.setdefault((entry.candidate, entry.other), entry)
    return list(leading.values())


def _without_interval(name: str, title: str, interval: Interval) -> Finding:
    return Finding(
        code="no-interval",
        severity=Severity.HINT,
        field=f"validations.{name}",
        message=f"{title} has no interval: {interval.undefined_because}.",
        hint="evaluate on more images, from more than one experiment if you can",
    )


def _width(name: str, title: str, interval: Interval, resampling: Resampling) -> Finding:
    unit = resampling.unit
    message = (
        f"The {100 * resampling.level:g} % interval of {title}, {interval_text(interval)}, rests "
        f"on {counted(interval.n_units, unit)}. An interval half as wide needs about four times "
        f"as many, {units_to_halve(interval)} {unit}s, if they vary as these do."
    )
    if unit == "group":
        message += " More images of the same groups help little."
    if interval.n_units < FEW_UNITS:
        message += f" Intervals from fewer than {FEW_UNITS} {unit}s tend to be too narrow."
    return Finding(
        code="interval-width",
        severity=Severity.HINT,
        field=f"validations.{name}",
        message=message,
    )


def _unclear(
    name: str, entry: PairedComparison, card: Card, passports: Mapping[str, Passport]
) -> Finding:
    known = passports.get(entry.metric)
    title = metric_title(known.name if known else entry.metric, entry.parameters)
    other = "the raw input" if entry.other == RAW_INPUT else candidate_title(card, entry.other)
    return Finding(
        code="difference-unclear",
        severity=Severity.HINT,
        field=f"validations.{name}.candidates.{entry.candidate}",
        message=(
            f"By {title}, these images do not tell whether {candidate_title(card, entry.candidate)}"
            f" or {other} is better: the mean difference is {score_text(entry.mean_difference)}, "
            f"with an interval of {interval_text(entry.interval)} that holds 0."
        ),
        hint="say so where you compare them, or evaluate on more images",
    )
