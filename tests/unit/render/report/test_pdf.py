"""The PDF is tagged, embeds its fonts, is the same every time, and fails in one sentence."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from replicard.render.figures import ReportFigures
from replicard.render.fonts import FONTS, font_files, font_rules, has_asian_fonts
from replicard.render.pdf import Attachment, PaperPage, Pdf, PdfUnavailableError, render_pages
from replicard.render.report.paper import render_report_pdf
from replicard_schema.report import Report

_PAGE = (
    '<!DOCTYPE html><html lang="en-GB"><head><title>T</title><style>{rules}'
    "html {{ font-family: 'Replicard Sans', 'Replicard Asian' }}</style></head>"
    "<body>{body}</body></html>"
)


def _page(body: str) -> str:
    return _PAGE.format(rules=font_rules(), body=body)


def render_page(page: str, **options: int) -> Pdf:
    (pdf,) = render_pages([PaperPage(page)], **options)
    return pdf


@pytest.fixture(scope="module")
def rendered(report: Report, figures: ReportFigures) -> Pdf:
    return render_report_pdf(report, figures=figures)


@pytest.fixture(scope="module")
def document(rendered: Pdf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[pikepdf.Pdf]:
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    path.write_bytes(rendered.content)
    with pikepdf.open(path) as opened:
        yield opened


def _elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    children = node.get("/K", pikepdf.Array())
    for child in list(children) if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _elements(child)


def _tags(document: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return list(_elements(document.Root.StructTreeRoot))


def test_the_renderer_complains_about_nothing(rendered: Pdf) -> None:
    assert rendered.messages == ()


def test_characters_that_no_font_has_are_named_once() -> None:
    rendered = render_page(_page("<p>🧫🧬</p><p>🧫🧬🔬</p>" * 40))

    (message,) = rendered.messages
    assert message.startswith("its fonts lack 3 characters, ")
    assert message.endswith("(🧫🧬🔬); the HTML shows them")


def test_chinese_japanese_and_korean_are_shown_with_their_fonts() -> None:
    if not has_asian_fonts():
        pytest.skip("the extra cjk is not installed")

    rendered = render_page(_page("<p>細胞 さいぼう 세포</p>"))

    assert rendered.messages == ()
    with pikepdf.open(io.BytesIO(rendered.content)) as document:
        names = {str(font.BaseFont) for font in document.pages[0].Resources.Font.values()}
    assert any("Replicard-Asian" in name for name in names)


def test_without_these_fonts_it_is_said_what_adds_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("fonts", "pdf"):
        monkeypatch.setattr(f"replicard.render.{module}.has_asian_fonts", lambda: False)

    (message,) = render_page(_page("<p>漢字 한국어</p>")).messages

    assert "(漢字한국어); the HTML shows them; `pip install 'replicard[cjk]'`" in message


def test_the_document_is_tagged_and_names_language_and_title(
    document: pikepdf.Pdf, report: Report
) -> None:
    assert bool(document.Root.MarkInfo.Marked)
    assert str(document.Root.Lang) == "en-GB"
    assert str(document.docinfo["/Title"]) == report.card.study.title
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
    assert str(document.docinfo["/CreationDate"]) == "D:20240503"


def test_the_document_declares_archive_conformance(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
    assert "/OutputIntents" in document.Root


def test_tables_headings_and_figures_are_tagged_as_such(document: pikepdf.Pdf) -> None:
    kinds = {str(tag.S) for tag in _tags(document)}

    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Caption", "/Figure", "/L"} <= kinds


def test_every_figure_has_alternative_text(document: pikepdf.Pdf, figures: ReportFigures) -> None:
    alternatives = {str(tag.Alt) for tag in _tags(document) if str(tag.S) == "/Figure"}

    assert alternatives == {figure.alt for figure in figures.in_order()}


def test_bookmarks_lead_to_the_sections(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        titles = [str(item.title) for item in outline.root]

    assert titles[:4] == ["Summary", "Methods text", "Study", "Data sets"]
    assert "Validations" in titles


def test_every_font_is_embedded_and_none_is_a_stranger(document: pikepdf.Pdf) -> None:
    names = set()
    for thing in document.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            assert "/FontFile2" in thing or "/FontFile3" in thing
            names.add(str(thing.FontName).partition("+")[2])

    assert names
    assert all(name.startswith("Replicard-") for name in names)


def test_text_can_be_extracted_again(rendered: Pdf, report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(rendered.content)
    try:
        text = subprocess.run(  # noqa: S603 - a fixed command
            ["pdftotext", "-layout", str(path), "-"],  # noqa: S607 - found on PATH on purpose
            capture_output=True,
            check=True,
            text=True,
        ).stdout
    except FileNotFoundError:
        pytest.skip("pdftotext is not installed")

    words = " ".join(text.split())
    assert " ".join(report.card.study.title.split()[:6]) in words
    assert "page 1 of" in words
    assert "card 777777777777" in words


def test_the_summary_is_the_first_page(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        methods = next(item for item in outline.root if item.title == "Methods text")
        target = pikepdf.Page(methods.destination[0])  # type: ignore[index] # page, place

    assert document.pages.index(target) == 1


def test_the_same_report_gives_the_same_bytes_in_any_time_zone(
    bare_report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = render_report_pdf(bare_report)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "C")
    second = render_report_pdf(bare_report)

    assert first.content == second.content


def test_a_page_is_rendered_without_any_installed_font() -> None:
    # The settings of the child name no folder of fonts at all.
    rendered = render_page(_page("<p>Zellkerne, 細胞 µ ≥</p>"))

    assert rendered.content.startswith(b"%PDF-1.7")


def test_pages_of_one_process_know_nothing_of_each_other() -> None:
    alone = render_page(_page("<p>second 🧫</p>"))
    first, second = render_pages(
        [PaperPage(_page("<p>🧬</p>")), PaperPage(_page("<p>second 🧫</p>"))]
    )

    assert second == alone
    assert "🧬" in first.messages[0]


def test_an_address_outside_the_job_is_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")

    rendered = render_page(
        _page(f'<img alt="x" src="{secret.as_uri()}"><img alt="y" src="http://127.0.0.1:9/z.png">'),
    )

    assert sum("is not part of the report" in message for message in rendered.messages) == 2


def test_a_missing_library_is_one_sentence_that_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "weasyprint.py").write_text('raise OSError("cannot load library libpango")')
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    with pytest.raises(PdfUnavailableError) as caught:
        render_page(_page(""))

    message = str(caught.value)
    assert "\n" not in message
    for words in ("replicard[pdf]", "apt install", "brew install", "Windows"):
        assert words in message


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")
def test_a_crash_of_the_renderer_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "weasyprint.py").write_text("import os\nos.kill(os.getpid(), 11)")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    with pytest.raises(PdfUnavailableError, match="stopped by signal 11"):
        render_page(_page(""))


def test_a_renderer_that_never_ends_is_stopped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "weasyprint.py").write_text("import time\ntime.sleep(60)")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    with pytest.raises(PdfUnavailableError, match="longer than 1 s"):
        render_page(_page(""), timeout_seconds=1)


def test_a_failure_inside_the_renderer_gives_its_last_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "weasyprint.py").write_text('raise ValueError("broken table")')
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    with pytest.raises(PdfUnavailableError, match="ValueError: broken table"):
        render_page(_page(""))


def test_font_files_are_there_under_the_addresses_of_the_style_sheet() -> None:
    files = font_files()

    assert len(files) == len(FONTS) + has_asian_fonts()
    for address, content in files.items():
        assert f'url("{address}")' in font_rules()
        assert content[:4] in {b"\x00\x01\x00\x00", b"OTTO"}


def test_files_travel_inside_with_relation_media_type_and_date() -> None:
    attached = (
        Attachment("scores.csv", b"a,b\n", "Scores", "Data", "text/csv"),
        Attachment("card.yaml", b"card_version: 1\n", "Card", "Source", "application/yaml"),
        Attachment("odd.json", b"{}", "Structured", "Supplement", "application/ld+json"),
    )
    page = PaperPage(_page("<p>Text</p>"), attachments=attached, date="2024-05-03")

    (first,), (second,) = render_pages([page]), render_pages([page])

    assert first.content == second.content
    with pikepdf.open(io.BytesIO(first.content)) as document:
        assert list(document.attachments) == ["card.yaml", "odd.json", "scores.csv"]
        assert len(document.Root.AF) == 3
        for one in attached:
            specification = document.attachments[one.name]
            file = specification.get_file()
            assert file.read_bytes() == one.content
            assert file.mime_type == one.media_type
            assert specification.description == one.description
            assert str(specification.obj.AFRelationship) == f"/{one.relationship}"
            assert str(specification.obj.EF.F.Params.ModDate) == "D:20240503000000Z"
