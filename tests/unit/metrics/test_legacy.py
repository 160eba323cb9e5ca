"""The value that published notebooks print as NRMSE."""

import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.metrics import measure_restoration
from replicard.metrics.legacy import RawPair, zerocost_nrmse
from replicard_schema.vocabulary import MetricId, NormalisationMethod


def as_the_notebooks_do(gt: NDArray[np.float64], x: NDArray[np.float64]) -> float:
    """Compute it step by step: percentile scale, means to zero, one factor, root of a mean."""
    low, high = np.percentile(gt, [0.1, 99.9])
    gt = (gt - low) / (high - low)
    gt, x = gt - gt.mean(), x - x.mean()
    factor = np.cov(x.ravel(), gt.ravel())[0, 1] / np.var(x)
    return float(np.sqrt(np.mean(np.sqrt((gt - factor * x) ** 2))))


def test_the_value_is_that_of_the_notebooks() -> None:
    rng = np.random.default_rng(8)
    gt = rng.gamma(2, 100, (120, 90))
    x = gt * 0.3 + rng.normal(0, 20, gt.shape) + 40

    # their factor takes the covariance by n - 1 and the variance by n
    assert zerocost_nrmse(RawPair(gt, x)) == pytest.approx(as_the_notebooks_do(gt, x), rel=1e-4)


@pytest.mark.parametrize("method", list(NormalisationMethod))
def test_it_is_the_same_under_every_normalisation(method: NormalisationMethod) -> None:
    rng = np.random.default_rng(9)
    gt, x = rng.random((20, 20)), rng.random((20, 20))
    metrics = [MetricId.RMSE, MetricId.LEGACY_ZEROCOST_NRMSE]

    measured = measure_restoration(gt, x, metrics=metrics, method=method).measurements[1]

    assert measured.value == zerocost_nrmse(RawPair(gt, x))
    assert measured.parameters == {
        "normalisation": "percentile with least-squares fit",
        "percentiles": [0.1, 99.9],
    }


def test_it_has_no_value_where_nothing_can_be_fitted() -> None:
    with pytest.raises(UndefinedMetricError, match="constant"):
        zerocost_nrmse(RawPair(np.ones((4, 4)), np.eye(4)))


def test_another_normalisation_that_fails_does_not_take_it_away() -> None:
    gt = np.zeros((40, 40))
    gt[:1, :3] = 1.0  # the usual percentiles are equal, those of the notebooks are not
    metrics = [MetricId.RMSE, MetricId.LEGACY_ZEROCOST_NRMSE]

    found = measure_restoration(
        gt, gt.T + gt, metrics=metrics, method=NormalisationMethod.PERCENTILE
    )

    assert [m.value is None for m in found.measurements] == [True, False]
