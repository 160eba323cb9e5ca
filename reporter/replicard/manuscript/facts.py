"""Facts of a card, in the form in which they are looked for in a text."""

from dataclasses import dataclass
from typing import TypeAlias

from replicard.manuscript.topics import Topic
from replicard.manuscript.values import Amount


@dataclass(frozen=True, slots=True)
class Numbers:
    """A number, or the numbers of a size, that belong to a topic.

    Attributes
    ----------
    topic
        What they are about.
    amounts
        The numbers.
    others
        Numbers that may stand for them as well: a median in place of a mean.
    """

    topic: Topic
    amounts: tuple[Amount, ...]
    others: tuple[tuple[Amount, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """The version of something that has a name."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand in a text, in any order and inflection.

    Attributes
    ----------
    text
        The words; of a long text, most must be there.
    synonyms
        Texts that say the same.
    """

    text: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A name, in one piece."""

    name: str


@dataclass(frozen=True, slots=True)
class Identifier:
    """A DOI, web address, accession number, commit or licence, looked for in the whole file."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Day:
    """A date, as exact as it is known: ``2020``, ``2020-03``, ``2020-03-15``."""

    date: str
    occasion: str


Sought: TypeAlias = Numbers | Version | Words | Name | Identifier | Day


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the card or the evidence says.

    Attributes
    ----------
    field
        Dotted path in the card, or in the evidence.
    noun
        What it is, in a few words.
    shown
        The value as an author would write it.
    sought
        What is looked for.
    origin
        ``stated`` for the card, ``computed`` for the evidence.
    is_asked
        Whether a text without it lacks something; otherwise it only may stand there.
    """

    field: str
    noun: str
    shown: str
    sought: Sought
    origin: str = "stated"
    is_asked: bool = True

    @property
    def subject(self) -> str:
        """Part of the card that it is about, such as ``models.nuclei``."""
        return ".".join(self.field.replace("[", ".[").split(".")[:2])

    @property
    def is_score(self) -> bool:
        """Whether it is a computed score, of which a text gives a choice."""
        return self.origin == "computed" and ".candidates." in self.field
