"""How far scores would vary, and how candidates differ on the same images."""

from collections.abc import Callable, Iterable, Sequence

from replicard.metrics.intervals import FEWEST_UNITS
from replicard.render.english import count, percent, tally, whole, words
from replicard.render.estimates import fitting, has_bounds, interval_in_words, p_value
from replicard.render.facts import Fact, lifted
from replicard.render.marks import Style, mark, visible
from replicard.render.phrases.candidates import (
    COUNTS,
    Candidate,
    condition,
    results_of,
    threshold_of,
)
from replicard.render.phrases.imaging import listed_marked
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
        return _why_none(listed[0], resampling)
    times = lifted(whole)(resampling.resamples)
    return (
        f"intervals ({lifted(percent)(resampling.level)}) come from {_drawing(resampling)} "
        f"{times} times ({_method(given)}; seed {_digits(resampling.seed)})"
    )


def _why_none(found: Fact, resampling: Fact) -> str:
    n = found.plain.n_units
    if n >= FEWEST_UNITS:
        return f"intervals are not given: {found.undefined_because}"
    of = "" if resampling.plain.unit == "image" else " of images"
    units = f"{tally(n, 'group' if of else 'image')}{of}"
    verb = "is" if n == 1 else "are"
    few = mark(units, [*found.n_units.sources, *found.undefined_because.sources])
    return (
        f"intervals are not given, because {few} {verb} too few to show how far the "
        f"scores of another sample would lie from these (at least {words(FEWEST_UNITS)} are needed)"
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
    rows: dict[tuple[str, str, str], list[Fact]] = {}
    for entry in leading.values():
        if entry.test is not None or has_bounds(entry.plain.interval):
            key = (entry.plain.candidate, entry.plain.metric.value, visible(condition(entry)))
            rows.setdefault(key, []).append(entry)
    return tuple(_differences(entries, name_of) for entries in rows.values())


def assumptions(comparisons: Sequence[Fact], resampling: Fact | None) -> str | None:
    """Say what the p-values rest on; None without any."""
    test = next((entry.test for entry in comparisons if entry.test is not None), None)
    if test is None or resampling is None:
        return None
    units = f"{resampling.plain.unit}s{resampling.unit.noted()}"
    told = ""
    if test.plain.n_tests > 1:
        n_tests = mark(tally(test.plain.n_tests, "comparison"), test.n_tests.sources)
        told = f"; adjusted p-values are corrected by Holm's method for the {n_tests} in one metric"
    return (
        f"p-values come from a two-sided permutation test that flips the signs of the differences "
        f"of {units}, and assumes that {units} are independent and that either sign is as likely "
        f"if both candidates are equally good{test.p_value.noted()}{told}"
    )


def _differences(entries: Sequence[Fact], name_of: Name) -> str:
    """Write how one candidate differs from each of the others in one metric."""
    first = entries[0]
    one = f"the {NOUNS[first.plain.metric]} of {name_of(first.plain.candidate)}"
    told: dict[str, list[str]] = {}
    for entry in entries:
        told.setdefault(_verb(entry), []).append(_difference(entry, name_of))
    clauses = [f"{verb} {listed_marked(others)}" for verb, others in told.items()]
    return f"{condition(first)}on average, {one} {listed_marked(clauses)}"


def _verb(entry: Fact) -> str:
    value = entry.plain.mean_difference
    return "did not differ" if value == 0 else f"was {'higher' if value > 0 else 'lower'}"


def _difference(entry: Fact, name_of: Name) -> str:
    other = f"that of {name_of(entry.plain.other)}"
    if entry.plain.mean_difference == 0:
        return f"from {other}{entry.mean_difference.noted()} ({_basis(entry)})"
    return f"than {other} by {_size(entry)} ({_basis(entry)})"


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
