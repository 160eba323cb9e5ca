"""YAML syntax errors in plain words: what is wrong, where, and how to mend it.

The parser says what it expected, which seldom is what the author did. Each function
here knows one habit by the text around the error, and returns None for any other.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import yaml

from replicard.errors import Problem
from replicard.loading.source import SourceText

_FIELD = re.compile(r"\s*(?:- +)*(?P<key>[^\s:#'\"{\[][^:]{0,100}):(?=\s|$)\s*(?P<value>.*)")
_GLUED = re.compile(r"\s*(?:- +)*(?P<key>[A-Za-z_][\w-]{0,60}):(?=[^\s/])(?P<value>.*)")
_COMMENT = re.compile(r"\s#")
_SPECIAL = {
    "*": "an alias",
    "&": "an anchor",
    "!": "a tag",
    "%": "a directive",
    "@": "a reserved character",
    "`": "a reserved character",
    "?": "a complex key",
}
_MAX_QUOTED = 60


@dataclass(frozen=True, slots=True)
class _Explanation:
    index: int
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class _Trouble:
    """A syntax error and the text around it.

    Attributes
    ----------
    text
        The whole text.
    words
        What the parser says.
    index
        Where the parser stopped.
    context
        Where what it was reading began; the same place if it does not say.
    """

    text: str
    words: str
    index: int
    context: int

    @property
    def character(self) -> str:
        """The character at which the parser stopped; empty at the end of the text."""
        return self.text[self.index : self.index + 1]

    def line_start(self, index: int) -> int:
        """Return where the line of ``index`` starts."""
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def line(self, index: int) -> str:
        """Return the line of ``index``."""
        return re.split(r"[\r\n]", self.text[self.line_start(index) :], maxsplit=1)[0]

    def before(self) -> str:
        """Return the line as far as the parser read it."""
        return self.text[self.line_start(self.index) : self.index]

    def previous(self, index: int) -> int | None:
        """Return where the last line with content before that of ``index`` starts."""
        start = self.line_start(index)
        while start > 0:
            start = self.line_start(start - 1)
            content = self.line(start).strip()
            if content and not content.startswith("#"):
                return start
        return None


def explain(error: yaml.YAMLError, source: SourceText) -> Problem:
    """Return a syntax error as a problem that an author understands."""
    trouble = _trouble(error, source.text)
    for habit in _HABITS:
        found = habit(trouble)
        if found is not None:
            break
    else:
        found = _Explanation(
            trouble.index,
            "this is not valid YAML",
            f"the parser says: {trouble.words}" if trouble.words else None,
        )
    return source.problem(found.index, found.message, code="yaml-syntax", hint=found.hint)


def _trouble(error: yaml.YAMLError, text: str) -> _Trouble:
    if isinstance(error, yaml.MarkedYAMLError):
        words = ", ".join(part for part in (error.context, error.problem) if part)
        mark = error.problem_mark or error.context_mark
        index = min(mark.index, len(text)) if mark else 0
        # An error at the end of the text is shown on its last line with content.
        index = min(index, len(text.rstrip()))
        context = error.context_mark.index if error.context_mark else index
        return _Trouble(text, words, index, min(context, index))
    return _Trouble(text, "", 0, 0)


def _tab(trouble: _Trouble) -> _Explanation | None:
    line_start = trouble.line_start(trouble.index)
    indentation = re.match(r"[ \t]*", trouble.line(trouble.index))
    tab = indentation[0].find("\t") if indentation else -1
    if tab >= 0 and line_start + tab <= trouble.index:
        hint = "YAML indents with spaces only: replace each tab by two spaces"
        return _Explanation(line_start + tab, "a tab indents this line", hint)
    if trouble.character == "\t":
        return _Explanation(trouble.index, "a tab stands where a space is expected")
    return None


def _unclosed_quote(trouble: _Trouble) -> _Explanation | None:
    is_unclosed = "quoted scalar" in trouble.words and "unexpected" in trouble.words
    if not is_unclosed:
        return None
    mark = trouble.text[trouble.context]
    hint = f"end the text with `{mark}`"
    return _Explanation(trouble.context, "a quotation mark is opened here and never closed", hint)


def _escape(trouble: _Trouble) -> _Explanation | None:
    if "escape" not in trouble.words:
        return None
    # The two parsers stop before and behind the backslash.
    index = trouble.text.rfind("\\", trouble.context, trouble.index + 1)
    return _Explanation(
        max(index, trouble.context),
        "in double quotes a backslash starts an escape, and this is none",
        "use single quotes, or forward slashes in a path",
    )


def _special_start(trouble: _Trouble) -> _Explanation | None:
    words = trouble.words
    kinds = ("cannot start any token", "alias", "anchor", "tag", "directive", "document start")
    if not any(kind in words for kind in (*kinds, "mapping keys")):
        return None
    for index in (trouble.index, trouble.context):
        character = trouble.text[index : index + 1]
        if character in _SPECIAL and character:
            message = f"a text cannot start with `{character}`, which stands for "
            return _Explanation(index, message + _SPECIAL[character], _quote(trouble, index))
    return None


def _block_text(trouble: _Trouble) -> _Explanation | None:
    if "block scalar" not in trouble.words:
        return None
    mark = trouble.text[trouble.context]
    return _Explanation(
        trouble.context,
        f"`{mark}` starts a text over several lines, so nothing may follow it on this line",
        _quote(trouble, trouble.context),
    )


def _list_beside_key(trouble: _Trouble) -> _Explanation | None:
    if "sequence entries" not in trouble.words:
        return None
    hint = "start the list on the next line, or write it in brackets: [a, b]"
    return _Explanation(trouble.index, "a list cannot start on the line of its key", hint)


def _missing_space(trouble: _Trouble) -> _Explanation | None:
    if "simple key" not in trouble.words and "mapping values" not in trouble.words:
        return None
    for start in _suspects(trouble):
        found = _GLUED.fullmatch(trouble.line(start))
        if found is not None:
            hint = f"write `{found['key']}: {_cut(found['value'].strip())}`"
            message = f"there is no space after the colon of `{found['key']}`"
            return _Explanation(start + found.end("key"), message, hint)
    return None


def _suspects(trouble: _Trouble) -> Iterator[int]:
    """Yield the starts of the lines at which a field may lack its colon or space."""
    if trouble.context != trouble.index:
        yield trouble.line_start(trouble.context)
    yield trouble.line_start(trouble.index)
    previous = trouble.previous(trouble.index)
    if previous is not None:
        yield previous


def _colon_in_value(trouble: _Trouble) -> _Explanation | None:
    if "mapping values" not in trouble.words:
        return None
    found = _FIELD.fullmatch(trouble.before())
    if found is None or not found["value"].strip():
        return None
    start = trouble.line_start(trouble.index) + found.start("value")
    if found["value"].startswith(("{", "[")):
        hint = "put the text that holds the colon in quotes"
        return _Explanation(trouble.index, "a second colon in one entry", hint)
    message = "a text with a colon and a space in it must stand in quotes"
    return _Explanation(start, message, _quote(trouble, start))


def _no_colon(trouble: _Trouble) -> _Explanation | None:
    is_about_keys = "simple key" in trouble.words or "mapping values" in trouble.words
    for start in _suspects(trouble) if is_about_keys else ():
        line = trouble.line(start)
        content = line.strip()
        if content and ":" not in content and not content.startswith(("#", "- ")):
            return _Explanation(
                start + len(line) - len(line.lstrip()),
                "this line is neither a field nor part of one",
                "write it as `name: value`, or indent it below the text that it continues",
            )
    return None


def _deeper(trouble: _Trouble) -> _Explanation | None:
    if "mapping values" not in trouble.words:
        return None
    line = trouble.line(trouble.index)
    start = trouble.line_start(trouble.index) + len(line) - len(line.lstrip())
    previous = trouble.previous(trouble.index)
    above = trouble.line(previous) if previous is not None else ""
    if len(above) - len(above.lstrip()) >= len(line) - len(line.lstrip()):
        return None
    return _Explanation(
        start,
        "this line is indented deeper than the field above, which has a value already",
        "start both in the same column",
    )


def _text_after_end(trouble: _Trouble) -> _Explanation | None:
    if "block" not in trouble.words and "flow" not in trouble.words:
        return None
    before = trouble.before().rstrip()
    last = before[-1:]
    field = _FIELD.match(trouble.line(trouble.index))
    if last in {"'", '"'} and trouble.character not in {"", "\n", "\r"}:
        hints = {
            "'": "write a `'` inside the text twice, or put the text in double quotes",
            '"': "put the whole text into one pair of quotation marks",
        }
        return _Explanation(trouble.index, "text follows a closing quotation mark", hints[last])
    if trouble.character in {"}", "]"} and "flow" not in trouble.words:
        return _Explanation(trouble.index, f"there is one `{trouble.character}` too many")
    if last in {"}", "]"} and field is not None and field["value"].startswith(("{", "[")):
        start = trouble.line_start(trouble.index) + field.start("value")
        message = f"a text that starts with `{field['value'][0]}` must stand in quotes"
        return _Explanation(start, message, _quote(trouble, start))
    return None


def _unclosed_bracket(trouble: _Trouble) -> _Explanation | None:
    if "flow sequence" not in trouble.words and "flow mapping" not in trouble.words:
        return None
    opened = trouble.text[trouble.context]
    closing = "]" if opened == "[" else "}"
    same_line = trouble.line_start(trouble.context) == trouble.line_start(trouble.index)
    if same_line and trouble.character:
        message = f"expected `,` or `{closing}` here"
        return _Explanation(trouble.index, message, "separate entries by commas")
    return _Explanation(
        trouble.context,
        f"the bracket `{opened}` is opened here and not closed where the entries end",
        f"end the entries with `{closing}`, and separate them by commas",
    )


def _indentation(trouble: _Trouble) -> _Explanation | None:
    if "block mapping" not in trouble.words or trouble.before().strip():
        return None
    column = trouble.context - trouble.line_start(trouble.context) + 1
    if re.match(r"-(\s|$)", trouble.line(trouble.index).strip()):
        message = "an entry of a list stands where a field is expected"
        return _Explanation(trouble.index, message, "indent the list below the field it belongs to")
    return _Explanation(
        trouble.index,
        "the indentation of this line fits no line above",
        f"the fields around it start in column {column}",
    )


def _list_mixed(trouble: _Trouble) -> _Explanation | None:
    if "block collection" not in trouble.words and "block sequence" not in trouble.words:
        return None
    return _Explanation(
        trouble.index,
        "a field stands where a further entry of a list is expected",
        "start an entry with `- `, and the fields of an entry two columns right of the dash",
    )


def _no_content(trouble: _Trouble) -> _Explanation | None:
    if "node content" not in trouble.words or trouble.character not in {",", "]", "}"}:
        return None
    message = f"a text cannot start with `{trouble.character}`"
    return _Explanation(trouble.index, message, _quote(trouble, trouble.index))


_HABITS: tuple[Callable[[_Trouble], _Explanation | None], ...] = (
    _tab,
    _unclosed_quote,
    _escape,
    _special_start,
    _block_text,
    _list_beside_key,
    _missing_space,
    _colon_in_value,
    _no_colon,
    _deeper,
    _text_after_end,
    _unclosed_bracket,
    _indentation,
    _list_mixed,
    _no_content,
)


def _quote(trouble: _Trouble, start: int) -> str:
    """Return a hint that shows the text from ``start`` to the end of the line in quotes."""
    rest = re.split(r"[\r\n]", trouble.text[start:], maxsplit=1)[0]
    value = _COMMENT.split(rest, maxsplit=1)[0].strip()
    in_brackets = trouble.text[trouble.line_start(start) : start].count
    if in_brackets("[") + in_brackets("{") > in_brackets("]") + in_brackets("}"):
        value = re.split(r"[,\]}]", value, maxsplit=1)[0].strip()
    if any(mark in value for mark in "\"'\\"):
        return "put it in quotes"
    return f'put it in quotes: "{_cut(value)}"'


def _cut(value: str) -> str:
    return value if len(value) <= _MAX_QUOTED else f"{value[: _MAX_QUOTED - 1]}…"
