"""Comparing data sets: what is called different, and what is not."""

from collections.abc import Sequence

import pytest

from replicard.similarity import (
    ImageFacts,
    IntensityStatistics,
    LabelFacts,
    ObjectStatistics,
    compare_acquisition,
    compare_statistics,
    summarise,
)
from replicard_schema.evidence import ComparedProperty, DataStatistics, Mark
from replicard_schema.sections.dataset import Dataset


def image(snr: float = 20.0, pixel: float | None = 0.5, **changes: object) -> ImageFacts:
    channel = IntensityStatistics(background=100, signal=10 * snr, noise=10, saturated=0)
    given: dict[str, object] = {
        "shape": (64, 64),
        "axes": "YX",
        "dtype": "uint16",
        "pixel_size_um": {} if pixel is None else {"Y": pixel, "X": pixel},
        "channels": {"": channel},
    }
    return ImageFacts(**{**given, **changes})  # type: ignore[arg-type]


def labels(pixels: float, pixel: float | None = 0.5) -> LabelFacts:
    found = ObjectStatistics(sizes=(pixels, pixels, pixels), count=9, coverage=0.2, is_mask=False)
    return LabelFacts("YX", [found], {} if pixel is None else {"Y": pixel, "X": pixel})


def of_snr(values: Sequence[float]) -> DataStatistics:
    return summarise([image(snr) for snr in values])


def marks(found: Sequence[ComparedProperty]) -> dict[str, Mark]:
    return {one.id: one.mark for one in found}


def different(found: Sequence[ComparedProperty]) -> list[str]:
    return [name for name, mark in marks(found).items() if mark is Mark.DIFFERENT]


def test_a_data_set_is_like_itself() -> None:
    data = summarise([image(), image(30)], [labels(100)])

    found = compare_statistics(data, data)

    assert different(found) == []
    assert marks(found)["object_diameter"] is Mark.ALIKE


def test_a_factor_beyond_the_threshold_is_different_if_the_images_do_not_overlap() -> None:
    training = of_snr([20, 21, 22, 23])

    assert "snr" in different(compare_statistics(training, of_snr([50, 51, 52])))
    assert different(compare_statistics(training, of_snr([35, 36, 37]))) == []
    assert different(compare_statistics(training, of_snr([15, 50, 51]))) == []


def test_few_images_need_a_larger_factor() -> None:
    training = of_snr([20, 21, 22, 23])

    assert different(compare_statistics(training, of_snr([45]))) == []
    assert "snr" in different(compare_statistics(training, of_snr([70])))


def test_objects_are_compared_in_micrometres_and_in_pixels() -> None:
    training = summarise([image()] * 3, [labels(616)] * 3)
    other = summarise([image(pixel=1.07)] * 3, [labels(616, 1.07)] * 3)

    found = {one.id: one for one in compare_statistics(training, other)}

    assert found["object_diameter"].mark is Mark.DIFFERENT
    assert found["object_diameter"].factor == pytest.approx(2.14)
    assert (found["object_diameter"].training, found["object_diameter"].other) == (
        "14 µm",
        "30 µm",
    )
    assert found["object_diameter_pixels"].mark is Mark.ALIKE
    assert found["pixel_size"].mark is Mark.DIFFERENT


def test_without_a_pixel_size_only_pixels_are_compared() -> None:
    training = summarise([image()] * 3, [labels(600)] * 3)
    other = summarise([image(pixel=None)] * 3, [labels(60, None)] * 3)

    found = marks(compare_statistics(training, other))

    assert found["object_diameter"] is Mark.NOT_COMPARED
    assert found["pixel_size"] is Mark.NOT_COMPARED
    assert found["object_diameter_pixels"] is Mark.DIFFERENT


def test_other_axes_and_types_are_different() -> None:
    volume = image(shape=(9, 64, 64), axes="ZYX", dtype="uint8")

    found = different(compare_statistics(summarise([image()]), summarise([volume])))

    assert found[:2] == ["axes", "dtype"]
    mixed = summarise([image(), volume])
    assert different(compare_statistics(mixed, summarise([volume])))[:1] != ["axes"]


def test_channels_are_compared_by_name() -> None:
    one, two = (IntensityStatistics(100, signal, 10, 0) for signal in (100, 900))
    red = image(channels={"red": one, "green": two})
    swapped = image(channels={"red": two, "green": one})

    found = compare_statistics(summarise([red] * 3), summarise([swapped] * 3))

    assert {"signal:red", "signal:green"} <= set(different(found))
    assert "signal (red)" in [one.name for one in found]


def test_nothing_is_compared_with_zero() -> None:
    dark = IntensityStatistics(0, 0, None, 0)

    found = marks(compare_statistics(of_snr([20]), summarise([image(channels={"": dark})])))

    assert found["signal"] is Mark.NOT_COMPARED
    assert found["snr"] is Mark.NOT_COMPARED


def acquired(**fields: object) -> Dataset:
    return Dataset.model_validate({"acquisition": fields})


def test_texts_of_the_card_are_compared_by_letters_and_digits() -> None:
    one = acquired(modality="wide-field fluorescence", detector={"binning": "2x2"})
    two = acquired(modality="Widefield fluorescence", detector={"binning": "2 x 2"})
    three = acquired(modality="confocal")

    assert set(marks(compare_acquisition(one, two)).values()) == {Mark.ALIKE}
    found = marks(compare_acquisition(one, three))
    assert found == {"modality": Mark.WORDED_DIFFERENTLY, "binning": Mark.NOT_COMPARED}


def test_numbers_of_the_card_are_compared_in_one_unit() -> None:
    one = acquired(
        objective={"magnification": "20x", "numerical_aperture": 0.8},
        exposure="200 ms",
        pixel_size={"x": "0.65 µm", "y": "0.65 µm"},
    )
    two = acquired(
        objective={"magnification": 20, "numerical_aperture": 1.4},
        exposure="0.45 s",
        pixel_size={"x": "650 nm", "y": "650 nm"},
    )

    found = compare_acquisition(one, two)

    assert different(found) == ["numerical_aperture", "exposure"]
    assert marks(found)["stated_pixel_size"] is Mark.ALIKE


def test_what_neither_states_is_left_out() -> None:
    assert compare_acquisition(Dataset(), Dataset()) == ()
