"""An answered checklist as Markdown, HTML, CSV and JSON."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from markupsafe import Markup

from replicard.files import csv_cell
from replicard.render.environment import environment
from replicard.render.style_sheets import sha256_source, style
from replicard_schema.report import Answer, ChecklistResult, ItemResult
from replicard_schema.vocabulary import Origin, Verdict

_COLUMNS = (
    *("item", "section", "level", "asked", "verdict"),
    *("answer", "origin", "place", "reason", "open_fields"),
)
_STYLES = ("report/report.css", "report/screen.css", "checklist/checklist.css")


def checklist_markdown(result: ChecklistResult) -> str:
    """Write a checklist so that it reads well both as plain text and rendered.

    Only the summary is a table: answers are sentences, which break the columns of a plain
    text table.
    """
    return (
        environment()
        .get_template("checklist/checklist.md.j2")
        .render(
            result=result,
            sections=_sections(result),
            summary=_padded([_summary_head(), *_summary_rows(result)]),
            origins=_origins(result),
            detail=_detail,
        )
    )


def checklist_fragment(result: ChecklistResult) -> Markup:
    """Write summary and items as HTML that a page can include below a heading."""
    template = environment().get_template("checklist/_items.html.j2")
    text = template.render(
        result=result,
        sections=_sections(result),
        head=_summary_head(),
        rows=list(_summary_rows(result)),
        origins=_origins(result),
        detail=_detail,
    )
    return Markup(text)  # noqa: S704 - escaped by the template


def checklist_page(result: ChecklistResult) -> str:
    """Write a checklist as an HTML page that fetches nothing and runs no script."""
    sheet = "\n".join(style(name) for name in _STYLES)
    return (
        environment()
        .get_template("checklist/checklist.html.j2")
        .render(
            result=result,
            items=checklist_fragment(result),
            style=Markup(sheet),  # noqa: S704 - our own style sheets
            style_hash=sha256_source(sheet),
        )
    )


def checklist_csv(result: ChecklistResult) -> str:
    """Write a checklist as a table with one row for each item."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([csv_cell(cell) for cell in _row(item)] for item in result.items)
    return buffer.getvalue()


def checklist_json(result: ChecklistResult) -> str:
    """Write a checklist as JSON, with the number of items of each verdict."""
    counts = {verdict.value: n for verdict, n in result.counts().items()}
    document = {"counts": counts, **result.model_dump(mode="json")}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _sections(result: ChecklistResult) -> list[tuple[str, tuple[ItemResult, ...]]]:
    groups = groupby(result.items, key=lambda item: item.section)
    return [(section, tuple(items)) for section, items in groups]


def _summary_head() -> tuple[str, ...]:
    return ("Level", *(verdict.value for verdict in Verdict), "items")


def _summary_rows(result: ChecklistResult) -> Iterator[tuple[str, ...]]:
    """Yield how many items of each level got each verdict, and the sums."""
    for level in result.levels:
        items = [item for item in result.items if item.level == level]
        if items:
            yield (level, *_counts(items), str(len(items)))
    yield ("all", *_counts(result.items), str(len(result.items)))


def _counts(items: Sequence[ItemResult]) -> list[str]:
    found = Counter(item.verdict for item in items)
    return [str(found[verdict]) for verdict in Verdict]


def _origins(result: ChecklistResult) -> dict[str, int]:
    found = Counter(answer.origin for item in result.items for answer in item.answers)
    return {origin.value: found[origin] for origin in Origin}


def _padded(rows: Sequence[Sequence[str]]) -> list[str]:
    """Write rows as lines of a Markdown table whose columns line up in plain text."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [_line([_fit(cell, i, widths) for i, cell in enumerate(row)]) for row in rows]
    rule = [f"{'-' * (width - 1)}{':' if i else '-'}" for i, width in enumerate(widths)]
    return [lines[0], _line(rule), *lines[1:]]


def _fit(cell: str, column: int, widths: Sequence[int]) -> str:
    return cell.rjust(widths[column]) if column else cell.ljust(widths[column])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _detail(item: ItemResult) -> str | None:
    """Return the reason of a verdict, unless it is the answer itself."""
    return None if item.reason in {answer.value for answer in item.answers} else item.reason


def _row(item: ItemResult) -> Iterator[str]:
    yield from (item.id, item.section, item.level, item.text, item.verdict.value)
    yield "; ".join(answer.value for answer in item.answers)
    yield from (_each(item.answers, "origin"), _each(item.answers, "place"))
    yield item.reason or ""
    yield "; ".join(item.open_fields)


def _each(answers: Sequence[Answer], name: str) -> str:
    """Join the places or origins of answers, each once."""
    return "; ".join(dict.fromkeys(str(getattr(answer, name)) for answer in answers))
