"""Cells of a table as numbers."""

import re

_NUMBER = re.compile(r"[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,4})?")
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)


def number(cell: str, *, decimal_comma: bool = False) -> float | None:
    """Return the number in ``cell``; None for an empty cell or for text.

    A cell that says NaN or infinity, and a number too large for a float, are
    returned as such: a loss that is no longer finite is worth a sentence.

    Parameters
    ----------
    cell
        One cell, without surrounding spaces.
    decimal_comma
        Whether ``0,5`` is a half. Only possible where commas do not separate cells.

    Examples
    --------
    >>> number("3e-4"), number("0,5", decimal_comma=True), number("-inf")
    (0.0003, 0.5, -inf)
    >>> number("1_000"), number("")
    (None, None)
    """
    text = cell.replace(",", ".", 1) if decimal_comma else cell
    if _NUMBER.fullmatch(text) or _NOT_FINITE.fullmatch(text):
        return float(text)
    return None
