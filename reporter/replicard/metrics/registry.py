"""The table of all metrics: what each is, and what computes it.

Adding a metric is adding its passport to `replicard_schema.passports`, its function,
and one row here. Nothing is registered by importing a module.
"""

from collections.abc import Collection, Iterable, Mapping
from importlib.metadata import version
from importlib.util import find_spec
from types import MappingProxyType

from replicard.metrics import (
    areas,
    classification,
    coco,
    fragments,
    legacy,
    masks,
    objects,
    outlines,
    ranking,
    restoration,
    sweep,
)
from replicard.metrics.frc import resolution_of
from replicard.metrics.kernels import kernel_versions
from replicard.metrics.micro_ssim import micro_ssim
from replicard.metrics.ms_ssim import ms_ssim
from replicard.metrics.normalisation import NormalisedPair
from replicard.metrics.plug_in import plug_in_spec
from replicard.metrics.spec import Family, MetricSpec
from replicard.metrics.ssim import ssim
from replicard_schema.passport import Passport
from replicard_schema.vocabulary import MetricId, Task

_OPTIONAL: Mapping[str, str] = MappingProxyType(
    {"scikit-learn": "sklearn", "pycocotools": "pycocotools"}
)


_OF_WHOLE_IMAGES = {
    Family.IMAGES,
    Family.IMAGE_AGREEMENT,
    Family.CONFUSION,
    Family.RANKING,
}


def _mae(pair: NormalisedPair) -> float:
    return restoration.mae_of(pair.errors)


def _rmse(pair: NormalisedPair) -> float:
    return restoration.rmse_of(pair.errors)


def _nrmse(pair: NormalisedPair) -> float:
    return restoration.nrmse_of(pair.errors)


def _nrmse_mean(pair: NormalisedPair) -> float:
    return restoration.nrmse_mean_of(pair.errors)


def _nrmse_euclidean(pair: NormalisedPair) -> float:
    return restoration.nrmse_euclidean_of(pair.errors)


def _pearson(pair: NormalisedPair) -> float:
    return restoration.pearson_of(pair.errors)


def _psnr(pair: NormalisedPair) -> float:
    return restoration.psnr_of(pair.errors, data_range=pair.data_range)


def _ssim(pair: NormalisedPair) -> float:
    return ssim(pair.reference_pixels, pair.prediction_pixels, data_range=pair.data_range)


def _ms_ssim(pair: NormalisedPair) -> float:
    return ms_ssim(pair.reference_pixels, pair.prediction_pixels, data_range=pair.data_range)


class _Table(dict[MetricId, MetricSpec]):
    """The metrics that come with the program; one of another package is found when asked for."""

    def __missing__(self, metric: MetricId) -> MetricSpec:
        if MetricId(metric).is_of_package:
            return plug_in_spec(MetricId(metric))
        raise KeyError(metric)


METRICS: Mapping[MetricId, MetricSpec] = MappingProxyType(
    _Table(
        {
            spec.id: spec
            for spec in (
                MetricSpec(MetricId.MAE, Family.INTENSITIES, _mae),
                MetricSpec(MetricId.RMSE, Family.INTENSITIES, _rmse),
                MetricSpec(MetricId.NRMSE, Family.INTENSITIES, _nrmse),
                MetricSpec(MetricId.PEARSON, Family.INTENSITIES, _pearson),
                MetricSpec(MetricId.SSIM, Family.INTENSITIES, _ssim),
                MetricSpec(MetricId.PSNR, Family.INTENSITIES, _psnr),
                MetricSpec(MetricId.NRMSE_MEAN, Family.INTENSITIES, _nrmse_mean),
                MetricSpec(MetricId.NRMSE_EUCLIDEAN, Family.INTENSITIES, _nrmse_euclidean),
                MetricSpec(MetricId.MS_SSIM, Family.INTENSITIES, _ms_ssim),
                MetricSpec(
                    MetricId.LEGACY_ZEROCOST_NRMSE,
                    Family.RAW_INTENSITIES,
                    legacy.zerocost_nrmse,
                ),
                MetricSpec(MetricId.MICRO_SSIM, Family.FITTED_SET, micro_ssim),
                MetricSpec(MetricId.FRC_RESOLUTION, Family.CAPTURES, resolution_of),
                MetricSpec(MetricId.IOU, Family.PIXELS, masks.iou),
                MetricSpec(MetricId.DICE, Family.PIXELS, masks.dice),
                MetricSpec(MetricId.PIXEL_ACCURACY, Family.PIXEL_AGREEMENT, masks.pixel_accuracy),
                MetricSpec(MetricId.BOUNDARY_F, Family.OUTLINE_AGREEMENT, outlines.boundary_f),
                MetricSpec(MetricId.HD95, Family.OUTLINES, outlines.hausdorff_distance_95),
                MetricSpec(MetricId.TP, Family.OBJECTS, objects.true_positives),
                MetricSpec(MetricId.FP, Family.OBJECTS, objects.false_positives),
                MetricSpec(MetricId.FN, Family.OBJECTS, objects.false_negatives),
                MetricSpec(MetricId.PRECISION, Family.OBJECTS, objects.precision),
                MetricSpec(MetricId.RECALL, Family.OBJECTS, objects.recall),
                MetricSpec(MetricId.F1, Family.OBJECTS, objects.f1),
                MetricSpec(MetricId.ACCURACY, Family.OBJECTS, objects.accuracy),
                MetricSpec(MetricId.PANOPTIC_QUALITY, Family.OBJECTS, objects.panoptic_quality),
                MetricSpec(
                    MetricId.SEGMENTATION_QUALITY,
                    Family.OBJECTS,
                    objects.segmentation_quality,
                ),
                MetricSpec(
                    MetricId.RECOGNITION_QUALITY, Family.OBJECTS, objects.recognition_quality
                ),
                MetricSpec(MetricId.MEAN_MATCHED_IOU, Family.OBJECTS, objects.mean_matched_iou),
                MetricSpec(MetricId.AP_DSB, Family.SWEEP, sweep.ap_dsb),
                MetricSpec(MetricId.AJI, Family.AREAS, areas.aggregated_jaccard),
                MetricSpec(MetricId.AJI_PLUS, Family.AREAS, areas.aggregated_jaccard),
                MetricSpec(MetricId.SPLITS, Family.FRAGMENTS, fragments.splits),
                MetricSpec(MetricId.MERGES, Family.FRAGMENTS, fragments.merges),
                MetricSpec(MetricId.AP_COCO, Family.DETECTIONS, coco.ap_coco),
                MetricSpec(MetricId.AP_COCO_50, Family.DETECTIONS, coco.ap_coco_50),
                MetricSpec(MetricId.AP_COCO_75, Family.DETECTIONS, coco.ap_coco_75),
                MetricSpec(
                    MetricId.CLASS_ACCURACY,
                    Family.IMAGE_AGREEMENT,
                    classification.class_accuracy,
                ),
                MetricSpec(MetricId.CLASS_PRECISION, Family.IMAGES, classification.class_precision),
                MetricSpec(MetricId.CLASS_RECALL, Family.IMAGES, classification.class_recall),
                MetricSpec(MetricId.CLASS_F1, Family.IMAGES, classification.class_f1),
                MetricSpec(
                    MetricId.CLASS_BALANCED_ACCURACY,
                    Family.CONFUSION,
                    classification.class_balanced_accuracy,
                ),
                MetricSpec(MetricId.CLASS_MCC, Family.CONFUSION, classification.class_mcc),
                MetricSpec(MetricId.CLASS_ROC_AUC, Family.RANKING, ranking.class_roc_auc),
                MetricSpec(
                    MetricId.CLASS_AVERAGE_PRECISION,
                    Family.RANKING,
                    ranking.class_average_precision,
                ),
            )
        }
    )
)

_RESTORATION = (
    MetricId.SSIM,
    MetricId.PSNR,
    MetricId.NRMSE,
    MetricId.RMSE,
    MetricId.MAE,
    MetricId.PEARSON,
)
_OBJECTS = (
    MetricId.F1,
    MetricId.PRECISION,
    MetricId.RECALL,
    MetricId.ACCURACY,
    MetricId.PANOPTIC_QUALITY,
    MetricId.SEGMENTATION_QUALITY,
    MetricId.RECOGNITION_QUALITY,
    MetricId.MEAN_MATCHED_IOU,
    MetricId.TP,
    MetricId.FP,
    MetricId.FN,
)
_CLASSES = (
    MetricId.CLASS_ACCURACY,
    MetricId.CLASS_PRECISION,
    MetricId.CLASS_RECALL,
    MetricId.CLASS_F1,
)
_MASKS = (MetricId.IOU, MetricId.DICE, MetricId.PIXEL_ACCURACY)

_DEFAULTS: Mapping[Task, tuple[MetricId, ...]] = MappingProxyType(
    {
        Task.SEMANTIC_SEGMENTATION: _MASKS,
        Task.INSTANCE_SEGMENTATION: (*_OBJECTS, MetricId.IOU),
        Task.OBJECT_DETECTION: _OBJECTS,
        Task.CLASSIFICATION: _CLASSES,
        Task.DENOISING: _RESTORATION,
        Task.RESTORATION: _RESTORATION,
        Task.TRANSLATION: _RESTORATION,
        # Reported with the scores that their authors state: nothing is computed.
        Task.SUPER_RESOLUTION: (),
        Task.TRACKING: (),
        Task.REGISTRATION: (),
    }
)

_FURTHER_RESTORATION = (
    MetricId.NRMSE_MEAN,
    MetricId.NRMSE_EUCLIDEAN,
    MetricId.MS_SSIM,
    MetricId.MICRO_SSIM,
    MetricId.LEGACY_ZEROCOST_NRMSE,
    MetricId.FRC_RESOLUTION,
)
_FURTHER_MASKS = (MetricId.BOUNDARY_F, MetricId.HD95)
_FURTHER_OBJECTS = (
    MetricId.AP_DSB,
    MetricId.AJI,
    MetricId.AJI_PLUS,
    MetricId.SPLITS,
    MetricId.MERGES,
    *_MASKS,
    *_FURTHER_MASKS,
)
_DETECTIONS = (MetricId.AP_COCO, MetricId.AP_COCO_50, MetricId.AP_COCO_75)
_FURTHER: Mapping[Task, tuple[MetricId, ...]] = MappingProxyType(
    {
        Task.SEMANTIC_SEGMENTATION: _FURTHER_MASKS,
        Task.INSTANCE_SEGMENTATION: _FURTHER_OBJECTS,
        Task.OBJECT_DETECTION: (*_FURTHER_OBJECTS, *_DETECTIONS),
        Task.DENOISING: _FURTHER_RESTORATION,
        Task.RESTORATION: _FURTHER_RESTORATION,
        Task.TRANSLATION: _FURTHER_RESTORATION,
        Task.CLASSIFICATION: (
            MetricId.CLASS_BALANCED_ACCURACY,
            MetricId.CLASS_MCC,
            MetricId.CLASS_ROC_AUC,
            MetricId.CLASS_AVERAGE_PRECISION,
        ),
    }
)
"""Metrics that are computed only if the card names them."""


def default_metrics(task: Task) -> tuple[MetricId, ...]:
    """Return what is computed for a task if the card names no metric, the chief one first.

    Empty for tasks whose scores are stated by the author and not computed here.
    """
    return _DEFAULTS[task]


def applicable_metrics(task: Task) -> tuple[MetricId, ...]:
    """Return all metrics that can be computed for a task.

    Instance masks can also be scored as masks, with all objects as foreground.
    """
    return tuple(dict.fromkeys((*_DEFAULTS[task], *_FURTHER.get(task, ()))))


def metrics_of_boxes() -> tuple[MetricId, ...]:
    """Return the metrics that can be computed from tables of boxes, the chief one first."""
    return (*_DETECTIONS, *_OBJECTS)


def default_metrics_of_boxes() -> tuple[MetricId, ...]:
    """Return what is computed from tables of boxes if the card names no metric."""
    return (
        MetricId.AP_COCO,
        MetricId.AP_COCO_50,
        MetricId.F1,
        MetricId.PRECISION,
        MetricId.RECALL,
        MetricId.TP,
        MetricId.FP,
        MetricId.FN,
    )


def needs_pixel_size(metrics: Iterable[MetricId]) -> bool:
    """Say whether a metric measures distances in the specimen."""
    outlines = {Family.OUTLINES, Family.OUTLINE_AGREEMENT}
    return any(METRICS[metric].family in outlines for metric in metrics)


def passports_of(metrics: Iterable[MetricId]) -> dict[str, Passport]:
    """Return the passports for the evidence, with the library versions in use."""
    return {metric.value: _with_versions(METRICS[metric].passport) for metric in metrics}


def _with_versions(passport: Passport) -> Passport:
    versions = library_versions([passport.id])
    package = METRICS[passport.id].distribution
    known = (package or "replicard", "numpy", "scipy", *_OPTIONAL)
    names = [name for name in known if name in versions]
    used = ", ".join(f"{name} {versions[name]}" for name in names)
    return passport.model_copy(update={"library": f"{passport.library} ({used})"})


def library_versions(metrics: Collection[MetricId] = ()) -> dict[str, str]:
    """Return the versions of the distributions on which the numbers may depend.

    numba is not among them: with and without it they are the same bit for bit.

    Parameters
    ----------
    metrics
        Those that are computed: some need a library of their own, which may be missing.
    """
    names = ["replicard", "numpy", "scipy", "scikit-image"]
    used = {METRICS[metric].passport.library for metric in metrics}
    names += [name for name, module in _OPTIONAL.items() if name in used and find_spec(module)]
    packages = {METRICS[metric].distribution for metric in metrics}
    names += sorted(package for package in packages if package is not None)
    return {name: version(name) for name in names}


def software_used(metrics: Iterable[MetricId]) -> dict[str, str]:
    """Return for the evidence what computed these metrics, numba and its version included."""
    listed = tuple(metrics)
    reads_pixels = any(METRICS[metric].family not in _OF_WHOLE_IMAGES for metric in listed)
    return {**library_versions(listed), **(kernel_versions() if reads_pixels else {})}
