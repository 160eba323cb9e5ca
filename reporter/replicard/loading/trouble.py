"""A syntax error together with the text around it."""

import re
from dataclasses import dataclass
from typing import Self

import yaml

_COMMENT = re.compile(r"\s#")
_LINE_END = re.compile(r"[\r\n]|$")
_MAX_QUOTED = 60
_MAX_LINES_BACK = 100


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is wrong, where, and how to mend it."""

    index: int
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
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

    @classmethod
    def of(cls, error: yaml.YAMLError, text: str) -> Self:
        """Tie what a parser says to the text that it read."""
        if not isinstance(error, yaml.MarkedYAMLError):
            return cls(text, "", 0, 0)
        words = ", ".join(part for part in (error.context, error.problem) if part)
        mark = error.problem_mark or error.context_mark
        # An error at the end of the text is shown on its last line with content.
        index = min(mark.index if mark else 0, len(text.rstrip()))
        context = error.context_mark.index if error.context_mark else index
        return cls(text, words, index, min(context, index))

    @property
    def character(self) -> str:
        """The character at which the parser stopped; empty at the end of the text."""
        return self.text[self.index : self.index + 1]

    def line_start(self, index: int) -> int:
        """Return where the line of ``index`` starts."""
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def line(self, index: int) -> str:
        """Return the line of ``index``."""
        return self.rest(self.line_start(index))

    def rest(self, index: int) -> str:
        """Return the line of ``index`` from there on."""
        found = _LINE_END.search(self.text, index)
        return self.text[index : found.start() if found else None]

    def before(self) -> str:
        """Return the line as far as the parser read it."""
        return self.text[self.line_start(self.index) : self.index]

    def previous(self, index: int) -> int | None:
        """Return where the last line with content before that of ``index`` starts."""
        start = self.line_start(index)
        for _ in range(_MAX_LINES_BACK):
            if start == 0:
                break
            start = self.line_start(start - 1)
            content = self.line(start).strip()
            if content and not content.startswith("#"):
                return start
        return None


def quoting_hint(trouble: Trouble, start: int) -> str:
    """Return a hint that shows the text from ``start`` to the end of the line in quotes."""
    value = _COMMENT.split(trouble.rest(start), maxsplit=1)[0].strip()
    in_brackets = trouble.text[trouble.line_start(start) : start].count
    if in_brackets("[") + in_brackets("{") > in_brackets("]") + in_brackets("}"):
        value = re.split(r"[,\]}]", value, maxsplit=1)[0].strip()
    if any(mark in value for mark in "\"'\\"):
        return "put it in quotes"
    return f'put it in quotes: "{cut(value)}"'


def cut(value: str) -> str:
    """Shorten a value for a message."""
    return value if len(value) <= _MAX_QUOTED else f"{value[: _MAX_QUOTED - 1]}…"
