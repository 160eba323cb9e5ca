"""What is counted in one image, and added up when images are pooled.

A ratio cannot be averaged over objects or pixels once it is formed. So every
measurement that has a pooled form keeps the whole numbers that it came from.
"""

from dataclasses import astuple, dataclass, fields
from typing import Self


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of one image; the sum of two stands for both images together."""

    def __add__(self, other: Self) -> Self:
        """Add field by field."""
        names = [field.name for field in fields(self)]
        return type(self)(*(getattr(self, name) + getattr(other, name) for name in names))


@dataclass(frozen=True, slots=True)
class PixelCounts(Counts):
    """Pixels of one class: found, wrongly claimed, and missed."""

    tp: int
    fp: int
    fn: int


@dataclass(frozen=True, slots=True)
class ObjectCounts(Counts):
    """Objects at one IoU threshold, and the summed IoU of the matched ones."""

    tp: int
    fp: int
    fn: int
    sum_matched_iou: float

    @property
    def n_reference(self) -> int:
        """Objects in the ground truth."""
        return self.tp + self.fn

    @property
    def n_prediction(self) -> int:
        """Objects in the prediction."""
        return self.tp + self.fp


@dataclass(frozen=True, slots=True)
class ClassCounts(Counts):
    """Images of one class: found, wrongly claimed, and missed."""

    tp: int
    fp: int
    fn: int


@dataclass(frozen=True, slots=True)
class Agreement(Counts):
    """How many of all items, pixels or images, were given the right class."""

    correct: int
    total: int


@dataclass(frozen=True, slots=True)
class OutlineCounts(Counts):
    """Pixels of two outlines, and those of each that lie near the other one."""

    near_reference: int
    n_reference: int
    near_prediction: int
    n_prediction: int


@dataclass(frozen=True, slots=True)
class PairedAreas(Counts):
    """Pixels that paired objects share, and pixels that all objects cover together.

    A pair covers its union, an object without a partner its own area.
    """

    shared: int
    covered: int


@dataclass(frozen=True, slots=True)
class FragmentCounts(Counts):
    """Objects of the ground truth that were split, and predicted ones that merge several."""

    splits: int
    merges: int


@dataclass(frozen=True, slots=True)
class SweepCounts(Counts):
    """Objects of both images, and the matched pairs at each of ten IoU thresholds."""

    n_reference: int
    n_prediction: int
    tp_50: int
    tp_55: int
    tp_60: int
    tp_65: int
    tp_70: int
    tp_75: int
    tp_80: int
    tp_85: int
    tp_90: int
    tp_95: int

    def accuracies(self) -> tuple[float, ...]:
        """Return TP / (TP + FP + FN) at each threshold; there must be an object."""
        both = self.n_reference + self.n_prediction
        return tuple(tp / (both - tp) for tp in astuple(self)[2:])
