"""A metric of another package with the formula of one of ours has its results."""

from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from typing import Any

import numpy as np
import pytest

from replicard.metrics import METRICS, Family, ObjectCounts, PixelCounts, PlugInMetric, plug_in
from replicard.metrics.aggregate import aggregate
from replicard.metrics.measure_labels import measure_instances
from replicard.metrics.objects import recall
from replicard.metrics.resampling import Sampling
from replicard.plugins import Group, PlugIn, UnknownPlugInError
from replicard_schema.evidence import MetricResult
from replicard_schema.passports import PASSPORTS
from replicard_schema.vocabulary import MetricId

FOREIGN = MetricId("lab-metrics:twin")


@pytest.fixture
def announce(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[PlugInMetric], None]]:
    """Return a function that lets a metric be announced by an installed package."""

    def announced(metric: PlugInMetric) -> None:
        entry = EntryPoint("twin", "lab_metrics:TWIN", Group.METRICS.value)
        found = PlugIn(Group.METRICS, FOREIGN.value, "lab-metrics", "1.2", entry)
        monkeypatch.setattr(PlugIn, "load", lambda *_: metric)
        monkeypatch.setattr(plug_in, "plug_in", lambda *_: found)

    plug_in.plug_in_spec.cache_clear()
    yield announced
    plug_in.plug_in_spec.cache_clear()


def twin(ours: MetricId, family: Family, compute: Callable[[Any], float]) -> PlugInMetric:
    return PlugInMetric(PASSPORTS[ours].model_copy(update={"id": FOREIGN}), family, compute)


def results(ours: MetricId) -> list[MetricResult]:
    random = np.random.default_rng(3)
    images = [random.integers(0, 2, (12, 12)) * np.arange(12)[:, None] for _ in range(8)]
    others = [np.where(random.random((12, 12)) < 0.9, image, 0) for image in images]
    measured = [
        (
            str(number),
            measure_instances(
                *pair, metrics=[ours, FOREIGN], iou_thresholds=[0.5, 0.9]
            ).measurements,
        )
        for number, pair in enumerate(zip(images, others, strict=True))
    ]
    sampling = Sampling({name: name for name, _ in measured}, seed=7, resamples=200)
    return list(aggregate(measured, sampling=sampling))


def dice(counts: PixelCounts) -> float:
    return 2 * counts.tp / (2 * counts.tp + counts.fp + counts.fn)


def found_share(counts: ObjectCounts) -> float:
    return recall(counts)


@pytest.mark.parametrize(
    ("ours", "family", "compute"),
    [
        (MetricId.RECALL, Family.OBJECTS, found_share),
        (MetricId.DICE, Family.PIXELS, dice),
    ],
)
def test_values_pooled_values_and_intervals_are_those_of_our_own(
    announce: Callable[[PlugInMetric], None],
    ours: MetricId,
    family: Family,
    compute: Callable[[Any], float],
) -> None:
    announce(twin(ours, family, compute))

    found = results(ours)

    mine = [result for result in found if result.metric == ours]
    theirs = [result for result in found if result.metric == FOREIGN]
    assert len(mine) == len(theirs) > 0
    assert mine[0].pooled is not None
    assert [result.model_copy(update={"metric": ours}) for result in theirs] == mine


def test_the_table_lists_our_metrics_only(announce: Callable[[PlugInMetric], None]) -> None:
    announce(twin(MetricId.DICE, Family.PIXELS, dice))

    assert METRICS[FOREIGN].passport.name == PASSPORTS[MetricId.DICE].name
    assert FOREIGN not in METRICS
    assert set(METRICS) == set(MetricId)
    (package,) = plug_in.packages_of([MetricId.F1, FOREIGN])
    assert package.startswith("lab-metrics 1.2 (")


def test_what_is_not_installed_is_told() -> None:
    with pytest.raises(UnknownPlugInError, match="package `lab-metrics`, which is not installed"):
        METRICS[FOREIGN]
