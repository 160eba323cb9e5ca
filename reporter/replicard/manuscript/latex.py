"""Manuscripts in LaTeX, one file, read without running TeX."""

import re

from replicard.loading.positions import LineTable
from replicard.manuscript.document import Manuscript, Outline
from replicard.manuscript.markup import decoded
from replicard.manuscript.mathematics import without_mathematics
from replicard.manuscript.traced import Traced

_LEVELS = {
    "part": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5,
    "subparagraph": 6,
}  # fmt: skip
_COMMENT = re.compile(r"(?<!\\)%[^\n]*(?:\n[ \t]*)?")
_HEADING = re.compile(
    r"\\(part|chapter|section|subsection|subsubsection|paragraph|subparagraph)\*?"
    r"(?:\[[^\]\n]{0,200}\])?\{((?:[^{}]|\{[^{}]{0,200}\}){0,300})\}"
)
_BREAKS = re.compile(
    r"\n[ \t]*\n[ \t\n]*|\\par(?![A-Za-z])|\\\\(?:\[[^\]\n]{0,20}\])?|\\item(?![A-Za-z])"
    r"|\\(?:begin|end)\{[A-Za-z*]{1,40}\}"
)
_DROPPED = re.compile(
    r"\\(?:label|ref|eqref|autoref|cref|Cref|pageref|includegraphics|bibliography|vspace|hspace"
    r"|bibliographystyle|input|include|pagestyle|thispagestyle|caption@|index|hypertarget"
    r"|[A-Za-z]{0,10}cite[A-Za-z]{0,10})\*?(?:\[[^\]\n]{0,200}\]){0,2}\{[^{}]{0,1000}\}"
)
_STEPS: tuple[tuple[re.Pattern[str], tuple[int | str, ...]], ...] = (
    (_DROPPED, ("",)),
    (re.compile(r"\\(?:url|nolinkurl|path)\{([^{}]{0,2000})\}"), (1,)),
    (re.compile(r"\\href\{([^{}]{0,2000})\}\{([^{}]{0,2000})\}"), (2, " ", 1)),
    (re.compile(r"\\textsuperscript\{([^{}]{0,100})\}"), ("^", 1)),
    (re.compile(r"\\footnote\{([^{}]{0,2000})\}"), (" (", 1, ")")),
)
_LAST: tuple[tuple[re.Pattern[str], tuple[int | str, ...]], ...] = (
    (re.compile(r"\\([%&#_$ ])"), (1,)),
    (re.compile(r"(?<!\\)~"), (" ",)),
    (re.compile(r"---"), ("—",)),
    (re.compile(r"--"), ("–",)),
    (re.compile(r"``|''"), ('"',)),
    (re.compile(r"(?<!\\)&"), ("\t",)),
    (re.compile(r"\\[A-Za-z@]{1,40}\*?(?:\[[^\]\n]{0,200}\])?(?:\{\}|[ ])?"), ("",)),
    (re.compile(r"[{}]"), ("",)),
    (re.compile(r"\\(.)"), (1,)),
)


def read_latex(name: str, data: bytes) -> Manuscript:
    r"""Read one LaTeX file: what stands between ``\begin{document}`` and its end.

    Files that it includes are not read, and macros of the author are not expanded.
    """
    text = decoded(name, data)
    traced = Traced.of(text).rewrite(re.compile(r"\r\n?"), "\n").rewrite(_COMMENT, "")
    start = traced.text.find(r"\begin{document}")
    end = traced.text.find(r"\end{document}")
    traced = traced[start + len(r"\begin{document}") if start >= 0 else 0 :]
    if end > start:
        traced = traced[: end - (start + len(r"\begin{document}") if start >= 0 else 0)]
    outline = Outline(name)
    done = 0
    for found in _HEADING.finditer(traced.text):
        _add_paragraphs(outline, traced[done : found.start()])
        outline.add(_plain(traced[slice(*found.span(2))]), level=_LEVELS[found[1]])
        done = found.end()
    _add_paragraphs(outline, traced[done:])
    return outline.document(LineTable.of(text))


def _add_paragraphs(outline: Outline, body: Traced) -> None:
    for pattern, parts in _STEPS:
        body = body.rewrite(pattern, *parts)
    end = 0
    for found in _BREAKS.finditer(body.text):
        outline.add(_plain(body[end : found.start()]))
        end = found.end()
    outline.add(_plain(body[end:]))


def _plain(traced: Traced) -> Traced:
    traced = without_mathematics(traced)
    for pattern, parts in _LAST:
        traced = traced.rewrite(pattern, *parts)
    return traced
