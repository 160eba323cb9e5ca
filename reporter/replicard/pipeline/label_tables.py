"""Reading tables of class labels: one row an image, with scores where there are any.

A table is CSV in UTF-8 with the columns ``image`` and ``label``. Predictions may add a
column ``score:CLASS`` (or ``score_CLASS``) for each class that the model scored, with a
finite number in every row; the larger, the more likely the class. Only their order
counts, so they may be probabilities, logits or distances. Other columns are passed over.
"""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from replicard.errors import DataError, Problem
from replicard.files import read_hashed
from replicard.pipeline.sources import Reader
from replicard_schema.evidence import FileRecord

MAX_TABLE_BYTES = 64 << 20
COLUMNS = ("image", "label")
SCORE_MARKS = ("score:", "score_")
_BARE_SCORE = "score"


@dataclass(frozen=True, slots=True)
class LabelTable:
    """What a table says of each image, in the order of its rows.

    Attributes
    ----------
    labels
        Class of each image.
    scores
        Score of each image by class; empty for a table without such columns.
    """

    labels: Mapping[str, str]
    record: FileRecord
    scores: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def scores_of(self, image: str) -> dict[str, float]:
        """Return the score of each scored class for one image."""
        return {name: by_image[image] for name, by_image in self.scores.items()}


def read_label_table(reader: Reader, path: str, *, with_scores: bool = False) -> LabelTable:
    """Read a table of labels.

    Parameters
    ----------
    with_scores
        Whether columns with scores are read as well.

    Raises
    ------
    DataError
        With all problems of the table: not CSV, other columns, rows without a label,
        images named twice, scores that are no finite number.
    """
    file = read_hashed(reader.root, path, max_bytes=MAX_TABLE_BYTES)
    columns, rows = _rows(file.content, path)
    problems: list[Problem] = []
    labels = _labels(rows, path, problems)
    scores = _scores(columns, rows, path, problems) if with_scores else {}
    if problems:
        raise DataError(problems)
    return LabelTable(labels, file.record, scores)


def _rows(content: bytes, path: str) -> tuple[list[str], list[dict[str, str]]]:
    try:
        table = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        rows = list(table)
    except (UnicodeDecodeError, csv.Error) as error:
        message = "is not a CSV table in UTF-8"
        raise DataError([Problem(path, message, code="not-a-table")]) from error
    columns = list(table.fieldnames or ())
    if rows and set(COLUMNS) <= set(columns):
        return columns, rows
    found = ", ".join(columns) if rows else "none"
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


def _labels(
    rows: Sequence[Mapping[str, str]], path: str, problems: list[Problem]
) -> dict[str, str]:
    labels: dict[str, str] = {}
    for line, row in enumerate(rows, start=2):
        image, label = ((row[column] or "").strip() for column in COLUMNS)
        if not image or not label:
            message = f"row {line} lacks an image or a label"
            problems.append(Problem(path, message, code="table-row"))
        elif image in labels:
            message = f"row {line} names {image!r} a second time"
            problems.append(Problem(path, message, code="table-row"))
        labels[image] = label
    return labels


def _scores(
    columns: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    path: str,
    problems: list[Problem],
) -> dict[str, dict[str, float]]:
    """Read the columns of scores by class; say what is wrong with them."""
    scores: dict[str, dict[str, float]] = {}
    for column in columns:
        name = _class_of(column)
        if column.strip() == _BARE_SCORE or name == "":
            problems.append(_nameless(column, path))
        elif name is not None and name in scores:
            message = f"has two columns with the score of {name!r}"
            problems.append(Problem(path, message, code="table-scores"))
        elif name is not None:
            scores[name] = _column(column, rows, path, problems)
    return scores


def _class_of(column: str) -> str | None:
    """Return the class that a column scores; None for any other column.

    >>> _class_of("score:mitosis"), _class_of("score_mitosis"), _class_of("stain")
    ('mitosis', 'mitosis', None)
    """
    text = column.strip()
    mark = next((mark for mark in SCORE_MARKS if text.startswith(mark)), None)
    return None if mark is None else text.removeprefix(mark).strip()


def _column(
    column: str, rows: Sequence[Mapping[str, str]], path: str, problems: list[Problem]
) -> dict[str, float]:
    found: dict[str, float] = {}
    wrong: list[int] = []
    for line, row in enumerate(rows, start=2):
        value = _number(row[column])
        if value is None:
            wrong.append(line)
        else:
            found[(row["image"] or "").strip()] = value
    if wrong:
        where = f"row {wrong[0]}" if len(wrong) == 1 else f"{len(wrong)} rows, first row {wrong[0]}"
        problems.append(
            Problem(
                path,
                f"column {column.strip()!r} holds no finite number in {where}",
                code="table-scores",
                hint="every image needs a score, written with a decimal point",
            )
        )
    return found


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _nameless(column: str, path: str) -> Problem:
    return Problem(
        path,
        f"column {column.strip()!r} does not say which class it scores",
        code="table-scores",
        hint="call it `score:` and the name of the class, such as score:mitosis",
    )
