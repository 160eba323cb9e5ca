import pytest

from replicard.metrics.measurement import Measurement
from replicard_schema.vocabulary import MetricId


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_value_is_finite(value: float) -> None:
    with pytest.raises(ValueError, match="which is no value"):
        Measurement(MetricId.PSNR, value)


def test_a_measurement_has_a_value_or_a_reason_and_not_both() -> None:
    with pytest.raises(ValueError, match="either a value or a reason"):
        Measurement(MetricId.PSNR, None)
    with pytest.raises(ValueError, match="either a value or a reason"):
        Measurement(MetricId.PSNR, 1.0, "identical images have no finite PSNR")
