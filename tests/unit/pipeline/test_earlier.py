"""A build takes nothing away that somebody wrote, and leaves nothing that is out of date."""

import hashlib
import json
from pathlib import Path

import pytest

from replicard.pipeline.earlier import earlier_build

MANIFEST = "manifest.json"


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _built(folder: Path, **files: str) -> None:
    """Lay down an earlier build; a double underscore in a name stands for a point."""
    named = {name.replace("__", "."): text for name, text in files.items()}
    for name, text in named.items():
        (folder / name).write_text(text, encoding="utf-8")
    document = {
        "card_sha256": "card",
        "evidence_sha256": "evidence",
        "files": [{"path": name, "sha256": _sha(text)} for name, text in named.items()],
    }
    (folder / MANIFEST).write_text(json.dumps(document), encoding="utf-8")


def test_an_edited_file_is_kept_as_a_copy(tmp_path: Path) -> None:
    _built(tmp_path, methods__md="built", report__html="built")
    (tmp_path / "methods.md").write_text("edited", encoding="utf-8")

    kept = earlier_build(tmp_path, MANIFEST).keep_edited(
        {"methods.md": _sha("new"), "report.html": _sha("new"), MANIFEST: _sha("new")}
    )

    assert kept == {"methods.md": f"methods-edited-{_sha('edited')[:8]}.md"}
    assert (tmp_path / kept["methods.md"]).read_text(encoding="utf-8") == "edited"


def test_files_of_somebody_else_are_kept_where_there_was_no_build(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text('{"name": "my web page"}', encoding="utf-8")

    kept = earlier_build(tmp_path, MANIFEST).keep_edited({MANIFEST: _sha("new")})

    assert list(kept) == [MANIFEST]


def test_a_file_that_becomes_what_it_is_needs_no_copy(tmp_path: Path) -> None:
    (tmp_path / "methods.md").write_text("new", encoding="utf-8")

    assert earlier_build(tmp_path, MANIFEST).keep_edited({"methods.md": _sha("new")}) == {}


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    earlier = earlier_build(tmp_path / "absent", MANIFEST)

    assert earlier.keep_edited({"methods.md": _sha("new")}) == {}
    assert earlier.remove_outdated([], sources=("a", "b")) == ()


def test_a_pdf_of_another_card_is_removed(tmp_path: Path) -> None:
    _built(tmp_path, methods__md="built", report__pdf="built")

    removed = earlier_build(tmp_path, MANIFEST).remove_outdated(
        ["methods.md"], sources=("other card", "evidence")
    )

    assert removed == ("report.pdf",)
    assert not (tmp_path / "report.pdf").exists()


def test_a_pdf_of_the_same_card_and_evidence_stays(tmp_path: Path) -> None:
    _built(tmp_path, report__pdf="built")

    earlier = earlier_build(tmp_path, MANIFEST)

    assert earlier.remove_outdated([], sources=("card", "evidence")) == ()
    assert (tmp_path / "report.pdf").exists()


@pytest.mark.parametrize("name", ["card.yaml", "../card.yaml", "figures/../card.yaml", "data.csv"])
def test_a_manifest_cannot_have_other_files_removed(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "out"
    (folder / "figures").mkdir(parents=True)
    _built(folder)
    target = folder / name
    target.write_text("mine", encoding="utf-8")
    document = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    document["files"] = [{"path": name, "sha256": _sha("mine")}]
    (folder / MANIFEST).write_text(json.dumps(document), encoding="utf-8")

    assert earlier_build(folder, MANIFEST).remove_outdated([], sources=("a", "b")) == ()
    assert target.read_text(encoding="utf-8") == "mine"


def test_an_edited_file_is_not_removed(tmp_path: Path) -> None:
    _built(tmp_path, report__pdf="built")
    (tmp_path / "report.pdf").write_text("annotated", encoding="utf-8")

    assert earlier_build(tmp_path, MANIFEST).remove_outdated([], sources=("a", "b")) == ()


@pytest.mark.parametrize("text", ["", "[]", '{"files": 3}', '{"files": [{"path": 1}]}', "[" * 9999])
def test_a_damaged_manifest_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text, encoding="utf-8")

    assert earlier_build(tmp_path, MANIFEST).sources is None
