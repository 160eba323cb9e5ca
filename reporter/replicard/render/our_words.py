"""Words that our own texts use: a name that is one of them cannot be told from a word."""

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_WORD = re.compile(r"(?<![\w.@/-])[A-Za-z]{3,}(?![\w@])")
_ENDINGS = (".j2", ".json", ".yaml", ".py")


@cache
def our_words() -> frozenset[str]:
    """Return the words of templates, checklists, passports and fields, in small letters."""
    found: set[str] = set()
    for package in ("replicard_templates", "replicard_schema"):
        for text in _texts(files(package)):
            found |= {word.lower() for word in _WORD.findall(text)}
    return frozenset(found)


def _texts(folder: Traversable) -> list[str]:
    found: list[str] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _texts(entry)
        elif entry.name.endswith(_ENDINGS):
            found.append(entry.read_text(encoding="utf-8"))
    return found
