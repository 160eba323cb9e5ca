"""The task of comparing what several annotators made of one image."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

from replicard.errors import DataError, Problem
from replicard.images import LoadedImage, check_same_shape
from replicard.metrics import Measurement, measure_series
from replicard.pipeline.tasks.facts import FileFacts
from replicard.pipeline.tasks.files import lost_file
from replicard.pipeline.tasks.kept_outcomes import kept_or_computed
from replicard.pipeline.tasks.measuring import ScoringSettings, measure_planes
from replicard.pipeline.tasks.opening import Opening
from replicard.pipeline.tasks.repeat_stack import RepeatStack

Pair = tuple[str, str]
"""Two annotators, or a candidate and an annotator."""


@dataclass(frozen=True, slots=True)
class AnnotatorOutcome:
    """What came of one image.

    Attributes
    ----------
    pairs
        Measurements by pair of annotators.
    candidates
        Measurements by candidate and annotator.
    """

    pairs: Mapping[Pair, tuple[Measurement, ...]] = field(default_factory=dict)
    candidates: Mapping[Pair, tuple[Measurement, ...]] = field(default_factory=dict)
    files: Mapping[str, FileFacts] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotatorTask:
    """Compares every pair of annotators, and every candidate with each of them.

    Attributes
    ----------
    annotators, candidates
        Path of each label image, by annotator and by candidate.
    """

    opening: Opening
    annotators: Mapping[str, str]
    candidates: Mapping[str, str]
    settings: ScoringSettings

    def __call__(self) -> AnnotatorOutcome:
        """Read the files and measure."""
        return kept_or_computed(
            AnnotatorOutcome,
            self.opening,
            self._computed,
            paths=[*self.annotators.values(), *self.candidates.values()],
            parts=[self.settings, list(self.annotators), list(self.candidates)],
        )

    def _computed(self) -> AnnotatorOutcome:
        stack = RepeatStack(self.opening, self.annotators, as_labels=True)
        try:
            labels = dict(stack.each())
            self._require_kind(labels)
            pairs = {
                (one, other): self._compared(labels[one], labels[other])
                for one, other in combinations(labels, 2)
            }
            candidates = {
                (candidate, annotator): self._compared(labels[annotator], stack.read(path))
                for candidate, path in self.candidates.items()
                for annotator in labels
            }
        except DataError as error:
            return AnnotatorOutcome(files=stack.facts, problems=error.problems)
        return AnnotatorOutcome(pairs, candidates, stack.facts)

    def lost(self, why: str) -> AnnotatorOutcome:
        """Return the outcome if whoever does the work dies of it."""
        return AnnotatorOutcome(problems=(lost_file(next(iter(self.annotators.values())), why),))

    def _require_kind(self, labels: Mapping[str, LoadedImage]) -> None:
        labelling = self.settings.labelling
        problems = [labelling.problem(image) for image in labels.values()] if labelling else []
        found = [problem for problem in problems if problem is not None]
        if found:
            raise DataError(found)

    def _compared(self, one: LoadedImage, other: LoadedImage) -> tuple[Measurement, ...]:
        mismatch = check_same_shape(one, other)
        if mismatch is not None:
            raise DataError([mismatch])
        frames = [found.measurements for _, found in measure_planes(self.settings, one, other)]
        return measure_series(frames)
