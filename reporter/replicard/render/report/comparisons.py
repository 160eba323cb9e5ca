"""Comparisons of candidates as the report lists them; nothing is computed here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from replicard.render.english import count, percent, whole
from replicard.render.estimates import NO_BREAK, fitting, interval, p_value
from replicard.render.metric_rows import metric_title
from replicard_schema.evidence import PairedComparison, ValidationEvidence
from replicard_schema.passport import Passport
from replicard_schema.vocabulary import Direction


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One comparison by one metric.

    Attributes
    ----------
    difference
        Mean difference with its sign.
    worse
        Share of images on which the first candidate is worse.
    p_value, adjusted
        Empty where nothing was tested.
    """

    metric: str
    difference: str
    interval: str
    images: str
    worse: str
    p_value: str
    adjusted: str


def comparisons_by_pair(
    computed: ValidationEvidence, passports: Mapping[str, Passport]
) -> dict[tuple[str, str], tuple[ComparisonRow, ...]]:
    """Return the comparisons of each pair of candidates, in the order of the evidence."""
    found: dict[tuple[str, str], list[ComparisonRow]] = {}
    for entry in computed.comparisons:
        row = _row(entry, passports[entry.metric])
        found.setdefault((entry.candidate, entry.other), []).append(row)
    return {pair: tuple(rows) for pair, rows in found.items()}


def comparison_notes(computed: ValidationEvidence) -> tuple[str, ...]:
    """Say what the numbers of comparisons mean and what the test assumes."""
    return tuple(_notes(computed))


def _notes(computed: ValidationEvidence) -> Iterator[str]:
    yield (
        "Differences are first minus second candidate, averaged over images on which both have "
        "a value. Worse: images on which the first candidate is worse than the second."
    )
    test = next((entry.test for entry in computed.comparisons if entry.test is not None), None)
    if test is not None and computed.resampling is not None:
        unit = computed.resampling.unit
        ways = f"all {whole(test.n_flips)} ways" if test.is_exact else "random ways"
        n_tests = count(test.n_tests, "comparison")
        adjusted = f" Adjusted p: by Holm's method for the {n_tests} by one metric."
        yield (
            f"p: two-sided permutation test that flips the sign of the difference of each {unit} "
            f"in {ways}, not adjusted. It assumes that {unit}s are independent of each other and "
            "that, if both candidates were equally good, either sign would be as likely."
            f"{adjusted if test.n_tests > 1 else ''} A large p-value does not show that two "
            "candidates are equal."
        )
    reasons = dict.fromkeys(
        reason
        for entry in computed.comparisons
        for reason in (entry.not_tested_because, entry.interval.undefined_because)
        if reason is not None
    )
    if reasons:
        yield f"Where an interval or p-value is missing: {'; '.join(reasons)}."


def _row(entry: PairedComparison, passport: Passport) -> ComparisonRow:
    found, test = entry.interval, entry.test
    text = fitting(entry.mean_difference, found, passport.unit)
    sign = "+" if entry.mean_difference > 0 else ""
    lower = " (lower is better)" if passport.direction is Direction.LOWER_IS_BETTER else ""
    images = whole(entry.n)
    if found.n_units < entry.n:
        images = f"{images} in {count(found.n_units, 'group')}".replace(" ", NO_BREAK)
    bounds = "–" if found.low is None or found.high is None else interval(found.low, found.high)
    share = percent(len(entry.worse) / entry.n)
    return ComparisonRow(
        metric=f"{metric_title(passport, entry.parameters)}{lower}",
        difference=f"{sign}{text}",
        interval=bounds,
        images=images,
        worse=f"{whole(len(entry.worse))} ({share})",
        p_value=_plain(test.p_value) if test is not None else "–",
        adjusted=_plain(test.p_holm) if test is not None else "–",
    )


def _plain(value: float) -> str:
    return p_value(value).removeprefix("= ")
