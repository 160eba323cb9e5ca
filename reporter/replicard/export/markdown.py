"""Words of authors as Markdown that shows them as they are."""

import re
from collections.abc import Iterable, Sequence

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~!$&])")
_LINE_START = re.compile(r"(?m)^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def markdown_text(text: str) -> str:
    r"""Escape what Markdown would take for its own; web addresses stay.

    >>> print(markdown_text("a_b < c*d"))
    a\_b \< c\*d
    >>> markdown_text("https://doi.org/10.1/a_b")
    'https://doi.org/10.1/a_b'
    """
    if re.fullmatch(r"https?://[^\s<>\[\]()`*|\\]+", text):
        return text
    escaped = _SIGNS.sub(r"\\\1", text)
    return _LINE_START.sub(_defused, escaped)


def _defused(match: re.Match[str]) -> str:
    marker = match[2]
    return f"{match[1]}{marker[:-1]}\\{marker[-1]}"


def bullet_list(entries: Iterable[str]) -> str:
    """Write a list, one line for each entry."""
    return "\n".join(f"- {markdown_text(' '.join(entry.split()))}" for entry in entries)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table.

    >>> print(table(["metric"], [["F1 at IoU 0.5"]]))
    | metric |
    |---|
    | F1 at IoU 0.5 |
    """
    lines = [_row(head), "|" + "---|" * len(head), *(_row(row) for row in rows)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(markdown_text(" ".join(cell.split())) for cell in cells) + " |"
