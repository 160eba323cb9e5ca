"""The report of each shipped example: real images through the whole program."""

import re
import shutil
from pathlib import Path

import pikepdf
import pytest

from replicard.pipeline.build import BuildOutcome, build_card

_EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "replicard_examples"
_NAMES = sorted(folder.name for folder in _EXAMPLES.iterdir() if (folder / "card.yaml").is_file())


def _build(name: str, folder: Path, *, with_pdf: bool) -> BuildOutcome:
    shutil.copytree(_EXAMPLES / name, folder / name)
    return build_card(folder / name / "card.yaml", folder / "out", with_pdf=with_pdf)


@pytest.mark.parametrize("name", _NAMES)
def test_the_report_of_an_example_is_whole_and_small(name: str, tmp_path: Path) -> None:
    outcome = _build(name, tmp_path, with_pdf=False)

    html = (outcome.folder / "report.html").read_text(encoding="utf-8")
    assert outcome.report.card.study.title in html
    assert 'id="figure-examples-' in html
    assert len(html.encode()) < 3_000_000
    assert not re.search(r"\bNone\b(?! of|\.</b>)|\bnan\b|\sstyle=", html)
    assert str(tmp_path) not in html


def test_two_builds_in_different_folders_give_the_same_report(tmp_path: Path) -> None:
    name = _NAMES[0]
    pages = []
    for place in ("one", "another/and deeper"):
        folder = tmp_path / place
        folder.mkdir(parents=True)
        outcome = _build(name, folder, with_pdf=False)
        pages.append((outcome.folder / "report.html").read_bytes())

    assert pages[0] == pages[1]


def test_the_pdf_of_an_example_has_figures_with_descriptions(tmp_path: Path) -> None:
    outcome = _build("nuclei-segmentation", tmp_path, with_pdf=True)

    assert outcome.pdf_missing_because is None
    with pikepdf.open(outcome.folder / "report.pdf") as document:
        described = [
            thing
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]

        assert described
        assert all("/Alt" in figure for figure in described)
        assert len(document.pages) > 5


def test_a_deposited_pdf_holds_what_it_was_made_from(tmp_path: Path) -> None:
    outcome = _build("nuclei-segmentation", tmp_path, with_pdf=True)

    with pikepdf.open(outcome.folder / "report.pdf") as document:
        inside = {name: one.get_file().read_bytes() for name, one in document.attachments.items()}
    card = tmp_path / "nuclei-segmentation" / "card.yaml"
    beside = {
        path.name: path.read_bytes()
        for path in (card, card.with_name("card.evidence.json"), *outcome.folder.iterdir())
        if path.is_file()
    }
    assert {"card.yaml", "card.evidence.json", "scores-per-image.csv"} <= inside.keys()
    assert {"scores.json", "references.bib", "checklist-laine-2021.json"} <= inside.keys()
    assert all(content == beside[name] for name, content in inside.items())
