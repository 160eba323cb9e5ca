"""Writing plain values as YAML that reads back as the very same values."""

import json
import re
from collections.abc import Iterator

from replicard.loading.reader import Typed

MAX_LINE = 100
"""A mapping or list that fits into this many characters stands on one line."""

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
    end = f"  # {comment}" if comment else ""
    line = f"{margin}{spell(key)}: {spell(value)}"
    if len(line) <= MAX_LINE or isinstance(value, str | None) or not value:
        yield line + end
        return
    yield f"{margin}{spell(key)}:{end}"
    yield from _block(value, indent=indent + 2)


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
