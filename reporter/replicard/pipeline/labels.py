"""What the label images of a validation hold: one mask, classes, or objects."""

from collections.abc import Sequence

from pydantic import JsonValue

from replicard.pipeline.plan import Comparison, Plan
from replicard.pipeline.sources import Reader
from replicard.pipeline.tasks import FileTask, Labelling, Role
from replicard.pipeline.tasks.facts import CLASS_VALUES
from replicard_schema.vocabulary import LabelKind


def find_labelling(plan: Plan, targets: Sequence[str], *, reader: Reader) -> Labelling | None:
    """Return what the label images hold; None where intensities are compared."""
    stated = plan.label_kind
    if plan.comparison is Comparison.INTENSITIES:
        return None
    if plan.comparison is Comparison.OBJECTS and stated is None:
        return Labelling(LabelKind.INSTANCE, is_stated=False)
    if stated in {LabelKind.INSTANCE, LabelKind.BINARY}:
        return Labelling(stated, is_stated=True)
    values = _values(plan, targets, reader=reader)
    names = {int(key): name for key, name in plan.dataset.classes.items() if key.isdecimal()}
    if stated is None and not names and len(values) <= 1:
        return Labelling(LabelKind.BINARY, is_stated=False)
    classes = tuple(sorted((values | set(names)) - {0}))
    return Labelling(LabelKind.CLASS, stated is not None, classes, names)


def _values(plan: Plan, targets: Sequence[str], *, reader: Reader) -> set[int]:
    reader.read(
        [
            FileTask(
                reader.root,
                path,
                Role.TARGET,
                axes=plan.dataset.axes,
                as_labels=True,
                wanted=(CLASS_VALUES,),
            )
            for path in targets
        ],
        label=f"classes of {plan.name}",
    )
    read = [path for path in targets if reader.has(path)]  # scoring tells what is wrong elsewhere
    return {value for path in read for value in _whole(reader.computed(path, CLASS_VALUES))}


def _whole(values: JsonValue) -> set[int]:
    listed = values if isinstance(values, list) else []
    return {value for value in listed if isinstance(value, int)}
