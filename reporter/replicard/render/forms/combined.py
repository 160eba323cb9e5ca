"""Several answered checklists in one file, and the counts of all of them."""

import csv
import io
import json
from collections.abc import Iterator, Sequence

from jinja2 import Template
from markupsafe import Markup

from replicard.files import csv_cell
from replicard.render.environment import environment
from replicard.render.forms.checklist import (
    COLUMNS,
    REPORT,
    STYLES,
    checklist_body,
    checklist_document,
    checklist_fragment,
    item_row,
    padded,
)
from replicard.render.forms.head import COMBINED, FormHead
from replicard.render.markdown import escape_markdown
from replicard.render.style_sheets import sha256_source, style
from replicard_schema.report import ChecklistResult, Tally
from replicard_schema.vocabulary import Origin, Verdict

_COUNTS = (*(verdict.value for verdict in Verdict), "items", *(origin.value for origin in Origin))


def checklists_markdown(results: Sequence[ChecklistResult], head: FormHead | None = None) -> str:
    """Write checklists below one another, after a table of all of them."""
    titles = ("Checklist", *_COUNTS)
    rows = [(escape_markdown(result.title), *_numbers(result.tally())) for result in results]
    bodies = [checklist_body(result, level=2) for result in results]
    intro = "Number of items by verdict, and of items with an answer of each origin."
    table = "\n".join(padded([titles, *rows]))
    about = [] if head is None else [_head_template().render(head=head)]
    return "\n".join([f"# {COMBINED}\n", *about, f"{intro}\n", f"{table}\n", *bodies])


def checklists_page(results: Sequence[ChecklistResult], head: FormHead | None = None) -> str:
    """Write checklists as one HTML page that fetches nothing and runs no script."""
    sheet = "\n".join(style(name) for name in STYLES)
    return (
        environment()
        .get_template("checklist/checklists.html.j2")
        .render(
            results=results,
            title=COMBINED,
            head=head,
            columns=_COUNTS,
            numbers=_numbers,
            fragments=[checklist_fragment(result, report=REPORT) for result in results],
            style=Markup(sheet),  # noqa: S704 - our own style sheets
            style_hash=sha256_source(sheet),
        )
    )


def checklists_csv(results: Sequence[ChecklistResult], head: FormHead | None = None) -> str:
    """Write checklists as one table with one row for each item."""
    about = {} if head is None else head.as_row()
    rows = (
        (result.id, *item_row(item), *about.values()) for result in results for item in result.items
    )
    return _csv(("checklist", *COLUMNS, *about), rows)


def checklists_json(results: Sequence[ChecklistResult], head: FormHead | None = None) -> str:
    """Write checklists as JSON, with the number of items of each verdict and origin."""
    about = {} if head is None else {"form": head.as_json()}
    document = {**about, "checklists": [checklist_document(result) for result in results]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def summary_csv(results: Sequence[ChecklistResult]) -> str:
    """Write the counts of each checklist, level and section as a table."""
    rows = (
        (result.id, part, tally.name, *_numbers(tally))
        for result in results
        for part, tallies in (
            ("all", (result.tally(),)),
            ("level", result.by_level()),
            ("section", result.by_section()),
        )
        for tally in tallies
    )
    return _csv(("checklist", "part", "name", *_COUNTS), rows)


def _head_template() -> Template:
    return environment().get_template("checklist/_head.md.j2")


def _numbers(tally: Tally) -> tuple[str, ...]:
    return tuple(map(str, (*tally.verdicts.values(), tally.items, *tally.origins.values())))


def _csv(head: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([csv_cell(cell) for cell in row] for row in rows)
    return buffer.getvalue()
