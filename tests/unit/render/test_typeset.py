from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replicard.render.marks import Piece, Style
from replicard.render.typeset import numbered, spans, to_html, to_markdown, to_text

texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=30)
DOIS = ["10.1/a", "10.1/b", "10.1/c", "10.1/d"]
NUMBERS = {doi: number for number, doi in enumerate(DOIS, start=1)}


class Reader(HTMLParser):
    """Collects text and elements of a fragment."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@given(texts)
def test_html_shows_text_unchanged_and_nothing_else(text: str) -> None:
    reader = read(to_html([Piece(text)], {}))

    assert reader.text.strip() == text.strip()
    assert reader.elements == []


@given(texts)
def test_italics_are_the_only_element_of_italic_text(text: str) -> None:
    reader = read(to_html([Piece(text, style=Style.ITALIC)], {}))

    assert reader.text.strip() == text.strip()
    assert [tag for tag, _ in reader.elements] == ["i"]


def test_an_address_cannot_leave_its_attribute() -> None:
    reader = read(to_html([Piece('https://a.b/?"><script>', style=Style.LINK)], {}))

    assert [tag for tag, _ in reader.elements] == ["a"]
    assert reader.elements[0][1]["href"] == 'https://a.b/?"%3E%3Cscript%3E'


def test_an_old_doi_with_angle_brackets_is_still_one_markdown_link() -> None:
    piece = Piece("https://doi.org/10.1002/(SICI)17:15/16<1661::AID>3.0", style=Style.LINK)

    assert to_markdown([piece], {}) == (
        "<https://doi.org/10.1002/(SICI)17:15/16%3C1661::AID%3E3.0>"
    )


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        (["10.1/a"], "[1]"),
        (["10.1/b", "10.1/A"], "[1,2]"),
        (["10.1/c", "10.1/a", "10.1/b"], "[1–3]"),
        (DOIS, "[1–4]"),
        (["10.1/a", "10.1/c", "10.1/d"], "[1,3,4]"),
    ],
)
def test_citations_become_numbers(cited: list[str], expected: str) -> None:
    piece = Piece(" ".join(cited), style=Style.CITATION)

    assert to_markdown([piece], NUMBERS) == expected
    assert to_text([piece], NUMBERS) == expected
    assert read(to_html([piece], NUMBERS)).text == expected


def test_citations_link_to_the_entries_of_the_list() -> None:
    html = to_html([Piece(" ".join(DOIS[:3]), style=Style.CITATION)], NUMBERS)

    assert [attributes["href"] for _, attributes in read(html).elements] == [
        "#reference-1",
        "#reference-3",
    ]


def test_numbers_follow_first_citation_whatever_the_case() -> None:
    pieces = [
        Piece("no citation"),
        Piece("10.1/B", style=Style.CITATION),
        Piece("10.1/a 10.1/b", style=Style.CITATION),
    ]

    assert numbered(pieces) == {"10.1/b": 1, "10.1/a": 2}


@given(st.sets(st.integers(1, 30), min_size=1))
def test_spans_hold_exactly_the_numbers(numbers: set[int]) -> None:
    held = [number for low, high in spans(numbers) for number in range(low, high + 1)]

    assert held == sorted(numbers)
