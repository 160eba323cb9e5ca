"""Tables of single objects, read again from the files of a validation.

They are not part of the evidence, which would grow with every object. What they follow from
is: the hashes of the files, and the IoU threshold.
"""

from collections.abc import Iterator

from replicard.metrics import ObjectRow, object_rows
from replicard.pipeline.plan import Plan, make_plan
from replicard.pipeline.planes import planes
from replicard.pipeline.sources import Reader
from replicard.render.object_tables import object_table_csv, object_table_names
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence, ValidationEvidence


def object_tables(card: Card, evidence: Evidence, *, reader: Reader) -> dict[str, str]:
    """Return every table that the card asks for, by file name.

    Raises
    ------
    DataError
        If a file cannot be read any more.
    """
    tables: dict[str, str] = {}
    for name, computed in evidence.validations.items():
        plan = make_plan(card, name)
        if isinstance(plan, str):
            continue
        for candidate, file in object_table_names(card, name, computed).items():
            tables[file] = object_table_csv(_rows(plan, computed, candidate, reader))
    return tables


def _rows(
    plan: Plan, computed: ValidationEvidence, candidate: str, reader: Reader
) -> Iterator[tuple[str, str, ObjectRow]]:
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
