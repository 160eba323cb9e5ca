"""YAML syntax errors in plain words: what is wrong, where, and how to mend it.

The parser says what it expected, which seldom is what the author did. Each function
here knows one habit by the text around the error, and returns None for any other.
"""

import re
from collections.abc import Callable, Iterator

import yaml

from replicard.errors import Problem
from replicard.loading.source import SourceText
from replicard.loading.trouble import Explanation, Trouble, cut, quoting_hint

_FIELD = re.compile(r"\s*(?:- +)*(?P<key>[^\s:#'\"{\[][^:]{0,100}):(?=\s|$)\s*(?P<value>.*)")
_GLUED = re.compile(r"\s*(?:- +)*(?P<key>[A-Za-z_][\w-]{0,60}):(?=[^\s/])(?P<value>.*)")
_SPECIAL = {
    "*": "`*`, which YAML takes for an alias",
    "&": "`&`, which YAML takes for an anchor",
    "!": "`!`, which YAML takes for a tag",
    "%": "`%`, which YAML takes for a directive",
    "@": "`@`, which YAML reserves",
    "`": "a backtick, which YAML reserves",
    "?": "`?`, which YAML takes for a complex key",
}


def explain(error: yaml.YAMLError, source: SourceText) -> Problem:
    """Return a syntax error as a problem that an author understands."""
    trouble = Trouble.of(error, source.text)
    for habit in _HABITS:
        found = habit(trouble)
        if found is not None:
            break
    else:
        found = Explanation(
            trouble.index,
            "this is not valid YAML",
            f"the parser says: {trouble.words}" if trouble.words else None,
        )
    return source.problem(found.index, found.message, code="yaml-syntax", hint=found.hint)


def _tab(trouble: Trouble) -> Explanation | None:
    line_start = trouble.line_start(trouble.index)
    indentation = re.match(r"[ \t]*", trouble.line(trouble.index))
    tab = indentation[0].find("\t") if indentation else -1
    if tab >= 0 and line_start + tab <= trouble.index:
        hint = "YAML indents with spaces only: replace each tab by two spaces"
        return Explanation(line_start + tab, "a tab indents this line", hint)
    if trouble.character == "\t":
        return Explanation(trouble.index, "a tab stands where a space is expected")
    return None


def _unclosed_quote(trouble: Trouble) -> Explanation | None:
    is_unclosed = "quoted scalar" in trouble.words and "unexpected" in trouble.words
    if not is_unclosed:
        return None
    mark = trouble.text[trouble.context]
    hint = f"end the text with `{mark}`"
    return Explanation(trouble.context, "a quotation mark is opened here and never closed", hint)


def _escape(trouble: Trouble) -> Explanation | None:
    if "escape" not in trouble.words:
        return None
    # The two parsers stop before and behind the backslash.
    index = trouble.text.rfind("\\", trouble.context, trouble.index + 1)
    return Explanation(
        max(index, trouble.context),
        "in double quotes a backslash starts an escape, and this is none",
        "use single quotes, or forward slashes in a path",
    )


def _special_start(trouble: Trouble) -> Explanation | None:
    words = trouble.words
    kinds = ("cannot start any token", "alias", "anchor", "tag", "directive", "document start")
    if not any(kind in words for kind in (*kinds, "mapping keys")):
        return None
    for index in (trouble.index, trouble.context):
        character = trouble.text[index : index + 1]
        if character in _SPECIAL and character:
            message = f"a text cannot start with {_SPECIAL[character]}"
            return Explanation(index, message, quoting_hint(trouble, index))
    return None


def _block_text(trouble: Trouble) -> Explanation | None:
    if "block scalar" not in trouble.words:
        return None
    mark = trouble.text[trouble.context]
    return Explanation(
        trouble.context,
        f"`{mark}` starts a text over several lines, so nothing may follow it on this line",
        quoting_hint(trouble, trouble.context),
    )


def _list_beside_key(trouble: Trouble) -> Explanation | None:
    if "sequence entries" not in trouble.words:
        return None
    hint = "start the list on the next line, or write it in brackets: [a, b]"
    return Explanation(trouble.index, "a list cannot start on the line of its key", hint)


def _missing_space(trouble: Trouble) -> Explanation | None:
    if "simple key" not in trouble.words and "mapping values" not in trouble.words:
        return None
    for start in _suspects(trouble):
        found = _GLUED.fullmatch(trouble.line(start))
        if found is not None:
            hint = f"write `{found['key']}: {cut(found['value'].strip())}`"
            message = f"there is no space after the colon of `{found['key']}`"
            return Explanation(start + found.end("key"), message, hint)
    return None


def _suspects(trouble: Trouble) -> Iterator[int]:
    """Yield the starts of the lines at which a field may lack its colon or space."""
    if trouble.context != trouble.index:
        yield trouble.line_start(trouble.context)
    yield trouble.line_start(trouble.index)
    previous = trouble.previous(trouble.index)
    if previous is not None:
        yield previous


def _colon_in_value(trouble: Trouble) -> Explanation | None:
    if "mapping values" not in trouble.words:
        return None
    found = _FIELD.fullmatch(trouble.before())
    if found is None or not found["value"].strip():
        return None
    start = trouble.line_start(trouble.index) + found.start("value")
    if found["value"].startswith(("{", "[")):
        hint = "put the text that holds the colon in quotes"
        return Explanation(trouble.index, "a second colon in one entry", hint)
    message = "a text with a colon and a space in it must stand in quotes"
    return Explanation(start, message, quoting_hint(trouble, start))


def _no_colon(trouble: Trouble) -> Explanation | None:
    is_about_keys = "simple key" in trouble.words or "mapping values" in trouble.words
    for start in _suspects(trouble) if is_about_keys else ():
        line = trouble.line(start)
        content = line.strip()
        if content and ":" not in content and not content.startswith(("#", "- ")):
            return Explanation(
                start + len(line) - len(line.lstrip()),
                "this line is neither a field nor part of one",
                "write it as `name: value`, or indent it below the text that it continues",
            )
    return None


def _deeper(trouble: Trouble) -> Explanation | None:
    if "mapping values" not in trouble.words:
        return None
    line = trouble.line(trouble.index)
    start = trouble.line_start(trouble.index) + len(line) - len(line.lstrip())
    previous = trouble.previous(trouble.index)
    above = trouble.line(previous) if previous is not None else ""
    if len(above) - len(above.lstrip()) >= len(line) - len(line.lstrip()):
        return None
    return Explanation(
        start,
        "this line is indented deeper than the field above, which has a value already",
        "start both in the same column",
    )


def _text_after_end(trouble: Trouble) -> Explanation | None:
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
        return Explanation(trouble.index, "text follows a closing quotation mark", hints[last])
    if trouble.character in {"}", "]"} and "flow" not in trouble.words:
        return Explanation(trouble.index, f"there is one `{trouble.character}` too many")
    if last in {"}", "]"} and field is not None and field["value"].startswith(("{", "[")):
        start = trouble.line_start(trouble.index) + field.start("value")
        message = f"a text that starts with `{field['value'][0]}` must stand in quotes"
        return Explanation(start, message, quoting_hint(trouble, start))
    return None


def _unclosed_bracket(trouble: Trouble) -> Explanation | None:
    if "flow sequence" not in trouble.words and "flow mapping" not in trouble.words:
        return None
    opened = trouble.text[trouble.context]
    closing = "]" if opened == "[" else "}"
    same_line = trouble.line_start(trouble.context) == trouble.line_start(trouble.index)
    if same_line and trouble.text[trouble.index :].strip():
        message = f"expected `,` or `{closing}` here"
        hint = "separate entries by commas, and put a text with a colon or bracket in quotes"
        return Explanation(trouble.index, message, hint)
    return Explanation(
        trouble.context,
        f"the bracket `{opened}` is opened here and not closed where the entries end",
        f"end the entries with `{closing}`, and separate them by commas",
    )


def _indentation(trouble: Trouble) -> Explanation | None:
    if "block mapping" not in trouble.words or trouble.before().strip():
        return None
    column = trouble.context - trouble.line_start(trouble.context) + 1
    if re.match(r"-(\s|$)", trouble.line(trouble.index).strip()):
        message = "an entry of a list stands where a field is expected"
        return Explanation(trouble.index, message, "indent the list below the field it belongs to")
    return Explanation(
        trouble.index,
        "the indentation of this line fits no line above",
        f"the fields around it start in column {column}",
    )


def _list_mixed(trouble: Trouble) -> Explanation | None:
    if "block collection" not in trouble.words and "block sequence" not in trouble.words:
        return None
    return Explanation(
        trouble.index,
        "a field stands where a further entry of a list is expected",
        "start an entry with `- `, and the fields of an entry two columns right of the dash",
    )


def _no_content(trouble: Trouble) -> Explanation | None:
    if "node content" not in trouble.words or trouble.character not in {",", "]", "}"}:
        return None
    message = f"a text cannot start with `{trouble.character}`"
    return Explanation(trouble.index, message, quoting_hint(trouble, trouble.index))


_HABITS: tuple[Callable[[Trouble], Explanation | None], ...] = (
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
