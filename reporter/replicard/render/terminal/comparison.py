"""How a manuscript compares with its card, as text for a terminal."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from replicard.files.escape import printable

_MIN_WIDTH = 40
_BOLD, _RED, _YELLOW, _CYAN = "1", "1;31", "1;33", "36"


@dataclass(frozen=True, slots=True)
class CardSays:
    """A fact, where it stands, and which checklist items ask for it."""

    subject: str
    noun: str
    shown: str
    place: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SaysOtherwise:
    """A phrase of the manuscript and what the card says instead."""

    place: str
    quote: str
    noun: str
    said: str
    facts: Sequence[CardSays]


def render_comparison(
    *,
    manuscript: str,
    sections: Sequence[str],
    contradictions: Sequence[SaysOtherwise],
    differences: Sequence[SaysOtherwise],
    missing: Sequence[CardSays],
    found: Sequence[tuple[CardSays, str, str]],
    n_found: int,
    has_evidence: bool,
    show_all: bool,
    width: int,
    colour: bool,
) -> str:
    """Write contradictions, then what may be one, then missing facts, then counts.

    Returns
    -------
    str
        The text, which ends in a line break.
    """
    page = _Page(max(width, _MIN_WIDTH), colour=colour)
    for label, code, listed in (
        ("contradicts", _RED, contradictions),
        ("differs", _YELLOW, differences),
    ):
        for each in listed:
            page.otherwise(f"{manuscript}:{each.place}", label, code, each)
    if differences:
        page.put("What differs may be about something that the card does not cover, because")
        page.put("what the card says stands in the text as well.")
        page.put("")
    page.missing(missing, show_all=show_all)
    page.found(found)
    page.summary(sections, len(contradictions), len(differences), len(missing), n_found)
    if not has_evidence:
        page.put("not evaluated: scores and numbers of images were not compared")
    return "\n".join(page.lines) + "\n"


class _Page:
    """Lines of text as wide as the terminal."""

    def __init__(self, width: int, *, colour: bool) -> None:
        self.lines: list[str] = []
        self._width = width
        self._colour = colour

    def put(self, text: str, *, first: str = "", rest: str = "") -> None:
        wrapped = textwrap.wrap(
            printable(text),
            self._width,
            initial_indent=first,
            subsequent_indent=rest or first,
            break_long_words=False,
            break_on_hyphens=False,
        )
        self.lines += wrapped or [""]

    def otherwise(self, place: str, label: str, code: str, each: SaysOtherwise) -> None:
        head = f"{printable(place)}: {self._paint(label, code)}: {printable(each.noun)}"
        self.lines.append(head)
        self.put(f"\u201c{each.quote}\u201d", first="    ")
        self.put(f"the manuscript says  {each.said}", first="    ", rest=" " * 25)
        for line in _meant(each.facts):
            self.put(line, first="    ", rest=" " * 25)
        self.lines.append("")

    def missing(self, missing: Sequence[CardSays], *, show_all: bool) -> None:
        if not missing:
            return
        shown = [fact for fact in missing if fact.items or show_all]
        noun = "fact was" if len(missing) == 1 else "facts were"
        self.lines.append(self._paint(f"{len(missing)} {noun} not found in the text", _BOLD))
        subject = None
        for fact in _by_subject(shown):
            if fact.subject != subject:
                subject = fact.subject
                self.put(subject, first="  ")
            self.put(_line(fact), first="    ", rest="        ")
        if len(shown) < len(missing):
            rest = len(missing) - len(shown)
            noun = "1 more is" if rest == 1 else f"{rest} more are"
            self.put(f"{noun} asked for by no checklist; --all lists them", first="  ")
        self.lines.append("")

    def found(self, found: Sequence[tuple[CardSays, str, str]]) -> None:
        if not found:
            return
        self.lines.append(self._paint("found in the text", _BOLD))
        for fact, place, note in found:
            remark = f" ({note})" if note else ""
            line = f"{fact.subject}: {_short(fact)}, at {place}{remark}"
            self.put(line, first="  ", rest="      ")
        self.lines.append("")

    def summary(
        self, sections: Sequence[str], wrong: int, differing: int, missing: int, found: int
    ) -> None:
        part = f"compared: {'; '.join(sections)}" if sections else (
            "compared: all of the text, because no heading tells where the methods are"
        )  # fmt: skip
        self.put(part)
        counts = [
            f"{wrong} {'contradiction' if wrong == 1 else 'contradictions'}",
            *([f"{differing} to look at"] if differing else []),
            f"{missing} of {missing + found} facts not found",
        ]
        self.put(", ".join(counts))

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text


def _meant(facts: Sequence[CardSays]) -> Iterator[str]:
    for at, fact in enumerate(facts):
        label = "the card says        " if at == 0 else "or                   "
        yield f"{label}{fact.shown} ({fact.place}: {fact.subject})"


def _by_subject(missing: Sequence[CardSays]) -> list[CardSays]:
    """Return facts of one subject together, subjects in the order of their first fact."""
    order = {fact.subject: at for at, fact in reversed(list(enumerate(missing)))}
    return sorted(missing, key=lambda fact: order[fact.subject])


def _short(fact: CardSays) -> str:
    shown = fact.shown if len(fact.shown) <= 70 else f"{fact.shown[:68]} …"  # noqa: PLR2004
    return f"{fact.noun} {shown}"


def _line(fact: CardSays) -> str:
    items = f", {', '.join(fact.items)}" if fact.items else ""
    return f"{_short(fact)} ({fact.place}{items})"
