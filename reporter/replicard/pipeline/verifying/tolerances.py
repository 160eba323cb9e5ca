"""How far a number that was computed again may lie from the one that is claimed.

With the same versions of all libraries this program gives the same number bit for bit, on
any processor, with any number of threads and with and without numba. Other versions of
NumPy, SciPy and scikit-image may add up in another order, draw other samples or solve an
equation in other steps; the tolerances below are for that. They lie far below the last
digit that a report prints. Counts, hashes and texts have none.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from replicard.metrics import METRICS, Family
from replicard.pipeline.verifying.walking import Leaf


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Largest difference at which two numbers count as the same.

    Attributes
    ----------
    what
        Numbers that it is for.
    relative
        Part of the larger of the two numbers.
    absolute
        What is added to that.
    because
        What such a difference comes from.
    """

    what: str
    relative: float
    absolute: float
    because: str

    @property
    def words(self) -> str:
        """The tolerance and its reason, as one line.

        >>> SCORES.words
        '1e-09 of the value: sums of many pixels, added up in another order'
        """
        parts = []
        if self.relative:
            parts.append(f"{self.relative:g} of the value")
        if self.absolute:
            parts.append(f"{self.absolute:g}")
        return f"{' plus '.join(parts) or 'none'}: {self.because}"

    def allows(self, one: float, other: float) -> bool:
        """Say whether two numbers count as the same."""
        limit = self.absolute + self.relative * max(abs(one), abs(other))
        return abs(one - other) <= limit


EXACT = Tolerance("counts, hashes, texts", 0, 0, "nothing is rounded")
RATIOS = Tolerance(
    "scores made of counts of objects, pixels or images",
    *(0, 1e-12),
    because="a few roundings of a quotient of whole numbers",
)
SCORES = Tolerance(
    "scores of intensities, outlines, areas and rankings",
    *(1e-9, 0),
    because="sums of many pixels, added up in another order",
)
FITTED = Tolerance(
    "scores after a fit or a Fourier transform (MicroSSIM, FRC)",
    *(1e-8, 0),
    because="a fit or a Fourier transform that takes other steps",
)
MEANS = Tolerance(
    "means and other summaries over images", 1e-12, 1e-12, "a mean added up in another order"
)
INTERVALS = Tolerance(
    "bounds of intervals and p-values, same libraries",
    *(1e-9, 1e-12),
    because="percentiles of the same samples",
)
STATISTICS = Tolerance(
    "statistics of data sets",
    *(1e-9, 1e-12),
    because="percentiles and sums over the pixels of an image",
)
LIKENESS = Tolerance(
    "likeness of near copies", 0, 1.001e-3, "the last of the three decimals that are kept"
)
LOGS = Tolerance("numbers of a training log", 1e-12, 0, "read from text, then averaged")

ALL: Final = (EXACT, RATIOS, SCORES, FITTED, MEANS, INTERVALS, STATISTICS, LIKENESS, LOGS)
"""Every tolerance, for the page that lists them."""

_OF_FAMILY = MappingProxyType(
    {
        **dict.fromkeys(
            (
                *(Family.PIXELS, Family.PIXEL_AGREEMENT, Family.OBJECTS, Family.FRAGMENTS),
                *(Family.OUTLINE_AGREEMENT, Family.SWEEP, Family.IMAGES),
                *(Family.IMAGE_AGREEMENT, Family.CONFUSION),
            ),
            RATIOS,
        ),
        **dict.fromkeys((Family.FITTED_SET, Family.CAPTURES), FITTED),
    }
)
_FAMILIES = MappingProxyType({spec.id.value: spec.family for spec in METRICS.values()})
_IN_INTERVAL = frozenset({"low", "high", "p_value", "p_holm"})
_OF_SECTION = MappingProxyType(
    {
        "datasets": STATISTICS,
        "similarity": STATISTICS,
        "independence": LIKENESS,
        "random_splits": LIKENESS,
        "models": LOGS,
    }
)


def tolerance_of(leaf: Leaf) -> Tolerance:
    """Return how far the two numbers of a leaf may lie apart."""
    section, last = leaf.tokens[0], leaf.tokens[-1]
    if section != "validations":
        return _OF_SECTION.get(section, EXACT)
    if last in _IN_INTERVAL and len(leaf.tokens) > 1:
        return INTERVALS
    of_metric = _of_metric(leaf.metric)
    if "summary" in leaf.tokens or last == "mean_difference":
        return max(of_metric, MEANS, key=lambda each: each.relative)
    return of_metric


def _of_metric(name: str) -> Tolerance:
    family = _FAMILIES.get(name)
    return SCORES if family is None else _OF_FAMILY.get(family, SCORES)
