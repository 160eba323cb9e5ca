"""The supplementary report on paper."""

from collections.abc import Sequence

from replicard.render.figures import ExamplePanel, ReportFigures, draw_figures
from replicard.render.fonts import font_rules
from replicard.render.pdf import Attachment, PaperPage, Pdf, render_pages
from replicard.render.report.page import figure_address, report_page
from replicard.render.report.user_templates import UserTemplates
from replicard.render.style_sheets import style
from replicard_schema.report import Report


def report_paper(
    report: Report,
    figures: ReportFigures,
    *,
    attachments: Sequence[Attachment] = (),
    templates: UserTemplates | None = None,
) -> PaperPage:
    """Write the report as a page for the PDF, with the files that travel inside.

    Raises
    ------
    UserTemplateError
        If a template of the user cannot be used.
    """
    styles = (font_rules(), style("report/report.css"), style("report/print.css"))
    html = report_page(report, figures, medium="paper", styles=styles, templates=templates)
    drawings = {figure_address(figure): figure.svg.encode() for figure in figures.in_order()}
    return PaperPage(html, drawings, tuple(attachments), date=report.evidence.date)


def render_report_pdf(
    report: Report,
    panels: Sequence[ExamplePanel] = (),
    *,
    figures: ReportFigures | None = None,
    attachments: Sequence[Attachment] = (),
) -> Pdf:
    """Write the report as a PDF.

    The same report gives the same bytes; the date inside is that of the evidence.

    Parameters
    ----------
    report
        What was stated, read and computed.
    panels
        Example images.
    figures
        The figures, if they were drawn before.
    attachments
        Files that travel inside.

    Raises
    ------
    PdfUnavailableError
        If WeasyPrint or a native library is missing, or the renderer fails.
    """
    drawn = draw_figures(report, panels) if figures is None else figures
    (pdf,) = render_pages([report_paper(report, drawn, attachments=attachments)])
    return pdf
