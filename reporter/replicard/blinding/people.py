"""Names of people, and how texts, files and accounts spell them."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from replicard.blinding.spelling import bounded, folded, joined, literal, spaced

_PARTICLE_WORDS = "van von der den de la le da di dos del du ter ten zu af el al bin"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_SUFFIXES = "(?:s|lab|labs|group|team)?"
_SHORTEST_SURNAME = 4
_GROUP = re.compile(r"\b(?:consortium|developers|group|initiative|lab|team)\b", re.IGNORECASE)
_NO_INITIALS = frozenset({"eg", "ie", "am", "pm", "na", "vs", "cf", "id"})
_COMMON_WORDS = """
ball banks bell best bird bishop black blue brown burn bush case chance church clay close
cook cross day dean drake field fish fisher flower ford forest fox frost garden glass gold
good grant gray grey green hall hand hand hart head heart hill holder holm hope horn house
hunt hunter ice joy key king knight lake lamb lane law light little long love lung marsh
mason may mean means moon moore moss noble north page park parks pepper piper poll pool
pope power price rain read reed rice ring rivers rock rose root rush salt sharp short
silver small snow south spring star steel stone strand strong summer sun swan sweet swift
tower trout wall ward waters way webb west white wild will winter wise wolf wood woods
worth young
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Surnames that are words."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts, folded except for the parts that are matched by letter."""

    given: tuple[str, ...]
    family: str


def name_of(text: str) -> Name:
    """Part a name; particles belong to the family name.

    >>> name_of("Ludwig van Example"), name_of("Doe, Jane Q.")
    (Name(given=('Ludwig',), family='van Example'), Name(given=('Jane', 'Q.'), family='Doe'))
    """
    if "," in text:
        family, _, given = text.partition(",")
        return Name(tuple(given.split()), family.strip())
    parts = text.split()
    at = len(parts) - 1
    while at > 1 and parts[at - 1].lower() in _PARTICLES:
        at -= 1
    return Name(tuple(parts[:at]), " ".join(parts[at:]))


def is_group(text: str) -> bool:
    """Say whether a name is that of a group, not of a person.

    >>> is_group("The Example developers"), is_group("Jane Doe")
    (True, False)
    """
    return text.startswith("The ") or _GROUP.search(text) is not None


def is_name(text: str) -> bool:
    """Say whether a text looks like the name of a person: two to four words with capitals.

    >>> [is_name(t) for t in ("Jane Q. Doe", "two experts", "Jane", "Ludwig van Example")]
    [True, False, False, True]
    """
    words = text.replace(",", " ").split()
    capital = [w for w in words if w[:1].isupper() or w.lower() in _PARTICLES]
    is_short = 2 <= len(words) <= 4  # noqa: PLR2004 - as people are called
    return is_short and capital == words and not any(map(str.isdigit, text))


def has_name(text: str) -> bool:
    """Say whether a text may name somebody: a capital that opens no sentence, or initials.

    >>> [has_name(t) for t in ("Two experts drew them.", "Drawn by J.D.", "a nurse, Ann Example")]
    [False, True, True]
    """
    inner = re.sub(r"(?:^|[.!?]\s+)[A-Z]?", "", text, count=0)
    return re.search(r"(?<![\w-])[A-Z\u00c0-\u00de]", inner) is not None or bool(
        re.search(r"\b[A-Z]\.\s?[A-Z]\.", text)
    )


def surname_of(text: str) -> str:
    """Return the folded surname without particles.

    >>> surname_of("Ludwig van Müller")
    'muller'
    """
    return folded(name_of(text).family.split()[-1]) if text.split() else ""


def is_common(surname: str, words: AbstractSet[str]) -> bool:
    """Say whether a surname is a word as well, so that not every mention is a person."""
    is_latin = re.search(r"[a-z]", surname) is not None
    is_short = is_latin and len(surname) < _SHORTEST_SURNAME
    return is_short or surname in _COMMON or surname in words


def patterns_of(text: str, *, with_surname: bool) -> Iterator[str]:
    """Yield patterns of all spellings of a name in folded text.

    Parameters
    ----------
    with_surname
        Whether the surname alone is the person.
    """
    name = name_of(text)
    yield _edged(spaced(text), text)
    if is_group(text):
        yield _edged(spaced(text.removeprefix("The ")), text)
        return
    family = spaced(name.family)
    given = [part for part in name.given if part.strip(".")]
    if not given:
        return
    first = literal(given[0].strip("."))
    middle = r"(?:[^\W\d_]{1,15}\.?[\W_]{1,2}){0,2}?"
    initials = [literal(part[0]) for part in given]
    yield _edged(joined(family, first), text)
    # A word that is a surname, too, needs the stop of an initial: "a cell" is nobody.
    stop = "[\\W_]{0,3}" if with_surname else "\\.[\\W_]{0,2}"
    core = re.split(r"[\s-]", name.family)[-1]
    for last in dict.fromkeys((family, literal(core))):
        yield _edged(f"{first}[\\W_]{{0,3}}{middle}{last}", text)
        yield _edged(f"{_initials(initials)}{stop}{last}", text)
        if with_surname:
            yield _edged(f"{last}[\\s,._-]{{0,3}}{_initials(initials)}", text)
        else:
            yield _edged(f"{last},\\s?{_initials(initials)}", text) + r"\."
    letters = "".join(folded(part[0]) for part in (*given, core))
    if letters not in _NO_INITIALS:
        yield _edged(r"\.\s?".join(map(re.escape, letters)) + r"\.", text)
    if with_surname:
        yield _edged(f"{literal(core)}{_SUFFIXES}", text)
        yield _edged(f"{family}{_SUFFIXES}", text)


def _initials(letters: list[str]) -> str:
    return letters[0] + "".join(f"(?:[\\W_]{{0,2}}{letter})?" for letter in letters[1:])


def _edged(pattern: str, text: str) -> str:
    """Ask for the ends of words, which scripts without blanks do not have."""
    is_latin = re.search(r"[A-Za-z\u00c0-\u024f\u0370-\u04ff]", text) is not None
    return bounded(pattern) if is_latin else pattern
