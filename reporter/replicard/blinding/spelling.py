r"""Spellings of one name: without accents, in LaTeX, HTML, JSON, in addresses.

Texts are compared folded: small letters without accents. What a format escapes is written
out as alternatives, so that ``M{\"u}ller`` and ``M%C3%BCller`` are found as well.
"""

import html.entities
import re
import unicodedata
from functools import lru_cache

_COMBINING = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"}
)
_DIGRAPHS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
_LATEX = {"ß": r"\\ss", "ø": r"\\o", "æ": r"\\ae", "å": r"\\aa", "ł": r"\\l", "œ": r"\\oe"}
_SEPARATOR = r"(?:[\W_]|%20|%2c|&nbsp;){0,4}"
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    return _COMBINING.sub("", unicodedata.normalize("NFKD", letter.casefold())).translate(_LETTERS)


def folded(text: str) -> str:
    """Return a text in small letters without accents.

    >>> folded("Ångström, Müller-Weiß")
    'angstrom, muller-weiss'
    """
    if text.isascii():
        return text.lower()
    return _COMBINING.sub("", unicodedata.normalize("NFKD", text.casefold())).translate(_LETTERS)


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """Return a text folded, and for each of its characters the place in the original."""
    if text.isascii():
        return text.lower(), list(range(len(text) + 1))
    parts, places = [], []
    for at, letter in enumerate(text):
        plain = _folded_letter(letter)
        parts.append(plain)
        places += [at] * len(plain)
    return "".join(parts), [*places, len(text)]


def literal(text: str) -> str:
    """Return a pattern that finds a text in folded text, however it is escaped."""
    return "".join(map(_letter, unicodedata.normalize("NFC", text)))


def spaced(text: str) -> str:
    """As `literal`, with anything between the words, or nothing."""
    return _SEPARATOR.join(map(literal, re.findall(r"\w+", text)))


def bounded(pattern: str) -> str:
    """Find a pattern as a word of its own; digits and underscores end a word."""
    return f"{_NO_LETTER_BEFORE}(?:{pattern}){_NO_LETTER_AFTER}"


def joined(*patterns: str) -> str:
    """Put patterns after one another, with anything between them, or nothing."""
    return _SEPARATOR.join(pattern for pattern in patterns if pattern)


def _letter(letter: str) -> str:
    if letter.isascii():
        return _ascii(letter)
    small = letter.lower()
    base = _folded_letter(letter)
    found = [re.escape(base), re.escape(small), *_escapes(letter), *_escapes(small)]
    if small in _DIGRAPHS:
        found.append(_DIGRAPHS[small])
    if small in _LATEX:
        found.append(rf"\{{?{_LATEX[small]}(?:\{{\}}|\s)?\}}?")
    if len(base) == 1:
        found.append(rf"\{{?\\{{1,2}}[`'^\"~=.uvhtcdbkr]\s?\{{?\\?{re.escape(base)}\}}?\}}?")
    return f"(?:{'|'.join(dict.fromkeys(found))})"


def _ascii(letter: str) -> str:
    if letter == "&":
        return r"(?:&amp;|\\&|%26|&)"
    if letter == "_":
        return r"(?:\\_|_)"
    if letter in "/:@?=#+":
        return f"(?:{re.escape(letter)}|%{ord(letter):02x})"
    return r"(?:\s|%20|\+|&nbsp;)+" if letter.isspace() else re.escape(letter.lower())


def _escapes(letter: str) -> list[str]:
    code = ord(letter)
    found = [f"&#{code};", f"&#x{code:x};", rf"\\u{code:04x}"]
    found.append("".join(f"%{byte:02x}" for byte in letter.encode()))
    if name := html.entities.codepoint2name.get(code):
        found.append(f"&{name.lower()};")
    return found
