"""Citation styles: reading a CSL file that nobody vouches for.

A style is XML, so it is read without entities, without network, and below a size; what
the style processor could not do is said before anything is formatted.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from replicard.errors import ReplicardError

MOST_BYTES = 1_000_000
"""Largest style file that is read; the largest public one has a quarter of this."""
_NAMESPACE = "http://purl.org/net/xbiblio/csl"
_NS = {"cs": _NAMESPACE}
_FORMATS = {"numeric", "author-date", "author", "label"}
_ALLOWED_MACRO_DEPTH = 40


class StyleError(ReplicardError):
    """A citation style that cannot be found, read or used."""


@dataclass(frozen=True, slots=True, eq=False)
class CitationStyle:
    """A style that has been read.

    Attributes
    ----------
    name
        What the author calls it.
    title
        What the style calls itself.
    is_numeric
        Whether it cites by number; otherwise by author and year.
    document
        The style as the processor holds it. It is shared: who changes it for a moment
        puts it back.
    """

    name: str
    title: str
    is_numeric: bool
    document: Any

    @property
    def root(self) -> Any:  # noqa: ANN401 - an element of the processor, which has no types
        """The element ``style``."""
        return self.document.root

    def citation_options(self) -> Mapping[str, str]:
        """Return the attributes of the element ``citation``."""
        return dict(self.root.citation.attrib)


@lru_cache(maxsize=16)
def read_style(content: bytes, *, name: str) -> CitationStyle:
    """Read a style.

    Parameters
    ----------
    content
        A CSL file.
    name
        What to call it in messages.

    Raises
    ------
    StyleError
        If it is too large, is no CSL style, depends on another style, or is of a kind
        that has no use here.
    """
    if len(content) > MOST_BYTES:
        raise StyleError(f"{name}: a citation style of more than {MOST_BYTES:,} bytes")
    vetted = _vetted(content, name)
    category = vetted.find("cs:info/cs:category[@citation-format]", _NS)
    kind = "numeric" if category is None else category.get("citation-format")
    if vetted.get("class") == "note" or kind not in _FORMATS:
        raise StyleError(
            f"{name}: the style puts citations into footnotes, which the methods text does not "
            "have; choose a numeric style or one with author and year"
        )
    title = vetted.findtext("cs:info/cs:title", default=name, namespaces=_NS).strip()
    return CitationStyle(name, title, kind in {"numeric", "label"}, _prepared(content, name))


def parent_of(content: bytes, *, name: str) -> str | None:
    """Return the name of the style that a dependent style stands for; None for a full one."""
    link = _parsed(content, name).find("cs:info/cs:link[@rel='independent-parent']", _NS)
    return None if link is None else link.get("href", "").rsplit("/", 1)[-1]


def _parsed(content: bytes, name: str) -> Any:  # noqa: ANN401 - lxml has no types
    from lxml import etree  # noqa: PLC0415 - costs 15 ms, and many commands cite nothing

    # Before anything is built: without a document type there are no entities at all.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise StyleError(f"{name}: a citation style must not declare a document type")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise StyleError(f"{name}:{line}:{column}: not well-formed XML: {error.msg}") from error
    if root.tag != f"{{{_NAMESPACE}}}style":
        raise StyleError(f"{name}: no citation style: the root element is not style of CSL 1.0")
    return root


def _vetted(content: bytes, name: str) -> Any:  # noqa: ANN401 - lxml has no types
    root = _parsed(content, name)
    for part in ("citation", "bibliography"):
        if root.find(f"cs:{part}/cs:layout", _NS) is None:
            raise StyleError(f"{name}: the style has no layout for its {part}")
    macros = {macro.get("name"): macro for macro in root.findall("cs:macro", _NS)}
    for caller in root.xpath("//cs:*[@macro]", namespaces=_NS):
        if caller.get("macro") not in macros:
            place = f"{name}:{caller.sourceline}"
            raise StyleError(f"{place}: the style has no macro {caller.get('macro')}")
    _refuse_loops(macros, name)
    return root


def _refuse_loops(macros: Mapping[str, Any], name: str) -> None:
    """Refuse macros that call themselves, on whatever way; the depth of calls is bounded."""
    calls = {
        key: {found.get("macro") for found in macro.iterfind(".//cs:*[@macro]", _NS)}
        for key, macro in macros.items()
    }
    open_calls = calls
    for _ in range(_ALLOWED_MACRO_DEPTH):
        done = {key for key, called in open_calls.items() if not called}
        open_calls = {key: called - done for key, called in open_calls.items() if key not in done}
        if not open_calls:
            return
    raise StyleError(
        f"{name}: macros of the style call themselves: {', '.join(sorted(open_calls))}"
    )


def _prepared(content: bytes, name: str) -> Any:  # noqa: ANN401 - the processor has no types
    """Return the style for the processor, the number of an entry apart from the entry."""
    from replicard.render.citations.document import (  # noqa: PLC0415 - costs 40 ms
        StyleDocument,
    )

    try:
        document = StyleDocument(content)
    except Exception as error:
        raise StyleError(f"{name}: not a citation style that can be used: {error}") from error
    _part_number(document.root.bibliography)
    return document


def _part_number(bibliography: Any) -> None:  # noqa: ANN401 - as above
    """Move what prints the number into a layout of its own, behind the other."""
    layout = bibliography.layout
    children = layout.getchildren()
    number = _number_in(children[0]) if children else None
    if number is None:
        return
    label = layout.makeelement(layout.tag)
    label.append(deepcopy(number))
    number.getparent().remove(number)
    bibliography.append(label)


def _number_in(element: Any) -> Any:  # noqa: ANN401 - as above
    """Return the part of a first field that prints the number and nothing else, if there is one."""
    if element.get("variable") == "citation-number":
        return element
    name = element.get("macro")
    children = (element.get_macro(name) if name else element).getchildren()
    if not children or (name and len(children) > 1):
        return None
    found = _number_in(children[0])
    if found is None or len(children) > 1:
        return found
    # Alone in a group or macro, it is printed with what stands around it there.
    return element if found is children[0] or name else found
