"""Validations: how predictions were compared with what is known."""

from replicard_schema.base import Section
from replicard_schema.dates import PartialDate
from replicard_schema.paths import FilePattern
from replicard_schema.quantities import Tolerance
from replicard_schema.scalars import (
    Count,
    Flag,
    Fraction,
    Id,
    Level,
    Line,
    Many,
    Number,
    Percentile,
    Resamples,
    Seed,
    Text,
)
from replicard_schema.sections.deposit import Deposit
from replicard_schema.vocabulary import IntervalMethod, LabelKind, MetricId, NormalisationMethod


class NormalisationChoice(Section):
    """How intensities are brought to one scale before scoring."""

    method: NormalisationMethod
    """Which scale."""
    percentiles: tuple[Percentile, Percentile] | None = None
    """Lower and upper percentile, for the percentile methods."""


class IntervalChoice(Section):
    """How bootstrap intervals of the scores are computed."""

    level: Level | None = None
    """Confidence level; 95 % if left out."""
    method: IntervalMethod | None = None
    """How the interval is formed; BCa if left out, wherever it can be computed."""
    resamples: Resamples | None = None
    """How often images or groups are drawn again; 10,000 if left out."""
    seed: Seed | None = None
    """Start of the pseudo-random numbers; by default it follows from the names of the images."""


class Acceptance(Section):
    """What the authors held to be good enough, and why."""

    metric: Line
    """Metric that decides: one of those computed, or a stated one."""
    at: Fraction | None = None
    """IoU threshold, for metrics that have one."""
    candidate: Id | None = None
    """Model that it is asked of; by default all models of the validation."""
    at_least: Number | None = None
    """Smallest value that was accepted."""
    at_most: Number | None = None
    """Largest value that was accepted."""
    because: Text
    """Why this is good enough for the question of the study."""


class VisualCheck(Section):
    """Inspection of the predictions by eye."""

    by: Line
    """Who looked."""
    date: PartialDate | None = None
    """When."""
    comment: Text | None = None
    """What was seen."""


class NoGroundTruth(Section):
    """Why there is no ground truth, and what was done instead."""

    because: Text
    """Why there is none."""
    instead: Text | None = None
    """How the observations were cross-checked by other means."""


class UncertaintyMaps(Section):
    """Maps of how uncertain a model is, made by the authors: one value for each pixel."""

    files: FilePattern
    """Map files, one for each image; larger values mean less certain."""
    meaning: Text | None = None
    """What a value is, such as the standard deviation over 20 passes with dropout."""


class StatedScore(Section):
    """A score computed elsewhere, given by the author."""

    metric: Line
    """Name of the metric."""
    value: Number
    """Its value."""
    unit: Line | None = None
    """Unit of the value."""
    candidate: Id | None = None
    """Model that it belongs to."""
    images: Count | None = None
    """Number of images it was computed on."""
    computed_with: Line | None = None
    """Program that computed it."""
    uncertainty: Line | None = None
    """Interval or standard deviation, and over what."""
    note: Text | None = None
    """Anything a reader needs to understand it."""


class Validation(Section):
    """One comparison of predictions with what is known."""

    dataset: Id
    """Data set on which the comparison was made."""
    procedure: Text | None = None
    """Steps taken to validate, where they go beyond what the program computes."""
    candidates: dict[Id, FilePattern] = {}
    """Predictions of each model or baseline, by its id."""
    second_predictions: dict[Id, FilePattern] = {}
    """Predictions of the second captures, by model or baseline, for Fourier ring correlation."""
    metrics: Many[MetricId] = ()
    """Metrics to compute; by default those usual for the task."""
    metrics_because: Text | None = None
    """Why these metrics suit the question."""
    metric_definitions: Text | None = None
    """Definition of each metric that the program did not compute."""
    primary_metric: Line | None = None
    """The metric that counts most."""
    iou_thresholds: Many[Fraction] = ()
    """Overlap from which an object counts as found; 0.5 if left out."""
    boundary_tolerance: Tolerance | None = None
    """How far outlines may lie apart for the boundary F-score; 2 px if left out."""
    object_table: Flag | None = None
    """Whether the report comes with a table of all objects and what became of each."""
    label_kind: LabelKind | None = None
    """What the numbers in the label images mean; by default it follows from the task."""
    normalisation: NormalisationChoice | None = None
    """How intensities are brought to one scale; by default percentiles for restoration."""
    compare_with_input: Flag | None = None
    """Whether the raw input is scored as well; yes wherever that makes sense."""
    intervals: IntervalChoice | None = None
    """How intervals of the scores are computed; sensible settings if left out."""
    acceptance: tuple[Acceptance, ...] = ()
    """What was held to be good enough, and why."""
    examples: Many[Line] = ()
    """Names of images to show beside the best, the median and the worst one, which stay."""
    visual_check: VisualCheck | None = None
    """Inspection by eye."""
    failures: Text | None = None
    """Where and how predictions fail."""
    robustness: Text | None = None
    """How results change with noise, settings or other conditions."""
    distribution_shift: Text | None = None
    """How far the model can be relied on for images unlike those it was trained on."""
    external: Text | None = None
    """Whether images from elsewhere were used, such as another laboratory, and what came out."""
    subgroups: Text | None = None
    """Results for parts of the data, such as conditions, donors or classes."""
    differs_from_training: Text | None = None
    """How these images differ from the training images."""
    alternatives: Text | None = None
    """Other methods that were considered on the same images."""
    benchmark: Text | None = None
    """How the model does on public benchmarks, beside published methods."""
    baseline_tuning: Text | None = None
    """How methods that were compared were tuned, so that the comparison is fair."""
    statistics: Text | None = None
    """Statistical tests between methods, or why there are none."""
    runs: Count | None = None
    """How often the evaluation was run."""
    code: Line | None = None
    """Script that evaluates: file in the repository, or web address."""
    raw_results: Deposit | None = None
    """Where the results for each image can be obtained."""
    uncertainty: Text | None = None
    """How the uncertainty of predictions was estimated."""
    repeated_predictions: dict[Id, FilePattern] = {}
    """Several predictions of the same images by each model; folders or {repeat} tell them apart."""
    uncertainty_maps: dict[Id, UncertaintyMaps] = {}
    """Maps of uncertainty that the authors made, by model."""
    no_ground_truth: NoGroundTruth | None = None
    """Why there is none, and what was done instead."""
    stated_scores: tuple[StatedScore, ...] = ()
    """Scores computed elsewhere."""
