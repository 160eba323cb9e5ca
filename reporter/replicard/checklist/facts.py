"""What a checklist is answered from."""

from collections.abc import Callable
from dataclasses import dataclass

from replicard.loading.positions import FieldPath
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence
from replicard_schema.report import Answer
from replicard_schema.vocabulary import Origin
from replicard_schema.waivers import waiver


@dataclass(frozen=True, slots=True)
class Facts:
    """Card, evidence, and where their parts stand.

    Attributes
    ----------
    evidence
        None before anything was computed.
    place
        Words for the place of a card field, such as ``card line 12``.
    ambiguous_items
        Ids of items that several of the answered checklists have.
    """

    card: Card
    evidence: Evidence | None
    place: Callable[[str], str]
    ambiguous_items: frozenset[str] = frozenset()

    def waiver(self, path: FieldPath) -> str | None:
        """Return the reason why a field does not apply, if the card gives one."""
        return waiver(self.card, path)

    def stated(self, field: str, value: str) -> Answer:
        """Return an answer that stands in the card."""
        return Answer(field=field, value=value, origin=Origin.STATED, place=self.place(field))


def found(field: str, value: str, *, origin: Origin = Origin.COMPUTED) -> Answer:
    """Return an answer that stands in the evidence file."""
    return Answer(field=field, value=value, origin=origin, place=f"evidence file, {field}")
