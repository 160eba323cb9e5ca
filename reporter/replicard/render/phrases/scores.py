"""Computed scores as phrases: which candidate reached what, under which condition."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from replicard.render.english import article, count, numeral, score, spread
from replicard.render.facts import Fact
from replicard.render.marks import Style, joined_sources, mark, visible
from replicard.render.phrases.imaging import listed_marked
from replicard.render.phrases.metric_words import COUNTS, NOUNS, noun
from replicard_schema.evidence import MetricResult
from replicard_schema.vocabulary import MetricId

RAW_INPUT = "raw input"
_PIXELS = frozenset({MetricId.IOU, MetricId.DICE, MetricId.PIXEL_ACCURACY})
_DOI = "doi:"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model, baseline or the raw input within one validation.

    Attributes
    ----------
    name
        Marked text, as a subject: ``the model``, ``Otsu thresholding``.
    results
        What was computed for it.
    """

    id: str
    name: str
    results: tuple[Fact, ...]

    @property
    def is_input(self) -> bool:
        """Whether it is the raw input, which reached nothing by itself."""
        return self.id == RAW_INPUT


@dataclass(frozen=True, slots=True)
class Row:
    """Scores of one candidate under one condition.

    Attributes
    ----------
    scores, counts
        Marked lists; empty where there are none.
    undefined
        Metric and reason for each score without a value.
    """

    candidate: Candidate
    scores: str
    counts: str
    undefined: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one condition; ``condition`` opens their sentences."""

    condition: str
    rows: tuple[Row, ...]


def groups(
    candidates: Sequence[Candidate], *, threshold: float | None, n_images: int, passports: Fact
) -> tuple[Group, ...]:
    """Arrange scores by condition: none, the IoU threshold in question, each class."""
    told = [
        result
        for candidate in candidates
        for result in candidate.results
        if result.plain.parameters.get("iou_threshold") in {None, threshold}
    ]
    found = []
    for key in dict.fromkeys(map(_condition_key, told)):
        of_condition = [result for result in told if _condition_key(result) == key]
        rows = tuple(
            _row(c, of_condition, n_images=n_images, passports=passports if i == 0 else None)
            for i, c in enumerate(candidates)
        )
        shown = tuple(row for row in rows if row.scores or row.counts or row.undefined)
        found.append(Group(_condition(of_condition), shown))
    return tuple(found)


def value(result: Fact, *, n_images: int, in_full: bool = True) -> str | None:
    """Write a score: the mean over images, its spread, and the pooled value in brackets.

    Parameters
    ----------
    in_full
        Whether spread, pooled value and number of images are given besides the mean.
    """
    summary, pooled = result.plain.summary, _pooled(result.plain)
    unit = result.plain.unit
    if summary.mean is None:
        return None if pooled is None else mark(score(pooled, unit), result.pooled.sources)
    if not in_full or summary.sd is None:
        return mark(score(summary.mean, unit), result.summary.mean.sources)
    text = spread(summary.mean, summary.sd, unit)
    notes = [] if pooled is None else [score(pooled, unit)]
    if summary.n != n_images:
        notes.append(f"n = {summary.n}")
    bracket = f" ({'; '.join(notes)})" if notes else ""
    sources = [*result.summary.mean.sources, *result.summary.sd.sources]
    sources += [] if pooled is None else result.pooled.sources
    return mark(f"{text}{bracket}", joined_sources(sources))


def number_of(result: MetricResult) -> float | None:
    """Return the value that stands for a result: the mean, or what is pooled only."""
    return result.summary.mean if result.summary.mean is not None else _pooled(result)


def convention(candidates: Sequence[Candidate]) -> str | None:
    """Say what the numbers are, once for all of them."""
    shown = [
        result
        for candidate in candidates
        for result in candidate.results
        if result.plain.metric not in COUNTS and result.plain.summary.sd is not None
    ]
    if not shown:
        return None
    pooled = [result.plain.metric for result in shown if _pooled(result.plain) is not None]
    sources = mark("", joined_sources(s for result in shown[:1] for s in result.summary.sources))
    text = f"scores are means over images ± standard deviation{sources}"
    return f"{text}, with {_pooling(pooled)} in brackets" if pooled else text


def _pooling(metrics: Iterable[MetricId]) -> str:
    kinds = {"pixels" if metric in _PIXELS else "objects" for metric in metrics}
    return f"values pooled over all {' or '.join(sorted(kinds))}"


def scales(results: Sequence[Fact]) -> tuple[str, ...]:
    """Write what was fixed for metrics of intensities, once for equal parameters."""
    denominators = _by_parameter(results, "denominator")
    ranges = _by_parameter(results, "data_range")
    return (
        *(
            f"The {names} is the RMSE divided by {_extent(text)}{note}."
            for text, names, note in denominators
        ),
        *(f"The data range of {names} is {_extent(text)}{note}." for text, names, note in ranges),
    )


def _by_parameter(results: Sequence[Fact], name: str) -> list[tuple[str, str, str]]:
    """Group metrics by the value of a parameter: value, metrics, and a note of its field."""
    facts = [result for result in results if name in result.plain.parameters]
    values = {str(result.plain.parameters[name]): result for result in reversed(facts)}
    return [
        (
            str(result.parameters[name]),
            listed_marked(
                dict.fromkeys(
                    NOUNS[r.plain.metric] for r in facts if str(r.plain.parameters[name]) == value
                )
            ),
            result.parameters[name].noted(),
        )
        for value, result in values.items()
    ]


def _extent(text: str) -> str:
    """Write a range of intensities in words."""
    return "that of each ground-truth image" if "max - min" in visible(text) else text


def thresholds(candidates: Sequence[Candidate]) -> list[float]:
    """Return the IoU thresholds at which objects were matched, in rising order."""
    found = {
        result.plain.parameters["iou_threshold"]
        for candidate in candidates
        for result in candidate.results
        if "iou_threshold" in result.plain.parameters
    }
    return sorted(found)


def at_thresholds(
    candidates: Sequence[Candidate], metric: MetricId, wanted: Sequence[float], n_images: int
) -> tuple[str, ...]:
    """Write the scores of one metric at further thresholds, candidate by candidate."""
    rows = []
    for candidate in candidates:
        results = [
            result
            for at in wanted
            for result in candidate.results
            if result.plain.metric is metric and result.plain.parameters["iou_threshold"] == at
        ]
        values = [value(result, n_images=n_images, in_full=False) for result in results]
        if values and None not in values and len(values) == len(wanted):
            rows.append(f"{listed_marked(values)} for {candidate.name}")
    return tuple(rows)


def _row(
    candidate: Candidate, told: Sequence[Fact], *, n_images: int, passports: Fact | None
) -> Row:
    own = [result for result in candidate.results if any(result is other for other in told)]
    scored = [result for result in own if result.plain.metric not in COUNTS]
    phrases = [_phrase(result, n_images=n_images, passports=passports) for result in scored]
    undefined = [_undefined(r) for r, phrase in zip(scored, phrases, strict=True) if phrase is None]
    return Row(
        candidate,
        listed_marked(phrases),
        listed_marked(_count(result) for result in own if result.plain.metric in COUNTS),
        tuple(undefined),
    )


def _phrase(result: Fact, *, n_images: int, passports: Fact | None) -> str | None:
    written = value(result, n_images=n_images)
    if written is None:
        return None
    name = article(NOUNS[result.plain.metric])
    return f"{name}{_citation(result.plain.metric, passports)} of {written}"


def _citation(metric: MetricId, passports: Fact | None) -> str:
    if passports is None or metric.value not in passports.plain:
        return ""
    reference = passports[metric.value].reference
    doi = reference.plain.removeprefix(_DOI)
    return f" {mark(doi, reference.sources, Style.CITATION)}"


def _count(result: Fact) -> str | None:
    pooled = _pooled(result.plain)
    if pooled is None:
        return None
    return mark(count(round(pooled), COUNTS[result.plain.metric]), result.pooled.sources)


def _undefined(result: Fact) -> tuple[str, str]:
    reasons = [entry.undefined_because for entry in result.per_image]
    if result.pooled is not None:
        reasons.append(result.pooled.undefined_because)
    reason = next(reason for reason in reasons if reason is not None)
    return noun(result.plain.metric), str(reason)


def _pooled(result: MetricResult) -> float | None:
    return None if result.pooled is None else result.pooled.value


def _condition_key(result: Fact) -> tuple[object, object]:
    parameters = result.plain.parameters
    return parameters.get("iou_threshold"), parameters.get("class")


def _condition(results: Sequence[Fact]) -> str:
    parameters = results[0].parameters
    threshold, name = _condition_key(results[0])
    if threshold is not None:
        return f"at an IoU threshold of {parameters['iou_threshold']}, "
    if name in {None, "foreground"}:
        return ""
    return f"for the class {parameters['class']}, "


def images_of(n: int, total: int) -> str:
    """Write a share of images: ``two of the 12 images``.

    >>> images_of(2, 12), images_of(0, 12), images_of(1, 1)
    ('two of the 12 images', 'none of the 12 images', 'the one image')
    """
    if total == 1:
        return "none of the images" if n == 0 else "the one image"
    part = "none" if n == 0 else "all" if n == total else numeral(n)
    return f"{part} of the {numeral(total)} images"
