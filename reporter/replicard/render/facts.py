"""Facts: values of card and evidence that know which field they are.

A template walks through a card as through any object. What it meets are facts; a fact
that it prints leaves a mark with its field and origin, so no sentence can state a value
without saying where it came from, and nobody has to keep the books by hand.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from typing import Any, Literal, ParamSpec

from pydantic import BaseModel

from replicard.render.english import number, quantity
from replicard.render.marks import Style, joined_sources, mark
from replicard_schema.empty_words import is_empty_word
from replicard_schema.quantities import Duration, Quantity
from replicard_schema.report import Source
from replicard_schema.vocabulary import Origin

Document = Literal["card", "evidence"]
Arguments = ParamSpec("Arguments")

_READ = ("card.", "datasets.", "environment.", "models.", "repository.")
_READ_OF_VALIDATION = frozenset({"n_images", "n_groups", "pairs", "skipped", "tables", "dataset"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: a document and the dotted path in it."""

    document: Document
    path: str

    def child(self, part: str | int) -> "Place":
        """Return the place of a field, key or list entry below this one."""
        if isinstance(part, int):
            return Place(self.document, f"{self.path}[{part}]")
        return Place(self.document, f"{self.path}.{part}" if self.path else part)

    def source(self) -> Source:
        """Return the place as a sentence cites it."""
        return Source(field=self.path, origin=self._origin())

    def _origin(self) -> Origin:
        if self.document == "card":
            return Origin.STATED
        section, _, rest = self.path.partition(".")
        field = rest.partition(".")[2].partition("[")[0].partition(".")[0]
        is_read = f"{section}.".startswith(_READ) or (
            section == "validations" and field in _READ_OF_VALIDATION
        )
        return Origin.READ if is_read else Origin.COMPUTED


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """A value with its places: several, where parts of a card say the same.

    Attributes
    ----------
    plain
        The value itself, never None.
    places
        Where it stands.
    """

    plain: Any
    places: tuple[Place, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Fields that the value came from."""
        return joined_sources(place.source() for place in self.places)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - what a field holds depends on the field
        if isinstance(self.plain, BaseModel):
            value = getattr(self.plain, name)
            is_silent = _is_silent(value) and not _is_required(self.plain, name)
            return None if is_silent else self._below(name, value)
        raise AttributeError(f"a {type(self.plain).__name__} has no field {name!r}")

    def __getitem__(self, key: str | int) -> Any:  # noqa: ANN401 - as above
        # Jinja asks for an entry first and for an attribute when that is a TypeError.
        if isinstance(self.plain, Mapping) or isinstance(key, int):
            return self._below(key, self.plain[key])
        raise TypeError(f"a {type(self.plain).__name__} has no entry {key!r}")

    def __iter__(self) -> Iterator[Any]:
        if isinstance(self.plain, Mapping):
            return iter([self._named(key) for key in self.plain])
        return iter([self[position] for position in range(len(self.plain))])

    def __len__(self) -> int:
        return len(self.plain)

    def __bool__(self) -> bool:
        return bool(self.plain)

    def __eq__(self, other: object) -> bool:
        return bool(self.plain == (other.plain if isinstance(other, Fact) else other))

    def __hash__(self) -> int:
        return hash(self.plain)

    def __str__(self) -> str:
        return mark(_text(self.plain), self.sources)

    def items(self) -> list[tuple[Any, Any]]:
        """Return the entries of a mapping: the key as a fact, and the value."""
        return [(self._named(key), self[key]) for key in self.plain]

    def extra(self) -> list[tuple[Any, Any]]:
        """Return the fields of an open record that its author named, with their values."""
        further = self.plain.model_extra or {}
        return [
            (Fact(key, self._children(key)), self._below(key, value))
            for key, value in further.items()
        ]

    def noted(self) -> str:
        """Return a mark that shows nothing: the sentence rests on this fact."""
        return mark("", self.sources)

    def _named(self, key: str) -> "Fact":
        return Fact(key, self._children(key))

    def _children(self, part: str | int) -> tuple[Place, ...]:
        return tuple(place.child(part) for place in self.places)

    def _below(self, part: str | int, value: object) -> "Fact | None":
        return None if value is None else Fact(value, self._children(part))


def together(first: Fact, *others: Fact) -> Fact:
    """Return one fact for several that hold equal values, with the places of all."""
    places = dict.fromkeys(place for fact in (first, *others) for place in fact.places)
    return Fact(first.plain, tuple(places))


def lifted(function: Callable[..., str], style: Style = Style.PLAIN) -> Callable[..., str]:
    """Make a filter of plain values take facts as well, and mark what it returns.

    Without a fact among its arguments the filter is what it was, so that templates
    that do not trace their sentences use the same filters.
    """

    @wraps(function)
    def filtered(*arguments: object, **options: object) -> str:
        values = [*arguments, *options.values()]
        facts = [value for value in values if isinstance(value, Fact)]
        text = function(*map(_plain, arguments), **{k: _plain(v) for k, v in options.items()})
        if not facts:
            return text
        return mark(text, joined_sources(s for fact in facts for s in fact.sources), style)

    return filtered


def _is_silent(value: object) -> bool:
    """Say whether a text only takes the place of an answer: it is as good as none."""
    if isinstance(value, tuple) and value:
        return all(_is_silent(entry) for entry in value)
    return isinstance(value, str) and not isinstance(value, Enum) and is_empty_word(value)


def _is_required(record: BaseModel, name: str) -> bool:
    field = type(record).model_fields.get(name)
    return field is not None and field.is_required()


def _plain(value: object) -> object:
    return value.plain if isinstance(value, Fact) else value


def _text(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Quantity | Duration):
        return quantity(value)
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value)
    raise TypeError(f"a {type(value).__name__} is no text: print one of its fields")
