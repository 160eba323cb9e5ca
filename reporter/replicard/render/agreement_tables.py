"""Tables on repeats, maps of uncertainty and annotators, as plain rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from replicard.render.english import number, percent, score, spread, whole
from replicard.render.metric_rows import candidate_name, metric_title
from replicard_schema.card import Card
from replicard_schema.evidence import (
    AnnotatorAgreement,
    Evidence,
    Measured,
    MeasureResult,
    MetricResult,
    RepeatsResult,
    Summary,
    ValidationEvidence,
)
from replicard_schema.passport import MeasurePassport
from replicard_schema.passports.measures import SHARES
from replicard_schema.vocabulary import MeasureId

_NONE = "–"
_PARTS = ("class", "channel")


@dataclass(frozen=True, slots=True)
class Line:
    """One measure over all images."""

    title: str
    mean: str
    images: str
    median: str
    extent: str


@dataclass(frozen=True, slots=True)
class ImageLine:
    """All measures of one image."""

    image: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """What was measured on repeats or maps of one model.

    Attributes
    ----------
    kind
        ``repeats`` or ``uncertainty``.
    columns
        Measures of the table by image; images are its rows.
    reasons
        Why values are missing.
    """

    kind: str
    model: str
    name: str
    found: Measured
    lines: tuple[Line, ...]
    columns: tuple[str, ...]
    by_image: tuple[ImageLine, ...]
    reasons: tuple[str, ...]

    @property
    def repeats(self) -> RepeatsResult | None:
        """The result, if it is about repeats."""
        return self.found if isinstance(self.found, RepeatsResult) else None


@dataclass(frozen=True, slots=True)
class AnnotatorLine:
    """One metric: annotators with each other, and candidates beside them.

    Attributes
    ----------
    with_truth, singly
        Score of each candidate with the ground truth, and with single annotators.
    """

    title: str
    between: str
    images: str
    with_truth: tuple[str, ...]
    singly: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnnotatorTable:
    """The agreement of annotators beside the scores of the candidates.

    Attributes
    ----------
    candidates
        Names of the candidates, in the order of the cells.
    pairs
        Agreement of each pair, one cell for each line.
    """

    annotators: tuple[str, ...]
    candidates: tuple[str, ...]
    lines: tuple[AnnotatorLine, ...]
    pairs: tuple[tuple[str, tuple[str, ...]], ...]


def measure_tables(card: Card, evidence: Evidence, validation: str) -> tuple[MeasureTable, ...]:
    """Return a table for the repeats, and one for the maps, of each model."""
    computed = evidence.validations.get(validation)
    if computed is None:
        return ()
    parts: tuple[tuple[str, Mapping[str, Measured]], ...] = (
        ("repeats", computed.repeats),
        ("uncertainty", computed.uncertainty),
    )
    return tuple(
        _table(kind, model, candidate_name(card, model), found, evidence.measures)
        for kind, entries in parts
        for model, found in entries.items()
    )


def annotator_table(card: Card, evidence: Evidence, validation: str) -> AnnotatorTable | None:
    """Return the agreement of the annotators; None if there is none to show."""
    computed = evidence.validations.get(validation)
    agreement = computed.annotators if computed is not None else None
    if computed is None or agreement is None or not agreement.results:
        return None
    candidates = tuple(agreement.candidates)
    return AnnotatorTable(
        agreement.annotators,
        tuple(candidate_name(card, candidate) for candidate in candidates),
        tuple(_annotator_lines(computed, agreement, candidates, evidence)),
        tuple(
            (f"{pair.first} and {pair.second}", tuple(_mean(r.summary) for r in pair.results))
            for pair in agreement.pairs
        ),
    )


def measure_title(passport: MeasurePassport, result: MeasureResult) -> str:
    """Return the name of a measure with what tells its results apart.

    >>> from replicard_schema.passports import MEASURES
    >>> from replicard_schema.evidence import Summary
    >>> result = MeasureResult(
    ...     measure="repeat_iou",
    ...     parameters={"class": "nucleus"},
    ...     per_image=(),
    ...     summary=Summary(n=0, n_undefined=0),
    ... )
    >>> measure_title(MEASURES[result.measure], result)
    'IoU of all repeats (nucleus)'
    """
    return titled(passport.name, result.parameters)


def titled(name: str, parameters: Mapping[str, object]) -> str:
    """Return a name with the class, channel or quantile that a value is about."""
    words = [str(parameters[part]) for part in _PARTS if part in parameters]
    words = [word for word in words if word != "foreground"]
    quantile = parameters.get("quantile")
    if isinstance(quantile, (int, float)):
        words.append(f"{100 * quantile:g} %")
    return f"{name} ({', '.join(words)})" if words else name


def _table(
    kind: str,
    model: str,
    name: str,
    found: Measured,
    passports: Mapping[str, MeasurePassport],
) -> MeasureTable:
    titles = [measure_title(passports[result.measure], result) for result in found.results]
    values = [{s.image: s.value for s in result.per_image} for result in found.results]
    images = dict.fromkeys(image for column in values for image in column)
    reasons = (s.undefined_because for r in found.results for s in r.per_image)
    return MeasureTable(
        kind,
        model,
        name,
        found,
        tuple(_line(title, result) for title, result in zip(titles, found.results, strict=True)),
        tuple(titles),
        tuple(
            ImageLine(
                image,
                tuple(
                    measure_value(result.measure, column.get(image))
                    for column, result in zip(values, found.results, strict=True)
                ),
            )
            for image in images
        ),
        tuple(dict.fromkeys(reason for reason in reasons if reason)),
    )


def _line(title: str, result: MeasureResult) -> Line:
    summary, measure = result.summary, result.measure
    extent = _NONE
    if summary.minimum is not None:
        low, high = (measure_value(measure, v) for v in (summary.minimum, summary.maximum))
        extent = f"{low} to {high}"
    return Line(
        title,
        measure_mean(result),
        _images(summary),
        measure_value(measure, summary.median),
        extent,
    )


def measure_value(measure: MeasureId, value: float | None) -> str:
    r"""Write a value of a measure; shares are percentages.

    >>> (
    ...     measure_value(MeasureId.REPEAT_DISPUTED, 0.00511),
    ...     measure_value(MeasureId.REPEAT_IOU, 0.9768),
    ... )
    ('0.511\u202f%', '0.977')
    """
    if value is None:
        return _NONE
    return percent(value) if measure in SHARES else score(value)


def measure_mean(result: MeasureResult) -> str:
    """Write the mean of a measure with its standard deviation over images."""
    summary = result.summary
    if summary.mean is None or summary.sd is None:
        return "no value" if summary.mean is None else measure_value(result.measure, summary.mean)
    if result.measure in SHARES:
        return spread(100 * summary.mean, 100 * summary.sd, "%")
    return spread(summary.mean, summary.sd)


def _mean(summary: Summary) -> str:
    if summary.mean is None:
        return "no value"
    return score(summary.mean) if summary.sd is None else spread(summary.mean, summary.sd)


def _images(summary: Summary) -> str:
    total = summary.n + summary.n_undefined
    return whole(total) if summary.n == total else f"{whole(summary.n)} of {whole(total)}"


def _annotator_lines(
    computed: ValidationEvidence,
    agreement: AnnotatorAgreement,
    candidates: Sequence[str],
    evidence: Evidence,
) -> Iterator[AnnotatorLine]:
    for result in agreement.results:
        yield AnnotatorLine(
            metric_title(evidence.passports[result.metric], result.parameters),
            _mean(result.summary),
            _images(result.summary),
            tuple(
                _same(result, computed.candidates[c].results if c in computed.candidates else ())
                for c in candidates
            ),
            tuple(_same(result, agreement.candidates[c]) for c in candidates),
        )


def _same(wanted: MetricResult, results: Sequence[MetricResult]) -> str:
    """Return the mean of the result with the same metric and parameters."""
    found = (r for r in results if r.metric is wanted.metric and r.parameters == wanted.parameters)
    one = next(found, None)
    return _NONE if one is None else _mean(one.summary)


def position(centre: Sequence[float]) -> str:
    """Write where an object lies, as a viewer counts: X, Y (, Z) from 0.

    >>> position((12.5, 30.0))
    'x 30, y 12.5'
    """
    return ", ".join(
        f"{axis} {number(value)}" for axis, value in zip("xyz", reversed(centre), strict=False)
    )
