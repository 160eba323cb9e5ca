import unicodedata

import pytest

from replicard.errors import Position, Problem
from replicard.render.terminal.problems import (
    MAX_PROBLEMS,
    render_findings,
    render_open_questions,
    render_problems,
)
from replicard_schema.findings import Finding
from replicard_schema.report import OpenQuestion
from replicard_schema.vocabulary import Severity


def problem(line: int, column: int, message: str = "unknown field `nmae`") -> Problem:
    return Problem("card.yaml", message, "unknown-field", Position(line, column))


def rendered(text: str, line: int, column: int, *, width: int = 100) -> str:
    return render_problems([problem(line, column)], sources={"card.yaml": text}, width=width)


def carets(output: str) -> str:
    """Return what the line of carets underlines in the line above it."""
    shown, below = next(
        (above.split("|", 1)[1], line.split("|", 1)[1])
        for above, line in zip(output.splitlines(), output.splitlines()[1:], strict=False)
        if "^" in line
    )
    start = below.index("^")
    return shown[start : start + below.count("^")]


def test_problem_is_shown_with_its_line_a_caret_and_help() -> None:
    found = Problem(
        "card.yaml",
        "unknown field `nmae`",
        "unknown-field",
        Position(2, 3),
        "models.care.algorithm",
        "did you mean `name`?",
    )

    output = render_problems([found], sources={"card.yaml": "a:\n  nmae: CARE\n"})

    assert output == (
        "error[unknown-field]: models.care.algorithm: unknown field `nmae`\n"
        " --> card.yaml:2:3\n"
        "  |\n"
        "2 |   nmae: CARE\n"
        "  |   ^^^^\n"
        "  = help: did you mean `name`?\n"
    )


def test_problem_without_a_place_names_the_file_alone() -> None:
    found = Problem("cards/card.yaml", "the card is empty", "empty-file", hint="fill it")

    assert render_problems([found], sources={}) == (
        "error[empty-file]: the card is empty\n --> cards/card.yaml\n  = help: fill it\n"
    )


def test_no_problem_is_no_text() -> None:
    assert render_problems([], sources={}) == ""
    assert render_findings([]) == ""
    assert render_open_questions([], limit=8) == ""


@pytest.mark.parametrize(
    ("line", "column", "underlined"),
    [
        ("nmae: CARE", 1, "nmae"),
        ("name: a value of words  # comment", 7, "a value of words"),
        ("{name: a value, b: c}", 8, "a value"),
        ("[one, two three]", 7, "two three"),
        ("name: 'it''s', x", 7, "'it''s'"),
        ('name: "a \\" b" c', 7, '"a \\" b"'),
        ("name: {a: b}", 7, "{"),
        ("name: |", 7, "|"),
        ("url: https://example.org/#x", 6, "https://example.org/#x"),
        ("  ", 1, " "),
        ("name:", 6, ""),
    ],
)
def test_name_or_value_is_underlined(line: str, column: int, underlined: str) -> None:
    assert carets(rendered(line, 1, column)).rstrip() == underlined.rstrip()


def test_position_behind_the_text_is_shown_without_a_line() -> None:
    assert "|" not in rendered("a: 1", 7, 1)
    assert "^" in rendered("a: 1", 1, 400)


def test_line_ends_of_all_systems_are_understood() -> None:
    assert carets(rendered("a: 1\r\nb: 2\rc: three\n", 3, 4)) == "three"


@pytest.mark.parametrize("column", [1, 300, 500, 990])
def test_long_line_is_cut_around_the_caret(column: int) -> None:
    line = "-".join(f"{number:03}" for number in range(250))

    output = rendered(line, 1, column, width=60)

    assert all(len(row) <= 60 for row in output.splitlines())
    assert carets(output).strip("…") in line
    assert "…" in output


def test_wide_and_combining_characters_do_not_shift_the_caret() -> None:
    line = "名: {a\u0301: b, nmae: c}"
    output = rendered(line, 1, line.index("nmae") + 1)
    shown, below = (row.split("| ", 1)[1] for row in output.splitlines()[3:5])

    column = sum(
        2 if unicodedata.east_asian_width(c) == "W" else not unicodedata.combining(c)
        for c in shown[: shown.index("nmae")]
    )

    assert below.index("^") == column


def test_tab_is_shown_as_blank() -> None:
    assert carets(rendered("\ta: 1", 1, 2)) == "a"


def test_nothing_that_a_terminal_obeys_is_printed() -> None:
    evil = "\x1b]0;owned\x07\x9b31m\u202e\r\x08"
    found = Problem(evil, evil, "code", Position(1, 2), evil, evil)
    finding = Finding(code="x", severity=Severity.HINT, message=evil, field=evil, files=(evil,))
    question = OpenQuestion(field=evil, question=evil, example=evil, items=(evil,), level=evil)

    output = render_problems([found], sources={evil: f"a{evil}"})
    output += render_findings([finding])
    output += render_open_questions([question], limit=1)

    assert output.replace("\n", "").isprintable()
    assert "\\x1b]0;owned\\x07" in output


def test_what_no_eye_sees_is_shown() -> None:
    assert carets(rendered("\xa0title\u200b: x", 1, 1)) == "\\xa0title\\u200b"


def test_rest_of_many_problems_is_counted() -> None:
    problems = [problem(1, 1, f"fault {number}") for number in range(MAX_PROBLEMS + 12)]

    output = render_problems(problems, sources={})

    assert output.count("error[") == MAX_PROBLEMS
    assert output.endswith("\nand 12 more problems\n")
    assert render_problems(problems[:3], sources={}, limit=2).endswith("\nand 1 more problem\n")


def test_colour_is_used_only_on_request() -> None:
    text = "nmae: CARE"
    plain = rendered(text, 1, 1)

    coloured = render_problems([problem(1, 1)], sources={"card.yaml": text}, colour=True)

    assert "\x1b" not in plain
    assert coloured.startswith("\x1b[1;31merror[unknown-field]\x1b[0m: unknown")
    for code in ("\x1b[1;31m", "\x1b[1;34m", "\x1b[0m"):
        coloured = coloured.replace(code, "")
    assert coloured == plain


def test_long_messages_are_folded_at_the_width() -> None:
    found = Problem("card.yaml", "word " * 60, "code", Position(1, 1), hint="help " * 60)

    output = render_problems([found], sources={"card.yaml": "a"}, width=50)

    assert all(len(row) <= 50 for row in output.splitlines())
    assert output.count("help") == 61


def test_findings_are_sorted_by_severity_and_keep_their_order() -> None:
    findings = [
        Finding(code="c", severity=Severity.HINT, message="Look here."),
        Finding(code="b", severity=Severity.WARNING, message="Second.", hint="check it"),
        Finding(code="a", severity=Severity.ERROR, message="First.", field="datasets.tiles"),
        Finding(code="d", severity=Severity.WARNING, message="Third.", files=("a/1.tif", "b.tif")),
    ]

    assert render_findings(findings) == (
        "error[a]: datasets.tiles: First.\n"
        "\n"
        "warning[b]: Second.\n"
        "  = help: check it\n"
        "\n"
        "warning[d]: Third.\n"
        " --> a/1.tif\n"
        " --> b.tif\n"
        "\n"
        "hint[c]: Look here.\n"
    )


def test_open_questions_are_numbered_and_the_rest_is_counted() -> None:
    questions = [
        OpenQuestion(
            field=f"models.nuclei.field{number}",
            question=f"What is {number}?",
            example="seed: 42" if number == 1 else None,
            items=("L01", "L02"),
            level="explicit",
        )
        for number in range(1, 4)
    ]

    assert render_open_questions(questions, limit=2) == (
        "3 questions are open\n"
        "\n"
        "1. What is 1?\n"
        "   field: models.nuclei.field1\n"
        "   example: seed: 42\n"
        "   closes 2 items: L01, L02 (explicit)\n"
        "\n"
        "2. What is 2?\n"
        "   field: models.nuclei.field2\n"
        "   closes 2 items: L01, L02 (explicit)\n"
        "\n"
        "and 1 more\n"
    )
    assert render_open_questions(questions[:1], limit=8).startswith("1 question is open\n")


def test_questions_are_folded_at_the_width() -> None:
    question = OpenQuestion(
        field="study.title", question="why " * 40, items=("L01",), level="advice"
    )

    output = render_open_questions([question], limit=1, width=40)

    assert all(len(row) <= 40 for row in output.splitlines())
