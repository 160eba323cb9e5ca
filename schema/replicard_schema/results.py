"""Reading computed scores: what a result is called, which value stands for it."""

import math
from collections.abc import Mapping, Sequence

from replicard_schema.evidence import RAW_INPUT, Interval, MetricResult, Parameters
from replicard_schema.passport import Passport
from replicard_schema.vocabulary import Direction, MetricId

__all__ = [
    "PLANES",
    "RAW_INPUT",
    "chief_results",
    "interval_of",
    "interval_text",
    "measures_likeness",
    "metric_title",
    "result_title",
    "score_text",
    "units_to_halve",
    "value_of",
]

PLANES = ("channel",)
"""Parameters that name the part of an image a result is about."""


def value_of(result: MetricResult) -> float | None:
    """Return the mean over images, or the pooled value where single images have none."""
    if result.summary.mean is not None:
        return result.summary.mean
    return result.pooled.value if result.pooled is not None else None


def interval_of(result: MetricResult) -> Interval | None:
    """Return the interval of the value that stands for a result; None if it was not computed."""
    return result.mean_interval if result.summary.mean is not None else result.pooled_interval


def chief_results(results: Sequence[MetricResult]) -> tuple[MetricResult, ...]:
    """Return the results that sum up how alike label images are.

    These are F1, panoptic quality and Dice coefficient, and the IoU where there is no
    Dice coefficient; of several IoU thresholds the first.
    """
    thresholds = [r.parameters["iou_threshold"] for r in results if "iou_threshold" in r.parameters]
    known = {result.metric for result in results}
    chief = (MetricId.F1, MetricId.PANOPTIC_QUALITY, MetricId.DICE)
    wanted = chief if MetricId.DICE in known else (*chief[:2], MetricId.IOU)
    return tuple(
        result
        for metric in wanted
        for result in results
        if result.metric is metric
        and result.parameters.get("iou_threshold") in {None, *thresholds[:1]}
    )


def units_to_halve(interval: Interval) -> int:
    """Return how many images or groups would make an interval about half as wide.

    The width falls with the square root of their number, if others vary as these do.
    """
    return 4 * interval.n_units


def interval_text(interval: Interval) -> str:
    """Write the bounds of an interval with the decimals that its width deserves.

    Empty if there is only a reason for their absence.

    >>> interval_text(Interval(low=0.8412, high=0.9021, method="BCa", n_units=30))
    '0.84 to 0.90'
    """
    low, high = interval.low, interval.high
    if low is None or high is None:
        return ""
    half, size = (high - low) / 2, max(abs(low), abs(high))
    place = math.floor(math.log10(half)) if half > 0 else -2
    wanted = 1 - place if half < 2 * 10.0**place else -place
    least = next((digits for limit, digits in ((10, 2), (100, 1)) if size < limit), 0)
    digits = min(max(least, wanted), 6)
    # Adding 0.0 takes the sign from a rounded -0.0.
    low, high = round(low, digits) + 0.0, round(high, digits) + 0.0
    return f"{low:.{digits}f} to {high:.{digits}f}"


def measures_likeness(result: MetricResult, passports: Mapping[str, Passport]) -> bool:
    """Say whether a metric measures likeness, instead of counting something."""
    passport = passports.get(result.metric)
    return passport is not None and passport.direction is not Direction.NEITHER


def result_title(result: MetricResult, passports: Mapping[str, Passport]) -> str:
    """Return the name of a metric with the parameters that tell its results apart."""
    passport = passports.get(result.metric)
    return metric_title(passport.name if passport else result.metric.value, result.parameters)


def metric_title(name: str, parameters: Parameters) -> str:
    """Return a name with the parameters that tell results of one metric apart.

    A threshold, a class or a channel is named; settings that all results share,
    such as the data range, are not.

    >>> metric_title("F1", {"iou_threshold": 0.5}), metric_title("IoU", {"class": "nucleus"})
    ('F1 at IoU 0.5', 'IoU of nucleus')
    """
    qualifiers = [f"of {name} {parameters[name]}" for name in PLANES if name in parameters]
    if "tolerance" in parameters:
        qualifiers.append(f"at a tolerance of {parameters['tolerance']}")
    if "iou_threshold" in parameters:
        qualifiers.append(f"at IoU {parameters['iou_threshold']}")
    if parameters.get("class", "foreground") != "foreground":
        qualifiers.append(f"of {parameters['class']}")
    if "average" in parameters:
        qualifiers.append(f"as {parameters['average']} average")
    return " ".join([name, *qualifiers])


def score_text(value: float, unit: str | None = None) -> str:
    """Write a score with as many digits as a reader can use.

    >>> score_text(0.8712), score_text(28.4567, "dB"), score_text(0.00012)
    ('0.871', '28.46 dB', '0.00012')
    """
    limits = ((0.001, ".2g"), (10, ".3f"), (100, ".2f"), (1000, ".1f"))
    form = next((form for limit, form in limits if abs(value) < limit), ".0f")
    return f"{value:{form}} {unit or ''}".rstrip()
