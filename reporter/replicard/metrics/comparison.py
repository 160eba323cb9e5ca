"""Comparing results: candidates with each other and the raw input, and images among each other."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import mean

from replicard.metrics.example_places import example_places
from replicard.metrics.intervals import intervals
from replicard.metrics.permutation import FlipOutcome, holm, sign_flip_tests, smallest_p
from replicard.metrics.registry import METRICS
from replicard.metrics.resampling import Sampling
from replicard.metrics.unit_sums import mean_statistic
from replicard_schema.evidence import (
    ExampleChoice,
    ExampleRank,
    MetricResult,
    PairedComparison,
    SignFlipTest,
)
from replicard_schema.vocabulary import Direction, MetricId


@dataclass(frozen=True, slots=True)
class _Paired:
    """Two candidates by one metric, on the images on which both have a value."""

    candidate: str
    other: str
    result: MetricResult
    differences: Mapping[str, float]

    def worse(self) -> tuple[str, ...]:
        """Return the images on which the candidate is worse; a tie is not."""
        sign = _sign(self.result.metric)
        return tuple(image for image, value in self.differences.items() if sign * value < 0)


def compare(
    results: Mapping[str, Sequence[MetricResult]], *, raw_input: str, sampling: Sampling
) -> tuple[PairedComparison, ...]:
    """Compare every candidate with the raw input and with the candidates listed after it.

    Results are compared if metric and parameters are equal, images if both have a
    value; a metric without such an image is left out. Counts have no better or worse
    and are left out, too.

    Parameters
    ----------
    results
        Results by candidate, over the same images.
    raw_input
        Id of the candidate that is the raw input; it may be absent.
    """
    pairs = [
        found
        for candidate, other in _opponents(list(results), raw_input)
        for found in _paired(candidate, other, results)
    ]
    statistics = [mean_statistic(pair.differences, sampling) for pair in pairs]
    tests = _tests(pairs, sign_flip_tests([s.sums[:, 0] for s in statistics], sampling))
    return tuple(
        PairedComparison(
            candidate=pair.candidate,
            other=pair.other,
            metric=pair.result.metric,
            parameters=pair.result.parameters,
            n=len(pair.differences),
            mean_difference=mean(pair.differences.values()),
            interval=interval,
            worse=pair.worse(),
            n_equal=sum(value == 0 for value in pair.differences.values()),
            test=test,
            not_tested_because=_too_few(interval.n_units, sampling) if test is None else None,
        )
        for pair, interval, test in zip(pairs, intervals(statistics, sampling), tests, strict=True)
    )


def _opponents(candidates: Sequence[str], raw_input: str) -> Iterator[tuple[str, str]]:
    """Yield who is compared with whom: the raw input first, then the later candidates."""
    others = [candidate for candidate in candidates if candidate != raw_input]
    if raw_input in candidates:
        yield from ((candidate, raw_input) for candidate in others)
    yield from combinations(others, 2)


def _paired(
    candidate: str, other: str, results: Mapping[str, Sequence[MetricResult]]
) -> Iterator[_Paired]:
    of_other = {_key(result): result for result in results[other]}
    for result in results[candidate]:
        opposite = of_other.get(_key(result))
        if opposite is None or METRICS[result.metric].passport.direction is Direction.NEITHER:
            continue
        values, others = values_of(result), values_of(opposite)
        shared = {image: values[image] - others[image] for image in values if image in others}
        if shared:
            yield _Paired(candidate, other, result, shared)


def _tests(
    pairs: Sequence[_Paired], outcomes: Sequence[FlipOutcome | None]
) -> list[SignFlipTest | None]:
    """Adjust the p-values of each metric for the number of pairs that were tested by it."""
    tested = [(pair, found) for pair, found in zip(pairs, outcomes, strict=True) if found]
    families: dict[tuple[MetricId, str], list[float]] = {}
    for pair, found in tested:
        families.setdefault(_key(pair.result), []).append(found.p_value)
    adjusted = {key: iter(holm(p_values)) for key, p_values in families.items()}
    return [
        SignFlipTest(
            p_value=found.p_value,
            p_holm=next(adjusted[_key(pair.result)]),
            n_tests=len(families[_key(pair.result)]),
            is_exact=found.is_exact,
            n_flips=found.n_flips,
        )
        if found
        else None
        for pair, found in zip(pairs, outcomes, strict=True)
    ]


def _too_few(n_units: int, sampling: Sampling) -> str:
    noun = sampling.noun if n_units == 1 else f"{sampling.noun}s"
    return f"with {n_units} {noun} no p-value can be below {smallest_p(n_units):.2g}"


def choose_examples(
    candidate: str, result: MetricResult, *, named: Sequence[str] = ()
) -> tuple[ExampleChoice, ...]:
    """Choose the best, the median and the worst image by one metric, and those named.

    Images with a value are ranked from best to worst, equal ones by name. The median
    is the middle of the ranking, of two middle images the worse one. No image is
    chosen twice: of two images only the best and the worst are named, of one image
    only the best, and none if no image has a value.

    Parameters
    ----------
    candidate
        Whose images they are.
    result
        Values of the images.
    named
        Images that the authors want to be shown as well; those without a value are not.

    Raises
    ------
    ValueError
        If the metric is a count, which has no better or worse.
    """
    if METRICS[result.metric].passport.direction is Direction.NEITHER:
        raise ValueError(f"{result.metric} is a count, by which no image is better than another")
    goodness = _goodness_by_image(result)
    ranking = sorted(goodness, key=lambda image: (-goodness[image], image))
    ranks: dict[str, ExampleRank] = {
        ranking[place]: rank for rank, place in example_places(len(ranking))
    }
    for image in named:
        if image in goodness:
            ranks.setdefault(image, "chosen")
    return tuple(
        ExampleChoice(
            rank=rank,
            image=image,
            candidate=candidate,
            metric=result.metric,
            parameters=result.parameters,
            value=_sign(result.metric) * goodness[image],
        )
        for image, rank in ranks.items()
    )


def values_of(result: MetricResult) -> dict[str, float]:
    """Return the value of each image that has one, by its name."""
    return {score.image: score.value for score in result.per_image if score.value is not None}


def _goodness_by_image(result: MetricResult) -> dict[str, float]:
    """Return the values with the sign that makes larger ones better."""
    sign = _sign(result.metric)
    return {image: sign * value for image, value in values_of(result).items()}


def _sign(metric: MetricId) -> float:
    is_higher_better = METRICS[metric].passport.direction is Direction.HIGHER_IS_BETTER
    return 1.0 if is_higher_better else -1.0


def _key(result: MetricResult) -> tuple[MetricId, str]:
    return (result.metric, json.dumps(result.parameters, sort_keys=True))
