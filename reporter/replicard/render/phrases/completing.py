"""Sentences that we begin and a text of the author completes."""

from collections.abc import Iterable

from replicard.render.english import when
from replicard.render.facts import Fact, lifted
from replicard.render.marks import mark, visible
from replicard.render.phrases.imaging import fragmented, listed_marked, pixel_size, with_article
from replicard.render.phrases.subjects import Told
from replicard.render.prose import (
    as_sentence,
    determined,
    is_action,
    is_clause,
    is_plural,
    parted,
)

_PAIR = 2


def completed(text: Fact | str, opening: str | None = None) -> str:
    """Write a text as a sentence, as `prose.as_sentence` does; our words stay unmarked."""
    if not isinstance(text, Fact):
        return as_sentence(text, opening)
    if opening is None or is_clause(parted(text.plain)[0]):
        return mark(as_sentence(text.plain), text.sources)
    return f"{opening} {mark(as_sentence(text.plain, '').strip(), text.sources)}"


def described(told: Told) -> str:
    """Say what data sets are, whether their author wrote a statement or a phrase."""
    text: Fact = told.description
    first, rest = parted(text.plain)
    if is_clause(first):
        return told.about_all(text) if told.are else completed(text)
    ended = f"{determined(first)}. {rest}" if rest else determined(first)
    subject = f"{told.names} consist" if told.are else "the data set consists"
    return f"{subject} of {mark(ended, text.sources)}."


def made_of(kind: Fact) -> str:
    """Go on from *the ground truth* with what it is: ``consisted of manual outlines``."""
    if is_action(kind.plain):
        return f"was obtained by {fragmented(kind)}"
    verb = "consisted of" if is_plural(kind.plain) else "was"
    return f"{verb} {mark(determined(kind.plain), kind.sources)}"


def architecture(told: Told) -> str:
    """Say how a network is built: ``the network had three levels``."""
    text: Fact = told.architecture
    line = determined(text.plain)
    written = mark(line, text.sources)
    is_name, is_one = line[:1].isupper(), line.startswith(("the ", "a ", "an "))
    if is_plural(text.plain) and not is_name and not is_one:
        return f"the network{told.of} had {written}"
    first = line.split(" ", 1)[0].lower().rstrip(",;")
    is_network = first.endswith(("net", "gan", "former", "encoder")) and line[:1].isupper()
    return (
        f"the network architecture{told.of} was {with_article(written) if is_network else written}"
    )


def side_by_side(groups: Iterable[Told], name: str) -> str:
    """Set values beside each other: ``3 h for the small model and 8 h for the large model``."""
    parts = [f"{_value(getattr(told, name), name)}{told.here}" for told in groups]
    if len(parts) == _PAIR and any(" and " in visible(part) for part in parts):
        return ", and ".join(parts)
    return listed_marked(parts)


def _value(fact: Fact, name: str) -> str:
    if name == "date":
        return lifted(when)(fact)
    if name == "seed":
        return mark(str(fact.plain), fact.sources)
    if name != "pixel_size":
        return str(fact)
    planes = "" if fact.z is None else f" with planes {fact.z} apart"
    return f"{pixel_size(fact)}{planes}"
