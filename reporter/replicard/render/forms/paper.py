"""Answered checklists on paper, as forms that an editor can file."""

from collections.abc import Sequence

from markupsafe import Markup

from replicard.render.environment import environment
from replicard.render.fonts import font_rules
from replicard.render.forms.checklist import item_sections
from replicard.render.forms.head import (
    COMBINED,
    ORIGIN_MEANINGS,
    SIGNS,
    VERDICT_MEANINGS,
    FormHead,
)
from replicard.render.forms.rows import form_rows, has_long_ids
from replicard.render.pdf import PaperPage
from replicard.render.style_sheets import style
from replicard_schema.report import ChecklistResult


def checklist_paper(results: Sequence[ChecklistResult], head: FormHead) -> PaperPage:
    """Write one checklist, or several one after another, as a page for the PDF.

    Parameters
    ----------
    results
        The checklists, at least one. Several begin with an overview, each on a new page.
    head
        Which manuscript they are about, and what they were made from.
    """
    template = environment().get_template("checklist/form.html.j2")
    html = template.render(
        title=results[0].title if len(results) == 1 else COMBINED,
        results=results,
        head=head,
        signs=SIGNS,
        verdict_meanings=VERDICT_MEANINGS,
        origin_meanings=ORIGIN_MEANINGS,
        sections=item_sections,
        rows=form_rows,
        has_long_ids=has_long_ids,
        style=Markup(f"{font_rules()}\n{style('checklist/form.css')}"),  # noqa: S704 - our own
    )
    return PaperPage(html)
