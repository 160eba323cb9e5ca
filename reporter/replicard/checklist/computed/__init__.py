"""Answers that come from evidence instead of words; one table of all of them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from replicard.checklist.computed.agreement import (
    agreement_of_annotators,
    annotator_agreement,
    prediction_uncertainty,
)
from replicard.checklist.computed.cautions import agreed_hallucination, agreed_intensity
from replicard.checklist.computed.comparison import (
    error_maps,
    examples,
    ground_truth_comparison,
    other_methods,
    own_images,
    raw_input,
)
from replicard.checklist.computed.data import data_size, image_database
from replicard.checklist.computed.evaluation import (
    metric_definitions,
    paired_tests,
    raw_scores,
    score_intervals,
)
from replicard.checklist.computed.files import (
    image_count,
    independence,
    pixel_size,
    plane_distance,
    training_log,
)
from replicard.checklist.computed.resemblance import data_similarity, evaluation_similarity
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
        Computation.DATA_SIZE: data_size,
        Computation.IMAGE_DATABASE: image_database,
        Computation.AGREEMENT: agreement_of_annotators,
        Computation.METRIC_DEFINITIONS: metric_definitions,
        Computation.SCORE_INTERVALS: score_intervals,
        Computation.PAIRED_TESTS: paired_tests,
        Computation.RAW_SCORES: raw_scores,
        Computation.EVALUATION_SIMILARITY: evaluation_similarity,
        Computation.AGREED_HALLUCINATION: agreed_hallucination,
        Computation.AGREED_INTENSITY: agreed_intensity,
    }
)
