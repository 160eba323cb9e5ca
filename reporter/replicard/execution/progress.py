"""How long work tells that it goes on."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Track(Protocol):
    """Passes items on, one at a time, and shows how many are done."""

    def __call__(self, items: Iterable[Item], *, label: str, total: int) -> Iterator[Item]:
        """Yield ``items`` unchanged."""
        ...


def silent(items: Iterable[Item], *, label: str, total: int) -> Iterator[Item]:
    """Yield ``items`` and show nothing."""
    del label, total
    yield from items
