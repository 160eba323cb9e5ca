"""Scoring detected boxes, whose truth and detections are tables."""

from collections.abc import Iterator

from replicard.errors import DataError, Problem
from replicard.metrics import box_results, compare, library_versions
from replicard.pipeline.box_tables import BoxTable, read_box_table
from replicard.pipeline.evidence_file import digest
from replicard.pipeline.grouping import group_listed, sampling_of
from replicard.pipeline.plan import RAW_INPUT, Plan
from replicard.pipeline.remarks import ungrouped, unusable_metrics
from replicard.pipeline.sources import Reader
from replicard_schema.evidence import CandidateResult, ValidationEvidence
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Severity

_SHOWN = 3


def detection_evidence(plan: Plan, *, reader: Reader) -> ValidationEvidence:
    """Compare detected boxes with true ones.

    The images are those that the table of the ground truth names.

    Raises
    ------
    DataError
        If a table is missing or damaged, or detections are given for an image that the
        ground truth does not name.
    """
    path = plan.dataset.boxes
    if path is None:
        raise ValueError(f"{plan.name} compares no boxes")
    truth = read_box_table(reader, path)
    grouping = group_listed(plan, truth.images, reader)
    sampling = sampling_of(plan, grouping)
    records, candidates, findings = [truth.record], {}, [*unusable_metrics(plan)]
    findings += ungrouped(plan, grouping)
    for name, table in plan.validation.candidates.items():
        found = read_box_table(reader, table)
        _require_known_images(truth, found)
        records.append(found.record)
        candidates[name] = CandidateResult(
            kind=plan.kinds[name],
            results=box_results(
                truth.images,
                found.images,
                metrics=plan.metrics,
                iou_thresholds=plan.iou_thresholds,
                sampling=sampling,
            ),
        )
        findings += _remarks(plan, name, truth, found)
    records += grouping.tables
    results = {name: candidate.results for name, candidate in candidates.items()}
    return ValidationEvidence(
        dataset=plan.validation.dataset,
        inputs_sha256=digest(
            {
                "files": [record.model_dump() for record in records],
                "metrics": list(plan.metrics),
                "iou_thresholds": list(plan.iou_thresholds),
                "resampling": sampling.record().model_dump(mode="json"),
                "libraries": library_versions(plan.metrics),
            }
        ),
        n_images=len(truth.images),
        n_groups=grouping.n_groups,
        tables=tuple(records),
        candidates=candidates,
        resampling=sampling.record(),
        comparisons=compare(results, raw_input=RAW_INPUT, sampling=sampling),
        findings=tuple(findings),
    )


def _remarks(plan: Plan, name: str, truth: BoxTable, found: BoxTable) -> Iterator[Finding]:
    at = f"validations.{plan.name}.candidates.{name}"
    without = [image for image in truth.images if image not in found.images]
    if without:
        yield Finding(
            code="images-without-detections",
            severity=Severity.WARNING,
            field=at,
            message=(
                f"{name}: the table does not name {_some(without)}; nothing counts as detected "
                "there"
            ),
            hint="add a row with the image and empty columns where nothing was detected",
            files=(found.record.path,),
        )
    known = {box.label for boxes in truth.images.values() for box in boxes}
    detected = {box.label for boxes in found.images.values() for box in boxes}
    strange = sorted(detected - known)
    if strange:
        yield Finding(
            code="unlisted-class",
            severity=Severity.WARNING,
            field=at,
            message=f"{name}: {', '.join(strange)} was detected, but is not in the ground truth",
            hint=f"classes are {', '.join(sorted(known))}; spell them alike in all tables",
            files=(found.record.path,),
        )


def _require_known_images(truth: BoxTable, found: BoxTable) -> None:
    extra = [image for image in found.images if image not in truth.images]
    if extra:
        message = f"also names {_some(extra)}, unlike {truth.record.path}"
        hint = "an image without true boxes has a row of its own with empty columns"
        raise DataError([Problem(found.record.path, message, code="table-images", hint=hint)])


def _some(images: list[str]) -> str:
    shown = ", ".join(repr(image) for image in images[:_SHOWN])
    more = len(images) - _SHOWN
    return f"{shown} and {more} more" if more > 0 else shown
