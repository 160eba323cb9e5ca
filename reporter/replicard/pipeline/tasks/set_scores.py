"""The task of scoring one image under what was fitted to its set."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from replicard.errors import ReplicardError, UndefinedMetricError
from replicard.metrics import METRICS, FittedPair, Measurement, RangeFit, RawPair, measure_series
from replicard.pipeline.planes import FRAME
from replicard.pipeline.tasks.whole_set import Key, SetFiles
from replicard_schema.evidence import Parameters
from replicard_schema.vocabulary import MetricId

_FIXED: Parameters = {"fitted_to": "all images of the validation", "background_percentile": 3.0}
_NO_FIT = "no factor could be fitted to the images of this validation"


@dataclass(frozen=True, slots=True)
class SetOutcome:
    """What was measured on one image, by candidate."""

    image: str
    measurements: Mapping[str, tuple[Measurement, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MicroTask:
    """Scores every candidate on one image by MicroSSIM.

    Attributes
    ----------
    image
        Name of the image pair.
    fits
        What was fitted, by candidate and channel.
    """

    files: SetFiles
    image: str
    fits: Mapping[Key, RangeFit]

    def __call__(self) -> SetOutcome:
        """Read the files, one candidate at a time."""
        try:
            return SetOutcome(self.image, {name: self._measure(name) for name in self.candidates})
        except ReplicardError:  # told where the image was scored before
            return SetOutcome(self.image)

    def lost(self, why: str) -> SetOutcome:  # noqa: ARG002 - told where the image was scored
        """Return the outcome if whoever does the work dies of it."""
        return SetOutcome(self.image)

    @property
    def candidates(self) -> tuple[str, ...]:
        """Everything that is compared with the ground truth."""
        return tuple(self.files.predictions)

    def _measure(self, candidate: str) -> tuple[Measurement, ...]:
        frames: list[tuple[Measurement, ...]] = []
        for named, true, found in self.files.planes(candidate):
            channel = {key: value for key, value in named.items() if key != FRAME}
            fit = self.fits.get((candidate, channel.get("channel")))
            frames.append((_measured(RawPair(true, found), fit, {**_FIXED, **channel}),))
        return measure_series(frames)


def _measured(pair: RawPair, fit: RangeFit | None, parameters: Parameters) -> Measurement:
    metric = MetricId.MICRO_SSIM
    if fit is None:
        return Measurement(metric, None, _NO_FIT, parameters)
    try:
        value = METRICS[metric].compute(FittedPair(pair, fit))
    except UndefinedMetricError as error:
        return Measurement(metric, None, str(error), parameters)
    return Measurement(metric, value, None, parameters)
