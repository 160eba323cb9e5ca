"""Computed scores as phrases: which candidate reached what, under which condition."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
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
_METRICS_IN_A_SENTENCE = 2


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
    undefined: tuple[tuple[str, str, str], ...]


def groups(
    candidates: Sequence[Candidate],
    *,
    threshold: float | None,
    n_images: int,
    passports: Fact,
    cited: AbstractSet[MetricId],
) -> tuple[Group, ...]:
    """Arrange scores by condition: none, the IoU threshold in question, each class.

    Parameters
    ----------
    cited
        Metrics whose definition has been cited before; the others are cited where they
        are first mentioned.
    """
    told = [
        result
        for candidate in candidates
        for result in candidate.results
        if result.plain.parameters.get("iou_threshold") in {None, threshold}
    ]
    seen = set(cited)
    found = []
    for key in dict.fromkeys(map(_condition_key, told)):
        fresh = {name: passports[name] for name in passports.plain if name not in seen}
        table = _Table(
            tuple((c, _under(c, key)) for c in candidates), n_images=n_images, passports=fresh
        )
        found.append(table.group(_condition([r for r in told if _condition_key(r) == key])))
        seen |= {result.plain.metric for _, results in table.rows for result in results}
    return tuple(found)


def _under(candidate: Candidate, key: tuple[object, object]) -> tuple[Fact, ...]:
    return tuple(result for result in candidate.results if _condition_key(result) == key)


@dataclass(frozen=True, slots=True)
class _Table:
    """Candidates with their results under one condition."""

    rows: tuple[tuple[Candidate, tuple[Fact, ...]], ...]
    n_images: int
    passports: Mapping[str, Fact]

    def group(self, condition: str) -> Group:
        scored = [(c, [r for r in results if _is_score(r)]) for c, results in self.rows]
        if sum(bool(results) for _, results in scored) == 1:
            statements = [self._alone(c, results) for c, results in scored if results]
        else:
            statements = self._compared(scored)
        counted = [(c, listed_marked(map(_count, results))) for c, results in self.rows]
        return Group(
            condition,
            tuple(statement for statement in statements if statement),
            "; ".join(f"{c.name} had {text}" for c, text in counted if text),
            tuple(
                (noun(result.plain.metric), candidate.name, _reason(result))
                for candidate, results in scored
                for result in results
                if self._value(result) is None
            ),
        )

    def _alone(self, candidate: Candidate, results: Sequence[Fact]) -> str:
        phrases = [
            f"{article(NOUNS[result.plain.metric])}{self._citation(result)} of {written}"
            for result in results
            if (written := self._value(result)) is not None
        ]
        verb = "had" if candidate.is_input else "reached"
        return f"{candidate.name} {verb} {listed_marked(phrases)}" if phrases else ""

    def _compared(self, scored: Sequence[tuple[Candidate, Sequence[Fact]]]) -> list[str]:
        clauses: dict[MetricId, list[str]] = {}
        heads: dict[MetricId, str] = {}
        for candidate, results in scored:
            for result in results:
                metric = result.plain.metric
                written = self._value(result)
                if written is not None:
                    heads.setdefault(metric, f"the {NOUNS[metric]}{self._citation(result)} was")
                    clauses.setdefault(metric, []).append(f"{written} for {candidate.name}")
        told = [f"{heads[metric]} {listed_marked(clauses[metric])}" for metric in clauses]
        return ["; ".join(chunk) for chunk in batched(told, _METRICS_IN_A_SENTENCE)]

    def _value(self, result: Fact) -> str | None:
        return value(result, n_images=self.n_images)

    def _citation(self, result: Fact) -> str:
        metric = result.plain.metric.value
        if metric not in self.passports:
            return ""
        reference = self.passports[metric].reference
        doi = reference.plain.removeprefix(_DOI)
        return f" {mark(doi, reference.sources, Style.CITATION)}"


def batched(items: Sequence[str], size: int) -> list[Sequence[str]]:
    """Cut a list into parts of equal size, the last one apart.

    >>> batched(["a", "b", "c"], 2)
    [['a', 'b'], ['c']]
    """
    return [items[start : start + size] for start in range(0, len(items), size)]


def _is_score(result: Fact) -> bool:
    return result.plain.metric not in COUNTS


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
    return (
        *(
            f"The {names} is the RMSE divided by the range {_extent(text)}{note}."
            for text, names, note in _by_parameter(results, "denominator")
        ),
        *(
            f"The data range of {names} is {_data_range(text)}{note}."
            for text, names, note in _by_parameter(results, "data_range")
        ),
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
    """Write whose range an error is divided by."""
    return "of each ground-truth image" if "max - min" in visible(text) else text


def _data_range(text: str) -> str:
    return f"that {_extent(text)}" if "max - min" in visible(text) else text


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
            if result.plain.metric is metric and result.plain.parameters.get("iou_threshold") == at
        ]
        values = [value(result, n_images=n_images, in_full=False) for result in results]
        if values and None not in values and len(values) == len(wanted):
            rows.append(f"{listed_marked(values)} for {candidate.name}")
    return tuple(rows)


def _count(result: Fact) -> str | None:
    pooled = _pooled(result.plain)
    if pooled is None or _is_score(result):
        return None
    return mark(count(round(pooled), COUNTS[result.plain.metric]), result.pooled.sources)


def _reason(result: Fact) -> str:
    reasons = [entry.undefined_because for entry in result.per_image]
    if result.pooled is not None:
        reasons.append(result.pooled.undefined_because)
    return str(next(reason for reason in reasons if reason is not None))


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
