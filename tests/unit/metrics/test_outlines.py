"""Distances between outlines, against MONAI, brute force, and by hand."""

from typing import Any, TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from replicard.errors import UndefinedMetricError
from replicard.metrics.counts import OutlineCounts
from replicard.metrics.outlines import (
    NO_OUTLINE,
    NO_PREDICTED_OUTLINE,
    NO_REFERENCE_OUTLINE,
    boundary_f,
    hausdorff_distance_95,
    outline_distances,
)

Case: TypeAlias = tuple[str, NDArray[Any], NDArray[Any], dict[str, float | None]]

SPACING = (0.9, 0.5, 0.2)


def _square(shift: int = 0) -> NDArray[np.bool_]:
    mask = np.zeros((9, 9), dtype=bool)
    mask[3:6, 3 + shift : 6 + shift] = True
    return mask


def _blobs(seed: int, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    return np.asarray(np.random.default_rng(seed).random(shape) > 0.8)


def _assert_as_monai(case: Case) -> None:
    _, reference, prediction, values = case
    plain = outline_distances(reference, prediction, spacing=(1.0,) * reference.ndim)
    if values["hd95"] is not None:
        spacing = SPACING[-reference.ndim :]
        anisotropic = outline_distances(reference, prediction, spacing=spacing)
        # MONAI computes in single precision
        assert hausdorff_distance_95(plain) == pytest.approx(values["hd95"], rel=1e-5)
        assert hausdorff_distance_95(anisotropic) == pytest.approx(
            values["hd95_anisotropic"], rel=1e-5
        )
    if values["surface_dice"] is not None:
        counts = plain.counts(tolerance=2.0)
        near = counts.near_reference + counts.near_prediction
        of_both = near / (counts.n_reference + counts.n_prediction)
        assert of_both == pytest.approx(values["surface_dice"], rel=1e-6)


def test_synthetic_masks_are_as_far_apart_as_monai_recorded(synthetic_cases: list[Case]) -> None:
    for case in synthetic_cases:
        _assert_as_monai(case)


def test_real_masks_are_as_far_apart_as_monai_recorded(real_cases: list[Case]) -> None:
    for case in real_cases:
        _assert_as_monai(case)


@pytest.mark.parametrize("shape", [(17, 23), (6, 9, 8)])
def test_distances_are_those_of_brute_force(shape: tuple[int, ...]) -> None:
    masks = _blobs(1, shape), _blobs(2, shape)
    spacing = SPACING[-len(shape) :]

    found = outline_distances(*masks, spacing=spacing)

    outlines = [np.argwhere(_outline_pixel_by_pixel(mask)) * spacing for mask in masks]
    apart = cdist(*outlines)
    np.testing.assert_allclose(found.from_reference, apart.min(axis=1), atol=1e-12)
    np.testing.assert_allclose(found.from_prediction, apart.min(axis=0), atol=1e-12)


def _outline_pixel_by_pixel(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    padded = np.pad(mask, 1)
    outline = np.zeros_like(mask)
    for place in np.argwhere(mask):
        for axis in range(mask.ndim):
            for step in (-1, 1):
                neighbour = place + 1
                neighbour[axis] += step
                outline[tuple(place)] |= not padded[tuple(neighbour)]
    return outline


def test_spacing_belongs_to_its_axis() -> None:
    moved = np.roll(_square(), 2, axis=0)

    along_y = hausdorff_distance_95(outline_distances(_square(), moved, spacing=(3.0, 0.1)))
    along_x = hausdorff_distance_95(outline_distances(_square(), moved.T, spacing=(0.1, 3.0)))

    assert along_y == along_x
    assert along_y > 0.1


def test_the_larger_direction_counts() -> None:
    far = _square() | np.roll(_square(), 4, axis=1)

    found = hausdorff_distance_95(outline_distances(_square(), far, spacing=(1.0, 1.0)))

    assert found == hausdorff_distance_95(outline_distances(far, _square(), spacing=(1.0, 1.0)))
    assert found >= 3.0


def test_a_distance_that_equals_the_tolerance_is_near_wherever_it_lies() -> None:
    # 3 * 0.1 is a little more than 0.3, and differences of large places are rounded.
    reference = np.zeros((2, 1000), dtype=bool)
    prediction = reference.copy()
    reference[0, 997], prediction[0, 994] = True, True

    counts = outline_distances(reference, prediction, spacing=(0.1, 0.1)).counts(tolerance=0.3)

    assert counts == OutlineCounts(1, 1, 1, 1)


def test_an_image_border_closes_an_outline() -> None:
    full = np.ones((4, 5), dtype=bool)

    assert outline_distances(full, full, spacing=(1, 1)).from_reference.size == 14


def test_one_pixel_is_its_own_outline() -> None:
    one, other = np.zeros((3, 3), dtype=bool), np.zeros((3, 3), dtype=bool)
    one[0, 0], other[2, 2] = True, True

    found = outline_distances(one, other, spacing=(3.0, 4.0))

    assert hausdorff_distance_95(found) == 10.0
    assert boundary_f(found.counts(tolerance=10.0)) == 1.0
    assert boundary_f(found.counts(tolerance=9.9)) == 0.0


@pytest.mark.parametrize(
    ("reference", "prediction", "reason"),
    [
        (np.zeros((9, 9), bool), np.zeros((9, 9), bool), NO_OUTLINE),
        (np.zeros((9, 9), bool), _square(), NO_REFERENCE_OUTLINE),
        (_square(), np.zeros((9, 9), bool), NO_PREDICTED_OUTLINE),
    ],
)
def test_without_an_outline_there_is_no_distance(
    reference: NDArray[np.bool_], prediction: NDArray[np.bool_], reason: str
) -> None:
    distances = outline_distances(reference, prediction, spacing=(1, 1))

    with pytest.raises(UndefinedMetricError, match=reason):
        hausdorff_distance_95(distances)


def test_a_boundary_f_of_one_empty_mask_is_0_and_of_two_undefined() -> None:
    empty = np.zeros((9, 9), bool)

    one = outline_distances(empty, _square(), spacing=(1, 1)).counts(tolerance=2)

    assert boundary_f(one) == 0.0
    with pytest.raises(UndefinedMetricError, match=NO_OUTLINE):
        boundary_f(outline_distances(empty, empty, spacing=(1, 1)).counts(tolerance=2))


@pytest.mark.parametrize("spacing", [(1.0,), (1.0, 0.0), (1.0, 1.0, 1.0)])
def test_a_spacing_has_one_positive_length_for_each_axis(spacing: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="axes"):
        outline_distances(_square(), _square(), spacing=spacing)


def test_masks_of_different_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="shapes differ"):
        outline_distances(_square(), np.zeros((9, 8), bool), spacing=(1, 1))
