"""The methods text as an office file: DOCX for Word, ODT for LibreOffice."""

from collections.abc import Iterator, Sequence
from typing import Final

from replicard.render.citations import with_address
from replicard.render.office import Layout, OfficeDocument, OfficeFormat, Paper, write_office
from replicard.render.office.blocks import (
    Block,
    anchor,
    bold,
    from_spans,
    heading,
    paragraph,
    styled,
    tab,
    words,
)
from replicard.render.office.styles import NAMED_ENTRY, NUMBERED_ENTRY
from replicard.render.typeset import closed
from replicard_schema.report import MethodsSection, MethodsText, NumberedReference, Paragraph

_PAPERS: Final = {"en-GB": Paper.A4, "en-US": Paper.LETTER}


def methods_office(
    text: MethodsText,
    to: OfficeFormat,
    *,
    title: str,
    authors: Sequence[str] = (),
    date: str,
) -> bytes:
    """Write a text as an office file that looks like a manuscript.

    American spelling comes on Letter paper, British on A4.

    Parameters
    ----------
    title, authors
        Of the study; shown at the start and kept as properties of the file.
    date
        Day for the properties of the file, such as ``2026-11-25``.

    Raises
    ------
    OfficeUnavailableError
        If there is no pandoc that can be used, or it fails.
    """
    document = OfficeDocument(title, tuple(_blocks(text)), tuple(authors), text.language)
    return write_office(document, to, date=date, layout=Layout(paper=_PAPERS[text.language]))


def _blocks(text: MethodsText) -> Iterator[Block]:
    yield heading(1, words(text.title))
    for section in text.sections:
        yield from _section(section)
    if text.references:
        yield heading(1, words("References"))
        style = NUMBERED_ENTRY if text.references[0].label else NAMED_ENTRY
        yield styled(style, [_entry(reference) for reference in text.references])


def _section(section: MethodsSection) -> Iterator[Block]:
    if section.title is not None:
        yield heading(2, words(section.title))
    yield from map(_paragraph, section.paragraphs)


def _paragraph(part: Paragraph) -> Block:
    inlines = [] if part.title is None else [bold(words(closed(part.title)))]
    for sentence in part.sentences:
        inlines += [*(words(" ") if inlines else []), *from_spans(sentence.spans)]
    return paragraph(inlines)


def _entry(reference: NumberedReference) -> Block:
    label = [*words(reference.label), *tab()] if reference.label else []
    name = anchor(f"reference-{reference.key}")
    return paragraph([name, *label, *from_spans(with_address(reference))])
