"""The supplementary report as one HTML file that fetches nothing and needs no script."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, TypeAlias
from xml.sax.saxutils import quoteattr

from markupsafe import Markup

from replicard.render.citations import reference_html
from replicard.render.environment import environment
from replicard.render.figures import ExamplePanel, Figure, ReportFigures, draw_figures
from replicard.render.forms.checklist import checklist_fragment
from replicard.render.methods.traced_html import plain_sentence, traced_sentence
from replicard.render.metric_rows import candidate_name, metric_title
from replicard.render.report.agreement import annotator_table, measure_tables, position
from replicard.render.report.comparisons import comparison_notes, comparisons_by_pair
from replicard.render.report.families import families, parameter_name
from replicard.render.report.files import byte_words, looks, manifest, shape_words, spelled
from replicard.render.report.objects import object_table_names
from replicard.render.report.score_cells import resampling_words, score_cells
from replicard.render.report.similarity import similarity_table
from replicard.render.report.tables import bounds, scored_validations
from replicard.render.report.user_templates import UserTemplates
from replicard.render.style_sheets import sha256_source, style
from replicard.render.typeset import to_html
from replicard_schema.report import NumberedReference, Report, Span

Medium: TypeAlias = Literal["screen", "paper"]

_TEMPLATE = "report/report.html.j2"
_SCRIPT = "report/report.js"
_MOST_FILES_ON_PAPER = 100
"""Longer lists of files of one kind are summed up on paper, where the evidence is attached."""


@dataclass(slots=True)
class Numbering:
    """Numbers of figures and tables, given in the order in which the page shows them."""

    _last: dict[str, int] = field(default_factory=dict)

    def next(self, kind: str) -> int:
        """Return the next number of a kind of thing."""
        self._last[kind] = self._last.get(kind, 0) + 1
        return self._last[kind]


def render_report_html(
    report: Report,
    panels: Sequence[ExamplePanel] = (),
    *,
    figures: ReportFigures | None = None,
    templates: UserTemplates | None = None,
    structured_data: str = "",
) -> str:
    """Write the report as one HTML page.

    Parameters
    ----------
    report
        What was stated, read and computed.
    panels
        Example images.
    figures
        The figures, if they were drawn before.
    templates
        Templates of a user that go before ours.
    structured_data
        JSON-LD for search engines, without a sign that could end its element.

    Returns
    -------
    str
        A page with a content security policy under which nothing is fetched, and no
        script runs but our own, which sorts, filters, compares and copies what is there.
        It follows the reader's colour scheme and prints well.
    """
    drawn = draw_figures(report, panels) if figures is None else figures
    return report_page(
        report,
        drawn,
        medium="screen",
        styles=(style("report/report.css"), style("report/screen.css")),
        templates=templates,
        structured_data=structured_data,
    )


def report_page(
    report: Report,
    figures: ReportFigures,
    *,
    medium: Medium,
    styles: Sequence[str],
    templates: UserTemplates | None = None,
    structured_data: str = "",
) -> str:
    """Render the page for a screen or for paper.

    Parameters
    ----------
    styles
        Style sheets, joined into one in this order.
    templates
        Templates of a user that go before ours; their style sheet comes last.
    structured_data
        JSON-LD for search engines, without a sign that could end its element.

    Raises
    ------
    ValueError
        If the JSON-LD has such a sign.
    UserTemplateError
        If such a template cannot be used, with its place.
    """
    if "<" in structured_data:
        raise ValueError("structured data must not hold a less-than sign")
    sheet = "\n".join([*styles, *(templates.style_sheets() if templates else ())])
    script = style(_SCRIPT)
    context = {
        **_context(report, figures, medium=medium),
        "style": Markup(sheet),  # noqa: S704 - our own style sheets, and that of the user
        "style_hash": sha256_source(sheet),
        "script": Markup(script),  # noqa: S704 - our own script
        "script_hash": sha256_source(script),
        "structured_data": Markup(structured_data),  # noqa: S704 - holds no markup, see above
        "changed_by": templates.fingerprints() if templates else {},
    }
    if templates is not None:
        return templates.render(_TEMPLATE, context)
    return environment().get_template(_TEMPLATE).render(context)


def _context(report: Report, figures: ReportFigures, *, medium: Medium) -> dict[str, object]:
    """Return what every template of the report can use; see the README of the templates."""
    return {
        "report": report,
        "card": report.card,
        "evidence": report.evidence,
        "validations": scored_validations(report),
        "figures": figures,
        "numbering": Numbering(),
        "medium": medium,
        "drawing": partial(described, medium=medium),
        "candidate_name": candidate_name,
        "metric_title": metric_title,
        "bounds": bounds,
        "checklist_fragment": checklist_fragment,
        "score_cells": score_cells,
        "object_table_names": partial(object_table_names, report.card),
        "resampling_words": resampling_words,
        "comparisons_by_pair": comparisons_by_pair,
        "comparison_notes": comparison_notes,
        "looks": looks,
        "shape_words": shape_words,
        "byte_words": byte_words,
        "spelled": spelled,
        "similarity_table": similarity_table,
        "most_files": _MOST_FILES_ON_PAPER,
        "manifest": manifest(report.evidence),
        "families": families(
            [*report.evidence.passports.values(), *report.evidence.measures.values()]
        ),
        "annotator_table": annotator_table,
        "measure_tables": measure_tables,
        "position": position,
        "parameter_name": parameter_name,
        "traced_sentence": traced_sentence,
        "plain_sentence": plain_sentence,
        "span_html": _span_html,
        "reference_html": _reference_html,
    }


def _span_html(spans: Sequence[Span]) -> Markup:
    return Markup(to_html(spans))  # noqa: S704 - escaped where it was written


def _reference_html(reference: NumberedReference) -> Markup:
    return Markup(reference_html(reference))  # noqa: S704 - as above


def figure_address(figure: Figure) -> str:
    """Return the name under which a page on paper asks for a drawing."""
    return f"replicard:figures/{figure.id}.svg"


def described(figure: Figure, *, medium: Medium) -> Markup:
    """Return a drawing with its description.

    On a screen it stands inline, so that it follows the colour scheme and its text can
    be selected. On paper it is an image of its own, which renders in half the time.
    """
    if medium == "paper":
        image = Markup('<img src="{}" alt="{}">')
        return image.format(figure_address(figure), figure.alt)
    opening, rest = figure.svg.split(">", 1)
    # A title element would pop up under the pointer.
    return Markup(f"{opening} aria-label={quoteattr(figure.alt)}>{rest}")  # noqa: S704 - drawn by us, the description is escaped
