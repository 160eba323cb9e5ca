"""Manuscripts in Markdown, and plain text."""

import re

from replicard.errors import Position, Problem
from replicard.loading.positions import LineTable
from replicard.manuscript.document import (
    MAX_CHARACTERS,
    Manuscript,
    ManuscriptError,
    Outline,
    unreadable,
)
from replicard.manuscript.mathematics import without_mathematics
from replicard.manuscript.traced import Traced

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:(?!---|\.\.\.).*\n){0,500}(?:---|\.\.\.)[ \t]*\n")
# Tempered, so that many openings without an end cost no more than one.
_COMMENT = re.compile(r"<!--(?:(?!<!--|-->).)*-->", re.DOTALL)
_BREAK = re.compile(r"\n[ \t]*\n[ \t\n]*")
_HEADING = re.compile(r"^[ ]{0,3}(#{1,6})[ \t]+([^\n]*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_UNDERLINED = re.compile(r"^([^\n]{1,300})\n[ ]{0,3}(=+|-+)[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"^[ ]{0,3}(?:[-*_][ \t]*){3,}$|^[ \t]*\|?[ \t:|-]{3,}\|?[ \t]*$", re.MULTILINE)
_MAX_TITLE = 90
# Plain text does not tell levels; these titles stand for whole parts of a paper.
_PART = re.compile(
    r"(?:[\dIVX]+[.)]?\s+)?(?:abstract|summary|introduction|background|results?(?: and discussion)?"
    r"|discussion|conclusions?|outlook|(?:online |extended )?(?:materials? (?:and|&) )?methods?"
    r"|experimental (?:section|procedures?)|references|bibliography|literature|acknowledge?ments?"
    r"|funding|author contributions|competing interests|conflicts? of interest"
    r"|(?:figure|table) legends|figures|tables|supplementary .{0,40}|(?:data|code)\b.{0,40}"
    r"\bavailability(?: statement)?)",
    re.IGNORECASE,
)

_MARKS: tuple[tuple[re.Pattern[str], tuple[int | str, ...]], ...] = (
    (re.compile(r"^[ \t]*(?:`{3,}|~{3,})[^\n]*$", re.MULTILINE), ("",)),
    (re.compile(r"!\[([^\[\]\n]{0,500})\]\([^)\s]{0,2000}\)"), (1,)),
    (re.compile(r"\[([^\[\]\n]{0,500})\]\(<?([^)\s>]{0,2000})>?[^)\n]{0,200}\)"), (1, " ", 2)),
    (re.compile(r"<(https?://[^>\s]{1,2000})>"), (1,)),
    (re.compile(r"\[-?@[^\[\]\n]{1,500}\]"), ("",)),
    (re.compile(r"</?(?:sup|sub)>"), ("^",)),
    (re.compile(r"<br ?/?>"), (" ",)),
    (re.compile(r"</?[A-Za-z][^<>\n]{0,200}>"), ("",)),
    (re.compile(r"(?<![\\*])\*{1,3}(?=\S)([^*\n]{1,500}?)(?<=\S)\*{1,3}"), (1,)),
    (re.compile(r"(?<![\\\w])_{1,3}(?=\S)([^_\n]{1,500}?)(?<=\S)_{1,3}(?!\w)"), (1,)),
    (re.compile(r"`([^`\n]{1,500})`"), (1,)),
    (re.compile(r"(\d)\^([-+]?\d{1,3})\^"), (1, "^", 2)),
    (re.compile(r"^[ \t]*(?:[-+*]|\d{1,3}[.)])[ \t]+", re.MULTILINE), ("",)),
    (re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE), ("",)),
    (re.compile(r"[ \t]*(?<!\\)\|[ \t]*"), ("\t",)),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), (1,)),
    (re.compile(r"&nbsp;|&thinsp;"), (" ",)),
    (re.compile(r"&amp;"), ("&",)),
    (re.compile(r"&times;"), ("×",)),
    (re.compile(r"&micro;"), ("µ",)),
)


def decoded(name: str, data: bytes) -> str:
    """Return the text of a file.

    Raises
    ------
    ManuscriptError
        If it is no text, not in UTF-8, or too long.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problem = Problem(
            name,
            "is not in UTF-8",
            "unreadable-manuscript",
            Position(line, 1),
            hint="save it as text in the encoding UTF-8",
        )
        raise ManuscriptError([problem]) from error
    if "\x00" in text:
        raise unreadable(name, "is no text: it holds a null character")
    if len(text) > MAX_CHARACTERS:
        raise unreadable(name, "the document is too long to be a manuscript")
    return text


def read_markdown(name: str, data: bytes) -> Manuscript:
    """Read Markdown: headings, paragraphs, tables row by row."""
    text = decoded(name, data)
    lines = LineTable.of(text)
    # Line ends of other systems become one character, with the places kept.
    traced = Traced.of(text).rewrite(re.compile(r"\r\n?"), "\n")
    traced = traced.rewrite(_FRONT_MATTER, "").rewrite(_COMMENT, "")
    outline = Outline(name)
    for block in _blocks(traced):
        _add_markdown(outline, block)
    return outline.document(lines)


def read_text(name: str, data: bytes) -> Manuscript:
    """Read plain text, with blank lines between paragraphs.

    A line that stands alone, is short and ends like no sentence is a heading: of a part of
    the paper if it is one of their usual titles, and otherwise of a section in it.
    """
    text = decoded(name, data)
    traced = Traced.of(text).rewrite(re.compile(r"\r\n?"), "\n")
    outline = Outline(name)
    for block in _blocks(traced):
        title = block.text.strip()
        level = 1 if _PART.fullmatch(title) else 2
        outline.add(block, level=level if _is_title(title) else None)
    return outline.document(LineTable.of(text))


def _blocks(traced: Traced) -> list[Traced]:
    blocks, end = [], 0
    for found in _BREAK.finditer(traced.text):
        blocks.append(traced[end : found.start()])
        end = found.end()
    return [*blocks, traced[end:]]


def _is_title(text: str) -> bool:
    is_short = len(text) <= _MAX_TITLE and "\n" not in text
    return is_short and text[:1].isalnum() and text[-1:] not in {".", ",", ";", ":", "!", "?"}


def _add_markdown(outline: Outline, block: Traced) -> None:
    end = 0
    headings = [*_HEADING.finditer(block.text), *_UNDERLINED.finditer(block.text)]
    for found in sorted(headings, key=lambda each: each.start()):
        if found.start() < end:
            continue
        _add_body(outline, block[end : found.start()])
        mark = found[1] if found.re is _HEADING else found[2]
        level = len(mark) if mark[0] == "#" else 1 + (mark[0] == "-")
        title = block[slice(*found.span(2 if found.re is _HEADING else 1))]
        outline.add(_unmarked(title), level=level)
        end = found.end()
    _add_body(outline, block[end:])


def _add_body(outline: Outline, body: Traced) -> None:
    is_table = body.text.lstrip().startswith("|")
    body = body.rewrite(_RULE, "")
    if not is_table:
        outline.add(_unmarked(body))
        return
    end = 0
    for found in re.finditer(r"\n|\Z", body.text):
        outline.add(_unmarked(body[end : found.start()]))
        end = found.end()


def _unmarked(traced: Traced) -> Traced:
    for pattern, parts in _MARKS:
        traced = traced.rewrite(pattern, *parts)
    return without_mathematics(traced)
