"""Checklists as text for a terminal: verdicts of each, and counts by level and section."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from replicard.files.escape import printable
from replicard.render.terminal.problems import width_of
from replicard_schema.vocabulary import Origin, Verdict

if TYPE_CHECKING:
    # Building these models takes time, and problems of a card need none of them.
    from replicard_schema.report import ChecklistResult, Tally

_GAP = "  "


def render_verdicts(results: "Sequence[ChecklistResult]") -> str:
    """Say in one line for each checklist how many items got each verdict.

    Returns
    -------
    str
        A sentence for one checklist, a table for several; empty for none.
    """
    if len(results) == 1:
        (result,) = results
        counts = ", ".join(f"{n} {verdict.value}" for verdict, n in result.counts().items() if n)
        return f"{_state(result)}: {printable(result.id)} has {len(result.items)} items: {counts}\n"
    rows = [(result.id, *_counts(result.tally()), _state(result)) for result in results]
    head = ("checklist", *(verdict.value for verdict in Verdict), "items", "")
    return table([head, *rows], left=(0, len(head) - 1)) if rows else ""


def render_tallies(results: "Sequence[ChecklistResult]") -> str:
    """Write the number of items by verdict and origin, for each level and section."""
    blocks = []
    for result in results:
        blocks.append(f"{printable(result.id)}: {printable(result.title)}\n")
        for title, tallies in (("level", result.by_level()), ("section", result.by_section())):
            head = (title, *(verdict.value for verdict in Verdict), "items")
            origins = tuple(origin.value for origin in Origin)
            rows = [(t.name, *_counts(t), *map(str, t.origins.values())) for t in tallies]
            blocks.append(table([(*head, *origins), *rows], left=(0,), margin=_GAP))
    return "\n".join(blocks)


def table(rows: Sequence[Sequence[str]], *, left: Sequence[int], margin: str = "") -> str:
    """Write rows whose columns line up, the columns ``left`` to the left, others to the right."""
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(width_of, column)) for column in zip(*cells, strict=True)]
    lines = [
        margin + _GAP.join(_fitted(cell, widths[i], left=i in left) for i, cell in enumerate(row))
        for row in cells
    ]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _fitted(cell: str, width: int, *, left: bool) -> str:
    blanks = " " * (width - width_of(cell))
    return cell + blanks if left else blanks + cell


def _counts(tally: "Tally") -> tuple[str, ...]:
    return tuple(map(str, (*tally.verdicts.values(), tally.items)))


def _state(result: "ChecklistResult") -> str:
    return "complete" if result.is_complete else "incomplete"
