"""A text on changes for the terminal, as Markdown and as a page."""

import textwrap
from collections.abc import Iterator, Sequence

from replicard.files import printable
from replicard.render.changes.blocks import Block, Line, Table
from replicard.render.environment import environment
from replicard.render.markdown import escape_markdown
from replicard.render.page import page

_MIN_WIDTH = 40
_BOLD = "1"


def changes_terminal(
    blocks: Sequence[Block], *, width: int = 80, colour: bool = False, show_all: bool = False
) -> str:
    """Write changes for a terminal, on request with all scores; the text ends in a line break."""
    lines: list[str] = []
    for block in blocks:
        if block.title:
            mark = "" if block.level == 2 else "  "  # noqa: PLR2004 - a part of the text
            title = printable(block.title)
            lines.append(f"{mark}\x1b[{_BOLD}m{title}\x1b[0m" if colour else f"{mark}{title}")
        margin = "    " if block.level > 2 else "  " if block.title else ""  # noqa: PLR2004
        for line in block.lines:
            lines += _wrapped(line.text, width, margin)
            for detail in line.details:
                lines += _wrapped(detail, width, f"{margin}  ")
        if block.table is not None and show_all:
            lines += _listed(block.table, width, margin)
        elif block.table is not None:
            lines += _wrapped(
                "(--all lists them, and so does a file written with -o)", width, margin
            )
        if block.lines or block.table is not None:
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _listed(table: Table, width: int, margin: str) -> Iterator[str]:
    """Write a table as one line for each row, since a terminal is narrow."""
    for title, who, before, now, judged in table.rows:
        tail = "" if judged == "–" else f", {judged}"
        yield from _wrapped(f"{title} of {who}: {before} → {now}{tail}", width, f"{margin}  ")


def _wrapped(text: str, width: int, margin: str) -> list[str]:
    return textwrap.wrap(
        printable(text),
        max(width, _MIN_WIDTH),
        initial_indent=margin,
        subsequent_indent=f"{margin}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def changes_markdown(title: str, blocks: Sequence[Block]) -> str:
    """Write changes as Markdown."""
    parts = [f"# {escape_markdown(title)}\n"]
    for block in blocks:
        if block.title:
            parts.append(f"{'#' * block.level} {escape_markdown(block.title)}\n")
        if block.lines:
            parts.append("\n".join(_items(block.lines, bare=not block.title)) + "\n")
        if block.table is not None:
            parts.append(_table(block.table))
    return "\n".join(parts)


def _items(lines: Sequence[Line], *, bare: bool) -> Iterator[str]:
    for line in lines:
        yield escape_markdown(line.text) if bare else f"- {escape_markdown(line.text)}"
        yield from (f"  - {escape_markdown(detail)}" for detail in line.details)


def _table(table: Table) -> str:
    rows = [table.head, tuple("---" for _ in table.head), *table.rows]
    cells = (
        " | ".join(cell if cell == "---" else escape_markdown(cell) for cell in row) for row in rows
    )
    return "\n".join(f"| {row} |" for row in cells) + "\n"


def changes_html(title: str, blocks: Sequence[Block]) -> str:
    """Write changes as a page that fetches nothing and runs no script."""
    body = environment().get_template("changes/changes.html.j2").render(blocks=blocks)
    return page(title=title, body=body, language="en-GB")
