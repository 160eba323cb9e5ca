"""Scoring classified images, whose truth and predictions are tables."""

from collections.abc import Iterator, Mapping

from replicard.errors import DataError, Problem
from replicard.metrics import (
    Sampling,
    class_curves,
    classification_results,
    compare,
    confusion_matrix,
    correct_by_image,
    library_versions,
)
from replicard.pipeline.evidence_file import digest
from replicard.pipeline.grouping import group_listed, sampling_of
from replicard.pipeline.label_tables import LabelTable, read_label_table
from replicard.pipeline.plan import RAW_INPUT, Plan
from replicard.pipeline.remarks import ungrouped, unusable_metrics
from replicard.pipeline.sources import Reader
from replicard_schema.evidence import CandidateResult, ClassifiedImage, ValidationEvidence
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import MetricId, Severity

_OF_SCORES = (MetricId.CLASS_ROC_AUC, MetricId.CLASS_AVERAGE_PRECISION)


def classification_evidence(plan: Plan, *, reader: Reader) -> ValidationEvidence:
    """Compare predicted labels with true ones, image by image.

    Both are CSV tables with the columns ``image`` and ``label``; an image is known by
    the text in its first column. Predictions may hold scores, see `label_tables`.

    Raises
    ------
    DataError
        If a table is missing, has other columns, names an image twice, or does not
        name the same images as the ground truth.
    """
    path = plan.dataset.labels
    if path is None:
        problem = Problem(
            f"datasets.{plan.validation.dataset}",
            "has no table of true labels to compare with",
            code="no-labels",
            field=f"datasets.{plan.validation.dataset}.labels",
            hint="name a CSV table with the columns image and label under `labels`",
        )
        raise DataError([problem])
    truth = read_label_table(reader, path)
    grouping = group_listed(plan, truth.labels, reader)
    sampling = sampling_of(plan, grouping)
    records, results, findings = [truth.record], {}, [*unusable_metrics(plan)]
    findings += ungrouped(plan, grouping)
    for name, table in plan.validation.candidates.items():
        predicted = read_label_table(reader, table, with_scores=True)
        _require_same_images(truth.labels, predicted.labels, path, table)
        records.append(predicted.record)
        results[name] = _result(plan, name, truth, predicted, sampling)
        findings += _remarks(plan, name, truth, predicted)
    records += grouping.tables
    return ValidationEvidence(
        dataset=plan.validation.dataset,
        inputs_sha256=digest(
            {
                "files": [r.model_dump() for r in records],
                "metrics": list(plan.metrics),
                "resampling": sampling.record().model_dump(mode="json"),
                "libraries": library_versions(plan.metrics),
            }
        ),
        n_images=len(truth.labels),
        n_groups=grouping.n_groups,
        tables=tuple(records),
        candidates=results,
        resampling=sampling.record(),
        comparisons=compare(
            {name: [correct_by_image(result.classified)] for name, result in results.items()},
            raw_input=RAW_INPUT,
            sampling=sampling,
        ),
        findings=tuple(findings),
    )


def _result(
    plan: Plan, name: str, truth: LabelTable, predicted: LabelTable, sampling: Sampling
) -> CandidateResult:
    images = tuple(
        ClassifiedImage(
            image=image,
            truth=label,
            predicted=predicted.labels[image],
            scores=predicted.scores_of(image),
        )
        for image, label in truth.labels.items()
    )
    confusion = confusion_matrix(
        [image.truth for image in images], [image.predicted for image in images]
    )
    return CandidateResult(
        kind=plan.kinds[name],
        results=classification_results(
            confusion, metrics=plan.metrics, images=images, sampling=sampling
        ),
        confusion=confusion,
        classified=images,
        score_curves=tuple(class_curves(images)),
    )


def _remarks(plan: Plan, name: str, truth: LabelTable, predicted: LabelTable) -> Iterator[Finding]:
    """Yield what is odd about the scores of a candidate."""
    at = f"validations.{plan.name}.candidates.{name}"
    path = predicted.record.path
    known = {*truth.labels.values(), *predicted.labels.values()}
    strange = [scored for scored in predicted.scores if scored not in known]
    if strange:
        yield Finding(
            code="score-of-no-class",
            severity=Severity.WARNING,
            field=at,
            message=(
                f"{name}: scores are given for {', '.join(strange)}, which no image belongs to "
                "and none was predicted as"
            ),
            hint=f"classes are {', '.join(sorted(known))}; spell them alike in all tables",
            files=(path,),
        )
    if predicted.scores and not set(_OF_SCORES) & set(plan.metrics):
        yield Finding(
            code="unused-scores",
            severity=Severity.HINT,
            field=f"validations.{plan.name}.metrics",
            message=f"{name}: the table holds scores, which no metric of this validation uses",
            hint=f"add {' and '.join(_OF_SCORES)} to metrics",
            files=(path,),
        )


def _require_same_images(
    truth: Mapping[str, str], predicted: Mapping[str, str], truth_path: str, path: str
) -> None:
    missing = [image for image in truth if image not in predicted]
    extra = [image for image in predicted if image not in truth]
    problems = [
        Problem(path, f"{what} {_some(images)}, unlike {truth_path}", code="table-images")
        for what, images in (("does not name", missing), ("also names", extra))
        if images
    ]
    if problems:
        raise DataError(problems)


def _some(images: list[str]) -> str:
    shown = ", ".join(repr(image) for image in images[:3])
    return shown if len(images) <= 3 else f"{shown} and {len(images) - 3} more"  # noqa: PLR2004 - as many as are shown
