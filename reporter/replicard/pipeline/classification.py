"""Scoring classified images, whose truth and predictions are tables."""

import csv
import io

from replicard.errors import DataError, Problem
from replicard.files import read_hashed
from replicard.metrics import classification_results, confusion_matrix
from replicard.pipeline.evidence_file import digest
from replicard.pipeline.plan import Plan
from replicard.pipeline.sources import Reader
from replicard_schema.evidence import CandidateResult, FileRecord, ValidationEvidence

MAX_TABLE_BYTES = 64 << 20
COLUMNS = ("image", "label")


def classification_evidence(plan: Plan, *, reader: Reader) -> ValidationEvidence:
    """Compare predicted labels with true ones, image by image.

    Both are CSV tables with the columns ``image`` and ``label``; an image is known by
    the text in its first column.

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
    truth, record = _read_table(reader, path)
    records, results = [record], {}
    for name, table in plan.validation.candidates.items():
        predicted, record = _read_table(reader, table)
        _require_same_images(truth, predicted, path, table)
        records.append(record)
        confusion = confusion_matrix(list(truth.values()), [predicted[i] for i in truth])
        results[name] = CandidateResult(
            kind=plan.kinds[name],
            results=classification_results(confusion, metrics=plan.metrics),
            confusion=confusion,
        )
    return ValidationEvidence(
        dataset=plan.validation.dataset,
        inputs_sha256=digest({"files": [r.model_dump() for r in records]}),
        n_images=len(truth),
        tables=tuple(records),
        candidates=results,
    )


def _read_table(reader: Reader, path: str) -> tuple[dict[str, str], FileRecord]:
    file = read_hashed(reader.root, path, max_bytes=MAX_TABLE_BYTES)
    try:
        text = file.content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        message = "is not a CSV table in UTF-8"
        raise DataError([Problem(path, message, code="not-a-table")]) from error
    columns = rows[0].keys() if rows else ()
    if not rows or not set(COLUMNS) <= set(columns):
        found = ", ".join(map(str, columns)) or "none"
        raise DataError(
            [
                Problem(
                    path,
                    f"needs the columns image and label, and at least one row; found {found}",
                    code="table-columns",
                    hint="separate columns with commas and name them in the first line",
                )
            ]
        )
    return _by_image(rows, path), file.record


def _by_image(rows: list[dict[str, str]], path: str) -> dict[str, str]:
    labels: dict[str, str] = {}
    problems = []
    for line, row in enumerate(rows, start=2):
        image, label = ((row[column] or "").strip() for column in COLUMNS)
        if not image or not label:
            problems.append(
                Problem(path, f"row {line} lacks an image or a label", code="table-row")
            )
        elif image in labels:
            message = f"row {line} names {image!r} a second time"
            problems.append(Problem(path, message, code="table-row"))
        labels[image] = label
    if problems:
        raise DataError(problems)
    return labels


def _require_same_images(
    truth: dict[str, str], predicted: dict[str, str], truth_path: str, path: str
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
