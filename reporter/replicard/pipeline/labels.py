"""What the label images of a validation hold: one mask, classes, or objects."""

from collections.abc import Sequence

from pydantic import JsonValue

from replicard.pipeline.plan import Comparison, Plan
from replicard.pipeline.sources import Reader
from replicard.pipeline.tasks import FileTask, Labelling, Role
from replicard.pipeline.tasks.facts import CLASS_VALUES
from replicard_schema.sections.dataset import Dataset
from replicard_schema.vocabulary import LabelKind


def find_labelling(plan: Plan, targets: Sequence[str], *, reader: Reader) -> Labelling | None:
    """Return what the label images hold; None where intensities are compared."""
    if plan.comparison is Comparison.INTENSITIES:
        return None
    return labelling_of(
        targets,
        plan.dataset,
        stated=plan.label_kind,
        are_objects=plan.comparison is Comparison.OBJECTS,
        reader=reader,
        label=f"classes of {plan.name}",
    )


def labelling_of(
    paths: Sequence[str],
    dataset: Dataset,
    *,
    stated: LabelKind | None,
    are_objects: bool,
    reader: Reader,
    label: str,
) -> Labelling:
    """Return what label images hold, looking at their values if nothing else tells.

    Parameters
    ----------
    stated
        What the author says.
    are_objects
        Whether the task is about objects.
    label
        What the reading is called while it goes on.
    """
    if are_objects and stated is None:
        return Labelling(LabelKind.INSTANCE, is_stated=False)
    if stated in {LabelKind.INSTANCE, LabelKind.BINARY}:
        return Labelling(stated, is_stated=True)
    values = _values(paths, dataset.axes, reader=reader, label=label)
    names = {int(key): name for key, name in dataset.classes.items() if key.isdecimal()}
    if stated is None and not names and len(values) <= 1:
        return Labelling(LabelKind.BINARY, is_stated=False)
    classes = tuple(sorted((values | set(names)) - {0}))
    return Labelling(LabelKind.CLASS, stated is not None, classes, names)


def _values(paths: Sequence[str], axes: str | None, *, reader: Reader, label: str) -> set[int]:
    wanted = (CLASS_VALUES,)
    opening = reader.opening(axes)
    tasks = [FileTask(opening, path, Role.TARGET, as_labels=True, wanted=wanted) for path in paths]
    reader.read(tasks, label=label)
    read = [path for path in paths if reader.has(path)]  # scoring tells what is wrong elsewhere
    return {value for path in read for value in _whole(reader.computed(path, CLASS_VALUES))}


def _whole(values: JsonValue) -> set[int]:
    listed = values if isinstance(values, list) else []
    return {value for value in listed if isinstance(value, int)}
