"""Writing plain values as YAML that reads back as the very same values."""

import json
import re
from collections.abc import Iterator
from textwrap import wrap

from replicard.loading.reader import Typed
from replicard_schema.text_policy import escape_forbidden

MAX_LINE = 100
"""A mapping or list that fits into this many characters stands on one line."""
MAX_WITH_COMMENT = 120
"""A comment stands behind its value if the line is no longer; else above it."""

_PLAIN = re.compile(
    r"[^\W_](?:[^:#\[\]{},\x00-\x1f\x7f\x85\u2028\u2029]|:(?=[^\s,\[\]{}])|(?<=\S)#)*"
)
_NULL = frozenset({"null", "Null", "NULL"})


def spell(value: Typed) -> str:
    """Write a value on one line, as it may stand after a key or within brackets.

    Texts that a reader of YAML would take for something else are put in quotes.

    Examples
    --------
    >>> print(spell({"name": "rotation", "range": ["0.6", "2.0"], "why": "a: b"}))
    {name: rotation, range: [0.6, 2.0], why: "a: b"}
    """
    match value:
        case None:
            return "null"
        case str():
            return value if _is_plain(value) else json.dumps(value, ensure_ascii=False)
        case dict():
            return (
                f"{{{', '.join(f'{spell(key)}: {spell(entry)}' for key, entry in value.items())}}}"
            )
        case list():
            return f"[{', '.join(map(spell, value))}]"


def lines_of(key: str, value: Typed, *, indent: int, comment: str = "") -> Iterator[str]:
    """Write a field as lines of block style; short values stay on the line of the key.

    >>> print(*lines_of("training", {"seed": "1"}, indent=2, comment="log"), sep="|")
      training: {seed: 1}  # log
    """
    margin = " " * indent
    remark = one_line(comment)
    line = f"{margin}{spell(key)}: {spell(value)}"
    is_short = len(line) <= MAX_LINE or isinstance(value, str | None) or not value
    first = line if is_short else f"{margin}{spell(key)}:"
    behind = f"  # {remark}" if remark else ""
    if len(first + behind) <= MAX_WITH_COMMENT:
        yield first + behind
    else:
        yield from comment_lines(remark, margin)
        yield first
    if not is_short and not isinstance(value, str | None):
        yield from _block(value, indent=indent + 2)


def one_line(comment: str) -> str:
    """Return a comment without line breaks and what else no card may hold."""
    return escape_forbidden(" ".join(comment.split()))


def comment_lines(comment: str, margin: str) -> list[str]:
    """Return a comment as lines of its own, above what it is about."""
    width = max(MAX_LINE - len(margin) - 2, 40)
    parts = wrap(one_line(comment), width, break_long_words=False, break_on_hyphens=False)
    return [f"{margin}# {part}" for part in parts]


def _block(value: "list[Typed] | dict[str, Typed]", *, indent: int) -> Iterator[str]:
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from lines_of(key, entry, indent=indent)
        return
    for entry in value:
        line = f"{' ' * indent}- {spell(entry)}"
        if len(line) <= MAX_LINE or not isinstance(entry, dict) or not entry:
            yield line
            continue
        first, *others = _block(entry, indent=indent + 2)
        yield f"{' ' * indent}- {first.lstrip()}"
        yield from others


def _is_plain(text: str) -> bool:
    return (
        _PLAIN.fullmatch(text) is not None
        and text not in _NULL
        and text == text.strip()
        and not text.endswith(":")
    )
