"""Sentences in HTML that show where they come from: on hover, on focus, and on a tap.

A note follows each sentence; style sheets show it, so no script is needed, and neither
paper nor a copied text has it. Screen readers read it as the description of the sentence.
"""

import re
from collections.abc import Iterator

from markupsafe import Markup

from replicard.render.typeset import to_html
from replicard_schema.report import Sentence, Source
from replicard_schema.vocabulary import Origin

_MOST_SHOWN = 12
_WITHIN_LIST = re.compile(r"\[[0-9]+\].*")
_SENTENCE = Markup(
    '<span class="sentence" tabindex="0" aria-describedby="{note}" data-fields="{fields}">{text}'
    "</span>"
)
_PLAIN = Markup('<span class="sentence" data-fields="{fields}">{text}</span>')
_NOTE = Markup('<span class="trace" id="{note}" role="note">{lines}</span>')
_LINE = Markup(
    '<span class="source source-{origin}"><code>{field}</code> '
    '<span class="from">{origin}{place}</span></span>'
)


def traced_sentence(sentence: Sentence, number: int) -> Markup:
    """Write a sentence and the note with its fields.

    Parameters
    ----------
    number
        Of the sentence within its page.
    """
    if not sentence.sources:
        return plain_sentence(sentence)
    note = f"trace-{number}"
    shown = _SENTENCE.format(note=note, fields=_fields(sentence), text=_text(sentence))
    return shown + _NOTE.format(note=note, lines=Markup("").join(_lines(sentence)))


def plain_sentence(sentence: Sentence) -> Markup:
    """Write a sentence without a note, for paper."""
    return _PLAIN.format(fields=_fields(sentence), text=_text(sentence))


def _lines(sentence: Sentence) -> Iterator[Markup]:
    """Yield a line for each field; entries of a list of results share one."""
    found: dict[tuple[str, Origin], Source] = {}
    for source in sentence.sources:
        found.setdefault((_shown(source), source.origin), source)
    lines = [
        _LINE.format(
            origin=origin.value, field=field, place=f", {source.place}" if source.place else ""
        )
        for (field, origin), source in found.items()
    ]
    shown = lines if len(lines) <= _MOST_SHOWN + 1 else lines[:_MOST_SHOWN]
    yield from shown
    if len(shown) < len(lines):
        more = len(lines) - len(shown)
        yield Markup('<span class="source">and {} more fields</span>').format(more)


def _shown(source: Source) -> str:
    if source.origin is Origin.STATED:
        return source.field
    return _WITHIN_LIST.sub("", source.field)


def _fields(sentence: Sentence) -> str:
    return " ".join(source.field for source in sentence.sources)


def _text(sentence: Sentence) -> Markup:
    return Markup(to_html(sentence.spans))  # noqa: S704 - escaped where it was written
