"""The supplementary report on paper."""

from collections.abc import Sequence

from replicard.render.figures import ExamplePanel, ReportFigures, draw_figures
from replicard.render.fonts import font_rules
from replicard.render.html import figure_address, report_page
from replicard.render.pdf import PaperPage, Pdf, render_pages
from replicard.render.style_sheets import style
from replicard_schema.report import Report


def report_paper(report: Report, figures: ReportFigures) -> PaperPage:
    """Write the report as a page for the PDF."""
    styles = (font_rules(), style("report/report.css"), style("report/print.css"))
    html = report_page(report, figures, medium="paper", styles=styles)
    return PaperPage(
        html, {figure_address(figure): figure.svg.encode() for figure in figures.in_order()}
    )


def render_report_pdf(
    report: Report,
    panels: Sequence[ExamplePanel] = (),
    *,
    figures: ReportFigures | None = None,
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

    Raises
    ------
    PdfUnavailableError
        If WeasyPrint or a native library is missing, or the renderer fails.
    """
    drawn = draw_figures(report, panels) if figures is None else figures
    (pdf,) = render_pages([report_paper(report, drawn)])
    return pdf
