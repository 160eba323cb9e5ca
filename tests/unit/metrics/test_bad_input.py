"""Every row of the table of bad input is true."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import tifffile
from numpy.typing import ArrayLike, NDArray

from replicard.errors import DataError
from replicard.images import check_same_shape, read_image, read_labels
from replicard.metrics import applicable_metrics, check_labels, suspicion
from replicard.metrics.bad_input import LABEL_IMAGES
from replicard.metrics.measure_labels import measure_binary, measure_classes, measure_instances
from replicard_schema.vocabulary import LabelKind, MetricId, Task

M = MetricId
OBJECTS = tuple(
    metric
    for metric in applicable_metrics(Task.INSTANCE_SEGMENTATION)
    if not metric.startswith("ap_coco")
)
COUNTS = {M.TP, M.FP, M.FN, M.SPLITS, M.MERGES}
ONE_SIDED = {
    *(M.F1, M.ACCURACY, M.PANOPTIC_QUALITY, M.RECOGNITION_QUALITY, M.AP_DSB, M.AJI, M.AJI_PLUS),
    *(M.IOU, M.DICE, M.BOUNDARY_F),
}

Check = Callable[[Path], None]


def _values(reference: ArrayLike, prediction: ArrayLike) -> dict[MetricId, float | None]:
    measured = measure_instances(
        np.asarray(reference), np.asarray(prediction), metrics=OBJECTS, iou_thresholds=[0.5]
    )
    return {one.metric: one.value for one in measured.measurements}


def _perfect(labels: ArrayLike) -> None:
    values = _values(labels, labels)
    assert values[M.F1] == values[M.IOU] == values[M.BOUNDARY_F] == values[M.AJI] == 1
    assert values[M.HD95] == 0


def _written(folder: Path, image: NDArray[np.generic], *, photometric: str = "minisblack") -> None:
    tifffile.imwrite(folder / "image.tif", image, metadata=None, photometric=photometric)


def _refused(
    folder: Path, image: NDArray[np.generic], message: str, *, photometric: str = "minisblack"
) -> None:
    _written(folder, image, photometric=photometric)
    with pytest.raises(DataError, match=message):
        read_labels(folder, "image.tif")


def both_empty(_: Path) -> None:
    values = _values(np.zeros((4, 4), int), np.zeros((4, 4), int))
    assert all(values[metric] == 0 for metric in COUNTS)
    assert values[M.PIXEL_ACCURACY] == 1
    others = {*values} - COUNTS - {M.PIXEL_ACCURACY}
    assert all(values[metric] is None for metric in others)


def empty_reference(_: Path) -> None:
    values = _values([[0, 0, 0]], [[1, 1, 2]])
    assert (values[M.FP], values[M.FN]) == (2, 0)
    assert all(values[metric] == 0 for metric in (*ONE_SIDED, M.PRECISION))
    assert all(values[metric] is None for metric in (M.RECALL, M.MEAN_MATCHED_IOU, M.HD95))


def empty_prediction(_: Path) -> None:
    values = _values([[1, 1, 2]], [[0, 0, 0]])
    assert (values[M.FP], values[M.FN]) == (0, 2)
    assert all(values[metric] == 0 for metric in (*ONE_SIDED, M.RECALL))
    assert all(values[metric] is None for metric in (M.PRECISION, M.MEAN_MATCHED_IOU, M.HD95))


def one_pixel(_: Path) -> None:
    _perfect([[1]])
    _perfect([[0, 0, 0], [0, 7, 0], [0, 0, 0]])


def whole_image(_: Path) -> None:
    _perfect(np.ones((5, 7), int))


def several_pieces(_: Path) -> None:
    assert _values([[1, 0, 1]], [[1, 0, 1]])[M.TP] == 1
    assert suspicion([[1, 0, 1, 0, 2]], declared=LabelKind.INSTANCE) is None
    assert suspicion([[1, 0, 1, 0, 1]], declared=LabelKind.INSTANCE)


def scattered_ids(_: Path) -> None:
    reference, prediction = np.array([[1, 1, 0, 2, 3]]), np.array([[2, 2, 2, 1, 1]])
    assert _values(reference, prediction) == _values(reference * 9, (prediction * 7919))


def integer_types(_: Path) -> None:
    labels = np.array([[0, 1, 1]])
    assert _values(labels.astype(bool), labels.astype(np.uint64)) == _values(labels, labels)


def mask_of_255(_: Path) -> None:
    sides = np.array([[0, 255, 3]], np.uint8), np.array([[0, 1, 1]], np.uint8)
    (iou,) = measure_binary(*sides, metrics=[M.IOU]).measurements
    assert iou.value == 1


def large_ids(folder: Path) -> None:
    _perfect(np.array([[0, 2**63 - 1]], np.uint64))
    _written(folder, np.array([[0, 2**31 - 1]], np.uint32))
    assert read_labels(folder, "image.tif").array.max() == 2**31 - 1
    _refused(folder, np.array([[0, 2**31]], np.uint32), "2147483648")
    with pytest.raises(ValueError, match="beyond"):
        check_labels(np.array([[0, 2**63]], np.uint64))


def negative_ids(folder: Path) -> None:
    _refused(folder, np.array([[0, -1]], np.int16), "negative")
    with pytest.raises(ValueError, match="smallest here is -1"):
        check_labels(np.array([[0, -1]]))


def float_ids(folder: Path) -> None:
    _refused(folder, np.array([[0, 1]], np.float32), "whole numbers stored as float32")
    _refused(folder, np.array([[0, 0.5]], np.float32), "not whole numbers")
    _refused(folder, np.array([[0, np.nan]], np.float32), "not whole numbers")
    with pytest.raises(ValueError, match="label ids are integers"):
        check_labels(np.array([[0.0, 1.0]]))


def class_mask_as_instances(_: Path) -> None:
    classes = np.tile([[1, 0, 2, 0]], 3)
    assert "as in a class mask" in (suspicion(classes, declared=LabelKind.INSTANCE) or "")
    assert "as in a binary mask" in (suspicion(classes == 1, declared=LabelKind.INSTANCE) or "")


def instances_as_classes(_: Path) -> None:
    objects = np.arange(1, 13).reshape(3, 4).repeat(3, axis=0)
    assert "as in an instance mask" in (suspicion(objects, declared=LabelKind.CLASS) or "")


def unlisted_class(_: Path) -> None:
    measured = measure_classes([[1, 1]], [[1, 5]], metrics=[M.PIXEL_ACCURACY], classes=[1])
    assert measured.measurements[0].value == 0.5
    assert [note.code for note in measured.notes] == ["unlisted-class"]


def colour_or_channels(folder: Path) -> None:
    colour = np.zeros((8, 8, 3), np.uint8)
    colour[..., 0] = 1
    _refused(folder, colour, "colour picture", photometric="rgb")


def no_pixels(_: Path) -> None:
    with pytest.raises(ValueError, match="no pixels"):
        check_labels(np.zeros((0, 4), int))


def shapes_differ(folder: Path) -> None:
    with pytest.raises(ValueError, match="shapes differ"):
        _values(np.ones((4, 4), int), np.ones((4, 5), int))
    (folder / "wide").mkdir()
    _written(folder, np.ones((4, 4), np.uint8))
    _written(folder / "wide", np.ones((4, 5), np.uint8))
    images = read_image(folder, "image.tif"), read_image(folder, "wide/image.tif")
    assert check_same_shape(*images) is not None


def volume_without_spacing(_: Path) -> None:
    values = _values(np.ones((2, 3, 3), int), np.ones((2, 3, 3), int))
    assert values[M.BOUNDARY_F] is values[M.HD95] is None
    assert values[M.F1] == values[M.IOU] == values[M.AJI] == 1


CHECKS: dict[str, Check] = {
    check.__name__.replace("_", "-"): check
    for check in (
        both_empty,
        empty_reference,
        empty_prediction,
        one_pixel,
        whole_image,
        several_pieces,
        scattered_ids,
        integer_types,
        mask_of_255,
        large_ids,
        negative_ids,
        float_ids,
        class_mask_as_instances,
        instances_as_classes,
        unlisted_class,
        colour_or_channels,
        no_pixels,
        shapes_differ,
        volume_without_spacing,
    )
}


def test_every_row_has_a_check_and_every_check_a_row() -> None:
    assert list(CHECKS) == [row.id for row in LABEL_IMAGES]


@pytest.mark.parametrize("row", [row.id for row in LABEL_IMAGES])
def test_the_rule_holds(row: str, tmp_path: Path) -> None:
    CHECKS[row](tmp_path)
