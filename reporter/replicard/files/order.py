"""The order in which people expect numbered files."""

import re
import unicodedata
from typing import TypeAlias

NaturalKey: TypeAlias = tuple[tuple[tuple[int, int, str], ...], str]

_RUN = re.compile(r"[0-9]+|[^0-9]+")


def natural_key(text: str) -> NaturalKey:
    """Return a sort key that puts ``img_2`` before ``img_10``.

    Case counts only between names that are otherwise equal, so the order is the same
    on every system.

    Examples
    --------
    >>> sorted(["b1", "a10", "a2", "a02", "A2"], key=natural_key)
    ['A2', 'a02', 'a2', 'a10', 'b1']
    """
    runs = tuple(_run_key(run) for run in _RUN.findall(unicodedata.normalize("NFC", text)))
    return runs, text


def _run_key(run: str) -> tuple[int, int, str]:
    # A number is compared by its digits: converting a very long one to int is refused by Python.
    if run[0] in "0123456789":
        digits = run.lstrip("0")
        return 0, len(digits), digits
    return 1, 0, run.casefold()
