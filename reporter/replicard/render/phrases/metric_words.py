"""Names of the metrics as nouns in running text."""

from collections.abc import Mapping
from types import MappingProxyType

from replicard.metrics import METRICS
from replicard.render.english import THIN
from replicard_schema.vocabulary import MetricId


class _Nouns(dict[MetricId, str]):
    """The nouns of our metrics; those of other packages are called as their passport says."""

    def __missing__(self, metric: MetricId) -> str:
        return METRICS[metric].passport.name


NOUNS: Mapping[MetricId, str] = MappingProxyType(
    _Nouns(
        {
            MetricId.MAE: "mean absolute error",
            MetricId.RMSE: "RMSE",
            MetricId.NRMSE: "NRMSE",
            MetricId.PEARSON: "Pearson correlation",
            MetricId.SSIM: "SSIM",
            MetricId.PSNR: "PSNR",
            MetricId.NRMSE_MEAN: "NRMSE by the mean",
            MetricId.NRMSE_EUCLIDEAN: "NRMSE by the Euclidean norm",
            MetricId.MS_SSIM: "MS-SSIM",
            MetricId.MICRO_SSIM: "MicroSSIM",
            MetricId.LEGACY_ZEROCOST_NRMSE: "value that ZeroCostDL4Mic notebooks print as NRMSE",
            MetricId.FRC_RESOLUTION: "FRC resolution",
            MetricId.IOU: "IoU",
            MetricId.DICE: "Dice coefficient",
            MetricId.PIXEL_ACCURACY: "pixel accuracy",
            MetricId.BOUNDARY_F: "boundary F-score",
            MetricId.HD95: f"95{THIN}% Hausdorff distance",
            MetricId.PRECISION: "precision",
            MetricId.RECALL: "recall",
            MetricId.F1: "F1 score",
            MetricId.ACCURACY: "object accuracy",
            MetricId.PANOPTIC_QUALITY: "panoptic quality",
            MetricId.SEGMENTATION_QUALITY: "segmentation quality",
            MetricId.RECOGNITION_QUALITY: "recognition quality",
            MetricId.MEAN_MATCHED_IOU: "mean IoU of matched objects",
            MetricId.AP_DSB: "Data Science Bowl average precision",
            MetricId.AJI: "aggregated Jaccard index",
            MetricId.AJI_PLUS: "aggregated Jaccard index with one-to-one pairing",
            MetricId.AP_COCO: "COCO average precision",
            MetricId.AP_COCO_50: "COCO average precision at an IoU of 0.5 (AP50)",
            MetricId.AP_COCO_75: "COCO average precision at an IoU of 0.75 (AP75)",
            MetricId.SPLITS: "split object",
            MetricId.MERGES: "merged object",
            MetricId.CLASS_ACCURACY: "accuracy",
            MetricId.CLASS_PRECISION: "precision",
            MetricId.CLASS_RECALL: "recall",
            MetricId.CLASS_F1: "F1 score",
            MetricId.CLASS_BALANCED_ACCURACY: "balanced accuracy",
            MetricId.CLASS_MCC: "Matthews correlation coefficient",
            MetricId.CLASS_ROC_AUC: "area under the ROC curve",
            MetricId.CLASS_AVERAGE_PRECISION: "average precision",
            MetricId.TP: "true positive",
            MetricId.FP: "false positive",
            MetricId.FN: "false negative",
        }
    )
)
"""Every metric, as a noun in the singular."""


UNITS: Mapping[MetricId, str] = MappingProxyType({MetricId.PSNR: "dB", MetricId.HD95: "µm"})
"""Units of the metrics that have one."""


def noun(metric: str) -> str:
    """Return the noun of a metric that is ours, or the name that an author gave.

    >>> noun("f1"), noun("Panoptic_Quality"), noun("HOTA")
    ('F1 score', 'panoptic quality', 'HOTA')
    """
    try:
        return NOUNS[MetricId(metric.lower().replace(" ", "_"))]
    except ValueError:
        return metric
