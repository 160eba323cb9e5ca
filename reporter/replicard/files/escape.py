"""Writing text so that a terminal, a spreadsheet or a file system takes it as text."""

import hashlib
import re
import unicodedata
from typing import TypeAlias

from replicard_schema.text_policy import escape_forbidden

Cell: TypeAlias = str | float | bool | None

_LINE_BREAK = re.compile("[\t\n\r\u2028\u2029]")
_FORMULA_START = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_NEGATIVE_NUMBER = re.compile(r"-[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,4})?")
_UNSAFE_IN_NAME = re.compile(r"[^A-Za-z0-9_.-]+")
# Windows takes these names for devices, whatever follows the first dot.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_MAX_NAME = 80


def printable(text: str, *, keep: str = "") -> str:
    r"""Return ``text`` as one line that a terminal shows and never obeys.

    Parameters
    ----------
    text
        Text from anywhere, also a file name that no encoding fits.
    keep
        Line breaks and tabs to leave alone, for text that has its own layout.

    Examples
    --------
    >>> print(printable("nuclei\x1b[2K\r.tif"))
    nuclei\x1b[2K\r.tif
    """
    one_line = _LINE_BREAK.sub(
        lambda found: found[0] if found[0] in keep else _escaped(found[0]), text
    )
    return escape_forbidden(one_line)


def csv_cell(value: Cell) -> str:
    """Return the text of a cell that no spreadsheet takes for a formula.

    Text that could start one gets an apostrophe in front, which spreadsheets show as
    text; numbers stay numbers. Quoting is left to the ``csv`` module.

    Examples
    --------
    >>> [csv_cell(value) for value in ("nuclei", "=1+1", "-0.5", -0.5, True, None)]
    ['nuclei', "'=1+1", '-0.5', '-0.5', 'true', '']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    if _NEGATIVE_NUMBER.fullmatch(value):
        return value
    starts_formula = value.lstrip().startswith(_FORMULA_START)
    return f"'{value}" if starts_formula or value.startswith(("\t", "\r", "\n")) else value


def safe_file_name(text: str) -> str:
    """Return a name that every file system takes, the same for the same text.

    Text that had to be changed gets a short hash of the original at its end, so that
    two texts do not end up with one name.

    Examples
    --------
    >>> safe_file_name("stardist-nuclei")
    'stardist-nuclei'
    >>> safe_file_name("../Zähler 5")
    'Zahler-5-88f23e75'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = _UNSAFE_IN_NAME.sub("-", plain).strip("-.")[:_MAX_NAME]
    if _DEVICE.fullmatch(name) or not name:
        name = "file"
    if name == text:
        return name
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{name}-{digest}"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()
