"""Delimited text as rows of cells, within limits."""

import csv
import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass

from replicard.errors import ReplicardError

MAX_ROWS = 100_000
MAX_COLUMNS = 60
DELIMITERS = (",", ";", "\t")


class UnreadableLogError(ReplicardError):
    """A training log that cannot be read, with the reason as message."""


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
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str


def read_table(data: bytes) -> Table:
    """Split the bytes of a delimited text file into cells.

    The delimiter (comma, semicolon or tab) is the one that splits the header into
    the most columns. A row that was cut short, as the last one of an interrupted
    run may be, is filled up with empty cells.

    Raises
    ------
    UnreadableLogError
        If the bytes are not text, or the text is not a table with a header.
    """
    text = _decode(data)
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
    return Table(columns, tuple(_filled(lines, len(columns))), delimiter)


def _decode(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableLogError("the file is not text in UTF-8") from error


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


def _filled(lines: list[list[str]], width: int) -> Iterator[tuple[str, ...]]:
    for number, row in enumerate(lines[1:], start=1):
        if len(row) > width:
            raise UnreadableLogError(
                f"row {number} has {len(row)} cells, but the header names {width}"
            )
        yield tuple(cell.strip() for cell in row) + ("",) * (width - len(row))
