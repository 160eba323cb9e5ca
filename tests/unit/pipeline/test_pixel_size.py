"""Where the size of a pixel comes from, and the unit that distances have without one."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from tests.unit.pipeline.conftest import Study

from replicard_schema.evidence import MetricResult
from replicard_schema.vocabulary import MetricId

Squares = Callable[..., NDArray[np.uint16]]

ASKED = ", metrics: [hd95, boundary_f], boundary_tolerance: 0.3 um"
STATED = ", acquisition: {pixel_size: {x: 0.5 um, y: 250 nm}}"


def _write_calibrated(folder: Path, name: str, image: NDArray[np.uint16], um: float) -> None:
    tifffile.imwrite(
        folder / "images" / f"{name}.tif",
        image,
        imagej=True,
        resolution=(1 / um, 1 / um),
        metadata={"unit": "um"},
    )


def _results(study: Study, metric: MetricId) -> list[MetricResult]:
    found = study.evaluate().evidence.validations["check"].candidates["net"].results
    return [result for result in found if result.metric is metric]


def _values(result: MetricResult) -> list[float | None]:
    return [score.value for score in result.per_image]


def test_the_card_says_how_large_pixels_are(study: Study) -> None:
    study.write_card(dataset=STATED, validation=ASKED)

    (hd95,), (boundary_f,) = _results(study, MetricId.HD95), _results(study, MetricId.BOUNDARY_F)

    # Squares moved by one pixel along y.
    assert (hd95.unit, _values(hd95)) == ("µm", [0.0, 0.25])
    assert boundary_f.parameters["tolerance"] == "0.3 µm"
    assert _values(boundary_f) == [1.0, 1.0]


def test_else_the_image_files_say_it(study: Study, squares: Squares) -> None:
    for name in ("a", "b"):
        _write_calibrated(study.folder, name, squares(), um=0.4)
    study.write_card(validation=ASKED)

    (hd95,), (boundary_f,) = _results(study, MetricId.HD95), _results(study, MetricId.BOUNDARY_F)

    assert (hd95.unit, _values(hd95)) == ("µm", [0.0, pytest.approx(0.4)])
    assert _values(boundary_f)[1] != 1.0


def test_the_card_is_believed_and_a_disagreement_told(study: Study, squares: Squares) -> None:
    for name in ("a", "b"):
        _write_calibrated(study.folder, name, squares(), um=0.4)
    study.write_card(dataset=STATED, validation=ASKED)

    (hd95,) = _results(study, MetricId.HD95)

    assert _values(hd95) == [0.0, 0.25]


def test_of_unknown_size_distances_are_in_pixels_and_no_tolerance_holds(study: Study) -> None:
    study.write_card(validation=ASKED)

    (hd95,), (boundary_f,) = _results(study, MetricId.HD95), _results(study, MetricId.BOUNDARY_F)

    assert (hd95.unit, _values(hd95)) == ("px", [0.0, 1.0])
    assert _values(boundary_f) == [None, None]
    assert "pixel size is not known" in (boundary_f.per_image[0].undefined_because or "")


def test_images_of_known_and_unknown_size_are_not_averaged(study: Study, squares: Squares) -> None:
    _write_calibrated(study.folder, "b", squares(), um=0.4)
    study.write_card(validation=", metrics: [hd95]")

    of_known, of_unknown = sorted(_results(study, MetricId.HD95), key=lambda r: r.unit or "")[::-1]

    assert (of_known.unit, [score.image for score in of_known.per_image]) == ("µm", ["b"])
    assert (of_unknown.unit, [score.image for score in of_unknown.per_image]) == ("px", ["a"])


@pytest.mark.parametrize("z", ["", ", z: 2 um"])
def test_a_volume_needs_the_distance_of_its_planes(study: Study, squares: Squares, z: str) -> None:
    volume = np.stack([np.zeros_like(squares()), squares(), squares(), squares() * 0])
    for side, stack in (("images", volume), ("targets", volume), ("predictions", volume[::-1])):
        study.write(side, {"a": stack, "b": np.roll(stack, side == "predictions", axis=0)})
    stated = f", axes: ZYX, acquisition: {{pixel_size: {{x: 0.5 um, y: 0.5 um{z}}}}}"
    study.write_card(dataset=stated, validation=", metrics: [hd95]")

    (hd95,) = _results(study, MetricId.HD95)

    if z:
        assert _values(hd95) == [0.0, 2.0]
    else:
        assert _values(hd95) == [None, None]
        assert "between the planes" in (hd95.per_image[0].undefined_because or "")
