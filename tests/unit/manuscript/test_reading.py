"""Manuscripts of every format are read into the same paragraphs, and hostile ones refused."""

import io
import zipfile
from html import escape
from pathlib import Path

import pytest

from replicard.errors import DataError
from replicard.loading import load_card
from replicard.manuscript import Manuscript, ManuscriptError, compare, read_manuscript
from replicard.manuscript.choosing import chosen
from replicard.manuscript.document import MAX_CHARACTERS
from replicard.manuscript.latex import read_latex
from replicard.manuscript.markup import read_markdown, read_text
from replicard.manuscript.opendocument import read_odt
from replicard.manuscript.word import read_docx
from replicard_schema.evidence import Evidence

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODT = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def zipped(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return file.getvalue()


def docx(body: str, **parts: str) -> bytes:
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return zipped(word__document=document, **parts)


def odt(body: str, styles: str = "") -> bytes:
    text = f"<office:text>{body}</office:text>"
    return zipped(content=f"<office:document {ODT}>{styles}{text}</office:document>")


def texts(manuscript: Manuscript) -> list[str]:
    return [passage.text for passage in manuscript.passages]


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_markdown_keeps_line_and_column_of_every_character() -> None:
    text = (
        "---\ntitle: x\n---\n\n# Methods\n\nA **bold** word,\nsoftware 2\\.1 [link](http://a.b).\n"
    )
    manuscript = read_markdown("m.md", text.encode())
    body = manuscript.passages[-1]

    assert body.text == "A bold word, software 2.1 link http://a.b."
    place = manuscript.place(body, body.text.index("2.1"))
    assert str(place) == "8:10, Methods"


def test_markdown_table_is_read_row_by_row() -> None:
    text = "| setting | value |\n|---|---|\n| epochs | 400 |\n"

    assert texts(read_markdown("m.md", text.encode())) == ["setting\tvalue", "epochs\t400"]


def test_latex_is_read_without_commands_and_comments() -> None:
    text = r"""\documentclass{article}
\begin{document}
\section{Methods} % a comment
A $63\times$/\num{1.4} NA objective~\cite{a,b}, \SI{0.18}{\micro\metre} pixels,
$3\times10^{-4}$, \SIrange{505}{545}{\nano\metre}, 10\,\%, \textbf{StarDist} 0.8--0.9.
% batch size of 7

\subsection*{Data}\label{sec:data}
\url{https://example.org/a_b} and \href{https://x.org}{here}.
\end{document}
after"""
    manuscript = read_latex("m.tex", text.encode())

    assert texts(manuscript) == [
        "Methods",
        "A 63×/1.4 NA objective , 0.18 µm pixels, 3×10^-4, 505 to 545 nm, 10 %, StarDist 0.8–0.9.",
        "Data",
        "https://example.org/a_b and here https://x.org.",
    ]
    body = manuscript.passages[1]
    assert str(manuscript.place(body, body.text.index("0.18"))) == "4:53, Methods"


def test_plain_text_has_headings_and_whole_words() -> None:
    text = "Methods\n\nSeg-\nmentation was done\r\nwith a batch size of 2.\n"
    manuscript = read_text("m.txt", text.encode())

    assert texts(manuscript) == ["Methods", "Segmentation was done with a batch size of 2."]
    assert manuscript.passages[1].headings == ("Methods",)


def test_plain_text_keeps_sections_of_the_methods_together() -> None:
    titles = ["Results", "2. Methods", "Cells and imaging", "Discussion"]
    manuscript = read_text("m.txt", "\n\nSome text.\n\n".join(titles).encode())
    passages, headings = chosen(manuscript, [])

    assert headings == ("2. Methods",)
    assert [each.text for each in passages if each.level] == ["2. Methods", "Cells and imaging"]


def test_docx_reads_headings_tables_and_footnotes() -> None:
    heading = f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{run("Methods")}</w:p>'
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    table = (
        f"<w:tbl><w:tr><w:tc><w:p>{run('epochs')}</w:p></w:tc>"
        f"<w:tc><w:p>{run('400')}</w:p></w:tc></w:tr></w:tbl>"
    )
    note = f'<w:footnote w:id="2"><w:p>{run("A note.")}</w:p></w:footnote>'
    notes = f"<w:footnotes {W}>{note}</w:footnotes>"
    body = f"{heading}<w:p/><w:p>{run('Text')}{reference}</w:p>{table}"
    manuscript = read_docx("m.docx", docx(body, word__footnotes=notes))

    assert texts(manuscript) == ["Methods", "Text", "A note.", "epochs\t400"]
    assert str(manuscript.place(manuscript.passages[1], 0)) == "paragraph 2, Methods"


def test_docx_reads_tracked_changes_as_accepted_and_fields_as_shown() -> None:
    body = (
        f"<w:p>{run('batch size of ')}<w:del><w:r><w:delText>4</w:delText></w:r></w:del>"
        f"<w:ins>{run('2')}</w:ins><w:r><w:instrText>CITE 99</w:instrText></w:r>"
        "<w:r><w:noBreakHyphen/></w:r>"
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>3</w:t></w:r></w:p>'
    )

    assert texts(read_docx("m.docx", docx(body))) == ["batch size of 2-^3"]


def test_docx_reads_styles_by_their_names() -> None:
    styles = (
        f'<w:styles {W}><w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>'
        "</w:styles>"
    )
    body = f'<w:p><w:pPr><w:pStyle w:val="berschrift2"/></w:pPr>{run("Methods")}</w:p>'
    manuscript = read_docx("m.docx", docx(body, word__styles=styles))

    assert manuscript.passages[0].level == 2


def test_odt_reads_headings_spaces_notes_and_no_deleted_text() -> None:
    body = (
        "<text:tracked-changes><text:p>deleted 4</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">Methods</text:h>'
        '<text:p>size<text:s text:c="2"/>of 2<text:note><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>Note.</text:p></text:note-body></text:note>.</text:p>"
        "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
        "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row>"
    )

    assert texts(read_odt("m.odt", odt(body))) == ["Methods", "size of 2.", "Note.", "a\tb"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"no archive", "no ZIP archive"),
        (zipped(other="<a/>"), "lacks its part"),
        (docx("<w:p>"), "no whole XML"),
        (
            zipped(word__document='<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'),
            "declares a document type",
        ),
        (docx("<w:a>" * 300 + "</w:a>" * 300), "nested too deeply"),
        (docx(""), "holds no text"),
    ],
)
def test_hostile_or_broken_docx_is_refused_in_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(ManuscriptError, match=message):
        read_docx("m.docx", data)


def test_archive_that_unpacks_to_too_much_is_refused() -> None:
    bomb = zipped(word__document="<a>" + " " * (70 << 20) + "</a>")

    assert len(bomb) < 1 << 20
    with pytest.raises(ManuscriptError, match="unpacks to more than 64 MiB"):
        read_docx("m.docx", bomb)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe", "not in UTF-8"),
        (b"a\x00b", "null character"),
        (b"   \n", "holds no text"),
        (b"a" * (MAX_CHARACTERS + 1), "too long"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ManuscriptError, match=message):
        read_markdown("m.md", data)


@pytest.mark.parametrize("opening", ["<!--", "[", "*", "![", "`", "{", "\\section{", "$", "(1 "])
def test_many_openings_without_an_end_take_no_long_time(opening: str) -> None:
    text = (opening * 20_000).encode()

    for read in (read_markdown, read_latex, read_text):
        read("m", b"start\n\n" + text + b" end")


def test_unknown_format_says_what_is_read(tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(b"%PDF")

    with pytest.raises(ManuscriptError, match=r"a \.pdf file is not read") as caught:
        read_manuscript(file)
    assert "docx" in str(caught.value.problems[0].hint)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no such file"):
        read_manuscript(tmp_path / "paper.md")


def test_file_is_read_by_its_ending(tmp_path: Path) -> None:
    file = tmp_path / "paper.TXT"
    file.write_text("Some text.", encoding="utf-8")

    assert texts(read_manuscript(file)) == ["Some text."]


@pytest.mark.parametrize("name", ["instance-segmentation", "denoising", "several-models"])
def test_generated_text_in_word_says_the_same_as_in_markdown(name: str) -> None:
    folder = Path(__file__).parents[2] / "golden" / "methods" / name
    card = load_card(folder / "card.yaml").card
    evidence = Evidence.model_validate_json((folder / "evidence.json").read_bytes())
    written = read_markdown("methods.md", (folder / "methods.md").read_bytes())
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="Heading{each.level}"/></w:pPr>{run(escape(each.text))}</w:p>'
        if each.level
        else f"<w:p>{run(escape(each.text))}</w:p>"
        for each in written.passages
    )
    outcome = compare(read_docx("m.docx", docx(paragraphs)), card, evidence)

    assert outcome.contradictions == ()
    assert outcome.missing == ()
