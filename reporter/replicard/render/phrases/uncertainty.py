"""How far scores would vary, and how candidates differ on the same images."""

from collections.abc import Callable, Iterable, Sequence

from replicard.render.english import count, percent, tally, whole
from replicard.render.estimates import fitting, has_bounds, interval_in_words, p_value
from replicard.render.facts import Fact, lifted
from replicard.render.marks import Style, mark
from replicard.render.phrases.candidates import (
    COUNTS,
    Candidate,
    condition,
    results_of,
    threshold_of,
)
from replicard.render.phrases.metric_words import NOUNS, UNITS
from replicard_schema.vocabulary import IntervalMethod

_BCA = "10.1080/01621459.1987.10478410 10.1214/ss/1032280214"
_CLUSTERS = "10.1111/j.1467-9868.2007.00593.x"

Name = Callable[[str], str]


def intervals_of(candidates: Iterable[Candidate]) -> list[Fact]:
    """Return the intervals of all scores, those without bounds included."""
    return [
        found
        for result in results_of(candidates)
        if result.plain.metric not in COUNTS
        for found in (result.mean_interval, result.pooled_interval)
        if found is not None
    ]


def how_made(candidates: Sequence[Candidate], resampling: Fact | None) -> str | None:
    """Say how intervals were computed, or why there is none."""
    listed = intervals_of(candidates)
    if resampling is None or not listed:
        return None
    given = [found for found in listed if has_bounds(found.plain)]
    if not given:
        return f"no intervals are given: {listed[0].undefined_because}"
    times = lifted(whole)(resampling.resamples)
    return (
        f"intervals ({lifted(percent)(resampling.level)}) come from {_drawing(resampling)} "
        f"{times} times ({_method(given)}; seed {_digits(resampling.seed)})"
    )


def _drawing(resampling: Fact) -> str:
    if resampling.plain.unit == "image":
        return f"a bootstrap in which {_units(resampling)} were drawn with replacement"
    cited = mark(_CLUSTERS, resampling.unit.sources, Style.CITATION)
    formed = f", formed by {resampling.grouped_by}," if resampling.grouped_by is not None else ""
    return (
        f"a cluster bootstrap {cited} in which {_units(resampling)}{formed} were drawn as a "
        "whole, with replacement,"
    )


def _units(resampling: Fact) -> str:
    noun = "image" if resampling.plain.unit == "image" else "group"
    of = "" if noun == "image" else " of images"
    return f"{lifted(tally)(resampling.n_units, noun)}{of}"


def _digits(number: Fact) -> str:
    """Write a seed without grouping its digits, so that it can be copied."""
    return mark(str(number.plain), number.sources)


def _method(given: Sequence[Fact]) -> str:
    """Name the methods of all intervals, and why the plainer one was taken."""
    by_bca = [found for found in given if found.plain.method is IntervalMethod.BCA]
    others = [found for found in given if found.plain.method is not IntervalMethod.BCA]
    reasons = {found.plain.fallback_because: found for found in reversed(others)}
    names = [f"BCa method {mark(_BCA, by_bca[0].method.sources, Style.CITATION)}"] if by_bca else []
    for reason, found in reversed(reasons.items()):
        why = ""
        if reason is not None:
            why = f"{' where' if by_bca else ', since'} {found.fallback_because}"
        names.append(f"percentile method{found.method.noted()}{why}")
    return "; ".join(names)


def compared(comparisons: Sequence[Fact], *, told: float | None, name_of: Name) -> tuple[str, ...]:
    """Write how each pair of candidates differs in the metric that leads.

    What has neither interval nor test is left out: the scores themselves say as much.

    Parameters
    ----------
    told
        IoU threshold that scores are told at.
    """
    leading: dict[tuple[str, str], Fact] = {}
    for entry in comparisons:
        if threshold_of(entry) in {None, told}:
            leading.setdefault((entry.plain.candidate, entry.plain.other), entry)
    return tuple(
        _difference(entry, name_of)
        for entry in leading.values()
        if entry.test is not None or has_bounds(entry.plain.interval)
    )


def assumptions(comparisons: Sequence[Fact], resampling: Fact | None) -> str | None:
    """Say what the p-values rest on; None without any."""
    test = next((entry.test for entry in comparisons if entry.test is not None), None)
    if test is None or resampling is None:
        return None
    units = f"{resampling.plain.unit}s{resampling.unit.noted()}"
    told = "they are given as they are"
    if test.plain.n_tests > 1:
        n_tests = mark(f"{whole(test.plain.n_tests)} comparisons", test.n_tests.sources)
        told += f", and adjusted by Holm's method for the {n_tests} by one metric"
    return (
        f"p-values are two-sided and come from flipping the signs of the differences of {units}, "
        f"which assumes that {units} are independent and that either sign is as likely if both "
        f"are equally good{test.p_value.noted()}; {told}"
    )


def _difference(entry: Fact, name_of: Name) -> str:
    value = entry.plain.mean_difference
    one = f"the {NOUNS[entry.plain.metric]} of {name_of(entry.plain.candidate)}"
    other = f"that of {name_of(entry.plain.other)}"
    where = condition(entry)
    if value == 0:
        told = f"did not differ from {other}{entry.mean_difference.noted()}"
    else:
        told = f"was {'higher' if value > 0 else 'lower'} than {other} by {_size(entry)}"
    return f"{where}on average, {one} {told} ({_basis(entry)})"


def _size(entry: Fact) -> str:
    value, found = abs(entry.plain.mean_difference), entry.interval.plain
    return mark(fitting(value, found, UNITS.get(entry.plain.metric)), entry.mean_difference.sources)


def _bounds(entry: Fact) -> list[str]:
    """Write the interval of a difference, turned the same way as its size."""
    low, high = entry.interval.plain.low, entry.interval.plain.high
    if low is None or high is None:
        return []
    if entry.plain.mean_difference < 0:
        low, high = -high, -low
    sources = [*entry.interval.low.sources, *entry.interval.high.sources]
    return [mark(interval_in_words(low, high), sources)]


def _basis(entry: Fact) -> str:
    """Write on what a difference rests: interval, images, groups and the test."""
    n, units = entry.plain.n, entry.interval.plain.n_units
    basis = mark(f"n = {whole(n)}", entry.n.sources)
    if units < n:
        basis += f" in {mark(count(units, 'group'), entry.interval.n_units.sources)}"
    parts = [*_bounds(entry), basis]
    if entry.test is not None:
        test = entry.test
        told = mark(f"p {p_value(test.plain.p_value)}", test.p_value.sources)
        if test.plain.n_tests > 1:
            told += f", adjusted {mark(f'p {p_value(test.plain.p_holm)}', test.p_holm.sources)}"
        parts.append(told)
    return "; ".join(parts)
