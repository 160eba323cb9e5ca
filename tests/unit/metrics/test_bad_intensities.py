"""Every row of the tables of bad intensities and of bad tables is true."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import tifffile
from numpy.typing import ArrayLike, NDArray

from replicard.errors import DataError, UndefinedMetricError
from replicard.images import check_same_shape, read_image
from replicard.metrics import METRICS, Family, applicable_metrics, measure_captures
from replicard.metrics.bad_input import CLASS_TABLES, INTENSITY_IMAGES
from replicard.metrics.classification import confusion_matrix
from replicard.metrics.classified import classification_results
from replicard.metrics.legacy import RawPair
from replicard.metrics.measure import measure_restoration
from replicard.metrics.micro_ssim import FittedPair, RangeFit, micro_ssim
from replicard.pipeline.label_tables import read_label_table
from replicard.pipeline.sources import Reader
from replicard_schema.evidence import ClassifiedImage
from replicard_schema.vocabulary import MetricId, NormalisationMethod, Task

M, N = MetricId, NormalisationMethod
METRICS_OF_PAIRS = tuple(
    metric
    for metric in applicable_metrics(Task.DENOISING)
    if METRICS[metric].family in {Family.INTENSITIES, Family.RAW_INTENSITIES}
)
SCALED = (N.MIN_MAX, N.PERCENTILE, N.PERCENTILE_FIT)
IMAGE = np.random.default_rng(4).random((180, 180))

Check = Callable[[Path], None]


def _measured(
    reference: ArrayLike, prediction: ArrayLike, method: NormalisationMethod = N.NONE
) -> tuple[dict[MetricId, float | None], set[str], set[str]]:
    """Return values, codes of the notes, and reasons."""
    found = measure_restoration(
        np.asarray(reference), np.asarray(prediction), metrics=METRICS_OF_PAIRS, method=method
    )
    return (
        {one.metric: one.value for one in found.measurements},
        {note.code for note in found.notes},
        {one.undefined_because for one in found.measurements if one.undefined_because},
    )


def _without(values: dict[MetricId, float | None]) -> set[MetricId]:
    return {metric for metric, value in values.items() if value is None}


def _none_when_scaled(reference: NDArray[np.float64], prediction: NDArray[np.float64]) -> None:
    for method in SCALED:
        values, _codes, _reasons = _measured(reference, prediction, method)
        assert _without(values) == set(values)


def _changed(value: float) -> NDArray[np.float64]:
    image = IMAGE.copy()
    image[3, 4] = value
    return image


def nan_or_infinity(_: Path) -> None:
    for pair in ((IMAGE, _changed(np.nan)), (_changed(-np.inf), IMAGE)):
        for method in N:
            values, codes, reasons = _measured(*pair, method)
            assert _without(values) == set(values)
            assert codes == {"unusable-intensity"}
            assert all("holds 1 pixel without a finite intensity" in why for why in reasons)


def overflow(_: Path) -> None:
    values, codes, _reasons = _measured(IMAGE, IMAGE * 1e101)
    assert _without(values) == set(values)
    assert codes == {"unusable-intensity"}


def constant_truth(_: Path) -> None:
    flat = np.full_like(IMAGE, 2.0)
    values, codes, _reasons = _measured(flat, IMAGE)
    with_value = {M.MAE, M.RMSE, M.NRMSE_MEAN, M.NRMSE_EUCLIDEAN}
    assert set(values) - _without(values) == with_value
    assert codes == {"constant-image"}
    assert all(
        _without(found) == set(found) for found, _, _ in (_measured(flat, IMAGE, m) for m in SCALED)
    )


def constant_prediction(_: Path) -> None:
    flat = np.full_like(IMAGE, 2.0)
    values, codes, _reasons = _measured(IMAGE, flat)
    # the value of old notebooks brings its own normalisation
    assert _without(values) == {M.PEARSON, M.LEGACY_ZEROCOST_NRMSE}
    assert codes == {"constant-image"}
    assert all(
        _without(found) == set(found) for found, _, _ in (_measured(IMAGE, flat, m) for m in SCALED)
    )


def dark_image(_: Path) -> None:
    dark = np.zeros_like(IMAGE)
    dark[0, :5] = 1
    for method, has_value in ((N.NONE, True), (N.MIN_MAX, True), (N.PERCENTILE, False)):
        assert (_measured(dark, IMAGE, method)[0][M.RMSE] is not None) is has_value


def identical_images(_: Path) -> None:
    values, _codes, _reasons = _measured(IMAGE, IMAGE)
    assert values[M.MAE] == values[M.RMSE] == values[M.NRMSE] == 0
    assert values[M.SSIM] == values[M.MS_SSIM] == values[M.PEARSON] == 1
    assert _without(values) == {M.PSNR}
    fitted = _measured(IMAGE, IMAGE, N.PERCENTILE_FIT)[0][M.PSNR]
    assert fitted is None or fitted > 250


def inverted_contrast(_: Path) -> None:
    assert (_measured(IMAGE, 1 - IMAGE)[0][M.SSIM] or 0) < 0
    values, codes, _reasons = _measured(IMAGE, 1 - IMAGE, N.PERCENTILE_FIT)
    assert values[M.SSIM] == pytest.approx(1)
    assert codes == {"inverted-contrast"}


def one_pixel_image(_: Path) -> None:
    values, codes, _reasons = _measured([[3.0]], [[4.0]])
    assert values[M.MAE] == 1
    assert {M.SSIM, M.MS_SSIM, M.PEARSON} <= _without(values)
    assert codes == {"constant-image"}


def smaller_than_window(_: Path) -> None:
    for size, metric in ((10, M.SSIM), (175, M.MS_SSIM)):
        values, _codes, reasons = _measured(IMAGE[:size], IMAGE[:size] ** 2)
        assert values[metric] is None
        assert values[M.RMSE] is not None
        assert any(f"{size} x 180" in why for why in reasons)
    with pytest.raises(UndefinedMetricError, match="10 x 180"):
        micro_ssim(FittedPair(RawPair(IMAGE[:10], IMAGE[:10]), RangeFit(0, 0, 1)))
    measured, curve = measure_captures(IMAGE[:31], IMAGE[:31], pixel_size_um={})
    assert curve is None
    assert "31 x 180" in str(measured.undefined_because)


def types_differ(_: Path) -> None:
    whole = (IMAGE * 255).astype(np.uint8)
    values, _codes, _reasons = _measured(whole, whole.astype(np.float32))
    assert values[M.RMSE] == 0
    assert (_measured(whole, whole / np.float64(255))[0][M.RMSE] or 0) > 100


def wide_integers(_: Path) -> None:
    values, _codes, _reasons = _measured([[0, 2**53 + 1]], [[0, 2**53]])
    assert values[M.RMSE] == 0


def stored_otherwise(_: Path) -> None:
    whole = (IMAGE * 255).astype(np.uint8)
    expected = _measured(whole, whole.T)
    for dtype in ("float16", ">i4", ">f8"):
        assert _measured(whole.astype(dtype), np.asfortranarray(whole.T)) == expected
    mask = whole > 100
    assert _measured(mask, whole) == _measured(mask.astype(float), whole)


def complex_numbers(_: Path) -> None:
    for wrong in (IMAGE.astype(complex), IMAGE.astype(str)):
        with pytest.raises(ValueError, match="real numbers"):
            _measured(IMAGE, wrong)


def no_intensities(_: Path) -> None:
    with pytest.raises(ValueError, match="no pixels"):
        _measured(np.zeros((0, 4)), np.zeros((0, 4)))


def shapes_of_images_differ(folder: Path) -> None:
    with pytest.raises(ValueError, match="shapes differ"):
        _measured(IMAGE, IMAGE[:20])
    for name, image in (("a.tif", IMAGE), ("b.tif", IMAGE[:20])):
        tifffile.imwrite(folder / name, image, metadata=None, photometric="minisblack")
    images = read_image(folder, "a.tif"), read_image(folder, "b.tif")
    assert check_same_shape(*images) is not None


def same_capture_twice(_: Path) -> None:
    measured, curve = measure_captures(IMAGE, IMAGE, pixel_size_um={})
    assert curve is not None
    assert min(curve) == pytest.approx(1)
    assert "stays above 1/7" in str(measured.undefined_because)


def _classified(
    truth: list[str], predicted: list[str], *metrics: MetricId, scores: bool = True
) -> list[tuple[float | None, str]]:
    images = [
        ClassifiedImage(
            image=str(i), truth=t, predicted=p, scores={"a": i, "b": -i} if scores else {}
        )
        for i, (t, p) in enumerate(zip(truth, predicted, strict=True))
    ]
    results = classification_results(
        confusion_matrix(truth, predicted), metrics=metrics, images=images
    )
    return [(one.pooled.value, one.pooled.undefined_because or "") for one in results if one.pooled]


def one_class_only(_: Path) -> None:
    for truth, predicted in ((["a", "a"], ["a", "b"]), (["a", "b"], ["a", "a"])):
        accuracy, mcc = _classified(truth, predicted, M.CLASS_ACCURACY, M.CLASS_MCC)
        assert accuracy[0] == 0.5
        assert mcc[0] is None
    for value, why in _classified(["a", "a"], ["a", "b"], M.CLASS_ROC_AUC):
        assert value is None
        assert why


def no_scores(_: Path) -> None:
    found = _classified(["a", "b"], ["a", "b"], M.CLASS_ROC_AUC, scores=False)
    assert [value for value, _why in found] == [None] * 3
    assert "column `score:a`" in found[0][1]


def _table(folder: Path, text: str, message: str) -> None:
    (folder / "t.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_label_table(Reader(folder), "t.csv", with_scores=True)


def score_not_finite(folder: Path) -> None:
    for wrong in ("", "high", "nan", "inf"):
        _table(
            folder, f"image,label,score:a\n1,a,1\n2,a,{wrong}\n", "'score:a' holds no finite .* 3"
        )


def score_without_class(folder: Path) -> None:
    _table(folder, "image,label,score\n1,a,1\n", "does not say which class")


def images_differ(folder: Path) -> None:
    _table(folder, "image,label\n1,a\n1,b\n", "a second time")


def _named(*checks: Check) -> dict[str, Check]:
    return {check.__name__.replace("_", "-"): check for check in checks}


CHECKS = _named(
    nan_or_infinity,
    overflow,
    constant_truth,
    constant_prediction,
    dark_image,
    identical_images,
    inverted_contrast,
    one_pixel_image,
    smaller_than_window,
    types_differ,
    wide_integers,
    stored_otherwise,
    complex_numbers,
    no_intensities,
    shapes_of_images_differ,
    same_capture_twice,
    one_class_only,
    no_scores,
    score_not_finite,
    score_without_class,
    images_differ,
)
ROWS = [row.id for row in (*INTENSITY_IMAGES, *CLASS_TABLES)]


def test_every_row_has_a_check_and_every_check_a_row() -> None:
    assert list(CHECKS) == ROWS


@pytest.mark.parametrize("row", ROWS)
def test_the_rule_holds(row: str, tmp_path: Path) -> None:
    if row == "one-class-only":
        pytest.importorskip("sklearn")
    CHECKS[row](tmp_path)
