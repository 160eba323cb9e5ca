"""Tables on repeats, maps of uncertainty and annotators, as plain rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from replicard.files import printable
from replicard.render.english import number, percent, percent_spread, score, spread, whole
from replicard.render.metric_rows import candidate_name, metric_title
from replicard_schema.card import Card
from replicard_schema.evidence import (
    AnnotatorAgreement,
    Evidence,
    Measured,
    MeasureResult,
    MetricResult,
    ObjectStability,
    RepeatedImage,
    RepeatsResult,
    Summary,
    ValidationEvidence,
)
from replicard_schema.passport import MeasurePassport
from replicard_schema.passports.measures import SHARES
from replicard_schema.results import chief_results
from replicard_schema.vocabulary import MeasureId

_NONE = "–"
_OBJECTS_OF_IMAGE = 5
_LINES_TOLD = 3
_IMAGES_WITH_OBJECTS = 8
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

    @property
    def doubtful(self) -> tuple[tuple[RepeatedImage, tuple[ObjectStability, ...]], ...]:
        """Images with the objects that fewer than half of the repeats have, the first few."""
        images = self.repeats.images if self.repeats is not None else ()
        found = (
            (
                image,
                tuple(o for o in image.least_stable if 2 * o.found_in < (image.n_compared or 0)),
            )
            for image in images
        )
        some = [(image, objects[:_OBJECTS_OF_IMAGE]) for image, objects in found if objects]
        some.sort(key=lambda entry: -(entry[0].n_doubtful or 0))
        return tuple(some[:_IMAGES_WITH_OBJECTS])

    @property
    def n_doubtful(self) -> int:
        """Objects of all images that fewer than half of the repeats have."""
        images = self.repeats.images if self.repeats is not None else ()
        return sum(image.n_doubtful or 0 for image in images)


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
    columns, pairs
        Agreement of each pair by the chief metrics, one cell for each column.
    """

    annotators: tuple[str, ...]
    candidates: tuple[str, ...]
    lines: tuple[AnnotatorLine, ...]
    columns: tuple[str, ...]
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
            metric_title(evidence.passports[result.metric], result.parameters)
            for result in chief_results(agreement.results)
        ),
        tuple(
            (
                f"{pair.first} and {pair.second}",
                tuple(_mean(result.summary) for result in chief_results(pair.results)),
            )
            for pair in agreement.pairs
        ),
    )


def agreement_lines(card: Card, evidence: Evidence, validation: str) -> Iterator[str]:
    """Yield what repeats, maps and annotators say in one line each, for a terminal."""
    for table in measure_tables(card, evidence, validation):
        repeats = table.repeats
        n = f"{len(repeats.repeats)} repeats" if repeats is not None else "maps of uncertainty"
        told = "; ".join(f"{line.title} {line.mean}" for line in table.lines[:_LINES_TOLD])
        yield printable(f"  {n} of {table.name}: {told or table.found.not_computed_because}")
    annotators = annotator_table(card, evidence, validation)
    if annotators is not None:
        told = "; ".join(f"{line.title} {line.between}" for line in annotators.lines[:_LINES_TOLD])
        yield printable(f"  {len(annotators.annotators)} annotators with each other: {told}")


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


def _doubtful(image: RepeatedImage) -> tuple[ObjectStability, ...]:
    half = (image.n_compared or 0) / 2
    return tuple(found for found in image.least_stable if found.found_in < half)


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
        return percent_spread(summary.mean, summary.sd)
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
