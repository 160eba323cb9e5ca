"""A file that may tell something about a study, and what is read from it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeAlias

from pydantic import JsonValue

from replicard.errors import ReplicardError
from replicard_schema.evidence import Fact, FactKind, FactSubject

HEAD_BYTES = 4096
"""How much of a file is looked at to tell what it is."""
MAX_BYTES = 16 << 20
"""Largest file that is read as a whole, unless an importer says otherwise."""


class UnreadableSourceError(ReplicardError):
    """A file that looks like one of a tool but cannot be read as such, with the reason.

    The message goes on a sentence that has named the file: ``is cut off after 3 lines``.
    """


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a file before it is read.

    Attributes
    ----------
    path
        Relative to the folder of the card, with forward slashes.
    size
        Bytes.
    start
        Its first bytes, at most ``HEAD_BYTES``; of a ZIP archive also its last ones.
    """

    path: str
    size: int
    start: bytes

    @property
    def name(self) -> str:
        """Name without folders, in lower case."""
        return PurePosixPath(self.path).name.lower()

    @property
    def folders(self) -> tuple[str, ...]:
        """Names of the folders that it lies in, outermost first, as they are spelled."""
        return PurePosixPath(self.path).parts[:-1]


@dataclass(frozen=True, slots=True)
class Content:
    """A file that was read."""

    head: Head
    data: bytes


@dataclass(frozen=True, slots=True)
class Harvest:
    """What an importer made of a file.

    Attributes
    ----------
    facts
        Values with their fields.
    unknown
        Keys that no field of a card stands for.
    remarks
        What a reader of these values should know, as sentences.
    """

    facts: tuple[Fact, ...] = ()
    unknown: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Importer:
    """Reads one kind of file.

    Attributes
    ----------
    format
        What the file is, for people: ``CSBDeep configuration``.
    recognise
        Says whether a file is of this kind, by its name and first bytes.
    read
        Returns what the file says, or raises `UnreadableSourceError`. It gets bytes and
        opens no other file.
    most_in_folder
        How many files of this kind are read of one folder, when a whole project is.
    takes
        What it takes from the file, in words.
    trap
        What a reader of these values may take wrong.
    """

    format: str
    recognise: Callable[[Head], bool]
    read: Callable[[Content], Harvest]
    max_bytes: int = MAX_BYTES
    most_in_folder: int = 200
    takes: str = ""
    trap: str = ""


Plain: TypeAlias = JsonValue


def typed(value: JsonValue) -> JsonValue:
    """Return a value as an author would type it: numbers and truth values as text.

    >>> typed({"epochs": 400, "range": [0.5, 2], "amp": True})
    {'epochs': '400', 'range': ['0.5', '2'], 'amp': 'true'}
    """
    match value:
        case dict():
            return {key: typed(entry) for key, entry in value.items()}
        case list():
            return [typed(entry) for entry in value]
        case bool():
            return "true" if value else "false"
        case None:
            return None
        case _:
            return str(value)


@dataclass(frozen=True, slots=True)
class Key:
    """Where the value of a key of a configuration goes.

    Attributes
    ----------
    field
        Dotted path below the subject.
    convert
        Makes the card's value of the file's; None leaves the key out.
    """

    field: str
    convert: Callable[[JsonValue], JsonValue] = typed
    kind: FactKind = FactKind.CONFIGURED


def facts_of_keys(
    values: Mapping[str, JsonValue],
    keys: Mapping[str, Key],
    *,
    subject: FactSubject = FactSubject.MODEL,
) -> tuple[Fact, ...]:
    """Return the facts that known keys of a configuration hold, in the order of ``keys``."""
    found = []
    for name, key in keys.items():
        if values.get(name) is None:
            continue
        value = key.convert(values[name])
        if value is not None and value not in ("", [], {}):
            found.append(
                Fact(subject=subject, field=key.field, value=value, kind=key.kind, place=name)
            )
    return tuple(found)


def unknown_keys(values: Mapping[str, JsonValue], known: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of a configuration that nothing was made of, in their order."""
    names = set(known)
    return tuple(name for name in values if name not in names)
