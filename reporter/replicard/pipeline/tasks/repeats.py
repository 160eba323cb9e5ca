"""The task of comparing the repeats of one image with each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

from replicard.errors import DataError, Problem
from replicard.images import LoadedImage
from replicard.metrics.measures import MeasuredValue
from replicard.metrics.repeats import (
    ClassVotes,
    IntensityRepeats,
    measure_intensity_repeats,
    measure_votes,
)
from replicard.pipeline.tasks.facts import FileFacts
from replicard.pipeline.tasks.files import lost_file
from replicard.pipeline.tasks.kept_outcomes import kept_or_computed
from replicard.pipeline.tasks.labelling import Labelling
from replicard.pipeline.tasks.opening import Opening
from replicard.pipeline.tasks.repeat_stack import RepeatStack, by_channel
from replicard.pipeline.tasks.repeated_objects import FOREGROUND, ObjectsFound, compare_objects
from replicard_schema.evidence import RepeatKind
from replicard_schema.vocabulary import LabelKind


@dataclass(frozen=True, slots=True)
class RepeatSettings:
    """All that the comparison of repeats follows from, apart from their files.

    Attributes
    ----------
    labelling
        What label images hold; None for intensities, and for masks whose kind follows
        from the values that occur.
    """

    content: Literal["intensities", "masks", "objects"]
    channel_names: tuple[str, ...] = ()
    labelling: Labelling | None = None


@dataclass(frozen=True, slots=True)
class RepeatOutcome:
    """What came of one image.

    Attributes
    ----------
    classes
        Values that occur in masks, without the background.
    """

    kind: RepeatKind | None = None
    values: tuple[MeasuredValue, ...] = ()
    classes: tuple[int, ...] = ()
    objects: ObjectsFound | None = None
    files: Mapping[str, FileFacts] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class RepeatTask:
    """Compares the repeats of one image.

    Attributes
    ----------
    repeats
        Path of each repeat, by its name.
    scored
        Prediction of the same image that the validation scores, if there is one.
    """

    opening: Opening
    repeats: Mapping[str, str]
    scored: str | None
    settings: RepeatSettings

    def __call__(self) -> RepeatOutcome:
        """Read the repeats, one at a time, and compare them."""
        return kept_or_computed(
            RepeatOutcome,
            self.opening,
            self._computed,
            paths=[*self.repeats.values(), *([self.scored] if self.scored else [])],
            parts=[self.settings, list(self.repeats), self.scored is not None],
        )

    def _computed(self) -> RepeatOutcome:
        stack = RepeatStack(self.opening, self.repeats)
        try:
            return _compared(self, stack)
        except DataError as error:
            return RepeatOutcome(files=stack.facts, problems=error.problems)

    def lost(self, why: str) -> RepeatOutcome:
        """Return the outcome if whoever does the work dies of it."""
        return RepeatOutcome(problems=(lost_file(next(iter(self.repeats.values())), why),))


def _compared(task: RepeatTask, stack: RepeatStack) -> RepeatOutcome:
    settings = task.settings
    if settings.content == "intensities":
        return _intensities(stack, settings, is_probability=False)
    first = stack.read(next(iter(task.repeats.values())))
    if settings.content == "masks" and first.array.dtype.kind == "f":
        return _intensities(stack, settings, is_probability=True)
    stack.as_labels = True
    if settings.content == "objects":
        values, found = compare_objects(stack, task.scored, settings.labelling)
        return RepeatOutcome("objects", values, (), found, stack.facts)
    return _masks(stack, settings.labelling)


def _intensities(
    stack: RepeatStack, settings: RepeatSettings, *, is_probability: bool
) -> RepeatOutcome:
    channels: dict[str, tuple[Mapping[str, JsonValue], IntensityRepeats]] = {}
    for _, image in stack.each():
        if is_probability:
            _require_probabilities(image)
        for named, pixels in by_channel(image, settings.channel_names):
            channels.setdefault(str(named), (named, IntensityRepeats()))[1].add(pixels)
    values = [
        value
        for named, repeats in channels.values()
        for value in measure_intensity_repeats(
            repeats, value_range=1.0 if is_probability else None, parameters=named
        )
    ]
    kind: RepeatKind = "probabilities" if is_probability else "intensities"
    return RepeatOutcome(kind, tuple(values), files=stack.facts)


def _require_probabilities(image: LoadedImage) -> None:
    low, high = float(image.array.min()), float(image.array.max())
    if low >= 0 and high <= 1:
        return
    message = (
        f"holds {image.record.dtype} numbers from {low:.4g} to {high:.4g}; a mask holds whole "
        "numbers, a map of probabilities numbers from 0 to 1"
    )
    hint = "save probabilities, or masks as integers"
    raise DataError([Problem(image.path, message, code="no-probabilities", hint=hint)])


def _masks(stack: RepeatStack, labelling: Labelling | None) -> RepeatOutcome:
    is_binary = labelling is not None and labelling.kind is LabelKind.BINARY
    votes = ClassVotes()
    for _, image in stack.each():
        votes.add(image.array != 0 if is_binary else image.array)
    known = dict(labelling.names or {}) if labelling else {}
    if is_binary:
        known = {1: FOREGROUND}
    names = {value: known.get(value, str(value)) for value in sorted({*votes.classes, *known})}
    values = measure_votes(votes, names=names, parameters={})
    return RepeatOutcome("masks", tuple(values), votes.classes, files=stack.facts)
