"""Reasons that a card gives for what does not apply."""

from collections.abc import Collection, Sequence

from replicard_schema.card import Card
from replicard_schema.empty_words import is_empty_word
from replicard_schema.fields import is_item_id

GUIDELINE = "laine-2021"
"""Checklist of the guideline, whose items findings are about."""


def waiver(card: Card, path: Sequence[str | int]) -> str | None:
    """Return the reason why a field does not apply, if the card gives one.

    A reason given for a part of the card holds for everything in it. An empty word is no
    reason.

    Parameters
    ----------
    path
        Parts of the path; ``*`` stands for every id or position.
    """
    for name, reason in card.not_applicable.items():
        if covers(name, path) and not is_empty_word(reason):
            return reason
    return None


def item_waiver(
    card: Card, item: str, *, checklist: str = GUIDELINE, ambiguous: Collection[str] = ()
) -> tuple[str, str] | None:
    """Return name and reason, if the card says why a checklist item does not apply.

    Parameters
    ----------
    item
        Id of the item.
    checklist
        Id of its checklist, by default the guideline; the card may call the item ``dome-1.0/D3``.
    ambiguous
        Ids that are those of other items as well, and so are no name of this one.
    """
    names = [f"{checklist}/{item}"]
    if is_item_id(item) and item not in ambiguous:
        names.append(item)
    for name in names:
        reason = card.not_applicable.get(name)
        if reason is not None and not is_empty_word(reason):
            return name, reason
    return None


def covers(name: str, path: Sequence[str | int]) -> bool:
    """Say whether a dotted name stands for a field or for a part of the card that holds it.

    >>> covers("models.*.deposit", ("models", "nuclei", "deposit", "doi"))
    True
    >>> covers("code[0]", ("code", 0, "doi")), covers("code[0]", ("code", 1))
    (True, False)
    """
    # Names of libraries may hold points, so the name is eaten part by part, not split.
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
