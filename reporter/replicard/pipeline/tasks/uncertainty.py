"""The task of reading one map of uncertainty and holding it against the error."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from replicard.errors import DataError, Problem, UndefinedMetricError
from replicard.images import LoadedImage, check_same_shape
from replicard.metrics import normalise, rse_map
from replicard.metrics.measures import MeasuredValue
from replicard.metrics.uncertainty import measure_calibration, measure_map
from replicard.pipeline.planes import planes
from replicard.pipeline.tasks.facts import FileFacts
from replicard.pipeline.tasks.files import lost_file
from replicard.pipeline.tasks.kept_outcomes import kept_or_computed
from replicard.pipeline.tasks.opening import Opening
from replicard.pipeline.tasks.repeat_stack import RepeatStack
from replicard_schema.vocabulary import MeasureId, NormalisationMethod

ERRORS = {
    "intensities": "absolute difference after normalisation",
    "masks": "whether the classes differ",
    "objects": "whether one image alone has foreground",
}


@dataclass(frozen=True, slots=True)
class UncertaintySettings:
    """All that the outcome follows from, apart from the files.

    Attributes
    ----------
    is_binary
        Whether masks are foreground and background, whatever their values.
    """

    content: Literal["intensities", "masks", "objects"]
    method: NormalisationMethod
    percentiles: tuple[float, float]
    is_binary: bool = False


@dataclass(frozen=True, slots=True)
class UncertaintyOutcome:
    """What came of one map."""

    values: tuple[MeasuredValue, ...] = ()
    files: Mapping[str, FileFacts] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class UncertaintyTask:
    """Summarises a map; holds it against the error where there is ground truth.

    Attributes
    ----------
    against
        Paths of prediction and ground truth; None without ground truth.
    """

    opening: Opening
    path: str
    against: tuple[str, str] | None
    settings: UncertaintySettings

    def __call__(self) -> UncertaintyOutcome:
        """Read the files and measure."""
        return kept_or_computed(
            UncertaintyOutcome,
            self.opening,
            self._computed,
            paths=[self.path, *(self.against or ())],
            parts=[self.settings, self.against is not None],
        )

    def _computed(self) -> UncertaintyOutcome:
        stack = RepeatStack(self.opening, {})
        try:
            return UncertaintyOutcome(_values(self, stack), stack.facts)
        except DataError as error:
            return UncertaintyOutcome(files=stack.facts, problems=error.problems)

    def lost(self, why: str) -> UncertaintyOutcome:
        """Return the outcome if whoever does the work dies of it."""
        return UncertaintyOutcome(problems=(lost_file(self.path, why),))


def error_map(
    prediction: LoadedImage, target: LoadedImage, settings: UncertaintySettings
) -> NDArray[np.float64]:
    """Return the error of each pixel, in the shape of the images.

    Raises
    ------
    UndefinedMetricError
        If intensities cannot be brought to one scale.
    """
    if settings.content == "masks" and not settings.is_binary:
        return np.asarray(prediction.array != target.array, dtype=np.float64)
    if settings.content != "intensities":
        return np.asarray((prediction.array != 0) != (target.array != 0), dtype=np.float64)
    error = np.empty(target.array.shape)
    apart = [i for i, axis in enumerate(target.axes) if axis not in "ZYX"]
    moved = np.moveaxis(error, apart, range(len(apart)))
    places = np.ndindex(moved.shape[: len(apart)])
    for place, (_, found), (_, true) in zip(
        places, planes(prediction), planes(target), strict=True
    ):
        pair = normalise(true, found, method=settings.method, percentiles=settings.percentiles)
        moved[place] = rse_map(pair.reference, pair.prediction)
    return error


def _values(task: UncertaintyTask, stack: RepeatStack) -> tuple[MeasuredValue, ...]:
    uncertainty = stack.read(task.path)
    quantiles = tuple(measure_map(uncertainty.array))
    if task.against is None:
        return quantiles
    stack.as_labels = task.settings.content != "intensities"
    prediction, target = (stack.read(path) for path in task.against)
    for other in (prediction, target):
        mismatch = check_same_shape(uncertainty, other)
        if mismatch is not None:
            raise DataError([mismatch])
    parameters = {"error": ERRORS[task.settings.content]}
    try:
        error = error_map(prediction, target, task.settings)
    except UndefinedMetricError as reason:
        measures = (MeasureId.UNCERTAINTY_CORRELATION, MeasureId.UNCERTAINTY_CAPTURE)
        undefined = (MeasuredValue(m, None, str(reason), parameters) for m in measures)
        return (*undefined, *quantiles)
    return (*measure_calibration(uncertainty.array, error, parameters=parameters), *quantiles)
