"""YAML to plain nested values in which every scalar is the text that the author typed.

The text is parsed event by event, and depth and number of nodes are limited while the
events come in. So nothing is built from a hostile text, and there is no recursion that
100,000 brackets could exhaust: the composer of libyaml dies of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from replicard.errors import Position, Problem
from replicard.loading.positions import FieldPath, SourceMap, dotted
from replicard.loading.source import SourceText
from replicard.loading.syntax import explain
from replicard_schema.scalars import shown
from replicard_schema.text_policy import forbidden_character

Typed: TypeAlias = "str | list[Typed] | dict[str, Typed] | None"

MAX_DEPTH = 40
MAX_NODES = 100_000
_NESTING = "maximum nesting depth"
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
# What the parsers were seen to raise on hostile text besides their own errors.
_PARSER_BUGS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    ValueError,
)
_Loader: type[yaml.CSafeLoader | yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class RawDocument:
    """What a text says, before any model looks at it.

    Attributes
    ----------
    value
        Nested mappings, lists and texts; None for a text without content.
    source
        The text.
    source_map
        Position of every field.
    problems
        What is wrong with the text as YAML.
    damaged
        Fields whose value could not be read; further problems with them mean nothing.
    """

    value: Typed
    source: SourceText
    source_map: SourceMap
    problems: tuple[Problem, ...] = ()
    damaged: frozenset[FieldPath] = frozenset()

    def is_damaged(self, path: FieldPath) -> bool:
        """Say whether ``path`` or something around it could not be read."""
        return any(path[:length] in self.damaged for length in range(len(path) + 1))


class _UnreadableError(Exception):
    """A text that cannot be read on."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_document(source: SourceText) -> RawDocument:
    """Read a YAML text without guessing the type of anything.

    Tags, anchors, aliases, merge keys, keys that are no plain names and keys given twice
    are refused where they stand.
    """
    reader = _Reader(source, _events(source))
    try:
        value = reader.document()
    except _UnreadableError as error:
        reader.problems.append(error.problem)
        reader.damaged.add(())
        value = None
    return RawDocument(
        value=value,
        source=source,
        source_map=SourceMap(reader.positions, reader.keys),
        problems=tuple(reader.problems),
        damaged=frozenset(reader.damaged),
    )


def _events(source: SourceText) -> Iterator[Event]:
    depth = nodes = 0
    try:
        for event in yaml.parse(source.text, Loader=_Loader):
            depth += isinstance(event, CollectionStartEvent)
            depth -= isinstance(event, CollectionEndEvent)
            nodes += isinstance(event, NodeEvent)
            if depth > MAX_DEPTH or nodes > MAX_NODES:
                raise _UnreadableError(_too_much(source, event, depth))
            yield event
    except yaml.YAMLError as error:
        if _NESTING in str(error):
            _refuse_depth(source)
        raise _UnreadableError(explain(error, source)) from error
    except _PARSER_BUGS as error:
        message = "the text cannot be read as YAML"
        raise _UnreadableError(source.problem(0, message, code="yaml-syntax")) from error


def _refuse_depth(source: SourceText) -> None:
    """Complain where the text becomes too deep.

    Newer versions of libyaml give up at a depth of their own, before the events that
    led there arrive; the slower parser has no such limit.
    """
    depth = 0
    for event in yaml.parse(source.text, Loader=yaml.SafeLoader):
        depth += isinstance(event, CollectionStartEvent)
        depth -= isinstance(event, CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _UnreadableError(_too_much(source, event, depth))


def _index(event: Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _too_much(source: SourceText, event: Event, depth: int) -> Problem:
    index = _index(event)
    if depth > MAX_DEPTH:
        message = f"lists and mappings are nested more than {MAX_DEPTH} levels deep"
        return source.problem(index, message, code="too-deep")
    message = f"the {source.noun} has more than {MAX_NODES:,} values"
    return source.problem(index, message, code="too-many-values")


@dataclass(slots=True)
class _Reader:
    """Turns events into values, noting where each stands and what is wrong."""

    source: SourceText
    events: Iterator[Event]
    positions: dict[FieldPath, Position] = field(default_factory=dict)
    keys: dict[FieldPath, Position] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    damaged: set[FieldPath] = field(default_factory=set)

    def document(self) -> Typed:
        """Return the value of the only document of the text."""
        value: Typed = None
        documents = 0
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.damaged.add(())
                    self._complain(
                        event,
                        (),
                        "several-documents",
                        "a second YAML document starts here",
                        hint=f"remove the line `---`, or put the rest into a {self.source.noun} "
                        "of its own",
                    )
                    return value
            elif isinstance(event, NodeEvent):
                value = self._value(event, ())
        return value

    def _value(self, event: Event, at: FieldPath) -> Typed:
        self.positions[at] = self._place(event, at)
        if isinstance(event, AliasEvent):
            self._refuse_alias(event, at)
            return None
        self._refuse_tag_and_anchor(event, at)
        if isinstance(event, MappingStartEvent):
            return self._mapping(at)
        if isinstance(event, ScalarEvent):
            return self._scalar(event, at)
        return self._sequence(at)

    def _mapping(self, at: FieldPath) -> Typed:
        entries: dict[str, Typed] = {}
        while not isinstance(key := next(self.events), MappingEndEvent):
            name = self._key(key, at)
            value = next(self.events)
            if name is None or name in entries:
                if name is not None:
                    self._refuse_twice(key, (*at, name))
                self._skip(value)
                continue
            self.keys[*at, name] = self._position(key)
            entries[name] = self._value(value, (*at, name))
        return entries

    def _sequence(self, at: FieldPath) -> Typed:
        entries: list[Typed] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            entries.append(self._value(event, (*at, len(entries))))
        return entries

    def _scalar(self, event: ScalarEvent, at: FieldPath) -> Typed:
        if not event.style and event.value in _NULL:
            return None
        # An escape in double quotes can spell what the text itself may not hold.
        forbidden = forbidden_character(event.value) if event.style == '"' else None
        if forbidden is not None:
            self.damaged.add(at)
            self._complain(
                event,
                at,
                "forbidden-character",
                f"an escape stands for {forbidden[1]}",
                hint="delete the escape",
            )
        return str(event.value)

    def _key(self, event: Event, at: FieldPath) -> str | None:
        """Return the name that a key is, or None if it is none."""
        if not isinstance(event, ScalarEvent):
            self._skip(event)
            self._complain(
                event,
                at,
                "complex-key",
                "the name of a field must be a plain word",
                hint="if a text starts with `{` or `[` here, put it in quotes",
            )
            return None
        self._refuse_tag_and_anchor(event, at)
        name = str(event.value)
        if name == "<<" and not event.style:
            hint = "repeat the fields, or give both places the same id"
            self._complain(event, at, "merge-key", "merge keys are not allowed", hint=hint)
            return None
        if not name.strip():
            self._complain(event, at, "empty-key", "a field without a name")
            return None
        if forbidden_character(name) is not None:
            hint = "delete the escape"
            self._complain(event, at, "forbidden-character", "a name with an escape", hint=hint)
            return None
        return name

    def _skip(self, event: Event) -> None:
        """Pass over a value."""
        depth = int(isinstance(event, CollectionStartEvent))
        while depth:
            following = next(self.events)
            depth += isinstance(following, CollectionStartEvent)
            depth -= isinstance(following, CollectionEndEvent)

    def _refuse_twice(self, key: Event, at: FieldPath) -> None:
        first = self.keys[at]
        self._complain(
            key,
            at[:-1],
            "duplicate-key",
            f"`{dotted(at[-1:])}` is given twice",
            hint=f"the first is in line {first.line}; keep one of them",
        )

    def _refuse_alias(self, event: AliasEvent, at: FieldPath) -> None:
        self.damaged.add(at)
        self._complain(
            event,
            at,
            "alias",
            f"`*{event.anchor}` is an alias, and aliases are not allowed",
            hint=f'if it is a text or a pattern, put it in quotes: "*{event.anchor}"',
        )

    def _refuse_tag_and_anchor(self, event: Event, at: FieldPath) -> None:
        if not isinstance(event, ScalarEvent | CollectionStartEvent):
            return
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"the tag {shown(tag)} is not allowed"
            hint = "delete it; if the `!` belongs to a text, put the text in quotes"
            self._complain(event, at, "tag", message, hint=hint)
        if event.anchor is not None:
            message = f"the anchor `&{event.anchor}` is not allowed"
            hint = "delete it; if the `&` belongs to a text, put the text in quotes"
            self._complain(event, at, "anchor", message, hint=hint)

    def _place(self, event: Event, at: FieldPath) -> Position:
        position = self._position(event)
        key = self.keys.get(at)
        is_empty = isinstance(event, ScalarEvent) and not event.style and not event.value
        return key if key and (is_empty or key.line < position.line) else position

    def _position(self, event: Event) -> Position:
        return self.source.lines.position(_index(event))

    def _complain(
        self, event: Event, at: FieldPath, code: str, message: str, *, hint: str | None = None
    ) -> None:
        problem = self.source.problem(
            _index(event), message, code=code, hint=hint, field=dotted(at)
        )
        self.problems.append(problem)
