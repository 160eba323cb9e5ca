"""Writing a document as DOCX or ODT."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from replicard.render.office.blocks import Block, words
from replicard.render.office.layout import MANUSCRIPT, Layout
from replicard.render.office.open_document_reference import open_document_reference
from replicard.render.office.package import dated, packed, unpacked
from replicard.render.office.pandoc import find_pandoc, run_pandoc
from replicard.render.office.word_reference import word_reference


class OfficeFormat(StrEnum):
    """Formats of office files; the value is what their names end in."""

    WORD = "docx"
    OPEN_DOCUMENT = "odt"


@dataclass(frozen=True, slots=True)
class OfficeDocument:
    """A document before it is written.

    Attributes
    ----------
    title, authors
        Shown at the start and kept as properties of the file.
    language
        Such as ``en-GB``: what spelling is checked by.
    blocks
        See `replicard.render.office.blocks`.
    """

    title: str
    blocks: Sequence[Block]
    authors: Sequence[str] = ()
    language: str = "en-GB"


_REFERENCES: Final[Mapping[OfficeFormat, Callable[[Layout], bytes]]] = {
    OfficeFormat.WORD: word_reference,
    OfficeFormat.OPEN_DOCUMENT: open_document_reference,
}


def write_office(
    document: OfficeDocument, to: OfficeFormat, *, date: str, layout: Layout = MANUSCRIPT
) -> bytes:
    """Write a document as an office file.

    The same document, layout and date give the same bytes with the same pandoc.

    Parameters
    ----------
    to
        The format.
    date
        Day for the properties of the file, such as ``2026-11-25``.
    layout
        Paper, font, spacing and footer.

    Raises
    ------
    OfficeUnavailableError
        If there is no pandoc that can be used, or it fails: everything else can still be
        written.
    """
    pandoc = find_pandoc()
    tree = {
        "pandoc-api-version": pandoc.tree_version,
        "meta": _properties(document),
        "blocks": list(document.blocks),
    }
    content = run_pandoc(
        json.dumps(tree, ensure_ascii=False), _REFERENCES[to](layout), to=to.value, pandoc=pandoc
    )
    return packed(dated(unpacked(content), date))


def _properties(document: OfficeDocument) -> dict[str, object]:
    return {
        "title": _property(document.title),
        "author": {"t": "MetaList", "c": [_property(name) for name in document.authors]},
        "lang": _property(document.language),
    }


def _property(text: str) -> dict[str, object]:
    return {"t": "MetaInlines", "c": words(text)}
