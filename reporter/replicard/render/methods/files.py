"""The methods text as files: Markdown, HTML, and the trace of its sentences."""

import json
from collections.abc import Iterable

from markupsafe import Markup

from replicard.render.citations import reference_html, reference_markdown
from replicard.render.markdown import escape_markdown
from replicard.render.typeset import to_html, to_markdown
from replicard_schema.report import (
    MethodsSection,
    MethodsText,
    NumberedReference,
    Paragraph,
    Sentence,
)

_FULL_STOP = "."


def methods_markdown(text: MethodsText) -> str:
    """Write the methods text in Markdown, one sentence a line, with its references."""
    blocks = [f"# {escape_markdown(text.title)}"]
    for section in text.sections:
        if section.title is not None:
            blocks.append(f"## {escape_markdown(section.title)}")
        blocks += [_markdown_paragraph(paragraph) for paragraph in section.paragraphs]
    if text.references:
        entries = [f"{_list_sign(r)} {reference_markdown(r)}" for r in text.references]
        blocks += ["## References", "\n".join(entries)]
    return "\n\n".join(blocks) + "\n"


def methods_html(text: MethodsText, *, heading_level: int = 3) -> str:
    """Write the methods text as an HTML fragment for a page that has its own title.

    Every sentence is a ``span`` whose ``data-fields`` names the fields it rests on.

    Parameters
    ----------
    heading_level
        Level of the section headings.
    """
    blocks = [_html_section(section, heading_level) for section in text.sections]
    if text.references:
        heading = _heading("References", heading_level)
        entry = Markup('<li id="reference-{}">{}</li>\n')
        entries = (entry.format(r.key, Markup(reference_html(r))) for r in text.references)  # noqa: S704 - escaped where it was written
        tag = "ol" if text.references[0].label else "ul"
        opened, closed = (
            Markup('<{} class="references">\n').format(tag),
            Markup("</{}>\n").format(tag),
        )
        blocks.append(heading + opened + Markup("").join(entries) + closed)
    return str(Markup("").join(blocks))


def methods_trace(text: MethodsText) -> str:
    """Write which fields each sentence rests on, as JSON."""
    sentences = [
        {
            "section": section.title,
            "paragraph": paragraph.title,
            "sentence": to_markdown(sentence.spans),
            "sources": [
                source.model_dump(mode="json", exclude_none=True) for source in sentence.sources
            ],
        }
        for section in text.sections
        for paragraph in section.paragraphs
        for sentence in paragraph.sentences
    ]
    return json.dumps({"sentences": sentences}, ensure_ascii=False, indent=2) + "\n"


def _list_sign(reference: NumberedReference) -> str:
    """Return what Markdown numbers an entry with; by author and year there is no number."""
    return f"{reference.number}." if reference.label else "-"


def _markdown_paragraph(paragraph: Paragraph) -> str:
    title = [] if paragraph.title is None else [f"**{escape_markdown(_closed(paragraph.title))}**"]
    return "\n".join([*title, *(to_markdown(sentence.spans) for sentence in paragraph.sentences)])


def _html_section(section: MethodsSection, level: int) -> Markup:
    paragraphs = (_html_paragraph(paragraph) for paragraph in section.paragraphs)
    return _heading(section.title, level) + Markup("").join(paragraphs)


def _heading(title: str | None, level: int) -> Markup:
    if title is None:
        return Markup("")
    return Markup("<h{0}>{1}</h{0}>\n").format(level, title)


def _html_paragraph(paragraph: Paragraph) -> Markup:
    title = Markup("")
    if paragraph.title is not None:
        title = Markup('<b class="run-in">{}</b>\n').format(_closed(paragraph.title))
    return Markup("<p>{}{}</p>\n").format(title, _html_sentences(paragraph.sentences))


def _html_sentences(sentences: Iterable[Sentence]) -> Markup:
    span = Markup('<span class="sentence" data-fields="{}" title="{}">{}</span>')
    return Markup("\n").join(
        span.format(
            " ".join(source.field for source in sentence.sources),
            _origins(sentence),
            Markup(to_html(sentence.spans)),  # noqa: S704 - escaped where it was written
        )
        for sentence in sentences
    )


def _origins(sentence: Sentence) -> str:
    """Say for a reader who points at a sentence which fields it rests on."""
    fields: dict[str, list[str]] = {}
    for source in sentence.sources:
        fields.setdefault(source.origin.value, []).append(source.field)
    return "; ".join(f"{origin}: {', '.join(names)}" for origin, names in fields.items())


def _closed(title: str) -> str:
    return title if title.endswith(_FULL_STOP) else f"{title}{_FULL_STOP}"
