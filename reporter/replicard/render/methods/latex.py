"""The methods text in LaTeX: a document that compiles, and a part to put into another."""

from collections.abc import Iterator, Sequence
from typing import Final

from replicard.render.latex import escape_latex, fallback_for, to_latex
from replicard.render.typeset import closed
from replicard_schema.report import MethodsText, Paragraph

BIBLIOGRAPHY: Final = "references"
"""Name of the ``.bib`` file beside the text, without its ending."""

_AND: Final = r" \and "
_START: Final = "\\begin{document}\n\\maketitle"
_PREAMBLE: Final = r"""\documentclass[11pt]{article}
\ifdefined\Uchar\else
  \IfFileExists{cmap.sty}{\usepackage{cmap}}{}
  \usepackage[T1]{fontenc}
  \usepackage[utf8]{inputenc}
  \usepackage{textcomp}
  \IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\fi
\usepackage[margin=25mm]{geometry}
\usepackage[numbers,sort&compress]{natbib}
\PassOptionsToPackage{hyphens}{url}
\usepackage[hidelinks]{hyperref}
\IfFileExists{xurl.sty}{\usepackage{xurl}}{}
"""
_NEEDS: Final = r"""% For \input. It needs \usepackage{url} or hyperref, and for letters such as đ
% \usepackage[T1]{fontenc}. The entries that \cite names are in the .bib file.
"""


def methods_latex(
    text: MethodsText,
    *,
    title: str,
    authors: Sequence[str] = (),
    bibliography: str = BIBLIOGRAPHY,
) -> str:
    r"""Write a text as a LaTeX document in the class ``article``.

    It compiles with pdfLaTeX, LuaLaTeX and XeLaTeX; BibTeX makes its reference list.

    Parameters
    ----------
    title, authors
        Shown at the start, as plain text.
    bibliography
        Name of the ``.bib`` file, without its ending.
    """
    body = _body(text)
    head = [
        rf"\title{{{escape_latex(title)}}}",
        rf"\author{{{_AND.join(map(escape_latex, authors))}}}",
        r"\date{}",
    ]
    fallback = fallback_for("\n".join([*head, body]))
    parts = [_PREAMBLE + fallback, "\n".join(head), _START, body]
    if text.references:
        parts.append(f"\\bibliographystyle{{unsrtnat}}\n\\bibliography{{{bibliography}}}")
    return "\n\n".join([*parts, r"\end{document}"]) + "\n"


def methods_latex_body(text: MethodsText) -> str:
    r"""Write a text as a part that a manuscript takes with ``\input``."""
    body = _body(text)
    return f"{_NEEDS}{fallback_for(body)}\n{body}\n"


def _body(text: MethodsText) -> str:
    return "\n\n".join(_blocks(text))


def _blocks(text: MethodsText) -> Iterator[str]:
    yield rf"\section*{{{escape_latex(text.title)}}}"
    for section in text.sections:
        if section.title is not None:
            yield rf"\subsection*{{{escape_latex(section.title)}}}"
        yield from map(_paragraph, section.paragraphs)


def _paragraph(paragraph: Paragraph) -> str:
    """Write a paragraph, one sentence a line."""
    title = (
        [] if paragraph.title is None else [rf"\textbf{{{escape_latex(closed(paragraph.title))}}}"]
    )
    return "\n".join([*title, *(to_latex(sentence.spans) for sentence in paragraph.sentences)])
