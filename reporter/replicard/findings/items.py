"""Findings about names of checklist items that do not say which item is meant."""

from collections.abc import Iterator, Sequence

from replicard.findings.wording import listed
from replicard_schema.card import Card
from replicard_schema.checklist import Checklist
from replicard_schema.fields import is_item_id, near_names
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Severity


def unclear_items(card: Card, checklists: Sequence[Checklist]) -> Iterator[Finding]:
    """Find entries of ``not_applicable`` whose item is not to be found, or is one of several.

    Parameters
    ----------
    checklists
        The checklists that are answered.
    """
    items = {checklist.id: {item.id: item for item in checklist.items} for checklist in checklists}
    for name in card.not_applicable:
        checklist, stroke, item = name.partition("/")
        holders = [known for known, ids in items.items() if name in ids]
        if stroke and checklist in items and item not in items[checklist]:
            yield Finding(
                code="unknown-item",
                severity=Severity.WARNING,
                field=f"not_applicable.{name}",
                message=f"{checklist} has no item {item}, so the reason counts for nothing.",
                hint=near_names(item, items[checklist]),
            )
        elif is_item_id(name) and len(holders) > 1:
            yield Finding(
                code="ambiguous-item",
                severity=Severity.WARNING,
                field=f"not_applicable.{name}",
                message=(
                    f"{name} is an item of {listed(holders)}, so the reason counts for none "
                    "of them."
                ),
                hint=f"write {' or '.join(f'{holder}/{name}' for holder in holders)}",
            )
