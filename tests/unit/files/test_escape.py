"""Escapers, tested by reading back what they wrote."""

import csv
import io
from pathlib import Path

import pytest

from replicard.files import csv_cell, printable, safe_file_name


def read_back(cell: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([cell, "next"])
    ((first, second),) = csv.reader(io.StringIO(buffer.getvalue(), newline=""))
    assert second == "next"
    return first


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+49 30",
        "-cmd",
        "@SUM(A1)",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "\t=1",
        "\r=1",
        " =1",
        "\n-",
    ],
)
def test_text_that_starts_a_formula_is_kept_as_text(text: str) -> None:
    assert read_back(csv_cell(text)) == f"'{text}"


@pytest.mark.parametrize("text", ["nuclei", 'a "b", c', "a\nb", "1-2", "µm", "-0.5", "-1e-5", ""])
def test_other_text_comes_back_unchanged(text: str) -> None:
    assert read_back(csv_cell(text)) == text


@pytest.mark.parametrize(
    ("value", "cell"),
    [(0.1, "0.1"), (-1, "-1"), (True, "true"), (False, "false"), (None, ""), (1e-9, "1e-09")],
)
def test_numbers_stay_numbers(value: float | bool | None, cell: str) -> None:  # noqa: FBT001 -- a parameter of the test
    assert csv_cell(value) == cell


def test_a_negative_number_with_more_behind_it_is_no_number() -> None:
    assert csv_cell("-1+cmd") == "'-1+cmd"


def test_a_terminal_gets_nothing_to_obey() -> None:
    shown = printable("a\x1b[2J\x9b1m\u202eb\udcff\r\nc\td\u2028e")

    assert shown == r"a\x1b[2J\x9b1m\u202eb\udcff\r\nc\td\u2028e"
    assert shown.isprintable()


def test_text_with_its_own_layout_keeps_its_line_breaks() -> None:
    assert printable("a\n\tb\x07\r", keep="\n\t") == "a\n\tb\\x07\\r"


def test_words_and_paths_are_left_alone() -> None:
    assert printable(r"Größe 5 µm, C:\data, 細胞") == r"Größe 5 µm, C:\data, 細胞"


@pytest.mark.parametrize(
    "text",
    [
        "../etc/passwd",
        "a/b",
        "CON",
        "nul.txt",
        "com1",
        "",
        "...",
        "a\x00b",
        "x" * 500,
        "\udcff",
        "細",
    ],
)
def test_a_file_name_is_one_that_every_file_system_takes(text: str, tmp_path: Path) -> None:
    name = safe_file_name(text)

    (tmp_path / name).touch()
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert len(name) <= 100
    assert name.isascii()
    assert name.split(".")[0].upper() not in {"CON", "NUL", "COM1"}


def test_two_texts_never_share_a_file_name() -> None:
    texts = ["a b", "a-b", "a/b", "a?b", "ab", "ab.", "A b", "細", "胞", "x" * 100, "x" * 101]

    assert len({safe_file_name(text) for text in texts}) == len(texts)
