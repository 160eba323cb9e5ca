"""The flat graph that a crate is: entities that refer to each other by id."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import quote

from pydantic import JsonValue

from replicard.export.writing import filled

Entity: TypeAlias = dict[str, JsonValue]


def ref(identifier: str) -> Entity:
    """Refer to an entity."""
    return {"@id": identifier}


def entity(identifier: str, kind: JsonValue, /, **properties: JsonValue) -> Entity:
    """Describe an entity; a single value stands without a list, as the format advises.

    >>> entity("#a", "Thing", name="A", about=[{"@id": "#b"}], url=None)
    {'@id': '#a', '@type': 'Thing', 'name': 'A', 'about': {'@id': '#b'}}
    """
    plain = {
        key: value[0] if isinstance(value, list) and len(value) == 1 else value
        for key, value in filled(properties).items()
    }
    return {"@id": identifier, "@type": kind, **plain}


def local_id(path: str) -> str:
    """Write the path of a file as a relative address.

    >>> local_id("data/a b.tif")
    'data/a%20b.tif'
    """
    return quote(path, safe="/")


def fragment(*parts: str) -> str:
    """Make an id that holds in this crate only.

    >>> fragment("software", "U-Net with 32 rays", "1.0")
    '#software-U-Net-with-32-rays-1.0'
    """
    return "#" + quote("-".join("-".join(part.split()) for part in parts if part), safe="")


@dataclass(slots=True)
class Graph:
    """Entities in the order in which they were first added."""

    _entities: dict[str, Entity] = field(default_factory=dict)

    def add(self, identifier: str, kind: JsonValue, /, **properties: JsonValue) -> Entity:
        """Describe an entity once, and return a reference to it."""
        if identifier not in self._entities:
            self._entities[identifier] = entity(identifier, kind, **properties)
        return ref(identifier)

    def add_collection(
        self, identifier: str, parts: Iterable[Entity], /, **more: JsonValue
    ) -> Entity:
        """Describe several files as one thing."""
        listed: list[JsonValue] = [*parts]
        return self.add(identifier, "Collection", **more, hasPart=listed)

    def entities(self) -> list[JsonValue]:
        """Return all entities."""
        return [*self._entities.values()]

    def collections(self) -> list[Entity]:
        """Return references to everything that stands for several files."""
        return [
            ref(name) for name, found in self._entities.items() if found["@type"] == "Collection"
        ]
