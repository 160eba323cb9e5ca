"""Training data beside other data, property by property, as rows of a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from replicard.similarity.quantities import QUANTITIES
from replicard_schema.evidence import ComparedProperty, Evidence, Mark, Similarity

_NONE = "–"
_ROLES = {"evaluation": "evaluated on", "application": "applied to"}


@dataclass(frozen=True, slots=True)
class DataColumn:
    """One data set, and what it is to the model."""

    dataset: str
    role: str


@dataclass(frozen=True, slots=True)
class PropertyCell:
    """What a property is in one data set, and how that compares with training."""

    text: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class PropertyRow:
    """One property of all data sets.

    Attributes
    ----------
    rule
        From which distance on it counts as different; None if it is only shown.
    """

    name: str
    cells: tuple[PropertyCell, ...]
    rule: str | None


@dataclass(frozen=True, slots=True)
class SimilarityTable:
    """Data sets of one model side by side; those of the training come first.

    Attributes
    ----------
    missing
        Why files were not compared, each reason once.
    """

    columns: tuple[DataColumn, ...]
    acquisition: tuple[PropertyRow, ...]
    files: tuple[PropertyRow, ...]
    missing: tuple[str, ...]

    @property
    def definitions(self) -> tuple[tuple[str, str], ...]:
        """What the computed properties are, by name."""
        names = {row.name.partition(" (")[0] for row in self.files}
        return tuple((q.name, q.definition) for q in QUANTITIES.values() if q.name in names)


def similarity_table(evidence: Evidence, model: str) -> SimilarityTable | None:
    """Return the data sets of a model side by side; None if it met no other data."""
    entries = [entry for entry in evidence.similarity if entry.model == model]
    if not entries:
        return None
    training = dict.fromkeys(entry.training_dataset for entry in entries)
    roles: dict[str, list[str]] = {}
    for entry in entries:
        found = roles.setdefault(entry.other_dataset, [])
        if _ROLES[entry.role] not in found:
            found.append(_ROLES[entry.role])
    columns = (
        *(DataColumn(name, "trained on") for name in training),
        *(DataColumn(name, " and ".join(found)) for name, found in roles.items()),
    )
    return SimilarityTable(
        columns,
        _rows(columns, [(e, e.acquisition) for e in entries], list(training)),
        _rows(columns, [(e, e.files) for e in entries], list(training)),
        tuple(
            dict.fromkeys(
                entry.not_compared_because
                for entry in entries
                if entry.not_compared_because is not None
            )
        ),
    )


def _rows(
    columns: Sequence[DataColumn],
    compared: Sequence[tuple[Similarity, Sequence[ComparedProperty]]],
    training: Sequence[str],
) -> tuple[PropertyRow, ...]:
    texts: dict[str, dict[str, str]] = {}
    marks: dict[str, dict[str, list[Mark]]] = {}
    first: dict[str, ComparedProperty] = {}
    for entry, properties in compared:
        for found in properties:
            first.setdefault(found.id, found)
            here = texts.setdefault(found.id, {})
            if found.training is not None:
                here[entry.training_dataset] = found.training
            if found.other is not None:
                here[entry.other_dataset] = found.other
            marks.setdefault(found.id, {}).setdefault(entry.other_dataset, []).append(found.mark)
    return tuple(
        PropertyRow(
            found.name,
            tuple(
                PropertyCell(
                    texts[name].get(column.dataset, _NONE),
                    None if column.dataset in training else _mark(marks[name], column.dataset),
                )
                for column in columns
            ),
            found.rule,
        )
        for name, found in first.items()
    )


def _mark(marks: Mapping[str, Sequence[Mark]], dataset: str) -> Mark | None:
    """Return the mark that holds against every training data set; None if there is none."""
    found = set(marks.get(dataset, ()))
    for mark in (Mark.ALIKE, Mark.WORDED_DIFFERENTLY, Mark.DIFFERENT):
        if mark in found:
            return mark
    return None
