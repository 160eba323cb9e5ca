"""What the numbers in the label images of a validation mean."""

from collections.abc import Mapping
from dataclasses import dataclass

from replicard.errors import Problem
from replicard.images import LoadedImage
from replicard.metrics import suspicion
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
        return suspicion(labels.sample(), declared=self.kind)

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
