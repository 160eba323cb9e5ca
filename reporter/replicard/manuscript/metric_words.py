"""Names of metrics, as papers write them."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from replicard.manuscript.topics import Topic

_SPELLED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "f1": ("F1 score", r"F-?_?1(?:[- ]?(?:score|measure|value))?s?"),
        "iou": ("IoU", r"(?:IoU|Jaccard (?:index|coefficient)|intersection[- ]over[- ]union)(?: \(IoU\))?"),
        "dice": ("Dice coefficient", r"Dice(?:[- ](?:coefficient|score|similarity coefficient|index))?|DSC"),
        "precision": ("precision", r"precision"),
        "recall": ("recall", r"recall|sensitivity"),
        "accuracy": ("accuracy", r"(?:object |pixel |balanced |overall |classification )?accuracy"),
        "panoptic_quality": ("panoptic quality", r"panoptic quality|\bPQ"),
        "segmentation_quality": ("segmentation quality", r"segmentation quality|\bSQ"),
        "recognition_quality": ("recognition quality", r"recognition quality|\bRQ"),
        "mean_matched_iou": ("mean IoU of matched objects", r"mean (?:matched )?IoU of (?:all )?matched objects|mean matched IoU"),
        "ap_dsb": ("average precision", r"(?:Data Science Bowl )?average precision|\bm?AP"),
        "aji": ("aggregated Jaccard index", r"aggregated Jaccard index|\bAJI\+?"),
        "ssim": ("SSIM", r"(?:MS-|Micro)?SSIM|structural similarity(?: index(?: measure)?)?"),
        "psnr": ("PSNR", r"PSNR|peak signal[- ]to[- ]noise ratio"),
        "rmse": ("RMSE", r"RMSE|root[- ]mean[- ]squared? error"),
        "nrmse": ("NRMSE", r"NRMSE|normali[sz]ed root[- ]mean[- ]squared? error"),
        "mae": ("mean absolute error", r"MAE|mean absolute error"),
        "pearson": ("Pearson correlation", r"Pearson(?:'s)?(?: correlation)?(?: coefficient)?"),
        "hd95": ("95 % Hausdorff distance", r"95 ?% Hausdorff distance|HD95"),
        "boundary_f": ("boundary F-score", r"boundary F-?score"),
        "frc_resolution": ("FRC resolution", r"FRC resolution"),
        "class_mcc": ("Matthews correlation coefficient", r"Matthews correlation coefficient|MCC"),
        "class_roc_auc": ("area under the ROC curve", r"area under the ROC curve|ROC AUC|AUC"),
        "tp": ("true positives", r"number of true positives"),
        "fp": ("false positives", r"number of false positives"),
        "fn": ("false negatives", r"number of false negatives"),
    }
)  # fmt: skip
_BEHIND = {"tp": "true positives", "fp": "false positives", "fn": "false negatives"}
_SAME = {
    "class_f1": "f1", "class_precision": "precision", "class_recall": "recall",
    "class_accuracy": "accuracy", "class_balanced_accuracy": "accuracy",
    "pixel_accuracy": "accuracy", "aji_plus": "aji", "nrmse_mean": "nrmse",
    "nrmse_euclidean": "nrmse", "legacy_zerocost_nrmse": "nrmse", "ms_ssim": "ssim",
    "micro_ssim": "ssim", "ap_coco": "ap_dsb", "ap_coco_50": "ap_dsb", "ap_coco_75": "ap_dsb",
    "class_average_precision": "ap_dsb",
}  # fmt: skip
_KINDS = frozenset({"", "share", "dB", "length"})
_ELSEWHERE = r"improve|increase|decrease|increasing|decreasing|higher|lower than|by \d|published|previous|reported by"


def metric_topic(metric: str) -> Topic:
    """Return the topic of a metric of ours, or of one that an author named.

    Metrics that papers call by one word share a topic, so that a number of one of them
    never contradicts another.

    >>> metric_topic("class_f1").noun, metric_topic("HOTA").noun
    ('F1 score', 'HOTA')
    """
    key = re.sub(r"[\s-]+", "_", metric.lower())
    key = _SAME.get(key, key)
    noun, words = _SPELLED.get(key, (metric, re.escape(metric)))
    behind = _BEHIND.get(key, rf"(?:in|of) {words}\b" if key not in _SPELLED else "")
    return Topic(
        f"score {key}", noun, rf"(?<![\w-])(?:{words})(?!\w)", behind, kinds=_KINDS,
        unless=_ELSEWHERE, exactly=key in _BEHIND,
    )  # fmt: skip
