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
    r"(?<![\w:/.])(?:file:///?|~[\w.-]*[/\\]|/(?=[\w.~-]+/)|[A-Za-z]:[\\/]|\\\\)[^\s\"'<>|,;]*"
)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


def has_private(text: str) -> bool:
    """Say whether a text holds an absolute path or an e-mail address.

    >>> has_private("/home/ann/data"), has_private("https://a.org/b"), has_private("models/x")
    (True, False, False)
    """
    return _PATH.search(text) is not None or _EMAIL.search(text) is not None


def without_private(reading: Reading) -> Reading:
    """Return a reading without facts that name a place or a person's address."""
    kept: list[Fact] = []
    dropped: list[Fact] = []
    for fact in reading.facts:
        texts = list(_texts(fact.value))
        is_safe = not any(has_private(text) or forbidden_character(text) for text in texts)
        (kept if is_safe else dropped).append(fact)
    return reading.model_copy(
        update={
            "facts": tuple(kept),
            "unknown": (
                *(key for key in reading.unknown if not has_private(key)),
                *(fact.place for fact in dropped if not has_private(fact.place)),
            ),
            "remarks": tuple(text for text in reading.remarks if not has_private(text)),
        }
    )


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
