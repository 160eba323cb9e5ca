"""From spans of text to Markdown, HTML and plain text, each with its own escaper."""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from replicard.render.markdown import escape_block_start, escape_inline
from replicard_schema.report import LabelPart, Span, SpanStyle

_UNSAFE_IN_AUTOLINK = re.compile(r"[<>\s]")
_ENDS = (".", "!", "?", "…", ":")
_BLANKS = re.compile(" {2,}")
_ABOVE_THE_LINE = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+")


def to_markdown(spans: Iterable[Span]) -> str:
    """Write spans as one line of Markdown."""
    return escape_block_start("".join(map(_markdown, spans)).strip())


def to_html(spans: Iterable[Span]) -> str:
    """Write spans as HTML; nothing in them can become an element or an attribute.

    The parts of a citation lead to the element ``reference-<key>``.
    """
    return str(Markup("").join(map(_html, spans))).strip()


def to_text(spans: Iterable[Span]) -> str:
    """Write spans as plain text; what stands above the line elsewhere is set apart.

    >>> power = Span(text="−6", style=SpanStyle.RAISED)
    >>> cited = Span(text="1,3", style=SpanStyle.CITATION, is_raised=True)
    >>> to_text([Span(text="at most 10"), power, Span(text=" after U-Net"), cited])
    'at most 10⁻⁶ after U-Net [1,3]'
    """
    return _BLANKS.sub(" ", "".join(map(_text, spans))).strip()


def address_in_links(text: str) -> str:
    """Encode what no address may hold: old DOIs have angle brackets in them."""
    return _UNSAFE_IN_AUTOLINK.sub(lambda found: f"%{ord(found[0]):02X}", text)


def closed(title: str) -> str:
    """Return a run-in title with a stop, unless it brings a sign of its own.

    >>> closed("Training data"), closed("Why so?")
    ('Training data.', 'Why so?')
    """
    return title if title.endswith(_ENDS) else f"{title}."


def _text(span: Span) -> str:
    if span.style is SpanStyle.CITATION and span.is_raised:
        return f" [{span.text.strip()}]"
    if span.style is SpanStyle.RAISED:
        raised = span.text.translate(_ABOVE_THE_LINE)
        return raised if _RAISED.fullmatch(raised) else f"^{span.text}"
    return span.text


def _markdown(span: Span) -> str:
    match span.style:
        case SpanStyle.PLAIN:
            return escape_inline(span.text)
        case SpanStyle.ITALIC:
            return _emphasised(span.text, "*")
        case SpanStyle.BOLD:
            return _emphasised(span.text, "**")
        case SpanStyle.RAISED:
            return f"<sup>{escape_inline(span.text)}</sup>"
        case SpanStyle.LINK:
            return f"<{address_in_links(span.text)}>"
        case SpanStyle.CITATION:
            # Plain brackets: the text holds no link definition that they could refer to.
            label = escape_inline(span.text).replace(r"\[", "[").replace(r"\]", "]")
            return f"<sup>{label}</sup>" if span.is_raised else label


def _emphasised(text: str, sign: str) -> str:
    return f"{sign}{escape_inline(text.strip())}{sign}" if text.strip() else ""


def _html(span: Span) -> Markup:
    match span.style:
        case SpanStyle.PLAIN:
            return escape(span.text)
        case SpanStyle.ITALIC:
            return Markup("<i>{}</i>").format(span.text)
        case SpanStyle.BOLD:
            return Markup("<b>{}</b>").format(span.text)
        case SpanStyle.RAISED:
            return Markup("<sup>{}</sup>").format(span.text)
        case SpanStyle.LINK:
            return Markup('<a href="{}">{}</a>').format(address_in_links(span.text), span.text)
        case SpanStyle.CITATION:
            label = Markup("").join(map(_label_part, span.label))
            return Markup("<sup>{}</sup>").format(label) if span.is_raised else label


def _label_part(part: LabelPart) -> Markup:
    if part.key is None:
        return escape(part.text)
    return Markup('<a class="citation" href="#reference-{}">{}</a>').format(part.key, part.text)
