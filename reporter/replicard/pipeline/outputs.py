"""The files that a report consists of: name and content of each."""

import json
from collections.abc import Mapping, Sequence

from replicard.files import safe_file_name
from replicard.render.citations import references_bibtex, references_csl_json, references_ris
from replicard.render.figures.figure import Figure
from replicard.render.forms.checklist import (
    checklist_csv,
    checklist_json,
    checklist_markdown,
    checklist_page,
)
from replicard.render.forms.combined import (
    checklists_csv,
    checklists_json,
    checklists_markdown,
    checklists_page,
    summary_csv,
)
from replicard.render.forms.head import form_head
from replicard.render.forms.word import checklist_docx
from replicard.render.methods import (
    methods_latex,
    methods_latex_body,
    methods_markdown,
    methods_text,
    methods_trace,
    text_page,
)
from replicard.render.questions import questions_markdown
from replicard.render.report.score_files import (
    comparisons_csv,
    image_scores_csv,
    scores_csv,
    scores_json,
)
from replicard_schema.card import Card
from replicard_schema.report import MethodsText, Report, TextKind

METHODS = "methods.md"
REPORT_HTML = "report.html"
MANIFEST = "manifest.json"
TEXTS = "texts"
"""Folder of the texts beside the methods."""


def text_files(report: Report) -> dict[str, str]:
    """Return methods text, references, questions and checklists, by file name."""
    study = report.card.study
    files = {
        METHODS: methods_markdown(report.methods),
        "methods.html": text_page(report.methods, study=study.title),
        "methods.txt": methods_text(report.methods),
        "methods.tex": methods_latex(
            report.methods, title=study.title, authors=[author.name for author in study.authors]
        ),
        "methods-body.tex": methods_latex_body(report.methods),
        "methods.trace.json": methods_trace(report.methods),
        "references.bib": references_bibtex(report.methods.references),
        "references.ris": references_ris(report.methods.references),
        "references.json": references_csl_json(report.methods.references),
        "open-questions.md": questions_markdown(report.open_questions),
        "scores-per-image.csv": image_scores_csv(report.evidence),
        "scores.csv": scores_csv(report.evidence),
        "scores.json": scores_json(report.evidence),
        "comparisons.csv": comparisons_csv(report.evidence),
    }
    for kind, text in report.texts.items():
        files |= further_text(kind, text, report.card)
    head = form_head(report)
    for result in report.checklists:
        stem = f"checklist-{result.id}"
        files[f"{stem}.md"] = checklist_markdown(result, head)
        files[f"{stem}.html"] = checklist_page(result, head)
        files[f"{stem}.csv"] = checklist_csv(result, head)
        files[f"{stem}.json"] = checklist_json(result, head)
    files["checklists-summary.csv"] = summary_csv(report.checklists)
    if len(report.checklists) > 1:
        files["checklists.md"] = checklists_markdown(report.checklists, head)
        files["checklists.html"] = checklists_page(report.checklists, head)
        files["checklists.csv"] = checklists_csv(report.checklists, head)
        files["checklists.json"] = checklists_json(report.checklists, head)
    return files


def further_text(kind: TextKind, text: MethodsText, card: Card) -> dict[str, str]:
    """Return one text beside the methods as Markdown and HTML, by path."""
    return {
        f"{TEXTS}/{kind}.md": methods_markdown(text),
        f"{TEXTS}/{kind}.html": text_page(text, study=card.study.title),
    }


def form_files(report: Report) -> dict[str, bytes]:
    """Return each checklist, and all of them together, as forms for word processors."""
    head, results = form_head(report), report.checklists
    files = {f"checklist-{result.id}.docx": checklist_docx([result], head) for result in results}
    if len(results) > 1:
        files["checklists.docx"] = checklist_docx(results, head)
    return files


def figure_files(figures: Sequence[Figure]) -> dict[str, bytes | str]:
    """Return each figure, as vectors and as pixels for print, by path."""
    files: dict[str, bytes | str] = {}
    for figure in figures:
        stem = f"figures/{safe_file_name(figure.id)}"
        files[f"{stem}.svg"] = figure.svg
        files[f"{stem}.png"] = figure.drawing.png()
    return files


def manifest(
    sizes_and_hashes: Mapping[str, tuple[int, str]],
    report: Report,
    *,
    options: Mapping[str, object] | None = None,
) -> str:
    """List every file of the output folder with its size and SHA-256.

    Parameters
    ----------
    options
        What was asked for beside the card, so that the same can be written again.
    """
    document = {
        "card_sha256": report.evidence.card.sha256,
        "evidence_sha256": report.evidence_sha256,
        "options": dict(options or {}),
        "files": [
            {"path": path, "bytes": size, "sha256": sha256}
            for path, (size, sha256) in sorted(sizes_and_hashes.items())
        ],
    }
    return json.dumps(document, indent=1) + "\n"
