"""The methods text as files: Markdown, HTML, and the trace of its sentences."""

import json
from collections.abc import Iterator
from itertools import count

from markupsafe import Markup

from replicard.render.citations import reference_html, reference_markdown
from replicard.render.markdown import escape_markdown
from replicard.render.methods.changing import changed
from replicard.render.methods.traced_html import traced_sentence
from replicard.render.page import page
from replicard.render.typeset import closed, to_markdown
from replicard_schema.report import (
    MethodsSection,
    MethodsText,
    NumberedReference,
    Paragraph,
    Sentence,
    Span,
)

_HINT = Markup(
    '<p class="tool remark trace-hint">Point at a sentence, tap it, or reach it with the Tab key '
    "to see which fields it rests on.</p>\n"
)


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

    Every sentence is a ``span`` whose ``data-fields`` names the fields it rests on; a note
    with their origins shows when a reader points at it.

    Parameters
    ----------
    heading_level
        Level of the section headings.
    """
    numbers = count(1)
    text = _with_links_that_lead(text)
    blocks = [_html_section(section, heading_level, numbers) for section in text.sections]
    if text.references:
        heading = _heading("References", heading_level)
        entry = Markup('<li id="reference-{}">{}</li>\n')
        entries = (entry.format(r.key, Markup(reference_html(r))) for r in text.references)  # noqa: S704 - escaped where it was written
        tag = "ol" if text.references[0].label else "ul"
        first = text.references[0].number
        start = Markup(' start="{}"').format(first) if tag == "ol" and first > 1 else ""
        opened, closed = (
            Markup('<{} class="references"{}>\n').format(tag, start),
            Markup("</{}>\n").format(tag),
        )
        blocks.append(heading + opened + Markup("").join(entries) + closed)
    return str(Markup("").join(blocks))


def text_page(text: MethodsText, *, study: str) -> str:
    """Write a text as an HTML page of its own.

    Parameters
    ----------
    study
        Title of the study.
    """
    body = _HINT + Markup(methods_html(text, heading_level=2))  # noqa: S704 - escaped where it was written
    return page(title=f"{text.title}: {study}", body=body, language=text.language)


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


def _with_links_that_lead(text: MethodsText) -> MethodsText:
    """Take the links off citations whose references are in the list of another text."""
    keys = {reference.key for reference in text.references}

    def unlinked(span: Span) -> Span:
        label = tuple(
            part if part.key in keys else part.model_copy(update={"key": None})
            for part in span.label
        )
        return span.model_copy(update={"label": label}) if label else span

    def with_spans(sentence: Sentence) -> Sentence:
        return sentence.model_copy(update={"spans": tuple(map(unlinked, sentence.spans))})

    return changed(text, with_spans)


def _list_sign(reference: NumberedReference) -> str:
    """Return what Markdown numbers an entry with; by author and year there is no number."""
    return f"{reference.number}." if reference.label else "-"


def _markdown_paragraph(paragraph: Paragraph) -> str:
    title = [] if paragraph.title is None else [f"**{escape_markdown(closed(paragraph.title))}**"]
    return "\n".join([*title, *(to_markdown(sentence.spans) for sentence in paragraph.sentences)])


def _html_section(section: MethodsSection, level: int, numbers: Iterator[int]) -> Markup:
    paragraphs = (_html_paragraph(paragraph, numbers) for paragraph in section.paragraphs)
    return _heading(section.title, level) + Markup("").join(paragraphs)


def _heading(title: str | None, level: int) -> Markup:
    if title is None:
        return Markup("")
    return Markup("<h{0}>{1}</h{0}>\n").format(level, title)


def _html_paragraph(paragraph: Paragraph, numbers: Iterator[int]) -> Markup:
    title = Markup("")
    if paragraph.title is not None:
        title = Markup('<b class="run-in">{}</b>\n').format(closed(paragraph.title))
    sentences = (traced_sentence(sentence, next(numbers)) for sentence in paragraph.sentences)
    return Markup('<p class="traced">{}{}</p>\n').format(title, Markup("\n").join(sentences))
