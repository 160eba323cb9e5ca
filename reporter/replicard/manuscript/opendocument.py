"""Manuscripts in ODT: paragraphs, tables and footnotes, as they read now."""

from collections.abc import Mapping

from replicard.manuscript.document import Manuscript, Outline
from replicard.manuscript.packages import Package
from replicard.manuscript.traced import Traced

_CONTENT = "content.xml"
_MAX_SPACES = 100
# Tracked changes keep what was deleted; annotations are comments beside the text.
_IGNORED = {"tracked-changes", "annotation", "note-citation", "sequence-decls", "object-ole"}


def read_odt(name: str, data: bytes) -> Manuscript:
    """Read an ODT file."""
    body = _Body(Outline(name))
    Package(name, data).parse(_CONTENT, body)
    return body.outline.document()


class _Body:
    """Collects paragraphs and rows of tables below their headings."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self._ignored = 0
        self._raised: set[str] = set()
        self._style = ""
        self._paragraphs: list[tuple[int | None, list[str]]] = []
        self._notes: list[str] = []
        self._in_notes = 0
        self._rows: list[list[str]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._ignored or tag in _IGNORED:
            self._ignored += 1
        elif tag == "style":
            self._style = attributes.get("name", "")
        elif tag == "text-properties" and attributes.get("text-position", "").startswith("super"):
            self._raised.add(self._style)
        elif tag in {"p", "h"}:
            level = attributes.get("outline-level", "1")
            is_level = tag == "h" and level.isdigit()
            self._paragraphs.append((min(int(level[:3]), 10) if is_level else None, []))
        elif tag == "span" and attributes.get("style-name") in self._raised:
            self._put("^")
        elif tag == "s":
            count = attributes.get("c", "1")
            self._put(" " * min(int(count[:3]) if count.isdigit() else 1, _MAX_SPACES))
        elif tag in {"tab", "line-break"}:
            self._put("\t" if tag == "tab" else "\n")
        elif tag == "note-body":
            self._in_notes += 1
        elif tag == "table-row":
            self._rows.append([])

    def end(self, tag: str) -> None:
        if self._ignored:
            self._ignored -= 1
        elif tag in {"p", "h"} and self._paragraphs:
            level, parts = self._paragraphs.pop()
            self._take("".join(parts), level)
        elif tag == "note-body":
            self._in_notes -= 1
        elif tag == "table-row" and self._rows:
            self.outline.add(Traced.of("\t".join(self._rows.pop())))

    def text(self, text: str) -> None:
        if not self._ignored:
            self._put(text)

    def _put(self, text: str) -> None:
        if self._paragraphs:
            self._paragraphs[-1][1].append(text)

    def _take(self, text: str, level: int | None) -> None:
        if self._in_notes:
            self._notes.append(text)
        elif self._rows:
            self._rows[-1].append(text)
        else:
            self.outline.add(Traced.of(text), level=level)
            notes, self._notes = self._notes, []
            for note in notes:
                self.outline.add(Traced.of(note), counts=False)
