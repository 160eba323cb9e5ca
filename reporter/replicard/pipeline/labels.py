"""What the label images of a validation hold: one mask, classes, or objects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from replicard.errors import Problem
from replicard.images import LoadedImage
from replicard.metrics import class_values, suspicion
from replicard.pipeline.plan import Comparison, Plan
from replicard.pipeline.progress import Track
from replicard.pipeline.sources import Reader, read_all
from replicard_schema.vocabulary import LabelKind

LABEL_KIND = "label-kind"


@dataclass(frozen=True, slots=True)
class Labelling:
    """What label images hold.

    Attributes
    ----------
    kind
        What a value means.
    is_stated
        Whether the author says so; otherwise it follows from the task.
    classes
        Values that are scored, for class masks; the same for all images.
    names
        Name of a class by its value.
    """

    kind: LabelKind
    is_stated: bool
    classes: tuple[int, ...] = ()
    names: Mapping[int, str] | None = None

    def doubt(self, labels: LoadedImage) -> str | None:
        """Return why a label image does not look like this kind, if it does not."""
        return suspicion(labels.array, declared=self.kind)

    def problem(self, labels: LoadedImage) -> Problem | None:
        """Return the doubt as an error, unless the author vouches for the kind.

        The three kinds are never taken for one another in silence.
        """
        doubt = None if self.is_stated else self.doubt(labels)
        if doubt is None:
            return None
        return Problem(
            labels.record.path,
            doubt,
            code=LABEL_KIND,
            hint="number the objects (skimage.measure.label does), change the task, "
            "or say under `label_kind` of the validation what the numbers mean",
        )


def find_labelling(
    plan: Plan, targets: Sequence[str], *, reader: Reader, track: Track
) -> Labelling | None:
    """Return what the label images hold; None where intensities are compared.

    Raises
    ------
    DataError
        If the ground truth of masks cannot be read.
    """
    stated = plan.label_kind
    if plan.comparison is Comparison.INTENSITIES:
        return None
    if plan.comparison is Comparison.OBJECTS and stated is None:
        return Labelling(LabelKind.INSTANCE, is_stated=False)
    if stated in {LabelKind.INSTANCE, LabelKind.BINARY}:
        return Labelling(stated, is_stated=True)
    values = _values(plan, targets, reader=reader, track=track)
    names = {int(key): name for key, name in plan.dataset.classes.items() if key.isdecimal()}
    if stated is None and not names and len(values) <= 1:
        return Labelling(LabelKind.BINARY, is_stated=False)
    classes = tuple(sorted((values | set(names)) - {0}))
    return Labelling(LabelKind.CLASS, stated is not None, classes, names)


def _values(plan: Plan, targets: Sequence[str], *, reader: Reader, track: Track) -> set[int]:
    found: set[int] = set()

    def look(path: str) -> None:
        found.update(class_values(reader.labels(path, axes=plan.dataset.axes).array))

    read_all(targets, look, label=f"classes of {plan.name}", track=track)
    return found
