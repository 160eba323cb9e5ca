"""Choosing checklists from the command line, and what a build writes of them."""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from tests.integration.conftest import Run

Replicard = Callable[..., Run]
OWN = Path(__file__).resolve().parents[2] / "examples" / "checklists" / "imaging-core.yaml"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Return the folder of an example whose card names two checklists, one of them its own."""
    with as_file(files("replicard_examples") / "third-party-model") as source:
        shutil.copytree(source, tmp_path / "study")
    folder = tmp_path / "study"
    shutil.copy(OWN, folder / "core.yaml")
    with (folder / "card.yaml").open("a", encoding="utf-8") as card:
        card.write("output: {checklists: [laine-2021, core.yaml]}\n")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {p.as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_build_answers_the_lists_of_the_card_each_and_together(
    replicard: Replicard, study: Path
) -> None:
    run = replicard("build", str(study / "card.yaml"), "-o", "out", "--no-pdf")
    out = study.parent / "out"

    assert run.code == 0
    assert run.is_clean
    assert "imaging-core" in run.out
    for name in ("checklist-laine-2021", "checklist-imaging-core", "checklists"):
        for ending in ("md", "html", "csv", "json"):
            assert (out / f"{name}.{ending}").stat().st_size > 500
    rows = csv.DictReader(io.StringIO((out / "checklists-summary.csv").read_text("utf-8")))
    assert {row["checklist"] for row in rows} == {"laine-2021", "imaging-core"}


def test_every_link_of_a_checklist_leads_to_a_section_of_the_report(
    replicard: Replicard, study: Path
) -> None:
    card = str(study / "card.yaml")
    run = replicard("build", card, "-o", "out", "--no-pdf", "--checklist", "all")
    out = study.parent / "out"
    ids = re.findall(r'\bid="([^"]+)"', (out / "report.html").read_text("utf-8"))
    document = json.loads((out / "checklists.json").read_text("utf-8"))
    sections = [
        answer["section"]
        for checklist in document["checklists"]
        for item in checklist["items"]
        for answer in item["answers"]
    ]

    assert run.code == 0
    assert len(document["checklists"]) == 12
    assert len(ids) == len(set(ids))
    assert len(sections) > 30
    assert None not in sections
    assert {section["anchor"] for section in sections} <= set(ids)
    links = re.findall(r'href="report\.html#([^"]+)"', (out / "checklists.html").read_text("utf-8"))
    assert len(links) == len(sections)


def test_a_broken_checklist_stops_a_build_before_anything_is_written(
    replicard: Replicard, study: Path
) -> None:
    (study / "core.yaml").write_text("id: core\ntitel: x\n", encoding="utf-8")
    before = contents(study.parent)

    built = replicard("build", str(study / "card.yaml"), "-o", "out")
    checked = replicard("check", str(study / "card.yaml"))

    assert built.code == checked.code == 1
    assert "did you mean `title`?" in built.err
    assert "did you mean `title`?" in checked.out
    assert "core.yaml:2:1" in checked.out
    assert "laine-2021" in checked.out
    assert contents(study.parent) == before


@pytest.mark.parametrize("command", ["check", "build"])
def test_an_option_that_names_no_checklist_is_one_sentence(
    replicard: Replicard, study: Path, command: str
) -> None:
    run = replicard(command, str(study / "card.yaml"), "--checklist", "dome")

    assert run.code == 1
    assert run.err.count("\n") == 1
    assert "did you mean `dome-1.0`?" in run.err


def test_check_counts_by_level_and_section_on_request(replicard: Replicard, study: Path) -> None:
    card = str(study / "card.yaml")
    run = replicard("check", card, "--sections")
    document = json.loads(replicard("check", card, "--json").out)

    assert "  level     reported  partly" in run.out
    assert "Model sharing" in run.out
    assert [each["id"] for each in document["checklists"]] == ["laine-2021", "imaging-core"]
    assert document["checklists"][1]["items"].keys() == {
        *("OPT-1", "SEED", "SPLIT", "CONTACT", "LIMITS")
    }


def test_checklists_are_listed_shown_and_validated(replicard: Replicard, study: Path) -> None:
    listed = replicard("checklists", "--card", str(study / "card.yaml"))
    shown = replicard("checklists", "dome-1.0")
    own = replicard("checklists", str(study / "core.yaml"), "--json")
    (study / "core.yaml").write_text("id: core\n", encoding="utf-8")
    broken = replicard("checklists", str(study / "core.yaml"))

    assert [run.code for run in (listed, shown, own, broken)] == [0, 0, 0, 1]
    assert "imaging-core" in listed.out
    assert "D3 (listed)" in shown.out
    assert json.loads(own.out)["items"][1]["questions"][0]["fields"] == ["models.*.training.seed"]
    assert "needs `title`" in broken.err
    assert replicard("checklists", "dome-1.0", "--concepts").code == 2
    assert "alg.name" in replicard("checklists", "--concepts").out


def test_an_item_is_explained_by_its_full_name(replicard: Replicard, study: Path) -> None:
    several = replicard("explain", "D3")

    assert several.code == 1
    assert "dome-1.0/D3, ml-reproducibility-2.0/D3 and nature-reporting-summary/D3" in several.err
    assert replicard("explain", "dome-1.0/D3").out.startswith("dome-1.0/D3\n")
    own = replicard("explain", "SEED", "--checklist", str(study / "core.yaml"))
    assert "With which seed can the training be repeated?" in own.out


def test_the_schema_of_own_checklists_can_be_printed(replicard: Replicard) -> None:
    document = json.loads(replicard("schema", "checklist").out)

    assert document["$id"] == "urn:replicard:schema:reporting-checklist:1.0"
