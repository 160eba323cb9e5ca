"""What a map of uncertainty says, and whether errors lie where it is high."""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import JsonValue
from scipy.stats import rankdata

from replicard.errors import UndefinedMetricError
from replicard.metrics.measures import MeasuredValue, measured
from replicard_schema.vocabulary import MeasureId

QUANTILES = (0.05, 0.5, 0.95)
TOP_SHARE = 0.1
"""Share of the pixels that counts as the most uncertain."""


def measure_map(uncertainty: ArrayLike) -> Sequence[MeasuredValue]:
    """Return the quantiles of a map.

    Parameters
    ----------
    uncertainty
        One value for each pixel, larger where less is certain.
    """
    values = np.asarray(uncertainty, dtype=np.float64).reshape(-1)
    return [
        measured(MeasureId.UNCERTAINTY_QUANTILE, partial(_quantile, values, q), {"quantile": q})
        for q in QUANTILES
    ]


def measure_calibration(
    uncertainty: ArrayLike, error: ArrayLike, *, parameters: Mapping[str, JsonValue]
) -> Sequence[MeasuredValue]:
    """Hold a map against the error of the prediction that it belongs to.

    Parameters
    ----------
    uncertainty, error
        One value for each pixel, of equal shape; errors are 0 or above.
    parameters
        What the error is.
    """
    values = np.asarray(uncertainty, dtype=np.float64).reshape(-1)
    errors = np.asarray(error, dtype=np.float64).reshape(-1)
    return [
        measured(
            MeasureId.UNCERTAINTY_CORRELATION, lambda: rank_correlation(values, errors), parameters
        ),
        measured(MeasureId.UNCERTAINTY_CAPTURE, lambda: error_share(values, errors), parameters),
    ]


def rank_correlation(uncertainty: ArrayLike, error: ArrayLike) -> float:
    """Return the Spearman correlation of map and error.

    Raises
    ------
    UndefinedMetricError
        If one of the two is constant or not finite.

    References
    ----------
    Spearman (1904), doi:10.2307/1412159.

    Examples
    --------
    >>> round(rank_correlation([1, 2, 3], [0.1, 0.2, 9]), 12)
    1.0
    """
    ranks = []
    for side, name in ((uncertainty, "the map"), (error, "the error")):
        values = _finite(side, name)
        if values.min() == values.max():
            raise UndefinedMetricError(f"{name} is the same in every pixel")
        centred = rankdata(values) - (values.size + 1) / 2
        ranks.append(centred / np.linalg.norm(centred))
    return max(-1.0, min(1.0, float(np.dot(ranks[0], ranks[1]))))


def error_share(uncertainty: ArrayLike, error: ArrayLike) -> float:
    """Return the share of the error in the most uncertain tenth of the pixels.

    Where pixels of equal uncertainty straddle the limit, each counts in part.

    Raises
    ------
    UndefinedMetricError
        If there is no error, or one of the two is not finite.

    References
    ----------
    Ilg et al. (2018), arXiv:1802.07095, on sparsification.

    Examples
    --------
    >>> error_share([0, 0, 0, 0, 0, 0, 0, 0, 0, 5], [0, 0, 0, 0, 0, 0, 0, 0, 1, 3])
    0.75
    >>> round(error_share([1] * 20, [1] * 20), 3)
    0.1
    """
    values, errors = _finite(uncertainty, "the map"), _finite(error, "the error")
    total = float(errors.sum())
    if total <= 0:
        raise UndefinedMetricError("there is no error")
    wanted = TOP_SHARE * values.size
    place = values.size - int(np.ceil(wanted))
    limit = np.partition(values, place)[place]
    above, tied = values > limit, values == limit
    part = (wanted - np.count_nonzero(above)) / np.count_nonzero(tied)
    return float((errors[above].sum() + part * errors[tied].sum()) / total)


def _quantile(values: NDArray[np.float64], share: float) -> float:
    return float(np.quantile(_finite(values, "the map"), share))


def _finite(values: ArrayLike, name: str) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64).reshape(-1)
    if not np.isfinite(array).all():
        raise UndefinedMetricError(f"{name} holds values that are not finite numbers")
    return array
