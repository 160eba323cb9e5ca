"""From what an image file says of its acquisition to facts for the card of a data set."""

import re
from collections.abc import Iterable, Iterator, Sequence

from pydantic import JsonValue

from replicard.images import Acquired
from replicard.importers.privacy import has_private
from replicard_schema.evidence import Fact, FactKind, FactSubject

SECTION = "acquisition"
HEADERS_PER_SET = 12
"""Headers that are read of each data set of a new card."""
MAX_HEADERS = 240
"""Headers that are read for a new card in all."""
_CHANNEL = re.compile(r"channels\.([0-9]+)\.(\w+)")
_OF_CHANNELS = ("name", "excitation", "emission", "exposure")
"""Fields of a channel in the card; what else is said of a channel is shown only."""


def without_private_values(acquired: Iterable[Acquired]) -> tuple[Acquired, ...]:
    """Leave out values that name a place in a file system or an address."""
    return tuple(one for one in acquired if not has_private(one.value))


def acquisition_facts(acquired: Sequence[Acquired]) -> tuple[Fact, ...]:
    """Return facts for a card; those of channels become the list of channels.

    A size of pixels is one in x and y; a distance of planes alone has no field.
    """
    plain = [one for one in acquired if not one.field.startswith("channels.")]
    fields = {one.field for one in plain}
    is_sized = {"pixel_size.x", "pixel_size.y"} <= fields
    facts = [
        _fact(one.field, one.value, one.place)
        for one in plain
        if is_sized or not one.field.startswith("pixel_size.")
    ]
    return (*facts, *_of_channels(acquired))


def _of_channels(acquired: Sequence[Acquired]) -> Iterator[Fact]:
    channels: dict[int, dict[str, JsonValue]] = {}
    places: list[str] = []
    for one in acquired:
        found = _CHANNEL.fullmatch(one.field)
        if found is not None and found[2] in _OF_CHANNELS:
            channels.setdefault(int(found[1]), {})[found[2]] = one.value
            places.append(one.place)
    if not channels:
        return
    listed: list[JsonValue] = [
        {"name": f"channel {at + 1}", **channels.get(at, {})} for at in range(max(channels) + 1)
    ]
    first, *others = dict.fromkeys(places)
    more = f" and {len(others)} more" if others else ""
    yield _fact("channels", listed, f"{first}{more}")


def _fact(field: str, value: JsonValue, place: str) -> Fact:
    return Fact(
        subject=FactSubject.DATASET,
        field=f"{SECTION}.{field}",
        value=value,
        kind=FactKind.OBSERVED,
        place=place,
    )
