"""Average precision of boxes by the definition of COCO.

The matching and the precision at 101 levels of recall are computed by pycocotools, which
comes with the extra ``detection`` and is imported only here.
"""

import contextlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.metrics.boxes import Box

Images = Mapping[str, Sequence[Box]]

NO_SCORES = "the table of detections has no column `score`, so there is no order to take them in"
NO_BOX = "the ground truth holds no box of this class"
_MISSING = (
    "pycocotools is not installed; it comes with the extra `detection` "
    "(pip install 'replicard[detection]')"
)
_DIGITS = 12
"""Decimals that are kept: pycocotools adds a tiny number to what it divides by."""
_THRESHOLDS = {50: 0, 75: 5}
"""Places of single IoU thresholds, in percent, among those of COCO."""


@dataclass(frozen=True, slots=True)
class Detections:
    """Boxes of all images.

    Attributes
    ----------
    reference, prediction
        Boxes by name of the image; the images are those of ``reference``.
    label
        Class that is scored; None for the mean over the classes of the ground truth.
    """

    reference: Images
    prediction: Images
    label: str | None = None
    cache: dict[str, NDArray[np.float64]] = field(default_factory=dict, compare=False, repr=False)

    def of_class(self, label: str) -> "Detections":
        """Return the same detections for one class; what was computed is shared."""
        return Detections(self.reference, self.prediction, label, self.cache)

    @property
    def labels(self) -> tuple[str, ...]:
        """Classes of the ground truth, in order."""
        return tuple(sorted({box.label for boxes in self.reference.values() for box in boxes}))


def ap_coco(detections: Detections) -> float:
    """Return the average precision, averaged over the IoU thresholds 0.50 to 0.95.

    Parameters
    ----------
    detections
        Boxes of all images. Detections of classes that the ground truth does not hold are
        left out, as in COCO.

    Raises
    ------
    UndefinedMetricError
        If there is no true box of the class, detections have no scores, or pycocotools is
        not installed.

    References
    ----------
    Lin et al. (2014), doi:10.1007/978-3-319-10602-1_48.
    """
    return float(_precision(detections).mean())


def ap_coco_50(detections: Detections) -> float:
    """Return the average precision at an IoU threshold of 0.50, see `ap_coco`."""
    return float(_precision(detections)[:, _THRESHOLDS[50]].mean())


def ap_coco_75(detections: Detections) -> float:
    """Return the average precision at an IoU threshold of 0.75, see `ap_coco`."""
    return float(_precision(detections)[:, _THRESHOLDS[75]].mean())


def _precision(detections: Detections) -> NDArray[np.float64]:
    """Return average precision of axes (class, IoU threshold)."""
    labels = detections.labels if detections.label is None else (detections.label,)
    known = detections.labels
    if not labels or not set(labels) <= set(known):
        raise UndefinedMetricError(NO_BOX)
    boxes = [box for listed in detections.prediction.values() for box in listed]
    if any(box.score is None for box in boxes):
        raise UndefinedMetricError(NO_SCORES)
    for label in labels:
        if label not in detections.cache:
            detections.cache[label] = _of_class(detections, label)
    return np.stack([detections.cache[label] for label in labels])


def _of_class(detections: Detections, label: str) -> NDArray[np.float64]:
    """Return the average precision of a class at each IoU threshold of COCO."""
    try:
        from pycocotools.coco import COCO  # noqa: PLC0415 - an extra
        from pycocotools.cocoeval import COCOeval  # noqa: PLC0415
    except ImportError as error:
        raise UndefinedMetricError(_MISSING) from error
    names = list(detections.reference)
    found = [_entries(detections.prediction.get(name, ()), label) for name in names]
    if not any(found):
        return np.zeros(10)
    # pycocotools reports on what it does to whoever reads the terminal.
    with contextlib.redirect_stdout(io.StringIO()):
        truth = _coco(COCO, [_entries(detections.reference[name], label) for name in names])
        predicted = _coco(COCO, found)
        evaluation = COCOeval(truth, predicted, "bbox")
        evaluation.params.maxDets = [max(map(len, found))]
        evaluation.params.areaRng = [[0.0, float("inf")]]
        evaluation.params.areaRngLbl = ["all"]
        evaluation.evaluate()
        evaluation.accumulate()
    # axes: IoU threshold, recall, class, range of areas, number of detections
    precision = np.asarray(evaluation.eval["precision"], dtype=np.float64)[:, :, 0, 0, 0]
    return np.asarray(np.round(precision.mean(axis=1), _DIGITS))


def _entries(boxes: Sequence[Box], label: str) -> list[dict[str, Any]]:
    return [
        {
            "bbox": [box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0],
            "area": box.area,
            "score": box.score,
        }
        for box in boxes
        if box.label == label
    ]


def _coco(make: Any, by_image: Sequence[list[dict[str, Any]]]) -> Any:  # noqa: ANN401 - pycocotools has no types
    """Return a data set of pycocotools with one class; numbers of entries start at 1."""
    listed = [(image, entry) for image, entries in enumerate(by_image, 1) for entry in entries]
    dataset = make()
    dataset.dataset = {
        "images": [{"id": image} for image in range(1, len(by_image) + 1)],
        "categories": [{"id": 1}],
        "annotations": [
            {**entry, "id": place, "image_id": image, "category_id": 1, "iscrowd": 0}
            for place, (image, entry) in enumerate(listed, 1)
        ],
    }
    dataset.createIndex()
    return dataset
