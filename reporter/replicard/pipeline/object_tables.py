"""Tables of single objects, read again from the files of a validation.

They are not part of the evidence, which would grow with every object. What they follow from
is: the hashes of the files, and the IoU threshold.
"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from replicard.metrics import ObjectRow, object_rows
from replicard.pipeline.plan import Plan, make_plan
from replicard.pipeline.planes import planes
from replicard.pipeline.sources import Reader
from replicard.render.report.objects import object_table_csv, object_table_names
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence, ValidationEvidence

ListedObject: TypeAlias = tuple[str, str, ObjectRow]
"""Name of the image, channel and frame in words, and what became of an object."""
ListedObjects: TypeAlias = Mapping[str, Mapping[str, tuple[ListedObject, ...]]]
"""Objects by validation and candidate."""


def listed_objects(card: Card, evidence: Evidence, *, reader: Reader) -> ListedObjects:
    """Return the objects of every validation for which the card asks for a table of them.

    Raises
    ------
    DataError
        If a file cannot be read any more.
    """
    found: dict[str, dict[str, tuple[ListedObject, ...]]] = {}
    for name, computed in evidence.validations.items():
        plan = make_plan(card, name)
        if isinstance(plan, str):
            continue
        for candidate in object_table_names(card, name, computed):
            rows = tuple(_rows(plan, computed, candidate, reader))
            found.setdefault(name, {})[candidate] = rows
    return found


def object_tables(card: Card, evidence: Evidence, objects: ListedObjects) -> dict[str, str]:
    """Return the table of each validation and candidate, by file name."""
    return {
        object_table_names(card, name, evidence.validations[name])[candidate]: object_table_csv(
            rows
        )
        for name, by_candidate in objects.items()
        for candidate, rows in by_candidate.items()
    }


def _rows(
    plan: Plan, computed: ValidationEvidence, candidate: str, reader: Reader
) -> Iterator[ListedObject]:
    acquisition, axes = plan.dataset.acquisition, plan.dataset.axes
    names = [channel.name for channel in acquisition.channels] if acquisition else []
    for pair in computed.pairs:
        if pair.target is None or candidate not in pair.predictions:
            continue
        target = reader.labels(pair.target.path, axes=axes)
        prediction = reader.labels(pair.predictions[candidate].path, axes=axes)
        sides = zip(
            planes(target, channel_names=names),
            planes(prediction, channel_names=names),
            strict=True,
        )
        for (named, true), (_, found) in sides:
            part = ", ".join(f"{kind} {name}" for kind, name in named.items())
            for row in object_rows(true, found, iou_threshold=plan.iou_thresholds[0]):
                yield pair.name, part, row
