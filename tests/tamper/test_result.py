"""How the outcome of a verification is told: on a terminal, as files, and by the command."""

import json
import re
import shutil
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import click.testing
import pytest
from tests.tamper.conftest import Study

from replicard.cli import commands
from replicard.pipeline.verifying import verify_card
from replicard.pipeline.verifying.tolerances import ALL
from replicard.render.terminal_verification import render_verification
from replicard.render.verification_files import (
    verification_files,
    verification_html,
    verification_json,
    verification_markdown,
)
from replicard_schema.verification import Verification

ROOT = Path(__file__).resolve().parents[2]


def command(*arguments: str) -> click.testing.Result:
    return click.testing.CliRunner().invoke(commands, ["verify", *arguments])


@pytest.fixture
def tampered(study: Study) -> Verification:
    """Outcome for a study with one changed value, one absent file and another processor."""
    document = study.evidence
    document["environment"]["cpu_count"] = 96
    results = document["validations"]["outlines"]["candidates"]["net"]["results"]
    next(r for r in results if r["metric"] == "f1")["per_image"][2]["value"] += 0.125
    study.write_evidence(document)
    (study.folder / "cells/net/c5.tif").unlink()
    return study.verify()


def test_the_verdict_comes_first_then_counts_then_both_values(tampered: Verification) -> None:
    lines = render_verification(tampered, width=100).splitlines()

    assert lines[0].startswith("Changed: ")
    assert re.match(r"[0-9]+ claims: [0-9]+ same, ", lines[1])
    assert lines[2].startswith("files here: ")
    assert re.match(
        r"scores of single images computed again: [0-9]+ of [0-9]+, 1 of them differ", lines[3]
    )
    text = "\n".join(lines)
    assert text.index("\nchanged\n") < text.index("\ncannot be checked here\n")
    assert re.search(r"per_image\[c2\]\.value\n +claimed  [0-9.]+\n +here     [0-9.]+\n", text)
    assert "the file is not here\n      cells/net/c5.tif" in text
    assert "cpu_count 96 there" in text


def test_the_terminal_text_keeps_to_the_width_where_words_allow(tampered: Verification) -> None:
    lines = render_verification(tampered, width=60).splitlines()

    assert all(len(line) <= 60 or " " not in line.strip() for line in lines)


def test_honest_files_need_few_lines(study: Study) -> None:
    lines = render_verification(study.verify(), width=100).splitlines()

    assert lines[0] == "Everything is as the evidence says."
    assert len(lines) < 8


def test_renumbered_labels_are_told_in_the_first_line(study: Study) -> None:
    study.edit_image("cells/targets/c1.tif", lambda labels: (90 - labels) * (labels > 0))

    text = render_verification(study.verify(), width=200)

    assert text.startswith(
        "Changed: 1 file is not what the evidence names, but every score that could be computed "
        "again ("
    )
    assert "came out the same." in text.splitlines()[0]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        named = dict(attrs)
        if named.get("http-equiv") == "Content-Security-Policy":
            self.policy = named.get("content") or ""


def test_the_page_fetches_nothing_runs_nothing_and_has_its_headings_in_order(
    tampered: Verification,
) -> None:
    page = _Page()
    page.feed(verification_html(tampered))

    assert page.policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script" not in page.tags
    assert not {"img", "link", "iframe"} & set(page.tags)
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_text_of_the_evidence_is_data_in_every_format(study: Study) -> None:
    document = study.evidence
    document["passports"]["f1"]["definition"] = "<b onclick=x>|bold|</b> `code`"
    study.write_evidence(document)

    found = study.verify()

    assert "<b onclick" not in verification_html(found)
    assert r"\<b onclick=x\>\|bold\|\</b\>" in verification_markdown(found)


def test_the_same_outcome_gives_the_same_bytes_and_reads_back(tampered: Verification) -> None:
    files = verification_files(tampered)

    assert files == verification_files(tampered)
    document = json.loads(files["verification.json"])
    told = {"verdict", "exit_code", "complete", "counts"}
    rest = {name: part for name, part in document.items() if name not in told}
    assert Verification.model_validate(rest) == tampered


def test_nothing_in_the_result_names_a_folder_of_this_machine(
    study: Study, tampered: Verification
) -> None:
    assert str(study.folder.parent) not in json.dumps(verification_json(tampered))


def test_the_command_verifies_a_folder_and_writes_the_result(study: Study, tmp_path: Path) -> None:
    done = command(str(study.folder), "-o", str(tmp_path / "result"))

    assert done.exit_code == 0, done.output
    assert done.output.startswith("Everything is as the evidence says.")
    names = sorted(path.name for path in (tmp_path / "result").iterdir())
    assert names == ["verification.html", "verification.json", "verification.md"]


def test_the_exit_status_tells_changes_and_with_strict_what_is_absent(study: Study) -> None:
    (study.folder / "cells/net/c5.tif").unlink()

    assert command(str(study.card)).exit_code == 0
    assert command(str(study.card), "--strict").exit_code == 1
    study.edit_image("cells/net/c1.tif", lambda labels: labels * 0)
    done = command(str(study.card), "--json")
    document: dict[str, Any] = json.loads(done.output)
    assert done.exit_code == document["exit_code"] == 1
    assert document["counts"]["changed"] > 0


def test_a_folder_without_a_card_or_with_several_is_told(study: Study, tmp_path: Path) -> None:
    shutil.copyfile(study.card, study.folder / "b.yaml")
    shutil.copyfile(study.evidence_file, study.folder / "b.evidence.json")

    with pytest.raises(Exception, match=r"several cards with evidence: b\.yaml, card\.yaml"):
        verify_card(study.folder)
    with pytest.raises(Exception, match="no card with an evidence file"):
        verify_card(tmp_path / "study" / "cells")


def test_every_tolerance_stands_on_the_page() -> None:
    page = (ROOT / "reporter" / "verification.md").read_text(encoding="utf-8")

    for each in ALL:
        row = f"| {each.what} | {each.relative:g} | {each.absolute:g} | {each.because} |"
        assert row in page


def test_the_verdict_says_that_no_score_was_checked(study: Study) -> None:
    for folder in ("cells", "noisy", "phases", "training"):
        shutil.rmtree(study.folder / folder)

    text = render_verification(study.verify())

    assert text.startswith("No score can be checked here;")
