"""Comparing results: prediction against raw input, and images among each other."""

import json
from collections.abc import Sequence
from typing import Literal, TypeAlias

from replicard.metrics.registry import METRICS
from replicard_schema.evidence import ExampleChoice, MetricResult, WorseThanInput
from replicard_schema.vocabulary import Direction, MetricId

_Rank: TypeAlias = Literal["best", "median", "worst"]


def worse_than_input(
    candidate: str, results: Sequence[MetricResult], input_results: Sequence[MetricResult]
) -> tuple[WorseThanInput, ...]:
    """List for each metric the images on which the candidate is worse than the raw input.

    Results are compared if metric and parameters are equal, images if both have a
    value; a metric without such an image is left out. A tie is not worse. Counts have no
    better or worse and are left out, too.

    Parameters
    ----------
    candidate
        Id of the candidate, for the record.
    results, input_results
        Results of the candidate and of the raw input over the same images.
    """
    of_input = {_key(result): result for result in input_results}
    found = []
    for result in results:
        raw = of_input.get(_key(result))
        if raw is None or METRICS[result.metric].passport.direction is Direction.NEITHER:
            continue
        raw_goodness = _goodness_by_image(raw)
        goodness = _goodness_by_image(result)
        shared = [image for image in goodness if image in raw_goodness]
        if not shared:
            continue
        worse = tuple(image for image in shared if goodness[image] < raw_goodness[image])
        found.append(
            WorseThanInput(
                candidate=candidate,
                metric=result.metric,
                parameters=result.parameters,
                images=worse,
                n=len(shared),
            )
        )
    return tuple(found)


def choose_examples(candidate: str, result: MetricResult) -> tuple[ExampleChoice, ...]:
    """Choose the best, the median and the worst image by one metric.

    Images with a value are ranked from best to worst, equal ones by name. The median
    is the middle of the ranking, of two middle images the worse one. No image is
    chosen twice: of two images only the best and the worst are named, of one image
    only the best, and none if no image has a value.

    Raises
    ------
    ValueError
        If the metric is a count, which has no better or worse.
    """
    if METRICS[result.metric].passport.direction is Direction.NEITHER:
        raise ValueError(f"{result.metric} is a count, by which no image is better than another")
    goodness = _goodness_by_image(result)
    ranking = sorted(goodness, key=lambda image: (-goodness[image], image))
    return tuple(
        ExampleChoice(
            rank=rank,
            image=ranking[place],
            candidate=candidate,
            metric=result.metric,
            parameters=result.parameters,
            value=_sign(result.metric) * goodness[ranking[place]],
        )
        for rank, place in _places(len(ranking))
    )


def _places(n: int) -> tuple[tuple[_Rank, int], ...]:
    """Return the places of the examples in a ranking of ``n`` images, none twice."""
    match n:
        case 0:
            return ()
        case 1:
            return (("best", 0),)
        case 2:
            return (("best", 0), ("worst", 1))
        case _:
            return (("best", 0), ("median", n // 2), ("worst", n - 1))


def _goodness_by_image(result: MetricResult) -> dict[str, float]:
    """Return the values with the sign that makes larger ones better."""
    sign = _sign(result.metric)
    return {
        score.image: sign * score.value for score in result.per_image if score.value is not None
    }


def _sign(metric: MetricId) -> float:
    is_higher_better = METRICS[metric].passport.direction is Direction.HIGHER_IS_BETTER
    return 1.0 if is_higher_better else -1.0


def _key(result: MetricResult) -> tuple[MetricId, str]:
    return (result.metric, json.dumps(result.parameters, sort_keys=True))
