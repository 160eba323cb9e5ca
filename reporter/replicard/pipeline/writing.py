"""The files of a report that follow from card, evidence and images alone, byte by byte."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from replicard.checklist.choosing import is_file
from replicard.files import safe_file_name
from replicard.loading import LoadedCard
from replicard.pipeline.drawing import draw_report, with_legends
from replicard.pipeline.exporting import report_metadata
from replicard.pipeline.object_tables import listed_objects, object_tables
from replicard.pipeline.outputs import REPORT_HTML, figure_files, form_files, text_files
from replicard.pipeline.sources import Reader
from replicard.render.figures import ReportFigures
from replicard.render.report.page import render_report_html
from replicard.render.report.user_templates import UserTemplates
from replicard_schema.report import Report
from replicard_schema.sections.output import Output

OWN_FILE = "own file "
"""Stands before the name of a file of the user in the options of a manifest."""


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """A report as it is written.

    Attributes
    ----------
    report
        With the legends of its figures.
    files
        Texts, figures, tables, metadata, the page and the checklists, by path.
    """

    report: Report
    figures: ReportFigures
    files: Mapping[str, bytes | str]


def write_report(
    loaded: LoadedCard, report: Report, *, templates: UserTemplates | None = None
) -> WrittenReport:
    """Draw and write all that follows from card, evidence and images alone.

    Raises
    ------
    DataError
        If an image cannot be read any more.
    UserTemplateError
        If a template of the user cannot be used.
    """
    card, evidence = loaded.card, report.evidence
    objects = listed_objects(card, evidence, reader=Reader(loaded.path.parent))
    figures = draw_report(loaded, report, objects)
    report = with_legends(loaded, report, figures)
    files: dict[str, bytes | str] = {**text_files(report), **figure_files(figures.in_order())}
    files |= object_tables(card, evidence, objects)
    metadata = report_metadata(loaded, evidence)
    files |= metadata.files
    files[REPORT_HTML] = render_report_html(
        report, figures=figures, templates=templates, structured_data=metadata.structured_data
    )
    return WrittenReport(report, figures, files | form_files(report))


def options_of(
    wishes: Output | None,
    checklists: Sequence[str],
    *,
    is_online: bool,
    has_templates: bool,
) -> Mapping[str, object]:
    """Return what was asked for beside the card, as plain data that name no folder.

    >>> dict(options_of(None, ["dome-1.0"], is_online=False, has_templates=False))
    {'checklists': ['dome-1.0']}
    """
    asked: dict[str, object] = {}
    if wishes is not None:
        asked |= wishes.model_dump(mode="json", exclude_defaults=True)
        if isinstance(style := asked.get("citation_style"), str):
            asked["citation_style"] = _without_folder(style)
    if checklists:
        asked["checklists"] = [_without_folder(name) for name in checklists]
    if is_online:
        asked["online"] = True
    if has_templates:
        asked["templates"] = True
    return asked


def _without_folder(name: str) -> str:
    if not (is_file(name) or name.endswith(".csl")):
        return name
    return OWN_FILE + safe_file_name(name.replace("\\", "/").rpartition("/")[2])
