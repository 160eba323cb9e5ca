"""Syntax errors in plain words. Every case runs with both parsers, which word them differently."""

import pytest
import yaml

from replicard.errors import Problem
from replicard.loading import read_document, reader, source_of
from replicard.loading.syntax import explain

# Text, line and column, start of the message, and what the hint holds.
CASES = [
    ("title: Nuclei: a study", 1, 8, "a text with a colon", '"Nuclei: a study"'),
    ("a: {b: 1, c: x: y}", 1, 15, "expected `,` or `}`", "commas"),
    ("title:Nuclei\nb: 1", 1, 6, "there is no space after the colon of `title`", "title: Nuclei"),
    ("a: 1\ntitle:Nuclei\nb: 1", 2, 6, "there is no space", "title: Nuclei"),
    ("a: 1\n- title:Nuclei\n", 2, 1, "an entry of a list stands", "indent"),
    ("b: 1\nno colon\nc: 1\n", 2, 1, "this line is neither a field", "name: value"),
    ("no colon\nb: 1", 1, 1, "this line is neither a field", "name: value"),
    ('a: "open\nb: 1\n', 1, 4, "a quotation mark is opened here", 'end the text with `"`'),
    ("a: 'open\nb: 1\n", 1, 4, "a quotation mark is opened here", "end the text with `'`"),
    ("a: 'it's'", 1, 8, "text follows a closing quotation mark", "twice"),
    ('a: "x" y', 1, 8, "text follows a closing quotation mark", "one pair"),
    ('a: "\\q"', 1, 5, "in double quotes a backslash", "single quotes"),
    ('a: "C:\\new\\path"', 1, 11, "in double quotes a backslash", "forward slashes"),
    ("a: [1, 2\nb: 3\n", 1, 4, "the bracket `[` is opened here", "`]`"),
    ("a: {x: 1\nb: 3\n", 1, 4, "the bracket `{` is opened here", "`}`"),
    ("a: [1, 2", 1, 4, "the bracket `[` is opened here", "`]`"),
    ("a: [1 2: 3 [4]]", 1, 12, "expected `,` or `]`", "commas"),
    ("a: {b: c}}", 1, 10, "there is one `}` too many", ""),
    ("a: ]", 1, 4, "there is one `]` too many", ""),
    ("a: ,x", 1, 4, "a text cannot start with `,`", '",x"'),
    ("images: *.tif", 1, 9, "a text cannot start with `*`", '"*.tif"'),
    ("images: */x.tif # all", 1, 9, "a text cannot start with `*`", '"*/x.tif"'),
    ("{images: */x.tif, b: 1}", 1, 10, "a text cannot start with `*`", '"*/x.tif"'),
    ("a: &.x", 1, 4, "a text cannot start with `&`", '"&.x"'),
    ("a: !<x", 1, 4, "a text cannot start with `!`", '"!<x"'),
    ("a: %5", 1, 4, "a text cannot start with `%`", '"%5"'),
    ("a: @x", 1, 4, "a text cannot start with `@`", '"@x"'),
    ("a: `x`", 1, 4, "a text cannot start with a backtick", '"`x`"'),
    ("a: ? x", 1, 4, "a text cannot start with `?`", '"? x"'),
    ('a: %"x"', 1, 4, "a text cannot start with `%`", "put it in quotes"),
    ("groups: {well}_s{field}", 1, 9, "a text that starts with `{`", '"{well}_s{field}"'),
    ("groups: [a]b", 1, 9, "a text that starts with `[`", '"[a]b"'),
    ("power: >5 mW", 1, 8, "`>` starts a text over several lines", '">5 mW"'),
    ("power: |x", 1, 8, "`|` starts a text over several lines", '"|x"'),
    ("a: - b", 1, 4, "a list cannot start on the line of its key", "[a, b]"),
    ("a:\n   b: 1\n  c: 2\n", 3, 3, "the indentation of this line", "column 1"),
    ("a: 1\n b: 2", 2, 2, "this line is indented deeper", "same column"),
    ("a: b\n\n\n  c: d", 4, 3, "this line is indented deeper", "same column"),
    ("a: b\n# comment\n  c: d", 3, 3, "the indentation of this line", "column 1"),
    ("- a\nb: 1", 2, 1, "a field stands where a further entry", "dash"),
    ("a:\n  - b\n  c: 1", 3, 3, "a field stands where a further entry", "dash"),
    ("a: 1\n- b", 2, 1, "an entry of a list stands", "indent"),
    ("a:\n\tb: 1\n", 2, 1, "a tab indents this line", "spaces"),
    ("a:\n  \tb: 1\n", 2, 3, "a tab indents this line", "spaces"),
    ("a: 1\r\n\tb: 1\r\n", 2, 1, "a tab indents this line", "spaces"),
    ("µ: 1\nb: 'µµµ' x", 2, 10, "text follows a closing", "twice"),
]


def problem_of(text: str) -> Problem:
    document = read_document(source_of(text.encode(), shown_as="card.yaml", noun="card"))
    (problem,) = document.problems
    assert document.value is None
    assert document.is_damaged(("anything",))
    return problem


@pytest.mark.parametrize(("text", "line", "column", "message", "hint"), CASES)
@pytest.mark.parametrize("parser", [yaml.CSafeLoader, yaml.SafeLoader])
def test_syntax_error_is_explained(  # noqa: PLR0917 - one argument per column of the table
    monkeypatch: pytest.MonkeyPatch,
    parser: type,
    text: str,
    line: int,
    column: int,
    message: str,
    hint: str,
) -> None:
    monkeypatch.setattr(reader, "_Loader", parser)

    problem = problem_of(text)

    assert problem.position is not None
    assert (problem.position.line, problem.position.column) == (line, column)
    assert problem.message.startswith(message)
    assert hint in (problem.hint or "")
    assert problem.code == "yaml-syntax"


def test_other_errors_are_told_in_the_words_of_the_parser() -> None:
    problem = problem_of(f"{'x' * 2000}: 1")

    assert problem.message == "this is not valid YAML"
    assert problem.hint is not None
    assert problem.hint.startswith("the parser says: ")


def test_long_text_is_cut_in_the_proposal() -> None:
    problem = problem_of(f"title: Nuclei: {'x' * 1000}")

    assert problem.hint is not None
    assert len(problem.hint) < 100


def test_tab_between_key_and_value_is_named_by_the_parser_that_refuses_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reader, "_Loader", yaml.SafeLoader)

    problem = problem_of("a:\tb")

    assert problem.message == "a tab stands where a space is expected"


def test_error_without_a_place_is_shown_at_the_start() -> None:
    source = source_of(b"a: b", shown_as="card.yaml", noun="card")

    problem = explain(yaml.YAMLError("unknown"), source)

    assert str(problem) == "card.yaml:1:1: this is not valid YAML"
    assert problem.hint is None
