"""The validation that something is said about, with the parts of the card that it needs."""

from dataclasses import dataclass
from typing import Literal

from replicard.pipeline.plan import COMPARISON_OF_TASK, Comparison
from replicard.pipeline.sources import Reader, find_files
from replicard.pipeline.tasks import Labelling
from replicard_schema.card import Card
from replicard_schema.roles import IMAGE_TO_IMAGE, tasks_of
from replicard_schema.sections.dataset import Dataset
from replicard_schema.sections.validation import Validation
from replicard_schema.vocabulary import LabelKind, Task

Content = Literal["intensities", "masks", "objects"]
"""What a model puts out."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why nothing can be compared."""

    text: str


@dataclass(frozen=True, slots=True)
class Subject:
    """One validation of a card."""

    card: Card
    name: str

    @property
    def validation(self) -> Validation:
        """What the card says about it."""
        return self.card.validations[self.name]

    @property
    def dataset(self) -> Dataset:
        """Its images."""
        return self.card.datasets[self.validation.dataset]

    @property
    def channel_names(self) -> tuple[str, ...]:
        """Names of the channels, as the card lists them."""
        acquisition = self.dataset.acquisition
        return tuple(channel.name for channel in acquisition.channels) if acquisition else ()

    @property
    def label_kind(self) -> LabelKind | None:
        """What the author says that label images hold."""
        return self.validation.label_kind or self.dataset.label_kind

    def images(self, reader: Reader) -> tuple[str, ...]:
        """Return the image files; none if the card names none."""
        return self._files(reader, "images", self.dataset.images)

    def targets(self, reader: Reader) -> tuple[str, ...]:
        """Return the ground-truth files; none if the card names none."""
        return self._files(reader, "targets", self.dataset.targets)

    def content_of(self, model: str | None = None) -> Content | Reason:
        """Return what a model puts out, or why nothing can be compared.

        Parameters
        ----------
        model
            Model or baseline; None for all models of the validation.
        """
        asked = self.card.models.get(model) if model is not None else None
        tasks = {asked.task} if asked is not None else set(tasks_of(self.card, self.validation))
        if len(tasks) != 1:
            named = ", ".join(sorted(tasks))
            return Reason(
                f"the models have different tasks: {named}" if tasks else "no task is known"
            )
        return _content(tasks.pop())

    def labelling(self, content: Content) -> Labelling | None:
        """Return what label images hold; None where it follows from the values that occur."""
        stated = self.label_kind
        if content == "objects":
            return Labelling(stated or LabelKind.INSTANCE, is_stated=stated is not None)
        names = {int(k): name for k, name in self.dataset.classes.items() if k.isdecimal()}
        if stated is None and not names:
            return None
        return Labelling(stated or LabelKind.CLASS, stated is not None, (), names)

    def _files(self, reader: Reader, side: str, pattern: str | None) -> tuple[str, ...]:
        if pattern is None:
            return ()
        at = f"datasets.{self.validation.dataset}.{side}"
        return find_files(reader.root, pattern, field_path=at)


def _content(task: Task) -> Content | Reason:
    if task in IMAGE_TO_IMAGE:
        return "intensities"
    match COMPARISON_OF_TASK.get(task):
        case Comparison.OBJECTS:
            return "objects"
        case Comparison.MASKS:
            return "masks"
        case _:
            return Reason(f"predictions of {task} are not compared by this program")
