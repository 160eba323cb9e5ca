"""An answered checklist as Markdown, HTML, CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from markupsafe import Markup

from replicard.files import csv_cell
from replicard.render.environment import environment
from replicard.render.forms.head import SIGNS, FormHead
from replicard.render.markdown import escape_markdown
from replicard.render.style_sheets import sha256_source, style
from replicard_schema.report import Answer, ChecklistResult, ItemResult, Tally
from replicard_schema.vocabulary import Origin, Verdict

COLUMNS = (
    *("item", "section", "level", "asked", "verdict"),
    *("answer", "origin", "place", "report_section", "reason", "open_fields", "questions"),
)
REPORT = "report.html"
STYLES = ("report/report.css", "report/screen.css", "checklist/checklist.css")


def checklist_markdown(result: ChecklistResult, head: FormHead | None = None) -> str:
    """Write a checklist so that it reads well both as plain text and rendered.

    Only the summary is a table: answers are sentences, which break the columns of a plain
    text table.

    Parameters
    ----------
    head
        Which manuscript it is about; without it, the answers stand alone.
    """
    return checklist_body(result, head, level=1)


def checklist_body(result: ChecklistResult, head: FormHead | None = None, *, level: int) -> str:
    """Write a checklist as Markdown below a heading of a level."""
    return (
        environment()
        .get_template("checklist/checklist.md.j2")
        .render(
            heading="#" * level,
            result=result,
            head=head,
            signs=SIGNS,
            sections=item_sections(result),
            levels=padded(_summary("Level", result.by_level(), result)),
            parts=padded(_summary("Section", result.by_section(), result)),
            detail=reason_beside,
            report=REPORT,
        )
    )


def checklist_fragment(result: ChecklistResult, *, report: str = "") -> Markup:
    """Write summary and items as HTML that a page can include below a heading.

    Parameters
    ----------
    report
        Address of the report that answers link to; by default the page itself.
    """
    template = environment().get_template("checklist/_items.html.j2")
    text = template.render(
        result=result,
        signs=SIGNS,
        sections=item_sections(result),
        tallies=(("Level", result.by_level()), ("Section", result.by_section())),
        total=result.tally(),
        detail=reason_beside,
        report=report,
    )
    return Markup(text)  # noqa: S704 - escaped by the template


def checklist_page(result: ChecklistResult, head: FormHead | None = None) -> str:
    """Write a checklist as an HTML page that fetches nothing and runs no script.

    Parameters
    ----------
    head
        Which manuscript it is about; without it, the answers stand alone.
    """
    sheet = "\n".join(style(name) for name in STYLES)
    return (
        environment()
        .get_template("checklist/checklist.html.j2")
        .render(
            result=result,
            head=head,
            items=checklist_fragment(result, report=REPORT),
            style=Markup(sheet),  # noqa: S704 - our own style sheets
            style_hash=sha256_source(sheet),
        )
    )


def checklist_csv(result: ChecklistResult, head: FormHead | None = None) -> str:
    """Write a checklist as a table with one row for each item.

    Parameters
    ----------
    head
        What the last columns of every row hold, so that tables of several studies can be
        joined; without it, these columns are left out.
    """
    about = {} if head is None else head.as_row()
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow((*COLUMNS, *about))
    writer.writerows(
        [csv_cell(cell) for cell in (*item_row(item), *about.values())] for item in result.items
    )
    return buffer.getvalue()


def checklist_json(result: ChecklistResult, head: FormHead | None = None) -> str:
    """Write a checklist as JSON, with the number of items of each verdict and origin.

    Parameters
    ----------
    head
        What the entry ``form`` holds; without it, there is none.
    """
    about = {} if head is None else {"form": head.as_json()}
    document = {**about, **checklist_document(result)}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def checklist_document(result: ChecklistResult) -> dict[str, object]:
    """Return a checklist as plain data, with the number of items of each verdict and origin."""
    counts = {verdict.value: n for verdict, n in result.counts().items()}
    summary = {
        "all": result.tally().model_dump(mode="json"),
        "levels": [tally.model_dump(mode="json") for tally in result.by_level()],
        "sections": [tally.model_dump(mode="json") for tally in result.by_section()],
    }
    return {"counts": counts, "summary": summary, **result.model_dump(mode="json")}


def item_sections(result: ChecklistResult) -> list[tuple[str, tuple[ItemResult, ...]]]:
    """Return runs of items of one section, each with its name."""
    groups = groupby(result.items, key=lambda item: item.section)
    return [(section, tuple(items)) for section, items in groups]


def _summary(
    title: str, tallies: Sequence[Tally], result: ChecklistResult
) -> list[tuple[str, ...]]:
    """Return how many items got each verdict, and have answers of each origin, as rows."""
    head = (*(verdict.value for verdict in Verdict), "items", *(origin.value for origin in Origin))
    rows = [(escape_markdown(tally.name), *_counts(tally)) for tally in tallies]
    return [(title, *head), *rows, ("all", *_counts(result.tally()))]


def _counts(tally: Tally) -> tuple[str, ...]:
    return tuple(map(str, (*tally.verdicts.values(), tally.items, *tally.origins.values())))


def padded(rows: Sequence[Sequence[str]]) -> list[str]:
    """Write rows of escaped cells as lines of a Markdown table that lines up in plain text."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [_line([_fit(cell, i, widths) for i, cell in enumerate(row)]) for row in rows]
    rule = [f"{'-' * (width - 1)}{':' if i else '-'}" for i, width in enumerate(widths)]
    return [lines[0], _line(rule), *lines[1:]]


def _fit(cell: str, column: int, widths: Sequence[int]) -> str:
    return cell.rjust(widths[column]) if column else cell.ljust(widths[column])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def reason_beside(item: ItemResult) -> str | None:
    """Return the reason of a verdict, unless it is the answer itself."""
    return None if item.reason in {answer.value for answer in item.answers} else item.reason


def item_row(item: ItemResult) -> Iterator[str]:
    """Yield the cells of an item, one for each of `COLUMNS`."""
    yield from (item.id, item.section, item.level, item.text, item.verdict.value)
    yield "; ".join(answer.value for answer in item.answers)
    yield from (_each(item.answers, "origin"), _each(item.answers, "place"))
    sections = (answer.section for answer in item.answers if answer.section is not None)
    yield "; ".join(dict.fromkeys(f"{REPORT}#{section.anchor}" for section in sections))
    yield item.reason or ""
    yield "; ".join(item.open_fields)
    yield " ".join(dict.fromkeys(gap.question for gap in item.gaps))


def _each(answers: Sequence[Answer], name: str) -> str:
    """Join the places or origins of answers, each once."""
    return "; ".join(dict.fromkeys(str(getattr(answer, name)) for answer in answers))
