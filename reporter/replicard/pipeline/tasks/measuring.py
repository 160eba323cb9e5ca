"""Measuring one pair of images that are in memory, by settings that hold no card."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from replicard.images import LoadedImage
from replicard.metrics import (
    ImageMeasurement,
    Ruler,
    measure_binary,
    measure_classes,
    measure_instances,
    measure_restoration,
)
from replicard.pipeline.planes import planes
from replicard.pipeline.tasks.labelling import Labelling
from replicard_schema.vocabulary import LabelKind, MetricId, NormalisationMethod

_Part: TypeAlias = tuple[Mapping[str, str], ImageMeasurement]
"""Which channel and frame, and what was measured there."""


@dataclass(frozen=True, slots=True)
class ScoringSettings:
    """All that the scores of an image follow from, apart from its files.

    Attributes
    ----------
    ruler
        Pixel size and tolerance by the card; what it leaves open the files may know.
    axes
        Axes as the card names them.
    channel_names
        As the card lists them.
    labelling
        What label images hold; None where intensities are compared.
    raw_input
        Id under which the raw input is scored; None if it is not.
    packages
        Package, version and digest of the code of metrics that others bring.
    """

    metrics: tuple[MetricId, ...]
    iou_thresholds: tuple[float, ...]
    method: NormalisationMethod
    percentiles: tuple[float, float]
    ruler: Ruler = field(default_factory=Ruler)
    axes: str | None = None
    channel_names: tuple[str, ...] = ()
    labelling: Labelling | None = None
    raw_input: str | None = None
    packages: tuple[str, ...] = ()


def measure_planes(
    settings: ScoringSettings, target: LoadedImage, prediction: LoadedImage
) -> Iterator[_Part]:
    """Yield what is measured on each channel and frame."""
    names = settings.channel_names
    sides = zip(
        planes(target, channel_names=names), planes(prediction, channel_names=names), strict=True
    )
    for (named, reference), (_, predicted) in sides:
        yield named, _measure_plane(settings, reference, predicted)


def _measure_plane(
    settings: ScoringSettings,
    reference: NDArray[np.generic],
    prediction: NDArray[np.generic],
) -> ImageMeasurement:
    metrics, labelling = settings.metrics, settings.labelling
    if labelling is None:
        return measure_restoration(
            reference,
            prediction,
            metrics=metrics,
            method=settings.method,
            percentiles=settings.percentiles,
        )
    match labelling.kind:
        case LabelKind.INSTANCE:
            return measure_instances(
                reference,
                prediction,
                metrics=metrics,
                iou_thresholds=settings.iou_thresholds,
                ruler=settings.ruler,
            )
        case LabelKind.CLASS:
            return measure_classes(
                reference,
                prediction,
                metrics=metrics,
                classes=labelling.classes,
                names=labelling.names,
                ruler=settings.ruler,
            )
        case LabelKind.BINARY:
            return measure_binary(reference, prediction, metrics=metrics, ruler=settings.ruler)
