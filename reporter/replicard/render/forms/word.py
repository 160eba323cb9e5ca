"""Answered checklists as DOCX forms for word processors.

The file is written part by part from templates of WordprocessingML (ECMA-376, part 1),
without a library: see ``reporter/decisions/0064-forms-for-word-processors.md``.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final

from replicard.render.environment import environment
from replicard.render.forms.checklist import item_sections
from replicard.render.forms.head import (
    COMBINED,
    ORIGIN_MEANINGS,
    SIGNS,
    VERDICT_MEANINGS,
    FormHead,
)
from replicard.render.forms.rows import form_rows, has_long_ids
from replicard.render.style_sheets import style
from replicard_schema.report import ChecklistResult
from replicard_schema.text_policy import escape_forbidden

_FOLDER = "checklist/docx"
# Columns in twentieths of a point; A4 less the margins holds 9864.
_FACTS = (2154, 7710)
_COUNTS = (3000, *(4 * (900,)), 732, *(3 * (844,)))
_ITEMS = {False: (1134, 2892, 1418, 4420), True: (1644, 2438, 1418, 4364)}
# In this order: readers of the format look for the list of types first.
_FIXED: Final = {
    "[Content_Types].xml": "content-types.xml",
    "_rels/.rels": "package-rels.xml",
    "word/_rels/document.xml.rels": "document-rels.xml",
    "word/settings.xml": "settings.xml",
    "word/styles.xml": "styles.xml",
}
_RENDERED: Final = {
    "docProps/core.xml": "core.xml.j2",
    "word/document.xml": "document.xml.j2",
    "word/footer.xml": "footer.xml.j2",
    "word/header.xml": "header.xml.j2",
}
# The oldest date that a ZIP archive can tell, on every machine and in every time zone.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def checklist_docx(results: Sequence[ChecklistResult], head: FormHead) -> bytes:
    """Write one checklist, or several one after another, as a form.

    The same results give the same bytes.

    Parameters
    ----------
    results
        The checklists, at least one. Several begin with an overview, each on a new page.
    head
        Which manuscript they are about, and what they were made from.
    """
    context = {
        "title": results[0].title if len(results) == 1 else COMBINED,
        "results": results,
        "head": head,
        "signs": SIGNS,
        "verdict_meanings": VERDICT_MEANINGS,
        "origin_meanings": ORIGIN_MEANINGS,
        "sections": item_sections,
        "rows": form_rows,
        "has_long_ids": has_long_ids,
        "facts_widths": _FACTS,
        "counts_widths": _COUNTS,
        "items_widths": _ITEMS,
    }
    fixed = {part: style(f"{_FOLDER}/{name}") for part, name in _FIXED.items()}
    rendered = {
        part: escape_forbidden(
            environment().get_template(f"{_FOLDER}/{name}").render(context).strip()
        )
        for part, name in _RENDERED.items()
    }
    return _archive({**fixed, **rendered})


def _archive(parts: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, date_time=_NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, content.encode())
    return buffer.getvalue()
