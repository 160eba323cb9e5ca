"""Passports of the measures of maps of uncertainty that authors made."""

from replicard_schema.passport import MeasurePassport
from replicard_schema.vocabulary import Direction, MeasureId

_AGGREGATION = (
    "Per image: mean, median, standard deviation (n - 1), minimum and maximum over the images "
    "that have a value; the others are counted and left out. All pixels of a file are taken "
    "together."
)
_SPARSIFICATION = "doi:10.48550/arXiv.1802.07095"
_ERROR = {
    "error": (
        "What the map is held against: absolute difference after normalisation, or for masks and "
        "objects whether a pixel is foreground, or of another class, in one image alone."
    )
}
_NOT_FINITE = "values that are not finite"

UNCERTAINTY_QUANTILE = MeasurePassport(
    id=MeasureId.UNCERTAINTY_QUANTILE,
    name="Quantile of the uncertainty",
    definition="Value of the map that a given share of the pixels do not exceed.",
    formula="quantile of the map, linear between neighbouring values",
    range="that of the map",
    direction=Direction.NEITHER,
    parameters={"quantile": "Share of the pixels."},
    undefined_when=f"The map holds {_NOT_FINITE}; the reason is reported.",
    empty_rule="A constant map has equal quantiles.",
    aggregation=_AGGREGATION,
    library="numpy",
    reference="doi:10.1080/00031305.1996.10473566",
    note="What a value means is stated by the authors.",
)

UNCERTAINTY_CORRELATION = MeasurePassport(
    id=MeasureId.UNCERTAINTY_CORRELATION,
    name="Rank correlation of uncertainty and error",
    definition="Spearman correlation of map and error over the pixels of an image.",
    formula="Pearson correlation of the ranks; equal values share their mean rank",
    range="-1 to 1; 1 if a larger value always goes with a larger error",
    direction=Direction.HIGHER_IS_BETTER,
    parameters=_ERROR,
    undefined_when=f"Map or error is constant, or holds {_NOT_FINITE}; the reason is reported.",
    empty_rule="An image without any error: undefined, with the reason.",
    aggregation=_AGGREGATION,
    library="replicard",
    reference="doi:10.2307/1412159",
    note="Where errors are few and yes or no, even a perfect map stays well below 1.",
)

UNCERTAINTY_CAPTURE = MeasurePassport(
    id=MeasureId.UNCERTAINTY_CAPTURE,
    name="Error in the most uncertain tenth",
    definition=(
        "Share of the summed error of an image that lies in the tenth of its pixels with the "
        "largest values of the map."
    ),
    formula="sum of errors in the top 10 % of pixels by the map / sum of errors",
    range="0 to 1; 0.1 for a map that knows nothing",
    direction=Direction.HIGHER_IS_BETTER,
    parameters=_ERROR,
    undefined_when=f"There is no error, or the map holds {_NOT_FINITE}; the reason is reported.",
    empty_rule="An image without any error: undefined, with the reason.",
    aggregation=_AGGREGATION,
    library="replicard",
    reference=_SPARSIFICATION,
    note="Pixels of equal uncertainty at the limit count in part, so their order has no influence.",
)
