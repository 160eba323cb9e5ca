"""What a checklist is answered from."""

from collections.abc import Callable
from dataclasses import dataclass

from replicard.loading.positions import FieldPath
from replicard_schema.card import Card
from replicard_schema.empty_words import is_empty_word
from replicard_schema.evidence import Evidence
from replicard_schema.report import Answer
from replicard_schema.vocabulary import Origin


@dataclass(frozen=True, slots=True)
class Facts:
    """Card, evidence, and where their parts stand.

    Attributes
    ----------
    evidence
        None before anything was computed.
    place
        Words for the place of a card field, such as ``card line 12``.
    """

    card: Card
    evidence: Evidence | None
    place: Callable[[str], str]

    def waiver(self, path: FieldPath) -> str | None:
        """Return the reason why a field does not apply, if the card gives one.

        A reason given for a part of the card holds for everything in it. An empty word
        is no reason.
        """
        for name, reason in self.card.not_applicable.items():
            if _covers(name, path) and not is_empty_word(reason):
                return reason
        return None

    def stated(self, field: str, value: str) -> Answer:
        """Return an answer that stands in the card."""
        return Answer(field=field, value=value, origin=Origin.STATED, place=self.place(field))


def found(field: str, value: str, *, origin: Origin = Origin.COMPUTED) -> Answer:
    """Return an answer that stands in the evidence file."""
    return Answer(field=field, value=value, origin=origin, place=f"evidence file, {field}")


def _covers(name: str, path: FieldPath) -> bool:
    # Ids may hold points, so the name is eaten part by part instead of being split.
    rest = f".{name}"
    for part in path:
        this = f"[{part}]" if isinstance(part, int) else f".{part}"
        eaten = next((text for text in (this, ".*") if _starts(rest, text)), None)
        if eaten is None:
            return False
        rest = rest[len(eaten) :]
        if not rest:
            return True
    return False


def _starts(rest: str, text: str) -> bool:
    return rest.startswith(text) and rest[len(text) : len(text) + 1] in {"", ".", "["}
