"""What a validation asks for, worked out from the card before any file is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from replicard.metrics import (
    DEFAULT_PERCENTILES,
    DEFAULT_TOLERANCE,
    METRICS,
    Distance,
    Family,
    applicable_metrics,
    default_metrics,
    default_metrics_of_boxes,
    metrics_of_boxes,
)
from replicard_schema.card import Card
from replicard_schema.quantities import Quantity, micrometres
from replicard_schema.sections.dataset import Dataset
from replicard_schema.sections.validation import Validation
from replicard_schema.vocabulary import LabelKind, MetricId, NormalisationMethod, Task

RAW_INPUT = "raw input"
DEFAULT_IOU_THRESHOLDS = (0.5,)


class Comparison(StrEnum):
    """How predictions of a task are compared with their ground truth."""

    INTENSITIES = "intensities"
    OBJECTS = "objects"
    MASKS = "masks"
    IMAGE_LABELS = "image labels"
    BOXES = "boxes"


COMPARISON_OF_TASK: Mapping[Task, Comparison] = {
    Task.DENOISING: Comparison.INTENSITIES,
    Task.RESTORATION: Comparison.INTENSITIES,
    Task.TRANSLATION: Comparison.INTENSITIES,
    Task.INSTANCE_SEGMENTATION: Comparison.OBJECTS,
    Task.OBJECT_DETECTION: Comparison.OBJECTS,
    Task.SEMANTIC_SEGMENTATION: Comparison.MASKS,
    Task.CLASSIFICATION: Comparison.IMAGE_LABELS,
}
"""Tasks that are missing here are reported with scores that the author states."""

_FAMILIES_OF_PACKAGES: Mapping[Comparison, tuple[Family, ...]] = {
    Comparison.INTENSITIES: (Family.INTENSITIES,),
    Comparison.OBJECTS: (Family.OBJECTS, Family.PIXELS),
    Comparison.MASKS: (Family.PIXELS,),
}
"""What metrics of other packages are computed from, where they can be."""

_INPUT_IS_COMPARABLE = {Task.DENOISING, Task.RESTORATION}
"""Tasks whose input shows the same thing as the ground truth, only worse."""

CandidateKind = Literal["model", "baseline"]


@dataclass(frozen=True, slots=True)
class Plan:
    """How one validation is computed.

    Attributes
    ----------
    compares_input
        Whether the raw input is scored beside the candidates.
    label_kind
        What the author says that label images hold; None if the card leaves it open.
    """

    name: str
    validation: Validation
    dataset: Dataset
    task: Task
    comparison: Comparison
    metrics: tuple[MetricId, ...]
    iou_thresholds: tuple[float, ...]
    tolerance: Distance
    method: NormalisationMethod
    percentiles: tuple[float, float]
    compares_input: bool
    label_kind: LabelKind | None
    kinds: Mapping[str, CandidateKind]

    @property
    def usable(self) -> tuple[MetricId, ...]:
        """Metrics that come with the program and that the task has."""
        return _usable(self.task, self.comparison)

    @property
    def second_predictions(self) -> Mapping[str, str]:
        """Patterns of the predictions of second captures, where they are compared."""
        wanted = MetricId.FRC_RESOLUTION in self.metrics
        return self.validation.second_predictions if wanted else {}

    @property
    def compares_captures(self) -> bool:
        """Whether two captures of each field are compared with each other."""
        has_raw = self.dataset.images is not None and self.dataset.second_images is not None
        return MetricId.FRC_RESOLUTION in self.metrics and (
            has_raw or bool(self.second_predictions)
        )


def make_plan(card: Card, name: str) -> Plan | str:
    """Return how a validation is computed, or the reason why it is not."""
    validation = card.validations[name]
    dataset = card.datasets[validation.dataset]
    if not validation.candidates:
        return _why_nothing_to_compute(validation)
    tasks = {card.models[c].task for c in validation.candidates if c in card.models}
    if not tasks:
        return "only baselines are compared, so the card does not say what the task is"
    if len(tasks) > 1:
        return f"the models compared have different tasks: {', '.join(sorted(tasks))}"
    task = tasks.pop()
    comparison = COMPARISON_OF_TASK.get(task)
    if comparison is None:
        return f"scores for {task} are not computed by this program, but stated by the authors"
    if task is Task.OBJECT_DETECTION and dataset.boxes is not None:
        comparison = Comparison.BOXES
    choice = validation.normalisation
    return Plan(
        name=name,
        validation=validation,
        dataset=dataset,
        task=task,
        comparison=comparison,
        metrics=_metrics(validation, task, comparison),
        iou_thresholds=validation.iou_thresholds or DEFAULT_IOU_THRESHOLDS,
        tolerance=_distance(validation.boundary_tolerance),
        method=choice.method if choice else NormalisationMethod.PERCENTILE,
        percentiles=(choice and choice.percentiles) or DEFAULT_PERCENTILES,
        compares_input=_compares_input(validation, dataset, task),
        label_kind=validation.label_kind or dataset.label_kind,
        kinds={c: "model" if c in card.models else "baseline" for c in validation.candidates},
    )


def _distance(stated: Quantity | None) -> Distance:
    if stated is None:
        return DEFAULT_TOLERANCE
    if stated.unit == "px":
        return Distance(stated.value, "px")
    return Distance(micrometres(stated), "µm")


def _usable(task: Task, comparison: Comparison) -> tuple[MetricId, ...]:
    """Return the metrics of a task; boxes have no outlines, and labels no scores."""
    if comparison is Comparison.BOXES:
        return metrics_of_boxes()
    of_boxes = set(metrics_of_boxes()) - set(default_metrics(task))
    return tuple(metric for metric in applicable_metrics(task) if metric not in of_boxes)


def _metrics(validation: Validation, task: Task, comparison: Comparison) -> tuple[MetricId, ...]:
    usable = _usable(task, comparison)
    families = _FAMILIES_OF_PACKAGES.get(comparison, ())
    asked = tuple(
        metric
        for metric in validation.metrics
        if metric in usable or (metric.is_of_package and METRICS[metric].family in families)
    )
    if asked:
        return asked
    if comparison is Comparison.BOXES:
        return default_metrics_of_boxes()
    # Whoever names second captures wants them compared.
    is_comparable = validation.second_predictions and MetricId.FRC_RESOLUTION in usable
    return (*default_metrics(task), *([MetricId.FRC_RESOLUTION] if is_comparable else []))


def _compares_input(validation: Validation, dataset: Dataset, task: Task) -> bool:
    if dataset.images is None or COMPARISON_OF_TASK[task] is not Comparison.INTENSITIES:
        return False
    wanted = validation.compare_with_input
    return task in _INPUT_IS_COMPARABLE if wanted is None else wanted


def _why_nothing_to_compute(validation: Validation) -> str:
    if validation.no_ground_truth is not None:
        return "there is no ground truth"
    if validation.stated_scores:
        return "the scores are stated by the authors; no prediction files are named"
    return "no prediction files are named"
