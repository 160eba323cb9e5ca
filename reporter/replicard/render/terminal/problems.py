"""Text for a terminal: problems with their source line, findings, and open questions.

Everything that comes from a card or a file name is escaped, so that a terminal shows it
and never obeys it. This module needs the standard library only, because checking a card
has to start fast.
"""

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from replicard.errors import Position, Problem
from replicard.files.escape import printable
from replicard_schema.vocabulary import Severity

if TYPE_CHECKING:
    # Building these models takes time, and problems of a card need none of them.
    from replicard_schema.findings import Finding
    from replicard_schema.report import OpenQuestion

MAX_PROBLEMS = 50
DEFAULT_WIDTH = 100
_MIN_WIDTH = 40
_TAB = "    "
_BOLD, _RED, _YELLOW, _BLUE, _CYAN = "1", "1;31", "1;33", "1;34", "36"
_SEVERITY_COLOURS = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW, Severity.HINT: _CYAN}
_LINE_END = re.compile(r"\r\n|\r|\n")
_KEY = re.compile(r"[^ \t:,\[\]{}]+(?=\s{0,3}:(?:\s|$))")
_QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[\[{|>]""")
_VALUE_END = re.compile(r"\s+#|\s*$")
_FLOW_VALUE_END = re.compile(r"\s+#|\s*(?:[,\]}]|$)")


def render_problems(
    problems: Sequence[Problem],
    *,
    sources: Mapping[str, str],
    width: int = DEFAULT_WIDTH,
    colour: bool = False,
    limit: int = MAX_PROBLEMS,
) -> str:
    """Write problems one below the other, each with its line and what to do.

    Parameters
    ----------
    problems
        What is wrong, in the order of printing.
    sources
        Text of the files that the problems are in, by the name used there. A problem with
        another file is printed without its line.
    width
        Columns of the terminal.
    colour
        Whether to use colours.
    limit
        How many problems to print; the rest is counted.

    Returns
    -------
    str
        The text, which ends in a line break; empty if there is no problem.
    """
    style = _Style(width=width, colour=colour)
    lines = {name: _LINE_END.split(text) for name, text in sources.items()}
    blocks = [_problem(problem, lines, style) for problem in problems[:limit]]
    if len(problems) > limit:
        rest = len(problems) - limit
        blocks.append(f"and {rest} more {'problem' if rest == 1 else 'problems'}\n")
    return "\n".join(blocks)


def render_findings(
    findings: "Iterable[Finding]", *, width: int = DEFAULT_WIDTH, colour: bool = False
) -> str:
    """Write findings, the most severe first.

    Returns
    -------
    str
        The text, which ends in a line break; empty if there is no finding.
    """
    style = _Style(width=width, colour=colour)
    order = list(Severity)
    ranked = sorted(findings, key=lambda finding: order.index(finding.severity))
    return "\n".join(_finding(finding, style) for finding in ranked)


def render_open_questions(
    questions: "Sequence[OpenQuestion]",
    *,
    limit: int,
    width: int = DEFAULT_WIDTH,
    colour: bool = False,
) -> str:
    """Write what the author has not answered yet.

    Parameters
    ----------
    questions
        The most important one first.
    limit
        How many to print; the rest is counted.
    width
        Columns of the terminal.
    colour
        Whether to use colours.

    Returns
    -------
    str
        The text, which ends in a line break; empty if nothing is open.
    """
    if not questions:
        return ""
    style = _Style(width=width, colour=colour)
    count = "1 question is" if len(questions) == 1 else f"{len(questions)} questions are"
    blocks = [style.paint(f"{count} open", _BOLD) + "\n"]
    blocks += [_question(number, each, style) for number, each in enumerate(questions[:limit], 1)]
    if len(questions) > limit:
        blocks.append(f"and {len(questions) - limit} more\n")
    return "\n".join(blocks)


class _Style:
    """How wide the terminal is, and whether it is coloured."""

    def __init__(self, *, width: int, colour: bool) -> None:
        self.width = max(width, _MIN_WIDTH)
        self.colour = colour

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text

    def wrap(self, text: str, *, first: str, rest: str) -> str:
        """Fold a text at the width, the lines after the first one indented by ``rest``."""
        return textwrap.fill(
            text,
            width=self.width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )


def _problem(problem: Problem, lines: Mapping[str, Sequence[str]], style: _Style) -> str:
    label = f"error[{problem.code}]"
    subject = f"{problem.field}: " if problem.field else ""
    words = _visible(f"{label}: {subject}{problem.message}")
    heading = style.wrap(words, first="", rest="  ")
    rows = [heading.replace(label, style.paint(label, _RED), 1)]
    place = problem.position
    if place is None:
        rows.append(f" {style.paint('-->', _BLUE)} {_visible(problem.file)}")
        rows += _help(problem.hint, "  ", style)
        return "\n".join(rows) + "\n"
    margin = " " * len(str(place.line))
    where = f"{_visible(problem.file)}:{place.line}:{place.column}"
    rows.append(f"{margin}{style.paint('-->', _BLUE)} {where}")
    text = lines.get(problem.file, ())
    if place.line <= len(text):
        rows += _excerpt(text[place.line - 1], place, style)
    rows += _help(problem.hint, f"{margin} ", style)
    return "\n".join(rows) + "\n"


def _help(hint: str | None, margin: str, style: _Style) -> list[str]:
    if not hint:
        return []
    text = style.wrap(_visible(f"help: {hint}"), first=f"{margin}= ", rest=f"{margin}        ")
    return [text.replace("= help:", style.paint("= help:", _CYAN), 1)]


def _excerpt(line: str, place: Position, style: _Style) -> list[str]:
    """Return the line with a caret below what the problem is about."""
    number = str(place.line)
    bar = style.paint("|", _BLUE)
    start = min(place.column - 1, len(line))
    length = _underlined(line, start)
    before, marked, after = (
        _visible(part)
        for part in (line[:start], line[start : start + length], line[start + length :])
    )
    room = style.width - len(number) - 3
    before, marked, after = _cropped(before, marked, after, room)
    carets = style.paint("^" * max(width_of(marked), 1), _RED)
    blank = " " * len(number)
    return [
        f"{blank} {bar}",
        f"{style.paint(number, _BLUE)} {bar} {before}{marked}{after}".rstrip(),
        f"{blank} {bar} {' ' * width_of(before)}{carets}",
    ]


def _underlined(line: str, start: int) -> int:
    """Return how many characters belong to the name or value that starts at ``start``."""
    if line[start : start + 1] in {" ", "\t"}:
        return 1
    found = _KEY.match(line, start) or _QUOTED.match(line, start)
    if found is not None:
        return found.end() - start
    before = line[:start]
    in_brackets = before.count("[") + before.count("{") > before.count("]") + before.count("}")
    end = (_FLOW_VALUE_END if in_brackets else _VALUE_END).search(line, start)
    return end.start() - start if end else 1


def _visible(text: str) -> str:
    """Show what no eye would see, such as a blank that does not break: it may be at fault."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text.replace("\t", _TAB)
    )


def _cropped(before: str, marked: str, after: str, room: int) -> tuple[str, str, str]:
    """Cut the ends of a line so that what is marked stays in view."""
    if width_of(before + marked + after) <= room:
        return before, marked, after
    marked = _head(marked, room // 2)
    left = (room - width_of(marked)) // 2
    if width_of(before) > left:
        before = f"…{_tail(before, left - 1)}"
    after = _head(after, max(room - width_of(before + marked), 1))
    return before, marked, after


def _head(text: str, columns: int) -> str:
    if width_of(text) <= columns:
        return text
    while text and width_of(text) > columns - 1:
        text = text[: len(text) - max(1, (width_of(text) - columns) // 2)]
    return f"{text}…"


def _tail(text: str, columns: int) -> str:
    return _head(text[::-1], columns + 1)[:-1][::-1] if width_of(text) > columns else text


def width_of(text: str) -> int:
    """Return how many columns a terminal uses for a text."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(bool(unicodedata.combining(character)) for character in text)


def _finding(finding: "Finding", style: _Style) -> str:
    label = f"{finding.severity.value}[{finding.code}]"
    subject = f"{finding.field}: " if finding.field else ""
    words = printable(f"{label}: {subject}{finding.message}")
    heading = style.wrap(words, first="", rest="  ")
    rows = [heading.replace(label, style.paint(label, _SEVERITY_COLOURS[finding.severity]), 1)]
    rows += [f" {style.paint('-->', _BLUE)} {printable(name)}" for name in finding.files]
    rows += _help(finding.hint, "  ", style)
    return "\n".join(rows) + "\n"


def _question(number: int, question: "OpenQuestion", style: _Style) -> str:
    label = f"{number}. "
    indent = " " * len(label)
    rows = [
        style.wrap(printable(question.question), first=label, rest=indent),
        style.wrap(printable(f"field: {question.field}"), first=indent, rest=indent + "  "),
    ]
    if question.example:
        rows.append(
            style.wrap(printable(f"example: {question.example}"), first=indent, rest=indent + "  ")
        )
    n = len(question.items)
    closes = f"closes {n} {'item' if n == 1 else 'items'}: {', '.join(question.items)}"
    rows.append(
        style.wrap(printable(f"{closes} ({question.level})"), first=indent, rest=indent + "  ")
    )
    return "\n".join(rows) + "\n"
