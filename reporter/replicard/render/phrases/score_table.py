"""Computed scores as clauses: which candidate reached what, under which condition."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from replicard.render.english import MINUS, article, count, score, with_unit
from replicard.render.estimates import fitting, fitting_spread, interval_in_words
from replicard.render.facts import Fact
from replicard.render.marks import Style, mark
from replicard.render.phrases.candidates import (
    COUNTS,
    Candidate,
    condition,
    condition_key,
    results_of,
    threshold_of,
)
from replicard.render.phrases.imaging import listed_marked
from replicard.render.phrases.metric_words import NOUNS
from replicard_schema.results import interval_of, value_of
from replicard_schema.vocabulary import MetricId

_DOI = "doi:"
_METRICS_IN_A_SENTENCE = 2
_MOST_METRICS, _MOST_VALUES = 5, 10
"""What a reader takes in: metrics, and values of one candidate by metric and class."""
_TWINS: Mapping[MetricId, MetricId] = {
    MetricId.RECOGNITION_QUALITY: MetricId.F1,
    MetricId.MEAN_MATCHED_IOU: MetricId.SEGMENTATION_QUALITY,
}
"""Metrics that always equal another one, which a text need not say twice."""


@dataclass(frozen=True, slots=True)
class Group:
    """Scores under one condition, which opens each of their sentences.

    Attributes
    ----------
    statements
        Clauses with the scores: candidate by candidate if there is one, otherwise metric
        by metric, so that candidates stand side by side.
    counts
        Clause on the objects that were found and missed; empty without counts.
    undefined
        Metric, candidate and reason for each score without a value.
    """

    condition: str
    statements: tuple[str, ...]
    counts: str
    undefined: tuple[tuple[str, str, Fact], ...]


def groups(
    candidates: Sequence[Candidate],
    *,
    threshold: float | None,
    n_images: int,
    passports: Fact,
    cited: AbstractSet[MetricId],
    main: AbstractSet[MetricId],
) -> tuple[Group, ...]:
    """Arrange scores by condition: none, the IoU threshold in question, each class.

    Parameters
    ----------
    main
        Metrics whose scores are told; counts are told in any case.
    cited
        Metrics whose definition has been cited before; the others are cited where they
        are first mentioned.
    """

    def is_told(result: Fact) -> bool:
        is_main = result.plain.metric in main or result.plain.metric in COUNTS
        return threshold_of(result) in {None, threshold} and is_main

    told = list(filter(is_told, results_of(candidates)))
    firsts = {condition_key(result): result for result in reversed(told)}
    seen = set(cited)
    found = []
    for key in dict.fromkeys(map(condition_key, told)):
        fresh = {name: passports[name] for name in passports.plain if name not in seen}
        rows = tuple(
            (c, tuple(r for r in c.results if is_told(r) and condition_key(r) == key))
            for c in candidates
        )
        found.append(_Table(rows, n_images, fresh).group(condition(firsts[key])))
        seen |= {result.plain.metric for _, results in rows for result in results}
    return tuple(found)


def main_metrics(
    candidates: Sequence[Candidate], *, threshold: float | None, wanted: AbstractSet[str]
) -> tuple[list[MetricId], list[MetricId]]:
    """Part the metrics into those that a text tells and those that it leaves to a table.

    Told are the metrics that a limit is set for, the first one, and then as many of the
    others, in their order, as a reader can take in: fewer if there are several classes.

    Parameters
    ----------
    wanted
        Nouns of the metrics that a limit is set for.
    """
    results = [r for r in results_of(candidates) if threshold_of(r) in {None, threshold}]
    there = {result.plain.metric for result in results}
    known = [
        metric
        for metric in dict.fromkeys(result.plain.metric for result in results)
        if metric not in COUNTS and _TWINS.get(metric) not in there
    ]
    needed = [m for m in known if NOUNS[m] in wanted or m is known[0]]
    sizes = {m: len({condition_key(r) for r in results if r.plain.metric is m}) for m in known}
    chosen = list(needed)
    for metric in known:
        n_values = sum(sizes[m] for m in (*chosen, metric))
        if metric not in chosen and len(chosen) < _MOST_METRICS and n_values <= _MOST_VALUES:
            chosen.append(metric)
    return [m for m in known if m in chosen], [m for m in known if m not in chosen]


def score_with_spread(result: Fact, *, n_images: int) -> str | None:
    """Write a score: the mean over images and its spread; interval and pooled value in brackets."""
    summary, unit = result.plain.summary, result.plain.unit
    if summary.mean is None or summary.sd is None:
        return score_with_interval(result)
    text = mark(
        fitting_spread(summary.mean, summary.sd, result.plain.mean_interval, unit),
        [*result.summary.mean.sources, *result.summary.sd.sources],
    )
    notes = [bounds(result.mean_interval)] if result.mean_interval is not None else []
    notes += _pooled(result)
    if summary.n != n_images:
        notes.append(mark(f"n = {summary.n}", result.summary.n.sources))
    told = "; ".join(filter(None, notes))
    return f"{text} ({told})" if told else text


def score_with_interval(result: Fact) -> str | None:
    """Write the value that stands for a result, with its interval in brackets if it has one."""
    value, found = value_of(result.plain), interval_of(result.plain)
    if value is None or found is None or found.low is None:
        return bare_score(result)
    is_mean = result.summary.mean is not None
    number = result.summary.mean if is_mean else result.pooled.value
    told = bounds(result.mean_interval if is_mean else result.pooled_interval)
    return f"{mark(fitting(value, found, result.plain.unit), number.sources)} ({told})"


def told_value(result: Fact, *, limits: Sequence[float] = ()) -> str | None:
    """Write the value that stands for a result with the digits that the text gives it.

    Parameters
    ----------
    limits
        Values that it is compared with. More digits are given if rounding would put it on
        the other side of one of them.
    """
    summary, value = result.plain.summary, value_of(result.plain)
    if value is None or summary.mean is None or summary.sd is None:
        return bare_score(result)
    unit = result.plain.unit
    text = fitting_spread(summary.mean, summary.sd, result.plain.mean_interval, None)
    short = text.partition(" ±")[0]
    shown = float(short.replace(MINUS, "-").replace(",", "").partition(" ×")[0])
    if any((shown >= limit) != (value >= limit) or shown == limit != value for limit in limits):
        return bare_score(result)
    return mark(with_unit(short, unit), result.summary.mean.sources)


def bare_score(result: Fact) -> str | None:
    """Write the value that stands for a result, or nothing if it has none."""
    value = value_of(result.plain)
    if value is None:
        return None
    found = result.summary.mean if result.summary.mean is not None else result.pooled.value
    return mark(score(value, result.plain.unit), found.sources)


def bounds(found: Fact) -> str:
    """Write an interval as ``0.84 to 0.90``; nothing if there is only a reason for its absence."""
    low, high = found.plain.low, found.plain.high
    if low is None or high is None:
        return ""
    return mark(interval_in_words(low, high), [*found.low.sources, *found.high.sources])


def _pooled(result: Fact) -> list[str]:
    pooled, found = result.plain.pooled, result.plain.pooled_interval
    if pooled is None or pooled.value is None:
        return []
    number = fitting(pooled.value, found, result.plain.unit)
    value = f"pooled {mark(number, result.pooled.value.sources)}"
    told = bounds(result.pooled_interval) if found is not None else ""
    return [f"{value}, {told}" if told else value]


@dataclass(frozen=True, slots=True)
class _Table:
    """Candidates with their results under one condition."""

    rows: tuple[tuple[Candidate, tuple[Fact, ...]], ...]
    n_images: int
    passports: Mapping[str, Fact]

    def group(self, opening: str) -> Group:
        scored = [(c, [r for r in results if _is_score(r)]) for c, results in self.rows]
        if sum(bool(results) for _, results in scored) == 1:
            statements = [self._alone(c, results) for c, results in scored if results]
        else:
            statements = self._compared(scored)
        counted = [(c, listed_marked(map(_count, results))) for c, results in self.rows]
        return Group(
            opening,
            tuple(statement for statement in statements if statement),
            "; ".join(f"{c.name} had {text}" for c, text in counted if text),
            tuple(
                (NOUNS[result.plain.metric], candidate.name, _reason(result))
                for candidate, results in scored
                for result in results
                if value_of(result.plain) is None
            ),
        )

    def _alone(self, candidate: Candidate, results: Sequence[Fact]) -> str:
        phrases = [
            f"{article(NOUNS[result.plain.metric])}{self._citation(result)} of {written}"
            for result in results
            if (written := self._score(result)) is not None
        ]
        verb = "had" if candidate.is_input else "reached"
        return f"{candidate.name} {verb} {listed_marked(phrases)}" if phrases else ""

    def _compared(self, scored: Sequence[tuple[Candidate, Sequence[Fact]]]) -> list[str]:
        clauses: dict[MetricId, list[str]] = {}
        heads: dict[MetricId, str] = {}
        for candidate, results in scored:
            for result in results:
                metric = result.plain.metric
                written = self._score(result)
                if written is not None:
                    heads.setdefault(metric, f"the {NOUNS[metric]}{self._citation(result)} was")
                    clauses.setdefault(metric, []).append(f"{written} for {candidate.name}")
        told = [f"{heads[metric]} {listed_marked(clauses[metric])}" for metric in clauses]
        return ["; ".join(chunk) for chunk in chunks(told, _METRICS_IN_A_SENTENCE)]

    def _score(self, result: Fact) -> str | None:
        return score_with_spread(result, n_images=self.n_images)

    def _citation(self, result: Fact) -> str:
        metric = result.plain.metric.value
        if metric not in self.passports:
            return ""
        reference = self.passports[metric].reference
        doi = reference.plain.removeprefix(_DOI)
        return f" {mark(doi, reference.sources, Style.CITATION)}"


def chunks(items: Sequence[str], size: int) -> list[Sequence[str]]:
    """Cut a list into parts of equal size, the last one apart.

    >>> chunks(["a", "b", "c"], 2)
    [['a', 'b'], ['c']]
    """
    return [items[start : start + size] for start in range(0, len(items), size)]


def _is_score(result: Fact) -> bool:
    return result.plain.metric not in COUNTS


def _count(result: Fact) -> str | None:
    if _is_score(result) or result.pooled is None or result.pooled.value is None:
        return None
    pooled = result.pooled.value
    return mark(count(round(pooled.plain), NOUNS[result.plain.metric]), pooled.sources)


def _reason(result: Fact) -> Fact:
    reasons = [entry.undefined_because for entry in result.per_image]
    if result.pooled is not None:
        reasons.append(result.pooled.undefined_because)
    found: Fact = next(reason for reason in reasons if reason is not None)
    return found
