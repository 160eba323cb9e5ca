"""Laws of the metrics of outlines."""

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.metrics.outlines import (
    OutlineDistances,
    boundary_f,
    hausdorff_distance_95,
    outline_distances,
)

Mask = NDArray[np.bool_]

shapes = st.shared(hnp.array_shapes(min_dims=2, max_dims=3, max_side=7), key="shape")
masks = hnp.arrays(np.bool_, shapes)
lengths = st.shared(shapes, key="shape").flatmap(
    lambda shape: st.tuples(*[st.floats(0.01, 10)] * len(shape))
)


def _hd95(distances: OutlineDistances) -> float | None:
    try:
        return hausdorff_distance_95(distances)
    except UndefinedMetricError:
        return None


@given(masks, masks, lengths)
def test_distances_are_symmetric(a: Mask, b: Mask, spacing: tuple[float, ...]) -> None:
    there = outline_distances(a, b, spacing=spacing)
    back = outline_distances(b, a, spacing=spacing)

    assert _hd95(there) == _hd95(back)
    np.testing.assert_array_equal(there.from_reference, back.from_prediction)


@given(masks, lengths)
def test_a_mask_is_at_no_distance_from_itself(a: Mask, spacing: tuple[float, ...]) -> None:
    distances = outline_distances(a, a, spacing=spacing)

    assert _hd95(distances) == (0.0 if a.any() else None)
    if a.any():
        assert boundary_f(distances.counts(tolerance=0.0)) == 1.0


@given(masks, masks, lengths, st.floats(0.1, 10))
def test_a_distance_grows_with_the_pixels(
    a: Mask, b: Mask, spacing: tuple[float, ...], factor: float
) -> None:
    plain = _hd95(outline_distances(a, b, spacing=spacing))
    scaled = _hd95(outline_distances(a, b, spacing=[factor * length for length in spacing]))

    assert scaled == (None if plain is None else pytest.approx(factor * plain))


@given(masks, masks, lengths, st.floats(0, 20), st.floats(0, 20))
def test_a_wider_tolerance_never_lowers_the_score(
    a: Mask, b: Mask, spacing: tuple[float, ...], one: float, other: float
) -> None:
    distances = outline_distances(a, b, spacing=spacing)
    if not a.any() and not b.any():
        return
    narrow, wide = (
        boundary_f(distances.counts(tolerance=tolerance)) for tolerance in sorted((one, other))
    )

    assert 0 <= narrow <= wide <= 1


@given(masks, masks, lengths)
def test_a_place_in_the_image_has_no_influence(
    a: Mask, b: Mask, spacing: tuple[float, ...]
) -> None:
    padded = [np.pad(mask, [(3, 0)] * mask.ndim) for mask in (a, b)]

    plain = outline_distances(np.pad(a, 1), np.pad(b, 1), spacing=spacing)
    moved = outline_distances(*(np.pad(mask, 1) for mask in padded), spacing=spacing)

    np.testing.assert_array_equal(plain.from_reference, moved.from_reference)
