"""The median of the absolute errors, which a few wrong pixels do not move."""

import numpy as np

from replicard.errors import UndefinedMetricError
from replicard.metrics import Family, NormalisedPair, PlugInMetric
from replicard_schema.passport import Passport
from replicard_schema.vocabulary import Direction, MetricId

PASSPORT = Passport(
    id=MetricId("replicard-example-plugin:median-error"),
    name="median absolute error",
    definition="The middle of the absolute differences between prediction and ground truth.",
    formula="median(|P - G|)",
    range="0 to no limit",
    direction=Direction.LOWER_IS_BETTER,
    undefined_when="The images hold no pixel; the image then has no value.",
    empty_rule="An image of one intensity is scored like any other.",
    aggregation="Mean over images; images without a value are left out and counted.",
    library="replicard-example-plugin",
    reference="10.1080/01621459.1974.10482962",
)


def _compute(pair: NormalisedPair) -> float:
    errors = np.abs(pair.prediction - pair.reference)
    if errors.size == 0:
        raise UndefinedMetricError("the images hold no pixel")
    return float(np.median(errors))


METRIC = PlugInMetric(PASSPORT, Family.INTENSITIES, _compute)
