"""Scores that are means over many IoU thresholds."""

from statistics import fmean

from replicard.errors import UndefinedMetricError
from replicard.metrics.counts import SweepCounts
from replicard.metrics.matching import match_overlap
from replicard.metrics.objects import NO_OBJECT
from replicard.metrics.overlap import LabelOverlap

THRESHOLDS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
"""Of the 2018 Data Science Bowl, and of COCO: 0.50 to 0.95 in steps of 0.05."""


def sweep_counts(overlap: LabelOverlap) -> SweepCounts:
    """Match objects at every threshold of `THRESHOLDS`."""
    matched = (match_overlap(overlap, iou_threshold=at).iou.size for at in THRESHOLDS)
    return SweepCounts(overlap.reference_ids.size, overlap.prediction_ids.size, *matched)


def ap_dsb(counts: SweepCounts) -> float:
    """Return the mean over IoU thresholds of TP / (TP + FP + FN).

    The 2018 Data Science Bowl, StarDist and Cellpose call it (mean) average precision. It
    knows no confidence and has no precision-recall curve, so it is not the average
    precision of COCO, which is another number over the same thresholds.

    Parameters
    ----------
    counts
        Objects at the thresholds 0.50, 0.55, ..., 0.95, see `sweep_counts`.

    Raises
    ------
    UndefinedMetricError
        If neither image holds an object.

    References
    ----------
    Caicedo et al. (2019), doi:10.1038/s41592-019-0612-7.
    Hirling et al. (2024), doi:10.1038/s41592-023-01942-8, on the two meanings of AP.

    Examples
    --------
    >>> from replicard.metrics.overlap import label_overlap
    >>> ap_dsb(sweep_counts(label_overlap([[1, 1, 1, 0]], [[2, 2, 0, 0]])))
    0.4
    """
    if not counts.n_reference + counts.n_prediction:
        raise UndefinedMetricError(NO_OBJECT)
    return fmean(counts.accuracies())
