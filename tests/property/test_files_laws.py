"""Laws of file names, patterns and escapers."""

import csv
import fnmatch
import io
import re
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from replicard.errors import DataError, ReplicardError
from replicard.files import (
    NamePattern,
    csv_cell,
    expand,
    natural_key,
    open_inside,
    printable,
    safe_file_name,
    write_atomic,
)
from replicard_schema.text_policy import escape_forbidden, forbidden_character

anything = st.text(st.characters(codec=None, exclude_categories=()))
names = st.text("ab_.1?", max_size=12)
patterns = st.text("ab_.*?", max_size=8)


@given(anything)
def test_escaped_text_is_clean_and_clean_text_is_left_alone(text: str) -> None:
    escaped = escape_forbidden(text)

    assert forbidden_character(escaped) is None
    assert (escaped == text) == (forbidden_character(text) is None)


@given(anything)
def test_printable_text_is_one_clean_line(text: str) -> None:
    shown = printable(text)

    assert len(shown.splitlines()) <= 1
    assert forbidden_character(shown) is None
    assert shown.encode().decode() == shown


@given(st.text())
def test_a_csv_cell_comes_back_and_starts_no_formula(text: str) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([csv_cell(text), "next"])

    ((cell, _),) = csv.reader(io.StringIO(buffer.getvalue(), newline=""))

    assert cell in {text, f"'{text}"}
    assert not cell.startswith(("=", "+", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert not cell.startswith("-") or re.fullmatch(r"-[0-9.eE+-]+", cell)


@given(anything)
def test_a_safe_file_name_is_one_plain_name(text: str) -> None:
    name = safe_file_name(text)

    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", name)
    assert not name.endswith(".")


@given(patterns, names)
def test_stars_and_question_marks_match_as_in_a_shell(pattern: str, name: str) -> None:
    found = NamePattern.parse(pattern).match(name)

    assert (found is not None) == fnmatch.fnmatchcase(name, pattern)


@given(st.text("ab_", min_size=1), st.text("ab_", min_size=1))
def test_what_placeholders_catch_rebuilds_the_name(left: str, right: str) -> None:
    name = f"{left}-{right}.tif"

    caught = NamePattern.parse("{left}-{right}.tif").match(name)

    assert caught == {"left": left, "right": right}


@given(st.lists(st.text("ab01")))
def test_natural_order_does_not_depend_on_where_it_starts(texts: list[str]) -> None:
    backwards = texts[::-1]

    assert sorted(texts, key=natural_key) == sorted(backwards, key=natural_key)


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_natural_order_counts_numbers(a: int, b: int) -> None:
    keys = natural_key(f"img_{a}.tif") < natural_key(f"img_{b}.tif")

    assert keys == (a < b)


@given(anything)
def test_no_name_opens_a_file_outside_or_ends_in_another_error(name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            handle = open_inside(Path(folder), name, max_bytes=10)
        except ReplicardError:
            return
    handle.close()
    raise AssertionError("an empty folder has no file to open")


@given(st.text("ab/.*?{}\\~:", max_size=12))
def test_no_pattern_lists_a_file_outside_or_ends_in_another_error(pattern: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "root")
        (root / "a" / "b").mkdir(parents=True)
        (root / "a" / "b" / "a.b").touch()
        Path(folder, "a").touch()
        try:
            found = expand(root, pattern)
        except ReplicardError:
            return
        assert set(found) <= {"a/b/a.b"}


@given(st.binary(), st.binary())
def test_what_was_written_is_read_back(old: bytes, new: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_atomic(Path(folder, "a"), old)
        write_atomic(Path(folder, "a"), new)

        assert Path(folder, "a").read_bytes() == new
        assert len(list(Path(folder).iterdir())) == 1


@given(st.text("{}*a_", max_size=14))
def test_a_pattern_is_parsed_or_refused_as_data(pattern: str) -> None:
    try:
        parsed = NamePattern.parse(pattern)
    except DataError:
        return
    parsed.match("a_a")
