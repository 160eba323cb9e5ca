"""What is left of a broken card without its broken parts.

An author who has one typing error still wants to know what else is open.
"""

from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path

from pydantic import ValidationError

from replicard.errors import ProblemsError
from replicard.loading.card import LoadedCard
from replicard.loading.reader import Typed, read_document
from replicard.loading.source import read_source
from replicard_schema.card import Card
from replicard_schema.rules import violations

_MAX_ROUNDS = 10


def load_sound_part(path: Path) -> LoadedCard | None:
    """Return a card without the parts that are wrong, or None if none is left.

    A field with an error is left out; where a required field is missing, the part it
    belongs to is. Of a list with an error nothing is kept, so that the positions of
    all other entries stay true.
    """
    try:
        source = read_source(path, shown_as=path.as_posix(), noun="card")
    except ProblemsError:
        return None
    document = read_document(source)
    value = deepcopy(document.value)
    if document.is_damaged(()) or not isinstance(value, dict):
        return None
    card = _sound_card(value)
    if card is None:
        return None
    return LoadedCard(card, path, document.source_map, source.text, source.sha256, source.shown_as)


def _sound_card(value: dict[str, Typed]) -> Card | None:
    for _ in range(_MAX_ROUNDS):
        try:
            return Card.model_validate(value)
        except ValidationError as error:
            wrong = [tuple(found["loc"]) for found in error.errors(include_url=False)]
        wrong = [place for place in wrong if place] or [v.field for v in violations(value)]
        left_out = [_leave_out(value, place) for place in wrong]
        if not left_out or not all(left_out):
            return None
    return None


def _leave_out(value: dict[str, Typed], place: Iterable[str | int]) -> bool:
    """Remove the innermost field that is there; say whether one was found."""
    holder: dict[str, Typed] | None = None
    key = ""
    node: Typed = value
    for part in place:
        if isinstance(node, dict) and isinstance(part, str) and part in node:
            holder, key = node, part
            node = node[part]
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            node = node[part]
    if holder is None:
        return False
    holder.pop(key, None)
    return True
