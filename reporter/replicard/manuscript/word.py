"""Manuscripts in DOCX: paragraphs, tables, footnotes and formulas, as they read now.

What a tracked change deleted is no text, what it inserted is. Instructions of fields
(citations, cross-references) are no text, what they show is.
"""

import re
from collections.abc import Mapping

from replicard.manuscript.document import Manuscript, Outline
from replicard.manuscript.packages import Package
from replicard.manuscript.traced import Traced

_DOCUMENT, _STYLES, _FOOTNOTES = "word/document.xml", "word/styles.xml", "word/footnotes.xml"
_ENDNOTES = "word/endnotes.xml"
_HEADING = re.compile(r"(?:heading|berschrift|titre|ttulo|titolo)[ ]?([1-9])", re.IGNORECASE)
# del and moveFrom hold what was deleted; Fallback repeats what Choice has said.
_IGNORED = {
    "del", "moveFrom", "instrText", "delInstrText", "Fallback", "delText", "binData",
    "sdtPr", "rPrChange", "pPrChange", "posOffset", "annotation",
}  # fmt: skip
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


def read_docx(name: str, data: bytes) -> Manuscript:
    """Read a DOCX file."""
    package = Package(name, data)
    styles = _Styles()
    if _STYLES in package:
        package.parse(_STYLES, styles)
    notes: dict[str, list[str]] = {}
    for part, kind in ((_FOOTNOTES, "footnote"), (_ENDNOTES, "endnote")):
        if part in package:
            reader = _Notes(kind)
            package.parse(part, reader)
            notes.update(reader.notes)
    body = _Body(Outline(name), styles.levels, notes)
    package.parse(_DOCUMENT, body)
    return body.outline.document()


class _Styles:
    """Finds which styles are headings, by name or by level in the outline."""

    def __init__(self) -> None:
        self.levels: dict[str, int] = {}
        self._style = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "style":
            self._style = attributes.get("styleId", "")
        elif tag == "name" and self._style:
            found = _HEADING.fullmatch(attributes.get("val", ""))
            if found:
                self.levels[self._style] = int(found[1])
        elif tag == "outlineLvl" and self._style and attributes.get("val", "").isdigit():
            level = int(attributes["val"]) + 1
            if level <= 9:  # noqa: PLR2004 - the tenth level is body text
                self.levels.setdefault(self._style, level)

    def end(self, tag: str) -> None:
        if tag == "style":
            self._style = ""

    def text(self, text: str) -> None:
        del text


class _Runs:
    """Collects the text of runs; what is deleted or an instruction is passed over."""

    def __init__(self) -> None:
        self._ignored = 0
        self._shown = 0
        self._raised = False
        self._paragraphs: list[list[str]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._ignored or tag in _IGNORED:
            self._ignored += 1
        elif tag == "p":
            self._paragraphs.append([])
        elif tag == "t":
            self._shown += 1
            if self._raised:
                self._put("^")
        elif tag == "r":
            self._raised = False
        elif tag == "vertAlign":
            self._raised = attributes.get("val") == "superscript"
        elif tag == "sup":
            self._put("^")
        elif tag in _CHARACTERS:
            self._put(_CHARACTERS[tag])
        elif tag == "sym" and attributes.get("char", "").upper() in {"F06D", "F0B4", "F0B1"}:
            self._put({"F06D": "µ", "F0B4": "×", "F0B1": "±"}[attributes["char"].upper()])
        else:
            self.other(tag, attributes)

    def end(self, tag: str) -> None:
        if self._ignored:
            self._ignored -= 1
        elif tag == "t":
            self._shown -= 1
        elif tag == "p" and self._paragraphs:
            self.paragraph("".join(self._paragraphs.pop()))
        else:
            self.other_end(tag)

    def text(self, text: str) -> None:
        if self._shown and not self._ignored:
            self._put(text)

    def _put(self, text: str) -> None:
        if self._paragraphs:
            self._paragraphs[-1].append(text)

    def other(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take an element that holds no text of its own."""

    def other_end(self, tag: str) -> None:
        """Take its end."""

    def paragraph(self, text: str) -> None:
        """Take a whole paragraph."""


class _Notes(_Runs):
    """Collects footnotes by their number."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.notes: dict[str, list[str]] = {}
        self._kind = kind
        self._key = ""

    def other(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == self._kind:
            is_text = attributes.get("type", "normal") == "normal"
            self._key = f"{self._kind} {attributes.get('id', '')}" if is_text else ""

    def paragraph(self, text: str) -> None:
        if self._key:
            self.notes.setdefault(self._key, []).append(text)


class _Body(_Runs):
    """Collects paragraphs and rows of tables below their headings."""

    def __init__(
        self, outline: Outline, levels: Mapping[str, int], notes: Mapping[str, list[str]]
    ) -> None:
        super().__init__()
        self.outline = outline
        self._levels = levels
        self._notes = notes
        self._level: int | None = None
        self._waiting: list[str] = []
        self._rows: list[list[str]] = []

    def other(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "pStyle":
            style = attributes.get("val", "")
            found = _HEADING.match(style)
            self._level = self._levels.get(style) or (int(found[1]) if found else None)
        elif tag in {"footnoteReference", "endnoteReference"}:
            key = f"{tag.removesuffix('Reference')} {attributes.get('id', '')}"
            self._waiting += self._notes.get(key, [])
        elif tag == "tr":
            self._rows.append([])

    def other_end(self, tag: str) -> None:
        if tag == "tr" and self._rows:
            self.outline.add(Traced.of("\t".join(self._rows.pop())))
            self._add_notes()

    def paragraph(self, text: str) -> None:
        level, self._level = self._level, None
        if self._rows:
            self._rows[-1].append(text)
            return
        self.outline.add(Traced.of(text), level=level)
        self._add_notes()

    def _add_notes(self) -> None:
        notes, self._waiting = self._waiting, []
        for note in notes:
            self.outline.add(Traced.of(note), counts=False)
