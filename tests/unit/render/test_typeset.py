from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replicard.render.citations import Citations, ReferenceList, cited_references
from replicard.render.citations.labels import ranges
from replicard.render.marks import Piece, Style
from replicard.render.typeset import to_html, to_markdown, to_text
from replicard_schema.report import LabelPart, Span, SpanStyle

texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=30)
DOIS = ["10.1/a", "10.1/b", "10.1/c", "10.1/d"]
REFERENCES = ReferenceList(DOIS, Citations())


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
    reader = read(to_html([Span(text=text)]))

    assert reader.text.strip() == text.strip()
    assert reader.elements == []


@given(texts)
def test_italics_are_the_only_element_of_italic_text(text: str) -> None:
    reader = read(to_html([Span(text=text, style=SpanStyle.ITALIC)]))

    assert reader.text.strip() == text.strip()
    assert [tag for tag, _ in reader.elements] == ["i"]


def test_an_address_cannot_leave_its_attribute() -> None:
    reader = read(to_html([Span(text='https://a.b/?"><script>', style=SpanStyle.LINK)]))

    assert [tag for tag, _ in reader.elements] == ["a"]
    assert reader.elements[0][1]["href"] == 'https://a.b/?"%3E%3Cscript%3E'


def test_an_old_doi_with_angle_brackets_is_still_one_markdown_link() -> None:
    address = "https://doi.org/10.1002/(SICI)17:15/16<1661::AID>3.0"

    assert to_markdown([Span(text=address, style=SpanStyle.LINK)]) == (
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
    span = REFERENCES.citation(cited)

    assert to_markdown([span]) == expected
    assert to_text([span]) == expected
    assert read(to_html([span])).text == expected


def test_a_raised_citation_stands_above_the_line() -> None:
    span = Span(
        text="1",
        style=SpanStyle.CITATION,
        label=(LabelPart(text="1", key="A2020"),),
        is_raised=True,
    )

    assert to_markdown([Span(text="As shown"), span]) == "As shown<sup>1</sup>"
    assert to_html([span]) == '<sup><a class="citation" href="#reference-A2020">1</a></sup>'


def test_names_in_a_citation_are_escaped() -> None:
    part = LabelPart(text="Doe & *Roe* 2020", key="Doe2020")
    span = Span(text=f"({part.text})", style=SpanStyle.CITATION, label=(part,))

    assert to_markdown([span]) == r"(Doe \& \*Roe\* 2020)"
    assert "Doe &amp; *Roe* 2020" in to_html([span])


def test_citations_link_to_the_entries_of_the_list() -> None:
    html = to_html([REFERENCES.citation(DOIS[:3])])

    assert [attributes["href"] for _, attributes in read(html).elements] == [
        "#reference-10.1:a",
        "#reference-10.1:c",
    ]


def test_numbers_follow_first_citation_whatever_the_case() -> None:
    pieces = [
        Piece("no citation"),
        Piece("10.1/B", style=Style.CITATION),
        Piece("10.1/a 10.1/b", style=Style.CITATION),
    ]

    assert cited_references(pieces) == ["10.1/b", "10.1/a"]


@given(st.sets(st.integers(1, 30), min_size=1))
def test_ranges_hold_exactly_the_numbers(numbers: set[int]) -> None:
    held = [number for low, high in ranges(numbers) for number in range(low, high + 1)]

    assert held == sorted(numbers)
