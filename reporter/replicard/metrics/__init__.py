"""Metrics of Box 1 of Laine et al. (2021) and their relatives: arrays in, numbers out.

One module per family holds the functions; `registry` is the table of all metrics,
`measure` scores one image pair, `aggregate` collects images, `comparison` ranks them.
Whatever has no value raises or carries a reason; NaN and infinity never leave here.
"""

from replicard.metrics.aggregate import aggregate, summarise
from replicard.metrics.boxes import Box
from replicard.metrics.classification import confusion_matrix
from replicard.metrics.classified import (
    class_curves,
    classification_results,
    correct_by_image,
)
from replicard.metrics.comparison import choose_examples, compare
from replicard.metrics.counts import ObjectCounts, PixelCounts
from replicard.metrics.detected import box_results
from replicard.metrics.frc import CapturePair
from replicard.metrics.labels import check_labels, class_values, suspicion
from replicard.metrics.legacy import RawPair
from replicard.metrics.matching import Matching, match_objects
from replicard.metrics.measure import measure_restoration
from replicard.metrics.measure_captures import measure_captures
from replicard.metrics.measure_labels import measure_binary, measure_classes, measure_instances
from replicard.metrics.measurement import AppliedScale, ImageMeasurement, Measurement, Note
from replicard.metrics.micro_ssim import (
    BACKGROUND_PERCENTILE,
    FittedPair,
    RangeFit,
    similarity_sums,
)
from replicard.metrics.normalisation import (
    DEFAULT_PERCENTILES,
    NormalisedPair,
    describe_normalisation,
    normalise,
)
from replicard.metrics.object_rows import ObjectRow, object_rows
from replicard.metrics.overlay import OverlayCode, class_overlay, mask_overlay, object_overlay
from replicard.metrics.plug_in import PlugInMetric, packages_of
from replicard.metrics.range_factor import best_factor
from replicard.metrics.registry import (
    METRICS,
    applicable_metrics,
    default_metrics,
    default_metrics_of_boxes,
    library_versions,
    metrics_of_boxes,
    needs_pixel_size,
    passports_of,
    software_used,
)
from replicard.metrics.resampling import Sampling, seed_of
from replicard.metrics.restoration import rse_map
from replicard.metrics.series import measure_series
from replicard.metrics.set_percentile import (
    Bounds,
    Ends,
    TailCounts,
    bounds,
    ends,
    percentile_of_set,
    tail_counts,
)
from replicard.metrics.spacing import DEFAULT_TOLERANCE, Distance, Ruler
from replicard.metrics.spec import Family
from replicard.metrics.ssim import ssim_map

__all__ = [
    "BACKGROUND_PERCENTILE",
    "DEFAULT_PERCENTILES",
    "DEFAULT_TOLERANCE",
    "METRICS",
    "AppliedScale",
    "Bounds",
    "Box",
    "CapturePair",
    "Distance",
    "Ends",
    "Family",
    "FittedPair",
    "ImageMeasurement",
    "Matching",
    "Measurement",
    "NormalisedPair",
    "Note",
    "ObjectCounts",
    "ObjectRow",
    "OverlayCode",
    "PixelCounts",
    "PlugInMetric",
    "RangeFit",
    "RawPair",
    "Ruler",
    "Sampling",
    "TailCounts",
    "aggregate",
    "applicable_metrics",
    "best_factor",
    "bounds",
    "box_results",
    "check_labels",
    "choose_examples",
    "class_curves",
    "class_overlay",
    "class_values",
    "classification_results",
    "compare",
    "confusion_matrix",
    "correct_by_image",
    "default_metrics",
    "default_metrics_of_boxes",
    "describe_normalisation",
    "ends",
    "library_versions",
    "mask_overlay",
    "match_objects",
    "measure_binary",
    "measure_captures",
    "measure_classes",
    "measure_instances",
    "measure_restoration",
    "measure_series",
    "metrics_of_boxes",
    "needs_pixel_size",
    "normalise",
    "object_overlay",
    "object_rows",
    "packages_of",
    "passports_of",
    "percentile_of_set",
    "rse_map",
    "seed_of",
    "similarity_sums",
    "software_used",
    "ssim_map",
    "summarise",
    "suspicion",
    "tail_counts",
]
