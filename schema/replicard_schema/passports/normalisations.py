"""Passports of the ways to bring intensities to one scale before they are compared."""

from collections.abc import Mapping
from types import MappingProxyType

from replicard_schema.passport import NormalisationPassport
from replicard_schema.vocabulary import NormalisationMethod

_BOX_1 = "doi:10.1038/s41592-021-01284-3"
_CARE = "doi:10.1038/s41592-018-0216-7"
_PERCENTILES = {
    "percentiles": (
        "Lower and upper percentile, 1 and 99.8 unless the card names others, found by linear "
        "interpolation between sorted intensities."
    )
}
_N = (
    "All pixels of one image, or of one volume; each image, each channel and each frame has a "
    "scale of its own."
)
_NOT_CLIPPED = "Intensities outside the two percentiles are not clipped."

NONE = NormalisationPassport(
    id=NormalisationMethod.NONE,
    name="As they are",
    definition="Intensities are compared as they are in the files.",
    formula="G' = G, P' = P",
    data_range="Maximum minus minimum of each ground-truth image; it differs between images.",
    constant_rule=(
        "Constant images are compared as well; metrics that need a data range or a variance have "
        "no value."
    ),
    n="Nothing is estimated; the data range is taken from all pixels of one ground-truth image.",
    library="replicard",
    reference=_BOX_1,
    note="A prediction on another scale than the ground truth scores badly, however good it looks.",
)

MIN_MAX = NormalisationPassport(
    id=NormalisationMethod.MIN_MAX,
    name="Min-max",
    definition=(
        "Ground truth and prediction are each mapped from their own minimum and maximum to 0 and 1."
    ),
    formula="G' = (G - min G) / (max G - min G), P' = (P - min P) / (max P - min P)",
    data_range="1",
    constant_rule="No value for a constant ground truth or prediction.",
    n=_N,
    library="replicard",
    reference=_BOX_1,
    note="One hot pixel sets the scale of the whole image.",
)

PERCENTILE = NormalisationPassport(
    id=NormalisationMethod.PERCENTILE,
    name="Percentile",
    definition=(
        "Ground truth and prediction are each mapped from two percentiles of their own to 0 and "
        f"1. {_NOT_CLIPPED}"
    ),
    formula="G' = (G - p_low(G)) / (p_high(G) - p_low(G)), and P' likewise from P",
    parameters=_PERCENTILES,
    data_range="1, the distance between the two percentiles of the ground truth",
    constant_rule=(
        "No value for a constant ground truth or prediction, or one whose two percentiles are "
        "equal, as in a dark image with few bright pixels."
    ),
    n=_N,
    library="replicard",
    reference=_CARE,
    note=(
        "A noisy image has wider percentiles than a clean one, so the scales of ground truth and "
        "raw input differ a little even where their gain is equal."
    ),
)

PERCENTILE_FIT = NormalisationPassport(
    id=NormalisationMethod.PERCENTILE_FIT,
    name="Percentile with least-squares fit",
    definition=(
        "The ground truth is mapped from two of its percentiles to 0 and 1; the prediction is "
        f"then mapped onto it by the line with the least squared error. {_NOT_CLIPPED}"
    ),
    formula=(
        "G' = (G - p_low(G)) / (p_high(G) - p_low(G)), P' = a P + b with the a and b that make "
        "sum((P' - G')^2) smallest"
    ),
    parameters={
        **_PERCENTILES,
        "slope, offset": "a and b of the line, recorded for each image.",
    },
    data_range="1, the distance between the two percentiles of the ground truth",
    constant_rule=(
        "No value for a constant ground truth or prediction, or a ground truth whose two "
        "percentiles are equal."
    ),
    n=_N,
    library="replicard",
    reference=_CARE,
    note=(
        "Forgives any gain and offset, and inverted contrast as well: a negative slope is "
        "reported. The fit uses the ground truth, so it flatters; do not compare with scores "
        "without it."
    ),
)

NORMALISATIONS: Mapping[NormalisationMethod, NormalisationPassport] = MappingProxyType(
    {passport.id: passport for passport in (NONE, MIN_MAX, PERCENTILE, PERCENTILE_FIT)}
)
"""Every way to bring intensities to one scale."""
