"""Reading tables of boxes: one row a box.

A table is CSV in UTF-8 with the columns ``image``, ``label``, ``y0``, ``x0``, ``y1`` and
``x1``, in pixels; the corner ``y1``, ``x1`` lies outside the box, as in the boxes of
scikit-image. Detections may add a column ``score``. A row with an image and nothing else
says that the image has no box. Other columns are passed over.
"""

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass

from replicard.errors import DataError, Problem
from replicard.files import read_hashed
from replicard.metrics import Box
from replicard.pipeline.sources import Reader
from replicard_schema.evidence import FileRecord

MAX_TABLE_BYTES = 256 << 20
CORNERS = ("y0", "x0", "y1", "x1")
COLUMNS = ("image", "label", *CORNERS)
SCORE = "score"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class BoxTable:
    """What a table says, in the order of its rows.

    Attributes
    ----------
    images
        Boxes of each image that is named.
    """

    images: Mapping[str, tuple[Box, ...]]
    record: FileRecord


def read_box_table(reader: Reader, path: str) -> BoxTable:
    """Read a table of boxes.

    Raises
    ------
    DataError
        With the problems of the table: not CSV, other columns, rows without an image,
        corners that are no box, scores that are no number.
    """
    file = read_hashed(reader.root, path, max_bytes=MAX_TABLE_BYTES)
    images: dict[str, list[Box]] = {}
    problems: list[Problem] = []
    for line, row in enumerate(_rows(file.content, path), start=2):
        name = (row["image"] or "").strip()
        try:
            box = _box(row) if name else None
        except ValueError as error:
            problems.append(Problem(path, f"row {line} {error}", code="table-row"))
            continue
        if not name:
            problems.append(Problem(path, f"row {line} names no image", code="table-row"))
        images.setdefault(name, []).extend([box] if box else [])
    if problems:
        raise DataError(_first_ones(problems, path))
    return BoxTable({name: tuple(boxes) for name, boxes in images.items()}, file.record)


def _rows(content: bytes, path: str) -> list[dict[str, str | None]]:
    try:
        table = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        rows: list[dict[str, str | None]] = list(table)
    except (UnicodeDecodeError, csv.Error) as error:
        message = "is not a CSV table in UTF-8"
        raise DataError([Problem(path, message, code="not-a-table")]) from error
    if rows and set(COLUMNS) <= set(table.fieldnames or ()):
        return rows
    found = ", ".join(table.fieldnames or ()) if rows else "none"
    message = f"needs the columns {', '.join(COLUMNS)}, and at least one row; found {found}"
    hint = "separate columns with commas and name them in the first line"
    raise DataError([Problem(path, message, code="table-columns", hint=hint)])


def _box(row: Mapping[str, str | None]) -> Box | None:
    """Return the box of a row, or None if it says that there is none.

    Raises
    ------
    ValueError
        What is wrong with the row.
    """
    label = (row["label"] or "").strip()
    texts = [(row[corner] or "").strip() for corner in CORNERS]
    if not label and not any(texts):
        return None
    if not label:
        raise ValueError("has a box without a label")
    y0, x0, y1, x1 = (_number(text, corner) for text, corner in zip(texts, CORNERS, strict=True))
    if y1 <= y0 or x1 <= x0:
        raise ValueError("is no box: y1 must be larger than y0, and x1 larger than x0")
    score = _number((row[SCORE] or "").strip(), SCORE) if SCORE in row else None
    return Box(label, y0, x0, y1, x1, score)


def _number(text: str, column: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"has no finite number under {column}")
    return value


def _first_ones(problems: list[Problem], path: str) -> list[Problem]:
    more = len(problems) - _SHOWN
    if more <= 0:
        return problems
    return [*problems[:_SHOWN], Problem(path, f"and {more} more such rows", code="table-row")]
