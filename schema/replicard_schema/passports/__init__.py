"""Definitions of all metrics and normalisations: what report, documentation and schema read."""

from collections.abc import Mapping
from types import MappingProxyType

from replicard_schema.passport import Passport
from replicard_schema.passports import (
    boxes,
    captures,
    classification,
    masks,
    objects,
    outlines,
    restoration,
    segmentation,
)
from replicard_schema.passports.measures import MEASURES
from replicard_schema.passports.normalisations import NORMALISATIONS
from replicard_schema.vocabulary import MetricId

PASSPORTS: Mapping[MetricId, Passport] = MappingProxyType(
    {
        passport.id: passport
        for passport in (
            restoration.MAE,
            restoration.RMSE,
            restoration.NRMSE,
            restoration.PEARSON,
            restoration.SSIM,
            restoration.PSNR,
            restoration.NRMSE_MEAN,
            restoration.NRMSE_EUCLIDEAN,
            restoration.MS_SSIM,
            restoration.MICRO_SSIM,
            restoration.LEGACY_ZEROCOST_NRMSE,
            captures.FRC_RESOLUTION,
            masks.IOU,
            masks.DICE,
            masks.PIXEL_ACCURACY,
            outlines.BOUNDARY_F,
            outlines.HD95,
            objects.TP,
            objects.FP,
            objects.FN,
            objects.PRECISION,
            objects.RECALL,
            objects.F1,
            objects.ACCURACY,
            objects.PANOPTIC_QUALITY,
            objects.SEGMENTATION_QUALITY,
            objects.RECOGNITION_QUALITY,
            objects.MEAN_MATCHED_IOU,
            segmentation.AP_DSB,
            segmentation.AJI,
            segmentation.AJI_PLUS,
            segmentation.SPLITS,
            segmentation.MERGES,
            boxes.AP_COCO,
            boxes.AP_COCO_50,
            boxes.AP_COCO_75,
            classification.CLASS_ACCURACY,
            classification.CLASS_PRECISION,
            classification.CLASS_RECALL,
            classification.CLASS_F1,
            classification.CLASS_BALANCED_ACCURACY,
            classification.CLASS_MCC,
            classification.CLASS_ROC_AUC,
            classification.CLASS_AVERAGE_PRECISION,
        )
    }
)
"""Every metric that can be computed."""

__all__ = ["MEASURES", "NORMALISATIONS", "PASSPORTS"]
