"""The one escaper of LaTeX: card text comes out of LaTeX as it is, and commands nothing."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import reduce

from replicard.render.latex.characters import (
    ACCENTS,
    COMMANDS,
    LITERAL,
    SUBSCRIPTS,
    SUPERSCRIPTS,
)

OTHER = r"\replicardchar"
"""Command for a character that pdfLaTeX has no letter for."""

_ABOVE = "".join(SUPERSCRIPTS)
_BELOW = "".join(SUBSCRIPTS)
_MARKS = "".join(ACCENTS)
_PARTS = re.compile(
    f"(?P<above>[{_ABOVE}]+)|(?P<below>[{_BELOW}]+)|(?P<letter>[A-Za-z][{_MARKS}]+)"
    r"|(?P<plain>[A-Za-z0-9 ]+)|(?P<other>.)",
    re.DOTALL,
)
_JOINED = frozenset("-'`,")
"""Characters of which LaTeX makes another one where two stand side by side."""


def escape_latex(text: str) -> str:
    r"""Write text so that LaTeX shows it as it is.

    Characters that pdfLaTeX does not know become commands; for the few without one,
    `OTHER` shows them with LuaLaTeX and XeLaTeX, and by number with pdfLaTeX.

    >>> print(escape_latex(r"50% of a_b at 0.5 µm ± 10⁻⁴; \input{x} #1 ^^M"))
    50\% of a\_b at 0.5 \textmu{}m $\pm$ 10\textsuperscript{$-$4}; \textbackslash{}input\{x\} \#1 \textasciicircum{}\textasciicircum{}M
    >>> print(escape_latex("Dollár, Nguyễn, --flag, 漢"))
    Dollár, Nguy\~{\^{e}}n, -{}-flag, \replicardchar{漢}{U+6F22}
    """  # noqa: E501 - the text as it comes out
    return reduce(kept_apart, _written(unicodedata.normalize("NFC", text)), "")


def _written(text: str) -> Iterator[str]:
    for part in _PARTS.finditer(text):
        kind = part.lastgroup or "other"
        yield _WRITERS[kind](part[0])


def kept_apart(before: str, after: str) -> str:
    """Join what LaTeX would make another character of, such as two hyphens, without that.

    >>> kept_apart("a-", "-b"), kept_apart("a-", "b")
    ('a-{}-b', 'a-b')
    """
    is_joined = after[:1] in _JOINED and before[-1:] == after[:1]
    return f"{before}{{}}{after}" if is_joined else before + after


def _other(character: str) -> str:
    if character in COMMANDS:
        return COMMANDS[character]
    if character in LITERAL or character.isascii():
        return character if character.isprintable() else " "
    apart = unicodedata.normalize("NFD", character)
    if apart[0].isascii() and apart[0].isalpha() and set(apart[1:]) <= set(ACCENTS):
        return _accented(apart)
    return _unknown(character)


def _unknown(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cc", "Zl", "Zp", "Zs"}:
        return " "
    # What has no shape of its own is left out where it has no letter.
    shown = "" if category == "Cf" else f"U+{ord(character):04X}"
    return f"{OTHER}{{{character}}}{{{shown}}}"


def _accented(letters: str) -> str:
    written = letters[0]
    for mark in letters[1:]:
        written = f"\\{ACCENTS[mark]}{{{written}}}"
    return written


def _moved(command: str, table: Mapping[str, str]) -> Callable[[str], str]:
    def write(characters: str) -> str:
        inner = "".join(table[character] for character in characters)
        return f"\\{command}{{{reduce(kept_apart, map(_other, inner), '')}}}"

    return write


_WRITERS: Mapping[str, Callable[[str], str]] = {
    "above": _moved("textsuperscript", SUPERSCRIPTS),
    "below": _moved("textsubscript", SUBSCRIPTS),
    "letter": _accented,
    "plain": str,
    "other": _other,
}
