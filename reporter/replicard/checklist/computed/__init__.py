"""Answers that come from evidence instead of words; one table of all of them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from replicard.checklist.computed.agreement import annotator_agreement, prediction_uncertainty
from replicard.checklist.computed.comparison import (
    error_maps,
    examples,
    ground_truth_comparison,
    other_methods,
    own_images,
    raw_input,
)
from replicard.checklist.computed.files import (
    image_count,
    independence,
    pixel_size,
    plane_distance,
    training_log,
)
from replicard.checklist.computed.resemblance import data_similarity
from replicard.checklist.computed.scores import metric_names, scores, similarity
from replicard.checklist.facts import Facts
from replicard.checklist.replies import Response
from replicard.checklist.subjects import Subject
from replicard_schema.checklist import Computation

__all__ = ["COMPUTATIONS"]

COMPUTATIONS: Mapping[Computation, Callable[[Subject, Facts], Response]] = MappingProxyType(
    {
        Computation.METRIC_NAMES: metric_names,
        Computation.SCORES: scores,
        Computation.IMAGE_COUNT: image_count,
        Computation.INDEPENDENCE: independence,
        Computation.EXAMPLES: examples,
        Computation.GROUND_TRUTH_COMPARISON: ground_truth_comparison,
        Computation.OWN_IMAGES: own_images,
        Computation.SIMILARITY: similarity,
        Computation.ERROR_MAPS: error_maps,
        Computation.RAW_INPUT: raw_input,
        Computation.OTHER_METHODS: other_methods,
        Computation.TRAINING_LOG: training_log,
        Computation.PIXEL_SIZE: pixel_size,
        Computation.PLANE_DISTANCE: plane_distance,
        Computation.PREDICTION_UNCERTAINTY: prediction_uncertainty,
        Computation.ANNOTATOR_AGREEMENT: annotator_agreement,
        Computation.DATA_SIMILARITY: data_similarity,
    }
)
