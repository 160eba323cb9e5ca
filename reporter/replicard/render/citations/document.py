"""The elements of a style as the style processor (citeproc-py) runs them, with corrections.

The processor makes a Python object of each element of a style when it reads the XML. Here
it is given classes derived from its own, which look up macros once instead of with a
search of the whole style for each use, take ranges and lists for numeric as the CSL
specification does, and change the case of titles without touching names such as StarDist.

This module is the only one that imports the processor's model, and is imported late: both
cost 40 ms, and most commands cite nothing.
"""

import re
from io import BytesIO
from typing import Any

from citeproc import CitationStylesStyle
from citeproc.model import CitationStylesElement, Date, Else_If, If, Label, Name, Text
from citeproc.string import MixedString, String
from lxml import etree

_NAMESPACE = "http://purl.org/net/xbiblio/csl"
_NUMBER = r"[A-Za-z]*\d+[A-Za-z]*"
_NUMERIC = re.compile(rf"^{_NUMBER}(?:\s*[-–,&]\s*{_NUMBER}){{0,20}}$")
_STOP_WORDS = frozenset(
    (
        *("a", "an", "and", "as", "at", "but", "by", "down", "for", "from", "in", "into", "nor"),
        *("of", "on", "onto", "or", "over", "so", "the", "till", "to", "up", "via", "with", "yet"),
    )
)
_PART_OF_TITLE = re.compile(r"(\s+|[-–—/])")
_LETTER = re.compile(r"[^\W\d_]")
_SYMBOL = re.compile(r"[\u0370-\u03ff]")
_BEGINS_ANEW = (":", ".", "?", "!", "—")


class _Quick:
    """Looks up macros in a table of the root element."""

    def get_macro(self, name: str) -> Any:  # noqa: ANN401 - the processor has no types
        """Return the macro of a name."""
        return self.get_root().macro_table[name]  # type: ignore[attr-defined]

    def case(self, text: Any, language: str | None = None) -> Any:  # noqa: ANN401 - as above
        """Change the case of a text, of whatever type it is here."""
        if text is None or not str(text):
            return text
        segments = text if isinstance(text, MixedString) else [text]
        known = [String(part) if type(part) is str else part for part in segments if part != ""]
        whole = known[0] if len(known) == 1 else MixedString(known)
        return super().case(whole, language)  # type: ignore[misc]


class _Text(_Quick, Text):  # type: ignore[misc]
    """Text: what it is, in the case that the style wants."""

    def calls_variable(self) -> bool:
        """Say whether a variable is printed; macros are asked once."""
        name = self.get("macro")
        if name is None:
            return bool(super().calls_variable())
        known: dict[str, bool] = self.get_root().macro_calls
        if name not in known:
            known[name] = bool(self.get_macro(name).calls_variable())
        return known[name]

    def case(self, text: Any, language: str | None = None) -> Any:  # noqa: ANN401 - as above
        """Change the case of a text."""
        wanted = self.get("text-case")
        if wanted == "title":
            return _by_segment(text, _title_case) if language == "en" else text
        if wanted == "sentence" and not str(text).isupper():
            return String(_first_up(str(text)))
        return super().case(text, language)


class _If(_Quick, If):  # type: ignore[misc]
    re_numeric = _NUMERIC


class _ElseIf(_Quick, Else_If):  # type: ignore[misc]
    re_numeric = _NUMERIC


class _Label(_Quick, Label):  # type: ignore[misc]
    """The word for a variable, such as ``p.`` or ``Eds.``: only beside the variable."""

    def process(self, item: Any, variable: str | None = None, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - as above
        """Return the word; none where the record does not hold the variable."""
        meant = variable or self.get("variable")
        if meant != "locator" and meant.replace("-", "_") not in item.reference:
            return None
        return super().process(item, variable, *args, **options)

    def case(self, text: Any, language: str | None = None) -> Any:  # noqa: ANN401 - as above
        """Change the case of the word, whose language is that of the style."""
        if self.get("text-case") == "title":
            return String(_title_case(str(text)))
        return super().case(text, language)


class _Name(_Quick, Name):  # type: ignore[misc]
    """Names, which some styles do not shorten to initials."""

    def initialize(self, given: str, mark: str, context: Any) -> str:  # noqa: ANN401 - as above
        """Return initials for a given name."""
        if self.get("initialize", self.get_root().get("initialize")) == "false":
            return given
        return str(super().initialize(given, mark, context))


class _Date(_Quick, Date):  # type: ignore[misc]
    """Dates, whose form in the style's own locale has a delimiter."""

    def render_single_date(self, date: Any, show_parts: Any = None, context: Any = None) -> Any:  # noqa: ANN401 - as above
        """Return one date."""
        if not self.is_locale_date() or self.get("delimiter") is None:
            return super().render_single_date(date, show_parts, context)
        parts = self.parts(date, show_parts, context)
        return self.join(parts) if parts else None


class StyleDocument(CitationStylesStyle):  # type: ignore[misc]
    """A style, ready for formatting.

    Parameters
    ----------
    content
        A CSL file that has been vetted: the processor's own parser would read entities.
    """

    def __init__(self, content: bytes) -> None:
        lookup = etree.ElementNamespaceClassLookup()
        lookup.get_namespace(_NAMESPACE).update(_CLASSES)
        parser = etree.XMLParser(
            remove_comments=True, resolve_entities=False, no_network=True, load_dtd=False
        )
        parser.set_element_class_lookup(lookup)
        self.xml = etree.parse(BytesIO(content), parser)
        self.root = self.xml.getroot()
        macros = self.root.findall(f"{{{_NAMESPACE}}}macro")
        self.root.macro_table = {macro.get("name"): macro for macro in macros}
        self.root.macro_calls = {}
        self.root.set_locale_list(self.root.get("default-locale", "en-US"), validate=False)


def _classes() -> dict[str | None, type]:
    found: dict[str | None, type] = {None: CitationStylesElement}
    for base in CitationStylesElement.__subclasses__():
        name = base.__name__.replace("_", "-").lower()
        found[name] = type(base.__name__, (_Quick, base), {})
    own = (_Text, _Label, _Name, _Date, _If)
    return found | {cls.__name__[1:].lower(): cls for cls in own} | {"else-if": _ElseIf}


def _by_segment(text: Any, change: Any) -> Any:  # noqa: ANN401 - as above
    """Change what may be changed; segments marked as names stay."""
    if not isinstance(text, MixedString):
        return String(change(str(text)))
    segments = list(text)
    return MixedString(
        [String(change(str(part))) if type(part) is String else part for part in segments]
    )


def _title_case(text: str) -> str:
    """Capitalise the words of a title, apart from small ones.

    >>> _title_case("star-convex polyhedra for 3D detection in (bio)images: a survey of StarDist")
    'Star-Convex Polyhedra for 3D Detection in (Bio)images: A Survey of StarDist'
    """
    parts = _PART_OF_TITLE.split(text)
    words = [i for i, part in enumerate(parts) if _LETTER.search(part)]
    before = ":"
    for i in words:
        part = parts[i]
        is_end = i == words[-1] or before.endswith(_BEGINS_ANEW)
        follows = parts[i + 1] if i + 1 < len(parts) else ""
        if len(part) == 1 and follows == "-":
            continue  # a symbol, as in p-value
        if part.islower() and (is_end or part.strip("(),;:.") not in _STOP_WORDS):
            parts[i] = _first_up(part)
        before = part
    return "".join(parts)


def _first_up(text: str) -> str:
    """Write the first letter as a capital, unless it belongs to a name such as mRNA."""
    found = _LETTER.search(text)
    word = text.split(" ", 1)[0]
    if found is None or not word.islower() or _SYMBOL.match(found[0]):
        return text
    return f"{text[: found.start()]}{found[0].upper()}{text[found.end() :]}"


_CLASSES = _classes()
