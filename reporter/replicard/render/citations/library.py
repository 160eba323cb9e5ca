"""The curated library: which papers are known, by DOI and by name."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NotRequired, TypedDict

from pydantic import BaseModel

from replicard_schema.card import Card

_PACKAGE = "replicard.render.citations"
_FEW = 2
_KEY_CHARACTER = re.compile(r"[^A-Za-z0-9.-]")

Issued = TypedDict("Issued", {"date-parts": list[list[int]], "literal": str}, total=False)


class Name(TypedDict, total=False):
    """An author: a person, or a group under its literal name."""

    family: str
    given: str
    literal: str


Entry = TypedDict(
    "Entry",
    {
        "id": str,
        "type": str,
        "DOI": NotRequired[str],
        "title": NotRequired[str],
        "author": NotRequired[list[Name]],
        "issued": NotRequired[Issued],
        "container-title": NotRequired[str],
        "volume": NotRequired[str],
        "issue": NotRequired[str],
        "page": NotRequired[str],
        "publisher": NotRequired[str],
        "publisher-place": NotRequired[str],
        "editor": NotRequired[list[Name]],
        "edition": NotRequired[str],
        "version": NotRequired[str],
        "number": NotRequired[str],
        "collection-title": NotRequired[str],
        "container-title-short": NotRequired[str],
        "URL": NotRequired[str],
    },
)
"""A bibliographic record in CSL-JSON."""


def entry_of(doi: str) -> Entry:
    """Return the record of a DOI; of an unknown one, just the DOI itself.

    >>> entry_of("10.1038/S41592-021-01284-3")["id"], entry_of("10.1234/abc_d")["id"]
    ('Laine2021', '10.1234:abc_5fd')
    """
    known = library().get(doi.lower())
    if known is not None:
        return known
    return Entry(id=_key(doi), type="document", DOI=doi, URL=address_of(doi))


def address_of(doi: str) -> str:
    """Return the address that resolves a DOI."""
    return f"https://doi.org/{doi}"


def is_known(doi: str) -> bool:
    """Say whether the library holds a DOI, in whatever case it is written."""
    return doi.lower() in library()


def suggested_references(name: str) -> tuple[str, ...]:
    """Return DOIs of papers that are usually cited for a tool, network or data set.

    They are suggestions to an author, and are never cited on their own.

    >>> suggested_references("U-Net")
    ('10.1007/978-3-319-24574-4_28',)
    >>> suggested_references("a name that nobody knows")
    ()
    """
    dois = {entry["id"]: entry["DOI"] for entry in library().values()}
    return tuple(dois[key] for key in _names().get(" ".join(name.lower().split()), ()))


def unresolved_references(card: Card) -> tuple[str, ...]:
    """Return the DOIs among a card's references of which only the DOI is known."""
    stated = dict.fromkeys(name for _, name in stated_references(card))
    return tuple(name for name in stated if name[:1].isdigit() and not is_known(name))


def stated_references(card: Card) -> Iterator[tuple[str, str]]:
    """Yield every reference that a card states, with its field."""
    yield from _references(card, "")


def short_name(doi: str) -> str:
    """Return authors and year of a record, as in running text.

    >>> short_name("10.1007/978-3-030-00934-2_30")
    'Schmidt et al. 2018'
    """
    entry = entry_of(doi)
    names = [name.get("family") or name.get("literal", "") for name in entry.get("author", [])]
    few = " and ".join(names) if len(names) <= _FEW else f"{names[0]} et al."
    year = entry["issued"]["date-parts"][0][0] if "issued" in entry else None
    return f"{few} {year}" if names and year else doi


@cache
def library() -> Mapping[str, Entry]:
    """Return all records by DOI in lower case."""
    entries: list[Entry] = _read("library.json")
    journals: dict[str, str] = _read("journals.json")
    for entry in entries:
        short = journals.get(entry.get("container-title", ""))
        if short is not None:
            entry["container-title-short"] = short
    return MappingProxyType({entry["DOI"].lower(): entry for entry in entries})


@cache
def _names() -> Mapping[str, list[str]]:
    names: dict[str, list[str]] = _read("names.json")
    return MappingProxyType(names)


def _read(name: str) -> Any:  # noqa: ANN401 - typed where it is used
    return json.loads(files(_PACKAGE).joinpath(name).read_text(encoding="utf-8"))


def _references(node: object, path: str) -> Iterator[tuple[str, str]]:
    """Yield what every ``references`` field below a part of a card holds, with its path."""
    if isinstance(node, BaseModel):
        for name in type(node).model_fields:
            value = getattr(node, name)
            below = f"{path}.{name}" if path else name
            if name == "references":
                yield from ((f"{below}[{place}]", found) for place, found in enumerate(value))
            else:
                yield from _references(value, below)
    elif isinstance(node, Mapping):
        for name, value in node.items():
            yield from _references(value, f"{path}.{name}")
    elif isinstance(node, tuple):
        for place, value in enumerate(node):
            yield from _references(value, f"{path}[{place}]")


def _key(doi: str) -> str:
    """Make a citation key of a DOI with characters that BibTeX allows, without clashes."""
    return _KEY_CHARACTER.sub(
        lambda found: ":" if found[0] == "/" else f"_{ord(found[0]):02x}", doi.lower()
    )
