"""The PDFs of a build: the report, and each checklist as a form."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from replicard.render.figures import ReportFigures
from replicard.render.forms.head import form_head
from replicard.render.forms.paper import checklist_paper
from replicard.render.pdf import Attachment, PaperPage, Pdf, PdfUnavailableError, render_pages
from replicard.render.report.paper import report_paper
from replicard.render.report.user_templates import UserTemplates
from replicard_schema.report import Report

REPORT_PDF: Final = "report.pdf"
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Papers:
    """What came of the PDFs.

    Attributes
    ----------
    files
        Those that could be made, by file name.
    missing_because
        Why there are not all of them; None if there are.
    messages
        What the renderer complained about, each thing once.
    """

    files: Mapping[str, bytes]
    missing_because: str | None = None
    messages: tuple[str, ...] = ()


def print_papers(
    report: Report,
    figures: ReportFigures,
    *,
    attachments: Sequence[Attachment] = (),
    templates: UserTemplates | None = None,
) -> Papers:
    """Render all PDFs in processes of their own, two at a time.

    The report, the forms, and the form of all checklists are rendered apart, so that one
    that is too large takes no other along.

    Parameters
    ----------
    attachments
        Files that travel inside the report.
    templates
        Templates of the user for the report.
    """
    paper = report_paper(report, figures, attachments=attachments, templates=templates)
    groups = _groups(report, paper)
    with ThreadPoolExecutor(_AT_ONCE) as team:
        rendered = list(team.map(_render, groups))
    made: dict[str, Pdf] = {}
    reasons: list[str] = []
    for outcome in rendered:
        if isinstance(outcome, str):
            reasons.append(outcome)
        else:
            made |= outcome
    messages = dict.fromkeys(message for pdf in made.values() for message in pdf.messages)
    return Papers(
        files={name: pdf.content for name, pdf in made.items()},
        missing_because="; ".join(dict.fromkeys(reasons)) or None,
        messages=tuple(messages),
    )


def _groups(report: Report, paper: PaperPage) -> Sequence[Mapping[str, PaperPage]]:
    head, results = form_head(report), report.checklists
    forms = {f"checklist-{result.id}.pdf": checklist_paper([result], head) for result in results}
    combined = {"checklists.pdf": checklist_paper(results, head)} if len(results) > 1 else {}
    groups = ({REPORT_PDF: paper}, combined, forms)
    return [group for group in groups if group]


def _render(pages: Mapping[str, PaperPage]) -> dict[str, Pdf] | str:
    """Render the pages of a group, or say why that is not possible."""
    try:
        return dict(zip(pages, render_pages(tuple(pages.values())), strict=True))
    except PdfUnavailableError as error:
        return str(error)
