"""Replacing what must not be told: in texts, in keys, in names of files."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from replicard.blinding.spelling import folded_with_places
from replicard.blinding.terms import Terms

MASK = "masked"
_HASH = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_ORCID = re.compile(r"(?:https?://orcid\.org/)?[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
_ACCOUNT_PATH = re.compile(
    r"(?:file://)?(?:/home/|/Users/|/users/|/scratch/|[A-Za-z]:[\\/]+Users[\\/]+|~)[\w.-]+(?:[\\/][^\s\"'<>|:;,]*)?"
)


class Masker:
    """Masks of one study: every text has one mask, wherever it stands.

    Parameters
    ----------
    terms
        What must not be told.
    """

    def __init__(self, terms: Terms) -> None:
        self._masks = [
            (f"{MASK}-{number}", re.compile("|".join(term.pattern.pattern for term in group)))
            for number, group in enumerate(terms.groups, start=1)
            if group
        ]
        whole = "|".join(pattern.pattern for _, pattern in self._masks)
        self._any = re.compile(whole) if whole else None

    def text(self, text: str) -> str:
        """Return a text with masks in place of what must not be told."""
        if _HASH.fullmatch(text):
            return text
        for pattern in (_ACCOUNT_PATH, _EMAIL, _ORCID):
            text = pattern.sub(MASK, text) if _may_hold(pattern, text) else text
        if self._any is None or self._any.search(folded_with_places(text)[0]) is None:
            return text
        for mask, pattern in self._masks:
            text = _replaced(text, mask, pattern)
        return text

    def document(self, value: Any) -> Any:  # noqa: ANN401 - plain data of any kind
        """Return plain data with every text in it masked, keys as well."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.text(str(name)): self.document(child) for name, child in value.items()}
        if isinstance(value, list | tuple):
            return [self.document(child) for child in value]
        return value

    def collisions(self, names: Sequence[str]) -> list[str]:
        """Return names that get the mask of another name."""
        seen: dict[str, str] = {}
        return [n for n in dict.fromkeys(names) if seen.setdefault(self.text(n), n) != n]


def _may_hold(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(text) is not None


def _replaced(text: str, mask: str, pattern: re.Pattern[str]) -> str:
    plain, places = folded_with_places(text)
    parts, end = [], 0
    for match in pattern.finditer(plain):
        first, last = places[match.start()], places[match.end() - 1] + 1
        if match.end() > match.start() and first >= end:
            parts += [text[end:first], mask]
            end = last
    return "".join([*parts, text[end:]])
