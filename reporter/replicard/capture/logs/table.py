"""Delimited text as rows of cells, within limits."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from replicard.capture.logs.text import UnreadableLogError

MAX_ROWS = 100_000
MAX_COLUMNS = 60
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as text, every row as long as the header.

    Attributes
    ----------
    columns
        Header, without surrounding spaces.
    rows
        Cells of each row, in the order of ``columns``.
    delimiter
        What separated the cells.
    fault
        Why the rows are no rows of this table, if they are not: a row is longer than the
        header. It matters only where the header is that of a log.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    fault: str | None = None


def read_table(text: str) -> Table:
    """Split delimited text into cells.

    The delimiter (comma, semicolon or tab) is the one that splits the header into
    the most columns. A row that was cut short, as the last one of an interrupted
    run may be, is filled up with empty cells.

    Raises
    ------
    UnreadableLogError
        If the text is not a table with a header.
    """
    header = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=header.count)
    try:
        lines = list(_rows(text, delimiter))
    except csv.Error as error:
        raise UnreadableLogError(f"the file is not a table of text: {error}") from error
    if len(lines) < 2:  # noqa: PLR2004 - a header and one row
        raise UnreadableLogError("the file has no rows below a header")
    columns = tuple(name.strip().lstrip("#").strip() for name in lines[0])
    if len(columns) > MAX_COLUMNS:
        raise UnreadableLogError(f"the file has more than {MAX_COLUMNS} columns")
    return Table(
        columns, tuple(_filled(lines, len(columns))), delimiter, _fault(lines, len(columns))
    )


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the rows that are not blank."""
    count = 0
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        if not any(cell.strip() for cell in row):
            continue
        count += 1
        if count > MAX_ROWS + 1:  # the header is one
            raise UnreadableLogError(f"the file has more than {MAX_ROWS:,} rows")
        yield row


def _fault(lines: list[list[str]], width: int) -> str | None:
    for number, row in enumerate(lines[1:], start=1):
        if len(row) > width:
            return f"row {number} has {len(row)} cells, but the header names {width}"
    return None


def _filled(lines: list[list[str]], width: int) -> Iterator[tuple[str, ...]]:
    for row in lines[1:]:
        yield tuple(cell.strip() for cell in row[:width]) + ("",) * (width - len(row))
