"""Text that remembers where each of its characters stood in the file that it came from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self, TypeAlias

Part: TypeAlias = int | str
"""The number of a group, whose characters keep their places, or a text of our own."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A text and the place of every character of it.

    Attributes
    ----------
    text
        The text, after whatever was done to it.
    origins
        For each character, its index in the text of the file.
    """

    text: str
    origins: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Self:
        """Take a text as it stands in a file."""
        return cls(text, tuple(range(len(text))))

    @classmethod
    def joined(cls, parts: "Iterable[Traced]") -> Self:
        """Join texts."""
        listed = list(parts)
        origins = tuple(origin for part in listed for origin in part.origins)
        return cls("".join(part.text for part in listed), origins)

    def __getitem__(self, part: slice) -> "Traced":
        return Traced(self.text[part], self.origins[part])

    def rewrite(self, pattern: re.Pattern[str], *parts: Part) -> "Traced":
        r"""Replace every match by groups of it and texts.

        >>> traced = Traced.of(r"\emph{in vivo} at 5\,ms")
        >>> traced.rewrite(re.compile(r"\\emph\{([^{}]*)\}"), 1).text
        'in vivo at 5\\,ms'
        """
        pieces: list[Traced] = []
        end = 0
        for found in pattern.finditer(self.text):
            pieces.append(self[end : found.start()])
            pieces += [self._piece(found, part) for part in parts]
            end = found.end()
        if not pieces:
            return self
        return Traced.joined([*pieces, self[end:]])

    def _piece(self, found: re.Match[str], part: Part) -> "Traced":
        if isinstance(part, str):
            # What is written in place of something stands where that started.
            start = min(found.start(), len(self.origins) - 1)
            return Traced(part, (self.origins[start],) * len(part))
        return Traced("", ()) if found[part] is None else self[slice(*found.span(part))]

    def stripped(self) -> "Traced":
        """Return the text without white space at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self[start : max(start, len(self.text.rstrip()))]
