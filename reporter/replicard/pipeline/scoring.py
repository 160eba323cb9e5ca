"""Scoring the images of a validation, one after another."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from replicard.errors import DataError, Problem, ReplicardError
from replicard.images import FilePair, LoadedImage, check_same_shape
from replicard.metrics import (
    ImageMeasurement,
    Measurement,
    measure_binary,
    measure_classes,
    measure_instances,
    measure_restoration,
    measure_series,
)
from replicard.pipeline.labels import LABEL_KIND, Labelling
from replicard.pipeline.plan import RAW_INPUT, Comparison, Plan
from replicard.pipeline.planes import FRAME, planes
from replicard.pipeline.progress import Track
from replicard.pipeline.sources import Reader, problems_of
from replicard_schema.evidence import IntensityScale
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import LabelKind, Severity

_Part: TypeAlias = tuple[Mapping[str, str], ImageMeasurement]
"""Which channel and frame, and what was measured there."""

_COPY = "every pixel equals the ground truth; check that the right files are named"


@dataclass(slots=True)
class Scores:
    """What was measured on the images of one validation.

    Attributes
    ----------
    by_candidate
        Name of each image with its measurements, by candidate.
    scales
        How intensities were scaled, by candidate.
    notes
        Files that show something worth a look, by code, text and candidate; by None
        for what was seen in the ground truth.
    """

    by_candidate: dict[str, list[tuple[str, tuple[Measurement, ...]]]] = field(default_factory=dict)
    scales: dict[str, list[IntensityScale]] = field(default_factory=dict)
    notes: dict[tuple[str, str, str | None], list[str]] = field(default_factory=dict)

    def add(self, candidate: str, pair: FilePair, path: str, parts: Iterable[_Part]) -> None:
        """Take in one image of one candidate, channel by channel; its frames are one image."""
        frames: list[tuple[Measurement, ...]] = []
        for named, outcome in parts:
            channel = {key: value for key, value in named.items() if key != FRAME}
            frames.append(
                tuple(
                    replace(m, parameters={**m.parameters, **channel}) for m in outcome.measurements
                )
            )
            self._take_notes(outcome, candidate, prediction=path, target=pair.target or path)
            if outcome.scale is not None:
                scale = IntensityScale(
                    image=pair.name,
                    channel=", ".join(f"{key} {value}" for key, value in named.items()) or None,
                    data_range=outcome.scale.data_range,
                    slope=outcome.scale.slope,
                    offset=outcome.scale.offset,
                )
                self.scales.setdefault(candidate, []).append(scale)
        self.by_candidate.setdefault(candidate, []).append((pair.name, measure_series(frames)))

    def _take_notes(
        self, outcome: ImageMeasurement, candidate: str, *, prediction: str, target: str
    ) -> None:
        for note in outcome.notes:
            if note.is_of_ground_truth:
                self.note(note.code, note.message, None, target)
            else:
                self.note(note.code, note.message, candidate, prediction)

    def note(self, code: str, message: str, candidate: str | None, path: str) -> None:
        """Remember that a file shows something worth a look."""
        self.notes.setdefault((code, message, candidate), []).append(path)

    def findings(self, field_path: str) -> tuple[Finding, ...]:
        """Return the notes as findings, one for each kind, with all files that show it."""
        return tuple(
            Finding(
                code=code,
                severity=Severity.WARNING,
                field=field_path,
                message=f"{candidate}: {message}" if candidate is not None else message,
                files=tuple(dict.fromkeys(files)),
            )
            for (code, message, candidate), files in self.notes.items()
        )


def score_images(
    plan: Plan,
    pairs: Sequence[FilePair],
    labelling: Labelling | None,
    *,
    reader: Reader,
    track: Track,
) -> Scores:
    """Score every candidate, and the raw input where wanted, on every image.

    Parameters
    ----------
    labelling
        What label images hold; None where intensities are compared.

    Raises
    ------
    DataError
        With the problems of all images that could not be read or do not fit.
    """
    scores = Scores()
    problems: list[Problem] = []
    label = f"scoring {plan.name}"
    for pair in track(pairs, label=label, total=len(pairs)):
        try:
            _score_pair(plan, pair, labelling, reader=reader, scores=scores)
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    return scores


def _score_pair(
    plan: Plan,
    pair: FilePair,
    labelling: Labelling | None,
    *,
    reader: Reader,
    scores: Scores,
) -> None:
    target = _read(plan, pair.target, pair.image, reader=reader) if pair.target else None
    if target is None:
        return
    doubtful = labelling.problem(target) if labelling else None
    problems = [doubtful] if doubtful else []
    for candidate, path in _predictions(plan, pair):
        try:
            prediction = _read(plan, path, pair.target, reader=reader)
        except ReplicardError as error:
            problems += problems_of(error, path)
            continue
        mismatch = check_same_shape(target, prediction)
        if mismatch is not None:
            problems.append(mismatch)
            continue
        scores.add(candidate, pair, path, _measure(plan, target, prediction, labelling))
        if _is_copy(target, prediction):
            scores.note("copy-of-ground-truth", _COPY, candidate, path)
        doubt = labelling.doubt(prediction) if labelling else None
        if doubt is not None:
            scores.note(LABEL_KIND, doubt, candidate, path)
    if problems:
        raise DataError(problems)


def _is_copy(target: LoadedImage, prediction: LoadedImage) -> bool:
    """Say whether two images are equal; empty masks may be, and show nothing."""
    return bool(
        target.array.min() != target.array.max() and np.array_equal(target.array, prediction.array)
    )


def _predictions(plan: Plan, pair: FilePair) -> Iterator[tuple[str, str]]:
    yield from pair.predictions.items()
    if plan.compares_input and pair.image is not None:
        yield RAW_INPUT, pair.image


def _read(plan: Plan, path: str, partner: str | None, *, reader: Reader) -> LoadedImage:
    if plan.comparison is Comparison.INTENSITIES:
        return reader.image(path, axes=plan.dataset.axes)
    return reader.labels(path, axes=plan.dataset.axes, partner=partner)


def _measure(
    plan: Plan, target: LoadedImage, prediction: LoadedImage, labelling: Labelling | None
) -> Iterator[_Part]:
    acquisition = plan.dataset.acquisition
    names = [channel.name for channel in acquisition.channels] if acquisition else []
    sides = zip(
        planes(target, channel_names=names), planes(prediction, channel_names=names), strict=True
    )
    for (named, reference), (_, predicted) in sides:
        yield named, _measure_plane(plan, reference, predicted, labelling)


def _measure_plane(
    plan: Plan,
    reference: NDArray[np.generic],
    prediction: NDArray[np.generic],
    labelling: Labelling | None,
) -> ImageMeasurement:
    metrics = plan.metrics
    if labelling is None:
        return measure_restoration(
            reference,
            prediction,
            metrics=metrics,
            method=plan.method,
            percentiles=plan.percentiles,
        )
    match labelling.kind:
        case LabelKind.INSTANCE:
            return measure_instances(
                reference, prediction, metrics=metrics, iou_thresholds=plan.iou_thresholds
            )
        case LabelKind.CLASS:
            return measure_classes(
                reference,
                prediction,
                metrics=metrics,
                classes=labelling.classes,
                names=labelling.names,
            )
        case LabelKind.BINARY:
            return measure_binary(reference, prediction, metrics=metrics)
