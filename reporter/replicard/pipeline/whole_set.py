"""Fitting what MicroSSIM takes from all images of a validation, then scoring each of them."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from replicard.images import FilePair
from replicard.metrics import (
    BACKGROUND_PERCENTILE,
    Bounds,
    Measurement,
    RangeFit,
    TailCounts,
    best_factor,
    bounds,
    percentile_of_set,
)
from replicard.pipeline.plan import RAW_INPUT, Plan
from replicard.pipeline.sources import Reader
from replicard.pipeline.tasks.set_scores import MicroTask
from replicard.pipeline.tasks.whole_set import (
    GROUND_TRUTH,
    Counts,
    Curves,
    Key,
    SetFiles,
    SetTask,
    Survey,
    Surveys,
)
from replicard_schema.evidence import SetFit
from replicard_schema.vocabulary import MetricId

_Share = TypeVar("_Share")


@dataclass(slots=True)
class SetScores:
    """What a metric that is fitted to a set gave.

    Attributes
    ----------
    by_candidate
        Name of each image with its measurements, by candidate.
    fits
        What was fitted, by candidate.
    """

    by_candidate: dict[str, list[tuple[str, tuple[Measurement, ...]]]] = field(default_factory=dict)
    fits: dict[str, tuple[SetFit, ...]] = field(default_factory=dict)


def score_whole_set(plan: Plan, pairs: Sequence[FilePair], *, reader: Reader) -> SetScores:
    """Fit and score what needs all images at once; nothing where no such metric is asked for.

    Parameters
    ----------
    pairs
        Images that could be scored, so that their files can be read.
    """
    if MetricId.MICRO_SSIM not in plan.metrics or plan.dataset.targets is None:
        return SetScores()
    files = {pair.name: found for pair in pairs if (found := _files(plan, pair, reader))}
    fits = _Fitting(list(files.values()), reader, f"fitting {plan.name}").fits()
    tasks = [MicroTask(each, name, fits) for name, each in files.items()]
    scores = SetScores()
    for outcome in reader.work.run(tasks, label=f"scoring {plan.name}"):
        for candidate, measured in outcome.measurements.items():
            scores.by_candidate.setdefault(candidate, []).append((outcome.image, measured))
    for (candidate, channel), fit in fits.items():
        record = SetFit(
            metric=MetricId.MICRO_SSIM,
            channel=channel,
            n_images=len(files),
            reference_background=fit.reference_background,
            prediction_background=fit.prediction_background,
            largest=fit.largest,
            factor=fit.factor,
        )
        scores.fits[candidate] = (*scores.fits.get(candidate, ()), record)
    return scores


def _files(plan: Plan, pair: FilePair, reader: Reader) -> SetFiles | None:
    if pair.target is None:
        return None
    acquisition = plan.dataset.acquisition
    predictions = dict(pair.predictions)
    if plan.compares_input and pair.image is not None:
        predictions[RAW_INPUT] = pair.image
    return SetFiles(
        reader.opening(plan.dataset.axes),
        pair.target,
        predictions,
        channel_names=tuple(c.name for c in acquisition.channels) if acquisition else (),
    )


@dataclass(frozen=True, slots=True)
class _Fitting:
    """Passes over all images of a set."""

    files: Sequence[SetFiles]
    reader: Reader
    label: str

    def fits(self) -> dict[Key, RangeFit]:
        """Return the fit of each candidate and channel that has one."""
        surveys = self._shares(Surveys())
        backgrounds = self._backgrounds(surveys)
        fits: dict[Key, RangeFit] = {}
        for key, found in surveys.items():
            truth = (GROUND_TRUTH, key[1])
            largest = max(survey.largest for survey in surveys[truth]) - backgrounds[truth]
            if key[0] == GROUND_TRUTH or largest <= 0:
                continue
            plain = RangeFit(backgrounds[truth], backgrounds[key], largest)
            factor = best_factor(self._asker(key, plain), start=_least_squares(found, plain))
            if factor is not None:
                fits[key] = replace(plain, factor=factor)
        return fits

    def _backgrounds(self, surveys: Mapping[Key, Sequence[Survey]]) -> dict[Key, float]:
        parts = {key: [survey.ends for survey in found] for key, found in surveys.items()}
        within: dict[Key, Bounds] = {key: bounds(found) for key, found in parts.items()}
        open_ones = {key: found for key, found in within.items() if not found.is_point}
        counted: dict[Key, list[TailCounts]] = self._shares(Counts(open_ones)) if open_ones else {}
        return {
            key: percentile_of_set(found, counted.get(key, ()), percentile=BACKGROUND_PERCENTILE)
            for key, found in parts.items()
        }

    def _asker(self, key: Key, fit: RangeFit) -> Callable[[Sequence[float]], Sequence[float]]:
        def sums(factors: Sequence[float]) -> Sequence[float]:
            shares = self._shares(Curves({key: fit}, {key: tuple(factors)}))
            return [math.fsum(each) for each in zip(*shares.get(key, []), strict=True)] or [0.0]

        return sums

    def _shares(
        self, ask: Callable[[SetFiles], dict[Key, list[_Share]]]
    ) -> dict[Key, list[_Share]]:
        outcomes = self.reader.work.run(
            [SetTask(each, ask) for each in self.files], label=self.label
        )
        together: dict[Key, list[_Share]] = {}
        for outcome in outcomes:
            for key, shares in outcome.items():
                together.setdefault(key, []).extend(shares)
        return together


def _least_squares(surveys: Iterable[Survey], fit: RangeFit) -> float:
    """Return the factor with the smallest squared error as a place to begin, or 1."""
    listed = list(surveys)
    n = sum(survey.ends.n for survey in listed)
    true, found, product, square = (
        math.fsum(survey.sums[i] for survey in listed) for i in range(4)
    )
    a, b = fit.reference_background, fit.prediction_background
    above = product - a * found - b * true + n * a * b
    below = square - 2 * b * found + n * b * b
    return above / below if above > 0 and below > 0 else 1.0
