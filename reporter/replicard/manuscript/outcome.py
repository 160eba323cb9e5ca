"""What a comparison of a manuscript with a card found."""

from dataclasses import dataclass

from replicard.manuscript.document import Place
from replicard.manuscript.facts import Fact


@dataclass(frozen=True, slots=True)
class Found:
    """A fact that the text says.

    Attributes
    ----------
    fact
        The fact.
    place
        Where it stands first.
    note
        How the text differs without contradicting, such as by rounding; often empty.
    """

    fact: Fact
    place: Place
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something that the text says and no fact of its kind agrees with.

    Attributes
    ----------
    place
        Where it stands.
    quote
        The phrase, with a few words around it.
    noun
        What it is about.
    said
        What the text says.
    facts
        What the card says instead; those that the text does not say come first.
    is_sure
        False if everything of this kind that the card says stands in the text as well, so
        that the phrase may be about something that the card does not cover.
    """

    place: Place
    quote: str
    noun: str
    said: str
    facts: tuple[Fact, ...]
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison found.

    Attributes
    ----------
    sections
        Headings of the part that was compared; empty if all of the text was.
    contradictions
        In the order of the text.
    missing
        Facts that the text does not say, in the order of the card.
    found
        Facts that it says.
    """

    sections: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    missing: tuple[Fact, ...]
    found: tuple[Found, ...]
