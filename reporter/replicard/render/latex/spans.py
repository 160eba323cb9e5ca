"""Spans of text as LaTeX: citations are commands, and LaTeX makes their numbers."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from replicard.render.latex.escape import OTHER, escape_latex, kept_apart
from replicard_schema.report import Span, SpanStyle

FALLBACK: Final = rf"""% Characters that pdfLaTeX has no letter for are shown by number;
% LuaLaTeX and XeLaTeX show them, if the font has them.
\ifdefined\Uchar
  \providecommand{{{OTHER}}}[2]{{#1}}
\else
  \providecommand{{{OTHER}}}[2]{{\texttt{{#2}}}}
\fi
"""
"""Definition of the command that the escaper uses for characters without another one."""

_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._/+-]*")
_ADDRESS: Final = "!#$%&'()*+,-./:;=?@_~[]"
"""What may stand in an address besides letters and digits; quotes and blanks may not."""
_BEFORE_CITATION: Final = re.compile(r"(?<=\S)[ \u00a0]?$")


def to_latex(spans: Iterable[Span]) -> str:
    r"""Write spans as one line of LaTeX.

    A citation becomes ``\cite`` with the keys of the ``.bib`` file, so that the class of
    a journal decides how it looks. Addresses need ``url`` or ``hyperref``.
    """
    line = ""
    for span in spans:
        if span.style is SpanStyle.CITATION and _has_keys(span):
            line = f"{_BEFORE_CITATION.sub('~', line, count=1)}\\cite{{{','.join(span.keys)}}}"
        else:
            line = kept_apart(line, _written(span))
    return line.strip()


def fallback_for(latex: str) -> str:
    """Return the definition of the command for other characters, if a text uses it."""
    return FALLBACK if OTHER in latex else ""


def _has_keys(span: Span) -> bool:
    return bool(span.keys) and all(map(_KEY.fullmatch, span.keys))


def _written(span: Span) -> str:
    match span.style:
        case SpanStyle.ITALIC:
            return _in_command("emph", span.text)
        case SpanStyle.BOLD:
            return _in_command("textbf", span.text)
        case SpanStyle.RAISED:
            return _in_command("textsuperscript", span.text)
        case SpanStyle.LINK:
            return rf"\url{{{quote(span.text, safe=_ADDRESS)}}}"
        case SpanStyle.PLAIN | SpanStyle.CITATION:
            return escape_latex(span.text)


def _in_command(name: str, text: str) -> str:
    return rf"\{name}{{{escape_latex(text)}}}" if text.strip() else escape_latex(text)
