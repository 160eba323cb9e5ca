"""Average precision of the Data Science Bowl, against StarDist's accuracy and by hand."""

import json
from pathlib import Path
from statistics import fmean
from typing import Any, TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.metrics.overlap import label_overlap
from replicard.metrics.sweep import THRESHOLDS, ap_dsb, sweep_counts

Case: TypeAlias = tuple[str, NDArray[Any], NDArray[Any], dict[str, float | None]]

STARDIST: dict[str, Any] = json.loads(
    (Path(__file__).parent / "stardist_matching.json").read_text(encoding="utf-8")
)


def test_thresholds_are_those_of_the_data_science_bowl() -> None:
    assert tuple(round(0.5 + 0.05 * step, 2) for step in range(10)) == THRESHOLDS


def test_at_each_threshold_it_is_what_stardist_calls_accuracy(synthetic_cases: list[Case]) -> None:
    column = STARDIST["columns"].index("accuracy")
    for name, reference, prediction, _ in synthetic_cases:
        if not reference.any() and not prediction.any():
            continue
        counts = sweep_counts(label_overlap(reference, prediction))
        recorded = {row[0]: row[column] for row in STARDIST["synthetic"][name]}
        shared = [at for at in THRESHOLDS if at in recorded]
        assert len(shared) == 5
        for at in shared:
            found = counts.accuracies()[THRESHOLDS.index(at)]
            assert found == pytest.approx(recorded[at], abs=1e-8)
        assert ap_dsb(counts) == fmean(counts.accuracies())


def test_an_object_found_to_a_quarter_less_counts_at_half_of_the_thresholds() -> None:
    reference = np.ones((1, 100), int)
    prediction = np.where(np.arange(100) < 70, 1, 0)[None]

    assert ap_dsb(sweep_counts(label_overlap(reference, prediction))) == 0.5


def test_images_are_added_threshold_by_threshold() -> None:
    perfect = sweep_counts(label_overlap([[1, 2]], [[1, 2]]))
    missed = sweep_counts(label_overlap([[1, 2]], [[0, 0]]))

    assert ap_dsb(perfect + missed) == 0.5


def test_without_objects_there_is_no_value() -> None:
    with pytest.raises(UndefinedMetricError, match="neither"):
        ap_dsb(sweep_counts(label_overlap([[0]], [[0]])))
