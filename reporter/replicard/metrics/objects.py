"""Scores of detected or segmented objects, from their counts at one IoU threshold."""

from replicard.errors import UndefinedMetricError
from replicard.metrics.counts import ObjectCounts

NO_OBJECT = "neither the ground truth nor the prediction holds an object"
NO_REFERENCE_OBJECT = "the ground truth holds no object"
NO_PREDICTED_OBJECT = "the prediction holds no object"
NO_MATCH = "no object is matched"


def true_positives(counts: ObjectCounts) -> float:
    """Return the number of matched pairs."""
    return float(counts.tp)


def false_positives(counts: ObjectCounts) -> float:
    """Return the number of predicted objects that are not matched."""
    return float(counts.fp)


def false_negatives(counts: ObjectCounts) -> float:
    """Return the number of ground-truth objects that are not matched."""
    return float(counts.fn)


def precision(counts: ObjectCounts) -> float:
    """Return the fraction of predicted objects that are matched.

    >>> precision(ObjectCounts(tp=3, fp=1, fn=0, sum_matched_iou=2.4))
    0.75
    """
    _require_objects(counts)
    if not counts.n_prediction:
        raise UndefinedMetricError(NO_PREDICTED_OBJECT)
    return counts.tp / counts.n_prediction


def recall(counts: ObjectCounts) -> float:
    """Return the fraction of ground-truth objects that are matched.

    >>> recall(ObjectCounts(tp=3, fp=0, fn=1, sum_matched_iou=2.4))
    0.75
    """
    _require_objects(counts)
    if not counts.n_reference:
        raise UndefinedMetricError(NO_REFERENCE_OBJECT)
    return counts.tp / counts.n_reference


def f1(counts: ObjectCounts) -> float:
    """Return the harmonic mean of precision and recall; 0 if one side is empty.

    >>> f1(ObjectCounts(tp=3, fp=1, fn=1, sum_matched_iou=2.4))
    0.75
    """
    _require_objects(counts)
    return 2 * counts.tp / (2 * counts.tp + counts.fp + counts.fn)


def accuracy(counts: ObjectCounts) -> float:
    """Return matched objects over matched, wrongly claimed and missed ones.

    This is the Jaccard index of objects. StarDist and the 2018 Data Science Bowl call
    it average precision, which elsewhere is the area under a precision-recall curve.

    >>> accuracy(ObjectCounts(tp=3, fp=1, fn=1, sum_matched_iou=2.4))
    0.6
    """
    _require_objects(counts)
    return counts.tp / (counts.tp + counts.fp + counts.fn)


def panoptic_quality(counts: ObjectCounts) -> float:
    """Return segmentation quality times recognition quality; 0 if nothing is matched.

    References
    ----------
    Kirillov et al. (2019), doi:10.1109/CVPR.2019.00963.

    Examples
    --------
    >>> panoptic_quality(ObjectCounts(tp=3, fp=1, fn=1, sum_matched_iou=2.4))
    0.6
    """
    _require_objects(counts)
    return counts.sum_matched_iou / (counts.tp + counts.fp / 2 + counts.fn / 2)


def recognition_quality(counts: ObjectCounts) -> float:
    """Return the detection factor of panoptic quality, which is the F1 score."""
    return f1(counts)


def segmentation_quality(counts: ObjectCounts) -> float:
    """Return the outline factor of panoptic quality, which is the mean matched IoU."""
    return mean_matched_iou(counts)


def mean_matched_iou(counts: ObjectCounts) -> float:
    """Return the mean IoU of the matched pairs, undefined if there are none.

    Missed objects do not lower it; a mean over all ground-truth objects is a
    different number (``mean_true_score`` in StarDist).

    >>> mean_matched_iou(ObjectCounts(tp=3, fp=9, fn=9, sum_matched_iou=2.25))
    0.75
    """
    _require_objects(counts)
    if not counts.tp:
        raise UndefinedMetricError(NO_MATCH)
    return counts.sum_matched_iou / counts.tp


def _require_objects(counts: ObjectCounts) -> None:
    if not counts.tp + counts.fp + counts.fn:
        raise UndefinedMetricError(NO_OBJECT)
