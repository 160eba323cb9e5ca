"""A checklist on paper can be filed: title, language, bookmarks, fonts and every word."""

import io
import subprocess
from collections.abc import Sequence

import pikepdf
import pytest

from replicard.render.forms.head import FormHead
from replicard.render.forms.paper import checklist_paper
from replicard.render.pdf import Pdf, render_pages
from replicard_schema.report import ChecklistResult


@pytest.fixture(scope="module")
def one(results: Sequence[ChecklistResult], head: FormHead) -> Pdf:
    (pdf,) = render_pages([checklist_paper(results[:1], head)])
    return pdf


@pytest.fixture(scope="module")
def all_of_them(results: Sequence[ChecklistResult], head: FormHead) -> Pdf:
    (pdf,) = render_pages([checklist_paper(results, head)])
    return pdf


def _opened(pdf: Pdf) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf.content))


def _words(pdf: Pdf) -> str:
    """Return all that is printed, without blanks: columns and hyphens break lines."""
    try:
        text = subprocess.run(
            ["pdftotext", "-raw", "-", "-"],  # noqa: S607 - found on PATH on purpose
            input=pdf.content,
            capture_output=True,
            check=True,
        ).stdout.decode()
    except FileNotFoundError:
        pytest.skip("pdftotext is not installed")
    return "".join(text.split())


def test_the_renderer_complains_about_nothing(one: Pdf, all_of_them: Pdf) -> None:
    assert (one.messages, all_of_them.messages) == ((), ())


def test_the_form_names_title_language_authors_and_date(one: Pdf) -> None:
    document = _opened(one)

    assert bool(document.Root.MarkInfo.Marked)
    assert str(document.Root.Lang) == "en-GB"
    assert str(document.docinfo["/Title"]) == (
        "Reporting suggestions for deep learning in bioimage analysis: "
        "Nuclei counting in migrating breast cancer cells"
    )
    assert str(document.docinfo["/Author"]) == "Ada Beispiel, Bo Li"
    assert str(document.docinfo["/CreationDate"]) == "D:20240503"
    with document.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")


def test_bookmarks_lead_to_the_sections(one: Pdf, results: Sequence[ChecklistResult]) -> None:
    with _opened(one).open_outline() as outline:
        titles = [str(item.title) for item in outline.root]

    assert titles == ["Summary", *(tally.name for tally in results[0].by_section())]


def test_bookmarks_of_several_checklists_are_nested(
    all_of_them: Pdf, results: Sequence[ChecklistResult]
) -> None:
    with _opened(all_of_them).open_outline() as outline:
        titles = [str(item.title) for item in outline.root]
        below = [str(item.title) for item in outline.root[2].children]

    assert titles == ["Overview", *(result.title for result in results)]
    assert below == ["Summary", *(tally.name for tally in results[1].by_section())]


def test_every_font_is_embedded(one: Pdf) -> None:
    document = _opened(one)
    found = [
        thing
        for thing in document.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
    ]

    assert found
    assert all("/FontFile2" in font or "/FontFile3" in font for font in found)


def test_head_and_foot_of_the_page_name_card_and_number(one: Pdf) -> None:
    words = _words(one)
    pages = len(_opened(one).pages)

    assert words.count("card0123456789ab") == pages - 1  # the first page has a title
    for number in range(1, pages + 1):
        assert f"page{number}of{pages}" in words
    assert "c" * 52 in words
    assert "10.1000/182" in words
    assert "3May2024" in words


def test_every_item_can_be_read_again(one: Pdf, results: Sequence[ChecklistResult]) -> None:
    words = _words(one)

    for item in results[0].items:
        said = [item.text, *(a.value for a in item.answers), *(g.question for g in item.gaps)]
        for text in (item.id, item.verdict.value, *said):
            assert "".join(text.split()) in words, text
    assert words.count("Whatisasked") >= len(_opened(one).pages) - 1  # repeated on each page


def test_several_checklists_are_numbered_as_one(all_of_them: Pdf) -> None:
    pages = len(_opened(all_of_them).pages)

    assert f"page{pages}of{pages}" in _words(all_of_them)


def test_text_means_nothing_to_the_renderer(hostile: ChecklistResult, head: FormHead) -> None:
    (pdf,) = render_pages([checklist_paper([hostile], head)])

    assert "".join(hostile.items[0].text.split()) in _words(pdf)


def test_the_same_results_give_the_same_bytes_anywhere(
    hostile: ChecklistResult, head: FormHead, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = checklist_paper([hostile], head)
    first = render_pages([page])
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "C")

    assert render_pages([checklist_paper([hostile], head)]) == first
