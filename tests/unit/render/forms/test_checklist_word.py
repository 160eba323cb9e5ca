"""The DOCX form, opened again part by part and by a library for such files."""

import datetime as dt
import io
import time
import zipfile
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, fromstring

import docx
import pytest

from replicard.render.forms.head import FormHead
from replicard.render.forms.word import checklist_docx
from replicard_schema.report import ChecklistResult

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _part(content: bytes, name: str) -> Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return fromstring(archive.read(name))  # noqa: S314 - written by us


def _tables(content: bytes) -> Iterator[list[list[str]]]:
    for table in _part(content, "word/document.xml").iter(f"{_W}tbl"):
        yield [
            ["\n".join(_text(p) for p in cell.iter(f"{_W}p")) for cell in row.iter(f"{_W}tc")]
            for row in table.iter(f"{_W}tr")
        ]


def _text(element: Element) -> str:
    return "".join(run.text or "" for run in element.iter(f"{_W}t"))


@pytest.fixture(scope="module")
def one(results: Sequence[ChecklistResult], head: FormHead) -> bytes:
    return checklist_docx(results[:1], head)


@pytest.fixture(scope="module")
def all_of_them(results: Sequence[ChecklistResult], head: FormHead) -> bytes:
    return checklist_docx(results, head)


def test_every_item_is_a_row(one: bytes, results: Sequence[ChecklistResult]) -> None:
    rows: dict[str, list[str]] = {}
    for table in _tables(one):
        for name, *cells in (row for row in table if len(row) == 4):
            # Long items go on in further rows.
            rows.setdefault(name.split("\n")[0], cells)[2] += cells[2]

    for item in results[0].items:
        asked, verdict, answer = rows[item.id]
        assert asked == item.text
        assert verdict.endswith(item.verdict.value)
        for each in item.answers:
            assert f"{each.value} [{each.origin.value}] {each.place}" in answer
        for gap in item.gaps:
            assert f"Open: {gap.question} " in answer
            assert gap.field in answer


def test_the_head_of_each_table_of_items_is_repeated(one: bytes) -> None:
    tables = list(_part(one, "word/document.xml").iter(f"{_W}tbl"))[1:]

    assert len(tables) == 11  # the summary and ten sections
    for table in tables:
        first, *rest = table.iter(f"{_W}tr")
        assert first.find(f"{_W}trPr/{_W}tblHeader") is not None
        assert all(row.find(f"{_W}trPr/{_W}tblHeader") is None for row in rest)
        assert all(row.find(f"{_W}trPr/{_W}cantSplit") is not None for row in rest)


def test_rows_have_as_many_cells_as_the_table_has_columns(all_of_them: bytes) -> None:
    for table in _part(all_of_them, "word/document.xml").iter(f"{_W}tbl"):
        columns = len(table.findall(f"{_W}tblGrid/{_W}gridCol"))
        assert {len(row.findall(f"{_W}tc")) for row in table.findall(f"{_W}tr")} == {columns}


def test_the_footer_counts_pages(one: bytes) -> None:
    footer = _part(one, "word/footer.xml")

    fields = [field.get(f"{_W}instr", "").strip() for field in footer.iter(f"{_W}fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]
    assert _text(footer).endswith("Page 1 of 1")


def test_the_header_names_study_and_card(one: bytes) -> None:
    text = _text(_part(one, "word/header.xml"))

    assert "Nuclei counting in migrating breast cancer cells" in text
    assert text.endswith("card 0123456789ab")


def test_manuscript_and_card_stand_at_the_top(one: bytes) -> None:
    facts = dict(next(_tables(one)))

    assert facts == {
        "Manuscript": "Nuclei counting in migrating breast cancer cells",
        "Authors": "Ada Beispiel, Bo Li",
        "DOI of the manuscript": "10.1000/182",
        "Date": "3 May 2024",
        "Card": f"card.yaml, 0123456789ab\nSHA-256 0123456789ab{'c' * 52}",
        "Filled in by": "Replicard 0.1.0, from the card of the authors and the files that it names",
    }


def test_a_library_for_such_files_reads_it(
    all_of_them: bytes, results: Sequence[ChecklistResult]
) -> None:
    document = docx.Document(io.BytesIO(all_of_them))

    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == ["Overview", *(result.title for result in results)]
    assert document.core_properties.created == dt.datetime(2024, 5, 3, tzinfo=dt.UTC)
    assert document.core_properties.author == "Ada Beispiel, Bo Li"
    (section,) = document.sections
    millimetres = [side.mm for side in (section.page_width, section.page_height) if side]
    assert millimetres == pytest.approx([210, 297], abs=0.1)


def test_text_means_nothing_to_a_word_processor(hostile: ChecklistResult, head: FormHead) -> None:
    content = checklist_docx([hostile], head)

    (row,) = (row for table in _tables(content) for row in table if row[0].startswith("Q1"))
    assert row[1] == hostile.items[0].text
    links = [
        field.get(f"{_W}instr", "")
        for field in _part(content, "word/document.xml").iter(f"{_W}fldSimple")
    ]
    assert ' HYPERLINK "https://doi.org/10.1/%22%20%26%20x" ' in links


def test_a_cell_without_an_answer_still_holds_a_paragraph(
    hostile: ChecklistResult, head: FormHead
) -> None:
    for cell in _part(checklist_docx([hostile], head), "word/document.xml").iter(f"{_W}tc"):
        assert cell.find(f"{_W}p") is not None


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows has no such time zones")
def test_the_same_results_give_the_same_bytes_anywhere(
    one: bytes,
    results: Sequence[ChecklistResult],
    head: FormHead,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()

    assert checklist_docx(results[:1], head) == one
