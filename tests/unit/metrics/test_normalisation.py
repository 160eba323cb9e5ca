import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.metrics.normalisation import (
    describe_normalisation,
    normalise,
    notes_on_intensities,
)
from replicard.metrics.ssim import ssim
from replicard_schema.vocabulary import NormalisationMethod

NONE = NormalisationMethod.NONE
MIN_MAX = NormalisationMethod.MIN_MAX
PERCENTILE = NormalisationMethod.PERCENTILE
FIT = NormalisationMethod.PERCENTILE_FIT
SCALING = (MIN_MAX, PERCENTILE, FIT)


def _images(dtype: type[np.generic] = np.float64) -> tuple[NDArray[np.generic], ...]:
    generator = np.random.default_rng(3)
    reference = generator.uniform(100, 3000, (40, 50))
    prediction = 0.3 * reference + generator.normal(200, 20, reference.shape)
    return reference.astype(dtype), prediction.astype(dtype)


def test_without_normalisation_the_data_range_is_that_of_the_reference() -> None:
    reference, prediction = _images(np.uint16)

    pair = normalise(reference, prediction, method=NONE)

    assert (pair.reference == reference).all()
    assert (pair.prediction == prediction).all()
    assert pair.data_range == int(reference.max()) - int(reference.min())


def test_min_max_maps_each_image_by_its_own_extremes() -> None:
    pair = normalise(*_images(), method=MIN_MAX)

    for image in (pair.reference, pair.prediction):
        assert (image.min(), image.max()) == (0.0, 1.0)
    assert pair.data_range == 1.0


def test_percentiles_map_each_image_by_its_own_and_clip_nothing() -> None:
    pair = normalise(*_images(), method=PERCENTILE, percentiles=(5.0, 90.0))

    for image in (pair.reference, pair.prediction):
        assert np.percentile(image, (5, 90)) == pytest.approx([0, 1], abs=1e-12)
        assert image.min() < 0
        assert image.max() > 1
    assert pair.data_range == 1.0
    assert pair.slope is None


def test_the_fit_finds_the_line_with_the_least_squared_error() -> None:
    reference, prediction = _images()

    pair = normalise(reference, prediction, method=FIT)

    slope, offset = np.polyfit(np.ravel(prediction), np.ravel(pair.reference), 1)
    assert pair.slope == pytest.approx(slope)
    assert pair.offset == pytest.approx(offset)
    assert pair.prediction == pytest.approx(slope * np.asarray(prediction, float) + offset)


def test_an_inverted_image_scores_a_perfect_ssim_after_the_fit_but_is_noted() -> None:
    reference, _ = _images()
    inverted = 5000 - np.asarray(reference, dtype=float)

    fitted = normalise(reference, inverted, method=FIT)
    scaled = normalise(reference, inverted, method=PERCENTILE)

    assert ssim(fitted.reference, fitted.prediction, data_range=1.0) == pytest.approx(1)
    assert fitted.slope is not None
    assert fitted.slope < 0
    assert [note.code for note in fitted.notes] == ["inverted-contrast"]
    assert "negative" in fitted.notes[0].message
    assert ssim(scaled.reference, scaled.prediction, data_range=1.0) < 0


@pytest.mark.parametrize("method", list(NormalisationMethod))
def test_whole_numbers_do_not_wrap_around(method: NormalisationMethod) -> None:
    dark, bright = np.array([[0, 10]], np.uint8), np.array([[250, 255]], np.uint8)

    pair = normalise(dark, bright, method=method)

    assert pair.prediction.dtype == np.float64
    assert pair.prediction[0, 1] > pair.prediction[0, 0]


@pytest.mark.parametrize("method", SCALING)
def test_a_constant_ground_truth_cannot_be_normalised(method: NormalisationMethod) -> None:
    _, prediction = _images()

    with pytest.raises(UndefinedMetricError, match="the ground truth is constant"):
        normalise(np.full((40, 50), 7.0), prediction, method=method)


@pytest.mark.parametrize("method", SCALING)
def test_a_constant_prediction_cannot_be_normalised(method: NormalisationMethod) -> None:
    reference, _ = _images()

    with pytest.raises(UndefinedMetricError, match="the prediction is constant"):
        normalise(reference, np.full((40, 50), 7), method=method)


def test_a_constant_image_is_noted_even_where_it_can_be_scored() -> None:
    reference, _ = _images()

    pair = normalise(reference, np.full((40, 50), 7), method=NONE)

    assert [(note.code, note.message) for note in pair.notes] == [
        ("constant-image", "every pixel of the prediction has the same value")
    ]


def test_equal_percentiles_of_a_sparse_image_are_a_reason_of_their_own() -> None:
    sparse = np.zeros((40, 50))
    sparse[0, 0] = 9

    with pytest.raises(UndefinedMetricError, match=r"percentiles 1 and 99.8 of the ground truth"):
        normalise(sparse, sparse, method=PERCENTILE)


@pytest.mark.parametrize("method", list(NormalisationMethod))
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_an_intensity_that_is_not_finite_is_refused_with_its_number(
    method: NormalisationMethod, value: float
) -> None:
    reference, prediction = _images()
    broken = np.array(prediction)
    broken[0, :3] = value

    with pytest.raises(UndefinedMetricError, match="the prediction holds 3 pixels without"):
        normalise(reference, broken, method=method)
    assert [note.code for note in notes_on_intensities(reference, broken)] == ["unusable-intensity"]


def test_intensities_whose_squares_overflow_are_refused() -> None:
    images = [[-1.7e308, 1.7e308]], [[0.0, 1.0]]

    with pytest.raises(UndefinedMetricError, match="overflow"):
        normalise(*images, method=NONE)
    assert [note.code for note in notes_on_intensities(*images)] == ["unusable-intensity"]


@pytest.mark.parametrize("percentiles", [(99.0, 1.0), (5.0, 5.0), (-1.0, 50.0), (1.0, 101.0)])
def test_percentiles_that_do_not_rise_are_refused(percentiles: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="percentiles must rise within 0 to 100"):
        normalise(*_images(), method=PERCENTILE, percentiles=percentiles)


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        (np.zeros((3, 4)), r"shapes differ: \(3, 4\) and \(4, 3\)"),
        (np.zeros((4, 3), dtype=complex), "not complex128"),
        (np.zeros((0, 3)), "no pixels"),
    ],
)
def test_what_is_no_pair_of_images_is_refused(reference: NDArray[np.generic], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        normalise(reference, np.zeros((4, 3)), method=NONE)


@pytest.mark.parametrize("method", list(NormalisationMethod))
def test_the_description_names_the_percentiles_only_where_they_are_used(
    method: NormalisationMethod,
) -> None:
    record = describe_normalisation(method, percentiles=(2.0, 99.0))

    uses_percentiles = method in {PERCENTILE, FIT}
    assert (record.percentiles == (2.0, 99.0)) is uses_percentiles
    assert ("2 and 99" in record.description) is uses_percentiles
    assert "data range" in record.description
