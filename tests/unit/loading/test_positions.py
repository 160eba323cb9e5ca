import pytest

from replicard.errors import Position
from replicard.loading import SourceMap, dotted, read_document, source_of
from replicard.loading.positions import LineTable, parts


def source_map(text: str) -> SourceMap:
    return read_document(source_of(text.encode(), shown_as="card.yaml", noun="card")).source_map


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_in_editors(end: str) -> None:
    table = LineTable.of(f"a{end}bc{end}")

    assert table.position(0) == Position(1, 1)
    assert table.position(len(end) + 2) == Position(2, 2)


def test_columns_count_characters() -> None:
    assert source_map('{"µ🔬": 1, b: 2}').key(("b",)) == Position(1, 11)


def test_value_is_shown_where_it_starts_and_block_at_its_key() -> None:
    found = source_map("study:\n  title: Nuclei\n  authors:\n    - name: A\n  doi:\n")

    assert found.nearest(("study",)) == Position(1, 1)
    assert found.nearest(("study", "title")) == Position(2, 10)
    assert found.key(("study", "title")) == Position(2, 3)
    assert found.nearest(("study", "authors", 0)) == Position(4, 7)
    assert found.nearest(("study", "doi")) == Position(5, 3)


def test_unknown_parts_are_skipped() -> None:
    found = source_map("study:\n  title: Nuclei\n")

    assert found.known(("study", "title", 0, "x")) == ("study", "title")
    assert found.nearest(("study", "authors", 0)) == Position(1, 1)
    assert found.nearest(("nothing",)) == Position(1, 1)


def test_empty_text_has_a_position_too() -> None:
    assert source_map("").nearest(("study",)) == Position(1, 1)


@pytest.mark.parametrize("text", ["", "study", "a.b[0].c", "a[12][3]", "models.x-1.y_z"])
def test_path_is_split_as_it_was_written(text: str) -> None:
    assert dotted(parts(text)) == text


def test_long_names_are_cut() -> None:
    assert len(dotted(("x" * 5000, "y"))) < 100
