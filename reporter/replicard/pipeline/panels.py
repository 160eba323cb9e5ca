"""Example images for the report: pixels and maps of the images that were chosen."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.images import LoadedImage
from replicard.metrics import (
    METRICS,
    class_overlay,
    mask_overlay,
    match_objects,
    normalise,
    object_overlay,
    rse_map,
    ssim_map,
)
from replicard.pipeline.plan import Plan, make_plan
from replicard.pipeline.planes import planes
from replicard.pipeline.sources import Reader
from replicard.pipeline.volume_views import is_volume, middle, views_of
from replicard.render.english import score
from replicard.render.figures.palette import MOST_CHANNELS
from replicard.render.figures.panels import (
    Channel,
    ExamplePanel,
    MapKind,
    PanelMap,
    Plane,
    View,
    ViewKind,
    VolumeView,
)
from replicard.render.figures.volumes import TRUTH
from replicard.render.metric_rows import metric_title, unit_of
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence, ExampleChoice, ImagePair, ValidationEvidence
from replicard_schema.quantities import micrometres
from replicard_schema.vocabulary import LabelKind

_Pixels = NDArray[np.generic]


@dataclass(frozen=True, slots=True)
class _Pictures:
    """What a panel shows, as volumes or planes."""

    prediction: _Pixels
    target: _Pixels
    input: _Pixels | None
    maps: tuple[tuple[MapKind, _Pixels], ...]
    is_normalised: bool = False


def example_panels(card: Card, evidence: Evidence, *, reader: Reader) -> Iterator[ExamplePanel]:
    """Yield the chosen examples of every validation, read again from their files.

    Raises
    ------
    DataError
        If a file cannot be read any more.
    """
    for name, validation in evidence.validations.items():
        plan = make_plan(card, name)
        if isinstance(plan, str) or not validation.examples:
            continue
        pairs = {pair.name: pair for pair in validation.pairs}
        in_the_middle = max(validation.examples, key=lambda choice: choice.rank == "median")
        for choice in validation.examples:
            files = _Files(plan, pairs[choice.image], choice.candidate, reader)
            yield _panel(validation, choice, files, with_volume=choice == in_the_middle)


def _panel(
    validation: ValidationEvidence, choice: ExampleChoice, files: "_Files", *, with_volume: bool
) -> ExamplePanel:
    plan, pair = files.plan, files.pair
    pictures = (
        _labels(plan, files, validation.label_kind)
        if validation.label_kind
        else _intensities(plan, files)
    )
    passport = METRICS[choice.metric].passport
    return ExamplePanel(
        validation=plan.name,
        candidate=choice.candidate,
        rank=choice.rank,
        image=choice.image,
        metric=metric_title(passport, choice.parameters),
        value=score(choice.value, unit_of(passport, choice.parameters)),
        prediction=middle_plane(pictures.prediction),
        target=middle_plane(pictures.target),
        input=None if pictures.input is None else middle_plane(pictures.input),
        maps=tuple(PanelMap(kind, middle_plane(values)) for kind, values in pictures.maps),
        label_kind=validation.label_kind,
        class_names={
            int(key): name for key, name in plan.dataset.classes.items() if key.isdecimal()
        },
        same_scale=pictures.is_normalised,
        pixel_size_um=_pixel_size_um(plan, pair),
        note=note_on(files.target(as_labels=False)),
        channels=_channels(plan, files) if validation.label_kind else (),
        volume=_views(pictures, validation.label_kind) if with_volume else (),
        plane_distance=_plane_distance(plan, pair),
    )


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of one image pair, read on demand."""

    plan: Plan
    pair: ImagePair
    candidate: str
    reader: Reader

    def target(self, *, as_labels: bool) -> LoadedImage:
        if self.pair.target is None:
            raise ValueError(f"{self.pair.name} was scored without ground truth")
        return self._read(self.pair.target.path, as_labels=as_labels)

    def prediction(self, *, as_labels: bool) -> LoadedImage:
        return self._read(self.pair.predictions[self.candidate].path, as_labels=as_labels)

    def input(self) -> LoadedImage | None:
        if self.pair.image is None:
            return None
        return self._read(self.pair.image.path, as_labels=False)

    def _read(self, path: str, *, as_labels: bool) -> LoadedImage:
        read = self.reader.labels if as_labels else self.reader.image
        return read(path, axes=self.plan.dataset.axes)


def _labels(plan: Plan, files: _Files, kind: LabelKind) -> _Pictures:
    target = first_channel(files.target(as_labels=True))
    prediction = first_channel(files.prediction(as_labels=True))
    match kind:
        case LabelKind.INSTANCE:
            (matching,) = match_objects(target, prediction, iou_thresholds=plan.iou_thresholds[:1])
            codes = object_overlay(target, prediction, matching=matching)
        case LabelKind.CLASS:
            codes = class_overlay(target, prediction)
        case LabelKind.BINARY:
            codes = mask_overlay(target, prediction)
    image = files.input()
    shown = None if image is None else input_picture(image)
    return _Pictures(prediction, target, shown, ((MapKind.OVERLAY, codes),))


def _intensities(plan: Plan, files: _Files) -> _Pictures:
    target = first_channel(files.target(as_labels=False))
    prediction = first_channel(files.prediction(as_labels=False))
    image = files.input()
    shown = None if image is None else first_channel(image)
    try:
        pair = normalise(target, prediction, method=plan.method, percentiles=plan.percentiles)
        if shown is not None and shown.shape == target.shape:
            shown = normalise(
                target, shown, method=plan.method, percentiles=plan.percentiles
            ).prediction
    except UndefinedMetricError:
        return _Pictures(prediction, target, shown, ())
    maps: list[tuple[MapKind, _Pixels]] = [(MapKind.RSE, rse_map(pair.reference, pair.prediction))]
    try:
        similarity = ssim_map(pair.reference, pair.prediction, data_range=pair.data_range)
        maps.append((MapKind.SSIM, similarity))
    except UndefinedMetricError:
        pass  # smaller than the window of SSIM; the table of scores gives the reason
    return _Pictures(pair.prediction, pair.reference, shown, tuple(maps), is_normalised=True)


def first_channel(image: LoadedImage) -> _Pixels:
    """Return the first channel and frame."""
    return next(planes(image))[1]


def input_picture(image: LoadedImage) -> _Pixels:
    """Return an RGB picture as it is, and of any other image the first channel."""
    is_colour = image.axes.endswith("S") and image.array.ndim == 3  # noqa: PLR2004 - Y, X, S
    return image.array if is_colour else first_channel(image)


def middle_plane(pixels: _Pixels) -> Plane:
    """Return the middle plane of a volume, and a plane as it is."""
    return middle(pixels, View.XY) if is_volume(pixels) else pixels


def _channels(plan: Plan, files: _Files) -> tuple[Channel, ...]:
    """Return the channels of an input that has several, of its first frame."""
    image = files.input()
    if image is None or "C" not in image.axes:
        return ()
    acquisition = plan.dataset.acquisition
    stated = [] if acquisition is None else [channel.name for channel in acquisition.channels]
    first: dict[str, Plane] = {}
    for named, pixels in planes(image, channel_names=stated):
        name = named["channel"]
        label = f"channel {name}" if name.isdecimal() else name
        if label not in first and len(first) < MOST_CHANNELS:
            first[label] = middle_plane(pixels)
    return tuple(Channel(name, values) for name, values in first.items())


def _views(pictures: _Pictures, kind: LabelKind | None) -> tuple[VolumeView, ...]:
    of_answers = ViewKind.LABELS if kind else ViewKind.INTENSITIES
    volumes = [
        ("Input", pictures.input, ViewKind.INTENSITIES),
        ("Prediction", pictures.prediction, of_answers),
        (TRUTH, pictures.target, of_answers),
        *(
            ("Overlay", values, ViewKind.OVERLAY)
            for kind_of_map, values in pictures.maps
            if kind_of_map is MapKind.OVERLAY
        ),
    ]
    return tuple(
        views_of(title, pixels, meaning)
        for title, pixels, meaning in volumes
        # What is read in parts is too large to be gone through once more for a figure.
        if isinstance(pixels, np.ndarray) and is_volume(pixels)
    )


def note_on(image: LoadedImage) -> str:
    """Say which plane, channel and frame is shown; nothing of a plain image."""
    axes, shape = image.axes, image.array.shape
    parts = []
    if "Z" in axes:
        depth = shape[axes.index("Z")]
        parts.append(f"plane {depth // 2 + 1} of {depth}")
    parts += [
        f"the first of {shape[axes.index(axis)]} {name}"
        for axis, name in (("C", "channels"), ("T", "frames"))
        if axis in axes and shape[axes.index(axis)] > 1
    ]
    parts += [image.cut_out] if image.cut_out else []
    return f"Shown is {', '.join(parts)}." if parts else ""


def _plane_distance(plan: Plan, pair: ImagePair) -> float | None:
    """Return how far planes lie apart, as a multiple of the pixel size."""
    acquisition = plan.dataset.acquisition
    size = acquisition.pixel_size if acquisition is not None else None
    if size is not None and size.z is not None:
        return micrometres(size.z) / micrometres(size.x)
    recorded = {} if pair.image is None else pair.image.pixel_size_um
    return recorded["Z"] / recorded["X"] if {"X", "Z"} <= recorded.keys() else None


def _pixel_size_um(plan: Plan, pair: ImagePair) -> float | None:
    acquisition = plan.dataset.acquisition
    if acquisition is not None and acquisition.pixel_size is not None:
        return micrometres(acquisition.pixel_size.x)
    recorded = pair.image.pixel_size_um.get("X") if pair.image else None
    return recorded or (pair.target.pixel_size_um.get("X") if pair.target else None)
