"""Office files: their styles, properties and text, read by other programs."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.document import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from replicard.render.office import (
    Layout,
    OfficeDocument,
    OfficeFormat,
    Paper,
    write_office,
)
from replicard.render.office.blocks import (
    Block,
    anchor,
    bold,
    from_spans,
    heading,
    italic,
    link,
    paragraph,
    raised,
    styled,
    tab,
    words,
)
from replicard_schema.report import LabelPart, Span, SpanStyle

pytestmark = pytest.mark.usefixtures("_pandoc")

DATE = "2026-11-25"
TEXT_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
HOSTILE = '</w:t> <text:p> &amp; "quoted" \\input{x} `a` $b$ {{c}} <w:tr><w:tc> µ ± 10⁻⁴ 漢'
BLOCKS: list[Block] = [
    heading(1, words("Methods")),
    heading(2, words("Network")),
    paragraph(words(HOSTILE)),
    paragraph([*words("in "), italic(words("vivo")), *words(" with "), bold(words("care"))]),
    heading(3, words("Details")),
    paragraph([*words("cited"), raised([link(words("1"), "#reference-A2020")])]),
    styled(
        "Bibliography",
        [
            paragraph(
                [
                    anchor("reference-A2020"),
                    *words("1."),
                    *tab(),
                    link(words("https://x.org/a"), "https://x.org/a"),
                ]
            )
        ],
    ),
]
DOCUMENT = OfficeDocument("Nuclei <in> cells", BLOCKS, authors=("Ann & Co", "Bo"), language="en-US")

# Soft and no-break hyphens have elements of their own in a DOCX.
shown_characters = st.characters(
    exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"], exclude_characters="\u00ad\u2011"
)


def written(to: OfficeFormat, document: OfficeDocument = DOCUMENT, **layout: object) -> bytes:
    return write_office(document, to, date=DATE, layout=Layout(**layout))  # type: ignore[arg-type]


def word(document: OfficeDocument = DOCUMENT, **layout: object) -> WordDocument:
    return docx.Document(io.BytesIO(written(OfficeFormat.WORD, document, **layout)))


def part(content: bytes, name: str) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return ET.fromstring(archive.read(name))  # noqa: S314 - our own file


def test_every_paragraph_of_a_docx_has_a_named_style() -> None:
    shown = [
        (paragraph.style.name if paragraph.style else None, paragraph.text)
        for paragraph in word().paragraphs
    ]

    assert shown == [
        ("Title", "Nuclei <in> cells"),
        ("Author", "Ann & Co"),
        ("Author", "Bo"),
        ("Heading 1", "Methods"),
        ("Heading 2", "Network"),
        ("First Paragraph", HOSTILE),
        ("Body Text", "in vivo with care"),
        ("Heading 3", "Details"),
        ("First Paragraph", "cited1"),
        ("Bibliography", "1.\thttps://x.org/a"),
    ]


def test_italics_and_raised_text_are_marked_in_a_docx() -> None:
    runs = [run for paragraph in word().paragraphs for run in paragraph.runs]
    citation = next(link for p in word().paragraphs for link in p.hyperlinks)

    assert [run.text for run in runs if run.font.italic] == ["vivo"]
    assert [run.text for run in runs if run.font.bold] == ["care"]
    assert citation.fragment == "reference-A2020"
    assert citation.runs[0].font.superscript


def test_properties_of_a_docx_are_those_of_the_document() -> None:
    properties = word().core_properties

    assert properties.title == "Nuclei <in> cells"
    assert properties.author == "Ann & Co; Bo"
    assert properties.language == "en-US"
    assert properties.created is not None
    assert properties.created.date().isoformat() == DATE


@pytest.mark.parametrize(
    ("paper", "size"), [(Paper.A4, (210.0, 297.0)), (Paper.LETTER, (215.9, 279.4))]
)
def test_pages_of_a_docx_have_the_size_of_the_paper(
    paper: Paper, size: tuple[float, float]
) -> None:
    section = word(paper=paper).sections[0]

    assert section.page_width is not None
    assert section.page_height is not None
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx(size, abs=0.1)


def test_the_foot_of_a_page_has_a_text_and_the_number() -> None:
    footer = word(footer="Card <1> & 2").sections[0].footer

    assert footer.paragraphs[0].text.startswith("Card <1> & 2\t")
    assert "NUMPAGES" in footer._element.xml
    styles = part(written(OfficeFormat.OPEN_DOCUMENT, footer="Card <1> & 2"), "styles.xml")
    assert "Card <1> & 2" in "".join(styles.itertext())
    assert styles.find(f".//{TEXT_NAMESPACE}page-number") is not None


def test_every_paragraph_of_an_odt_has_a_named_style() -> None:
    content = part(written(OfficeFormat.OPEN_DOCUMENT), "content.xml")
    found = {
        "".join(node.itertext()): node.get(f"{TEXT_NAMESPACE}style-name")
        for tag in ("h", "p")
        for node in content.iter(f"{TEXT_NAMESPACE}{tag}")
    }

    assert found["Nuclei <in> cells"] == "Title"
    assert found["Methods"] == "Heading_20_1"
    assert found["Network"] == "Heading_20_2"
    assert found["Details"] == "Heading_20_3"
    assert found[HOSTILE] == "First_20_paragraph"
    assert found["in vivo with care"] == "Text_20_body"
    assert found["1.https://x.org/a"] == "Bibliography"


@pytest.mark.parametrize("to", OfficeFormat)
def test_the_same_document_gives_the_same_bytes(to: OfficeFormat) -> None:
    assert written(to) == written(to)


@pytest.mark.parametrize("to", OfficeFormat)
def test_no_time_but_the_date_is_in_a_file(to: OfficeFormat) -> None:
    with zipfile.ZipFile(io.BytesIO(written(to))) as archive:
        times = {entry.date_time for entry in archive.infolist()}
        name = "docProps/core.xml" if to is OfficeFormat.WORD else "meta.xml"
        properties = archive.read(name).decode()

    assert times == {(1980, 1, 1, 0, 0, 0)}
    assert properties.count(f">{DATE}T00:00:00Z<") == 2


@settings(max_examples=25)
@given(st.text(shown_characters, min_size=1))
def test_text_is_found_again_unchanged(text: str) -> None:
    document = OfficeDocument("T", [paragraph(words(text))])

    assert word(document).paragraphs[1].text == text


def test_spans_keep_their_styles() -> None:
    label = (LabelPart(text="["), LabelPart(text="1", key="A"), LabelPart(text="]"))
    spans = [
        Span(text="a "),
        Span(text="b", style=SpanStyle.ITALIC),
        Span(text="c", style=SpanStyle.BOLD),
        Span(text="2", style=SpanStyle.RAISED),
        Span(text="https://x.org/<a>", style=SpanStyle.LINK),
        Span(text="[1]", style=SpanStyle.CITATION, keys=("A",), label=label),
    ]

    shown = word(OfficeDocument("T", [paragraph(from_spans(spans))])).paragraphs[1]

    assert shown.text == "a bc2https://x.org/<a>[1]"
    assert [link.fragment or link.address for link in shown.hyperlinks] == [
        "https://x.org/%3Ca%3E",
        "reference-A",
    ]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("to", OfficeFormat)
def test_libreoffice_opens_the_file_and_shows_its_text(to: OfficeFormat, tmp_path: Path) -> None:
    file = tmp_path / f"file.{to}"
    file.write_bytes(written(to))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8"]

    subprocess.run([*command, "--outdir", tmp_path, file], check=True, capture_output=True)  # noqa: S603 - fixed

    shown = (tmp_path / "file.txt").read_text(encoding="utf-8-sig")
    assert HOSTILE in shown
    assert "in vivo with care" in shown
