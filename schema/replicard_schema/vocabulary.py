"""Closed lists of words. The same word stands in the card, in Python and in the text."""

from enum import StrEnum
from typing import Self

from replicard_schema.plug_in_id import is_plug_in_id


class Task(StrEnum):
    """What a model does with an image."""

    SEMANTIC_SEGMENTATION = "semantic segmentation"
    INSTANCE_SEGMENTATION = "instance segmentation"
    OBJECT_DETECTION = "object detection"
    CLASSIFICATION = "image classification"
    DENOISING = "denoising"
    RESTORATION = "image restoration"
    SUPER_RESOLUTION = "super-resolution"
    TRANSLATION = "image-to-image translation"
    TRACKING = "tracking"
    REGISTRATION = "registration"


class Provenance(StrEnum):
    """Who trained a model."""

    TRAINED = "trained"
    FINE_TUNED = "fine-tuned"
    THIRD_PARTY = "third-party"


class LabelKind(StrEnum):
    """What the numbers in a label image mean. They are never taken for one another."""

    BINARY = "binary"
    """0 is background, one other value is foreground."""
    CLASS = "class"
    """Each value is a class; several objects share it."""
    INSTANCE = "instance"
    """Each value is one object; 0 is background."""


class NormalisationMethod(StrEnum):
    """How image intensities are brought to one scale before they are compared."""

    NONE = "none"
    MIN_MAX = "min-max"
    PERCENTILE = "percentile"
    PERCENTILE_FIT = "percentile with least-squares fit"


class IntervalMethod(StrEnum):
    """How an interval is read off the values that resampling gave."""

    BCA = "BCa"
    """Percentiles corrected for bias and acceleration (Efron 1987)."""
    PERCENTILE = "percentile"
    """The plain percentiles."""


class Direction(StrEnum):
    """Which way a metric improves."""

    HIGHER_IS_BETTER = "higher is better"
    LOWER_IS_BETTER = "lower is better"
    NEITHER = "neither"
    """A count, whose size depends on the images."""


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Origin(StrEnum):
    """Where a value comes from. The three are never merged."""

    STATED = "stated"
    """By the author, in the card."""
    READ = "read"
    """From a file, whose SHA-256 is recorded."""
    COMPUTED = "computed"
    """By this program, from files."""


class Verdict(StrEnum):
    """How far a checklist item is answered."""

    REPORTED = "reported"
    PARTLY = "partly"
    MISSING = "missing"
    NOT_APPLICABLE = "not applicable"


class Spelling(StrEnum):
    """Spelling of English words."""

    BRITISH = "British"
    AMERICAN = "American"


class Caution(StrEnum):
    """What a reader of results should be warned of, in general words that the program has."""

    HALLUCINATION = "hallucination"
    """The network can invent plausible structures."""
    INTENSITY = "intensity"
    """Predicted intensities need not be proportional to the signal."""
    OWN_TEST_SET = "own-test-set"
    """Scores come from test images that the authors chose themselves."""
    DOMAIN_SHIFT = "domain-shift"
    """The model can fail on images unlike its training images."""


class MetricId(StrEnum):
    """Short, permanent names of the metrics that the program computes."""

    # A metric of another package is called distribution:name. It is no member of the list,
    # and yet an id: MetricId("lab-metrics:surface_error").

    MAE = "mae"
    RMSE = "rmse"
    NRMSE = "nrmse"
    PEARSON = "pearson"
    SSIM = "ssim"
    PSNR = "psnr"
    NRMSE_MEAN = "nrmse_mean"
    NRMSE_EUCLIDEAN = "nrmse_euclidean"
    MS_SSIM = "ms_ssim"
    MICRO_SSIM = "micro_ssim"
    LEGACY_ZEROCOST_NRMSE = "legacy_zerocost_nrmse"
    FRC_RESOLUTION = "frc_resolution"
    IOU = "iou"
    DICE = "dice"
    PIXEL_ACCURACY = "pixel_accuracy"
    BOUNDARY_F = "boundary_f"
    HD95 = "hd95"
    TP = "tp"
    FP = "fp"
    FN = "fn"
    PRECISION = "precision"
    RECALL = "recall"
    F1 = "f1"
    ACCURACY = "accuracy"
    PANOPTIC_QUALITY = "panoptic_quality"
    SEGMENTATION_QUALITY = "segmentation_quality"
    RECOGNITION_QUALITY = "recognition_quality"
    MEAN_MATCHED_IOU = "mean_matched_iou"
    AP_DSB = "ap_dsb"
    AJI = "aji"
    AJI_PLUS = "aji_plus"
    SPLITS = "splits"
    MERGES = "merges"
    AP_COCO = "ap_coco"
    AP_COCO_50 = "ap_coco_50"
    AP_COCO_75 = "ap_coco_75"
    CLASS_ACCURACY = "class_accuracy"
    CLASS_PRECISION = "class_precision"
    CLASS_RECALL = "class_recall"
    CLASS_F1 = "class_f1"
    CLASS_BALANCED_ACCURACY = "class_balanced_accuracy"
    CLASS_MCC = "class_mcc"
    CLASS_ROC_AUC = "class_roc_auc"
    CLASS_AVERAGE_PRECISION = "class_average_precision"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str) or not is_plug_in_id(value):
            return None
        # Not entered among the members, so that nobody's card makes the list longer.
        foreign = str.__new__(cls, value)
        foreign._name_ = foreign._value_ = str(value)
        return foreign

    def __reduce_ex__(self, protocol: object) -> tuple[type[Self], tuple[str]]:
        # Some releases of Python 3.11 look a member up by its name, which these have not.
        del protocol
        return type(self), (self.value,)

    @property
    def is_of_package(self) -> bool:
        """Whether another package brings it."""
        return ":" in self.value


class MeasureId(StrEnum):
    """Short, permanent names of what is computed apart from scores against ground truth."""

    REPEAT_SD = "repeat_sd"
    REPEAT_CV = "repeat_cv"
    REPEAT_PEARSON = "repeat_pearson"
    REPEAT_DISAGREEMENT = "repeat_disagreement"
    REPEAT_DISPUTED = "repeat_disputed"
    REPEAT_IOU = "repeat_iou"
    OBJECT_STABILITY = "object_stability"
    STABLE_OBJECTS = "stable_objects"
    REPEAT_F1 = "repeat_f1"
    REPEAT_COUNT = "repeat_count"
    REPEAT_COUNT_CV = "repeat_count_cv"
    UNCERTAINTY_QUANTILE = "uncertainty_quantile"
    UNCERTAINTY_CORRELATION = "uncertainty_correlation"
    UNCERTAINTY_CAPTURE = "uncertainty_capture"
