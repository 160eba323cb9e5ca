import pytest

from replicard.errors import UndefinedMetricError
from replicard.metrics.spacing import (
    NO_PIXEL_SIZE,
    NO_PLANE_DISTANCE,
    Distance,
    Spacing,
    distance_unit,
    spacing_of,
)

XY = {"Y": 0.2, "X": 0.1}


def test_a_plane_of_known_pixel_size_is_measured_in_micrometres() -> None:
    assert spacing_of({**XY, "Z": 0.5}, ndim=2) == Spacing((0.2, 0.1), "µm")


@pytest.mark.parametrize("known", [{}, {"X": 0.1}])
def test_a_plane_of_unknown_pixel_size_is_measured_in_pixels(known: dict[str, float]) -> None:
    assert spacing_of(known, ndim=2) == Spacing((1.0, 1.0), "px")
    assert distance_unit(known, ndim=2) == "px"


@pytest.mark.parametrize("known", [{}, XY, {"Z": 0.5}])
def test_a_volume_needs_all_three_sizes(known: dict[str, float]) -> None:
    with pytest.raises(UndefinedMetricError, match=NO_PLANE_DISTANCE):
        spacing_of(known, ndim=3)
    assert distance_unit(known, ndim=3) == "µm"


def test_a_tolerance_in_pixels_is_a_multiple_of_the_width_of_a_pixel() -> None:
    assert Distance(2, "px").within(Spacing((0.2, 0.1), "µm")) == 0.2
    assert Distance(2, "px").within(Spacing((1.0, 1.0), "px")) == 2


def test_a_tolerance_in_micrometres_needs_the_pixel_size() -> None:
    assert Distance(0.5, "µm").within(Spacing((0.2, 0.1), "µm")) == 0.5
    with pytest.raises(UndefinedMetricError, match=NO_PIXEL_SIZE):
        Distance(0.5, "µm").within(Spacing((1.0, 1.0), "px"))


def test_a_distance_is_written_with_its_unit() -> None:
    assert str(Distance(2, "px")) == "2 px"
    assert str(Distance(0.5, "µm")) == "0.5 µm"
