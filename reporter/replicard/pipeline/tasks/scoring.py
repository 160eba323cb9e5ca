"""The task of scoring one image: its files read, every candidate measured."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from replicard.errors import Problem, ReplicardError
from replicard.execution import processors
from replicard.images import FilePair, LoadedImage, check_same_shape, equal, extremes
from replicard.metrics import AppliedScale, Measurement, Note, measure_series, needs_pixel_size
from replicard.metrics.kernels import use_threads
from replicard.pipeline.planes import FRAME
from replicard.pipeline.tasks.facts import FileFacts, Role
from replicard.pipeline.tasks.files import lost_file, problems_of
from replicard.pipeline.tasks.keeping import key_of
from replicard.pipeline.tasks.labelling import LABEL_KIND
from replicard.pipeline.tasks.measuring import ScoringSettings, measure_planes
from replicard.pipeline.tasks.opening import OpenedFile, Opening

__all__ = ["CandidateOutcome", "NamedScale", "PairOutcome", "PairTask", "ScoringSettings"]

_COPY = "every pixel equals the ground truth; check that the right files are named"


@dataclass(frozen=True, slots=True)
class NamedScale:
    """How intensities were scaled, and in which channel and frame."""

    channel: str | None
    scale: AppliedScale


@dataclass(frozen=True, slots=True)
class CandidateOutcome:
    """What was measured on one image of one candidate. It names no file."""

    measurements: tuple[Measurement, ...]
    scales: tuple[NamedScale, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class PairOutcome:
    """What came of one image.

    Attributes
    ----------
    candidates
        By id.
    files
        What is known of each file that could be read, by path.
    problems
        Why the image was not scored; no candidate is then, so that all are compared
        on the same images.
    """

    candidates: Mapping[str, CandidateOutcome] = field(default_factory=dict)
    files: Mapping[str, FileFacts] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class PairTask:
    """Scores every candidate, and the raw input where wanted, on one image."""

    opening: Opening
    pair: FilePair
    settings: ScoringSettings

    def __call__(self) -> PairOutcome:
        """Read the files of the image, one candidate at a time, and measure."""
        with use_threads(processors()):
            return _Scoring(self).run()

    def lost(self, why: str) -> PairOutcome:
        """Return the outcome if whoever does the work dies of it."""
        first = next(iter(self.pair.predictions.values()), self.pair.name)
        return PairOutcome(problems=(lost_file(first, why),))


@dataclass(slots=True)
class _Scoring:
    """One run of a task: what was read and measured so far."""

    task: PairTask
    files: dict[str, FileFacts] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    candidates: dict[str, CandidateOutcome] = field(default_factory=dict)
    is_target_checked: bool = False

    def run(self) -> PairOutcome:
        pair, settings = self.task.pair, self.task.settings
        target = self._open(pair.target, Role.TARGET, partner=pair.image)
        # Its pixel size may be needed below; otherwise it is not held while others are read.
        image = self._open(pair.image, Role.IMAGE) if needs_pixel_size(settings.metrics) else None
        for candidate, path in pair.predictions.items():
            self._score(candidate, target, self._open(path, Role.PREDICTION, partner=pair.target))
        if image is None:
            image = self._open(pair.image, Role.IMAGE)
        if settings.raw_input is not None:
            self._score(settings.raw_input, target, image)
        if self.problems:
            return PairOutcome({}, self.files, tuple(self.problems))
        return PairOutcome(self.candidates, self.files)

    def _open(
        self, path: str | None, role: Role, *, partner: str | None = None
    ) -> OpenedFile | None:
        if path is None:
            return None
        as_labels = self.task.settings.labelling is not None and role is not Role.IMAGE
        try:
            opened = self.task.opening.open(path, role, as_labels=as_labels, partner=partner)
        except ReplicardError as error:
            self.problems += problems_of(error, path)
            return None
        self.files[path] = opened.facts
        return opened

    def _score(
        self, candidate: str, target: OpenedFile | None, prediction: OpenedFile | None
    ) -> None:
        if target is None or prediction is None:
            return
        settings = self._settings()
        store = self.task.opening.store
        key = key_of("score", settings, target.sha256, prediction.sha256)
        outcome = store.get(key, CandidateOutcome) if store else None
        if outcome is None:
            outcome = self._measured(settings, target, prediction)
            if outcome is not None and store:
                store.put(key, outcome)
        if outcome is not None:
            self.candidates[candidate] = outcome

    def _measured(
        self, settings: ScoringSettings, target: OpenedFile, prediction: OpenedFile
    ) -> CandidateOutcome | None:
        try:
            true, predicted = target.pixels(), prediction.pixels()
        except ReplicardError as error:
            self.problems += problems_of(error, prediction.file.path)
            return None
        self._check_target(true)
        mismatch = check_same_shape(true, predicted)
        if mismatch is not None:
            self.problems.append(mismatch)
        if self.problems:
            return None
        try:
            outcome = _measure(settings, true, predicted)
            # A large image is read while it is measured, and must have stayed what it was.
            target.file.require_unchanged()
            prediction.file.require_unchanged()
        except ReplicardError as error:
            self.problems += problems_of(error, prediction.file.path)
            return None
        return outcome

    def _settings(self) -> ScoringSettings:
        """Return the settings with what the image and its ground truth say of their pixels."""
        settings, pair = self.task.settings, self.task.pair
        sizes = [
            self.files[path].record.pixel_size_um
            for path in (pair.image, pair.target)
            if path is not None and path in self.files
        ]
        return replace(settings, ruler=settings.ruler.completed(*sizes), raw_input=None)

    def _check_target(self, target: LoadedImage) -> None:
        """Look once whether the ground truth is of the kind that it should be."""
        labelling = self.task.settings.labelling
        if labelling is not None and not self.is_target_checked:
            doubtful = labelling.problem(target)
            self.problems += [doubtful] if doubtful else []
        self.is_target_checked = True


def _measure(
    settings: ScoringSettings, target: LoadedImage, prediction: LoadedImage
) -> CandidateOutcome:
    """Measure channel by channel; the frames of a time series are one image."""
    frames: list[tuple[Measurement, ...]] = []
    scales: list[NamedScale] = []
    notes: list[Note] = []
    for named, outcome in measure_planes(settings, target, prediction):
        channel = {key: value for key, value in named.items() if key != FRAME}
        frames.append(
            tuple(replace(m, parameters={**m.parameters, **channel}) for m in outcome.measurements)
        )
        notes += outcome.notes
        if outcome.scale is not None:
            name = ", ".join(f"{key} {value}" for key, value in named.items())
            scales.append(NamedScale(name or None, outcome.scale))
    notes += _notes_on_files(settings, target, prediction)
    return CandidateOutcome(measure_series(frames), tuple(scales), tuple(notes))


def _notes_on_files(
    settings: ScoringSettings, target: LoadedImage, prediction: LoadedImage
) -> Iterator[Note]:
    if _is_copy(target, prediction):
        yield Note("copy-of-ground-truth", _COPY)
    doubt = settings.labelling.doubt(prediction) if settings.labelling else None
    if doubt is not None:
        yield Note(LABEL_KIND, doubt)


def _is_copy(target: LoadedImage, prediction: LoadedImage) -> bool:
    """Say whether two images are equal; empty masks may be, and show nothing."""
    low, high = extremes(target.array)
    return bool(low != high) and equal(target.array, prediction.array)
