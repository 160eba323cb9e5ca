"""What the tables of the report hold, as plain rows; nothing is computed here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from replicard.render.english import number
from replicard.render.metric_rows import (
    MetricRow,
    by_image,
    candidate_name,
    concerns,
    leading_row,
    metric_rows,
    rows_of_images,
)
from replicard.render.report.score_cells import (
    NONE,
    Cell,
    cell_value,
    halving_words,
    interval_notes,
    letter_mark,
)
from replicard_schema.card import Card
from replicard_schema.evidence import ImageScore, ValidationEvidence
from replicard_schema.report import Report
from replicard_schema.results import interval_of
from replicard_schema.sections.validation import Acceptance, Validation

_MOST_COLUMNS = 12
_SHORT_NAME = 18


@dataclass(frozen=True, slots=True)
class ImageRow:
    """The scores of one image."""

    image: str
    group: str | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ImageTable:
    """Scores of one candidate, image by image.

    Attributes
    ----------
    columns
        Names of the metrics.
    titles
        The same with all parameters, as other tables name them.
    condition
        What holds for all columns, such as the IoU threshold; empty if nothing.
    notes
        Reasons why scores have no value, by their mark.
    """

    candidate: str
    candidate_id: str
    columns: tuple[str, ...]
    titles: tuple[str, ...]
    condition: str
    rows: tuple[ImageRow, ...]
    notes: Mapping[str, str]

    @property
    def has_short_names(self) -> bool:
        """Whether a narrow column holds the names of all images."""
        return all(len(row.image) <= _SHORT_NAME for row in self.rows)

    @property
    def has_groups(self) -> bool:
        """Whether images are known to belong together."""
        return any(row.group is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class ScoredValidation:
    """A validation as the report shows it.

    Attributes
    ----------
    stated
        What the card says about it.
    computed
        What the evidence holds about it; None before anything was computed.
    rows
        Scores by metric.
    """

    id: str
    stated: Validation
    computed: ValidationEvidence | None
    rows: tuple[MetricRow, ...]
    leading: MetricRow | None
    image_tables: tuple[ImageTable, ...]
    names: Mapping[str, str]

    @property
    def has_pooled(self) -> bool:
        """Whether any score has a value over all objects or pixels together."""
        return any(
            result.pooled is not None for row in self.rows for result in row.results.values()
        )

    @property
    def has_images(self) -> bool:
        """Whether single images have scores of their own."""
        return any(row.has_images for row in self.rows)

    @property
    def has_intervals(self) -> bool:
        """Whether any score has an interval."""
        return any(
            found is not None and found.low is not None
            for row in self.rows
            for result in row.results.values()
            for found in (result.mean_interval, result.pooled_interval)
        )

    @property
    def has_distribution(self) -> bool:
        """Whether scores of several images can be told apart."""
        return any(r.summary.n > 1 for row in self.rows for r in row.results.values())

    def interval_notes(self) -> dict[str, str]:
        """Return the mark of every reason why an interval is missing or of another kind."""
        return interval_notes(self.rows)

    def images_of(self, row: MetricRow, candidate: str) -> tuple[int, int] | None:
        """Return which table, and which of its columns, shows a score image by image.

        Both count from 1; None if no table does.
        """
        for number_of_table, table in enumerate(self.image_tables, start=1):
            if table.candidate_id == candidate and row.title in table.titles:
                return number_of_table, table.titles.index(row.title) + 1
        return None

    def halving(self) -> str:
        """Say how many images would make the interval of the leading score half as wide."""
        if self.leading is None or self.computed is None or self.computed.resampling is None:
            return ""
        candidate, result = next(iter(self.leading.results.items()))
        found = interval_of(result)
        title = f"{self.leading.title} of {self.names[candidate]}"
        return halving_words(found, title, self.computed.resampling.unit) if found else ""

    def main_rows(self) -> tuple[MetricRow, ...]:
        """Return the scores for the summary: those with a stated limit and the leading one."""
        return tuple(row for row in self.rows if row is self.leading or self.limits(row))

    def limits(self, row: MetricRow) -> tuple[Acceptance, ...]:
        """Return what the authors held to be good enough for this metric."""
        return tuple(entry for entry in self.stated.acceptance if concerns(entry, row))

    def limit_words(self, row: MetricRow, candidate: str) -> str:
        """Return the stated limit of a candidate in words; empty if none was stated.

        Limits are asked of models. A limit without a candidate is not asked of
        baselines or of the raw input.
        """
        assert self.computed is not None  # noqa: S101 - rows come from what was computed
        is_model = self.computed.candidates[candidate].kind == "model"
        words = [
            bound
            for entry in self.limits(row)
            if entry.candidate == candidate or (entry.candidate is None and is_model)
            for bound in bounds(entry)
        ]
        return ", ".join(words)


def bounds(entry: Acceptance) -> tuple[str, ...]:
    """Return the limits of one statement of acceptance.

    >>> from replicard_schema.sections.validation import Acceptance
    >>> bounds(Acceptance(metric="f1", at_least="0.8", because="x"))
    ('≥ 0.8',)
    """
    found = []
    if entry.at_least is not None:
        found.append(f"≥ {number(entry.at_least)}")
    if entry.at_most is not None:
        found.append(f"≤ {number(entry.at_most)}")
    return tuple(found)


def scored_validations(report: Report) -> tuple[ScoredValidation, ...]:
    """Return the validations of a report, in the order of the card."""
    return tuple(_scored(report, name) for name in report.card.validations)


def _scored(report: Report, name: str) -> ScoredValidation:
    stated = report.card.validations[name]
    computed = report.evidence.validations.get(name)
    if computed is None:
        return ScoredValidation(name, stated, None, (), None, (), {})
    rows = metric_rows(computed, report.evidence.passports)
    leading = leading_row(rows, computed)
    tables = _image_tables(report.card, computed, rows_of_images(rows, leading))
    names = {candidate: candidate_name(report.card, candidate) for candidate in computed.candidates}
    return ScoredValidation(name, stated, computed, rows, leading, tuple(tables), names)


def _image_tables(
    card: Card, computed: ValidationEvidence, rows: Sequence[MetricRow]
) -> Iterator[ImageTable]:
    groups = {pair.name: pair.group for pair in computed.pairs}
    for candidate in computed.candidates:
        here = [row for row in rows if candidate in row.results]
        for start in range(0, len(here), _MOST_COLUMNS):
            columns = here[start : start + _MOST_COLUMNS]
            yield _image_table(candidate_name(card, candidate), candidate, columns, groups)


def _image_table(
    name: str, candidate: str, rows: Sequence[MetricRow], groups: Mapping[str, str | None]
) -> ImageTable:
    scores = [by_image(row.results[candidate]) for row in rows]
    images = dict.fromkeys(image for column in scores for image in column)
    reasons = dict.fromkeys(
        found.undefined_because
        for image in images
        for column in scores
        if (found := column.get(image)) is not None and found.undefined_because is not None
    )
    marks = {reason: letter_mark(place) for place, reason in enumerate(reasons)}
    thresholds = {row.iou_threshold for row in rows if row.iou_threshold is not None}
    return ImageTable(
        name,
        candidate,
        tuple(_column_title(row) for row in rows),
        tuple(row.title for row in rows),
        f"IoU ≥ {number(min(thresholds))}" if thresholds else "",
        tuple(
            ImageRow(
                image,
                groups.get(image),
                tuple(
                    _cell(column.get(image), row, marks)
                    for column, row in zip(scores, rows, strict=True)
                ),
            )
            for image in images
        ),
        {mark: reason for reason, mark in marks.items()},
    )


def _column_title(row: MetricRow) -> str:
    if row.iou_threshold is not None:
        return row.passport.name
    return row.label


def _cell(found: ImageScore | None, row: MetricRow, marks: Mapping[str, str]) -> Cell:
    if found is None:
        return Cell("not scored")
    if found.value is None:
        return Cell(NONE, marks[found.undefined_because or ""])
    return Cell(cell_value(found.value, None, row))
