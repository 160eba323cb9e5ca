"""Keeping host names, user names, e-mail addresses and absolute paths out of facts.

Configurations and logs are full of them. A value that holds one is cut down to what
is harmless, or left out; the key stays in the list of what was not taken.
"""

import re
from collections.abc import Iterator

from pydantic import JsonValue

from replicard_schema.evidence import Fact, Reading
from replicard_schema.text_policy import forbidden_character

_PATH = re.compile(
    r"/home/|[\\/]Users[\\/]|[A-Za-z]:\\|(?<![\w/.])(?:file:/|~[\w.-]*[/\\]|/(?=[^/\s][^/\n]*/)|[A-Za-z]:/(?!/)|\\\\)"
)
_ADDRESS = re.compile(r"[\w.+-]@[\w-]")
"""E-mail addresses, ``user@host``, and URLs with a name or password."""

_MAX_KEYS, _MAX_KEY = 200, 80
"""How many keys that were not used are listed, and how long each may be."""
_MAX_VALUE = 4000
"""Characters of a value; longer ones are texts that belong into no card."""


def has_private(text: str) -> bool:
    """Say whether a text holds an absolute path, or the address of a person or account.

    >>> has_private("/home/ann/data"), has_private("https://a.org/b"), has_private("models/x")
    (True, False, False)
    """
    return _PATH.search(text) is not None or _ADDRESS.search(text) is not None


def without_private(reading: Reading) -> Reading:
    """Return a reading without facts that name a place or a person's address."""
    kept: list[Fact] = []
    dropped: list[Fact] = []
    for fact in reading.facts:
        texts = list(_texts(fact.value))
        is_short = sum(map(len, texts)) <= _MAX_VALUE and len(fact.place) <= _MAX_KEY
        is_safe = is_short and all(map(_is_safe, (*texts, fact.field, fact.place)))
        (kept if is_safe else dropped).append(fact)
    reason = reading.unreadable_because
    is_harmless = reason is None or _is_safe(reason)
    return reading.model_copy(
        update={
            "unreadable_because": reason if is_harmless else "cannot be read",
            "facts": tuple(kept),
            "unknown": (
                *(key[:_MAX_KEY] for key in reading.unknown[:_MAX_KEYS] if _is_safe(key)),
                *(fact.place[:_MAX_KEY] for fact in dropped if _is_safe(fact.place)),
            ),
            "remarks": tuple(text for text in reading.remarks if _is_safe(text)),
        }
    )


def _is_safe(text: str) -> bool:
    return not (has_private(text) or forbidden_character(text))


def _texts(value: JsonValue) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, entry in value.items():
                yield key
                yield from _texts(entry)
        case list():
            for entry in value:
                yield from _texts(entry)
        case _:
            return
