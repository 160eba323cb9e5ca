"""What checklists there are, and what one asks."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.unit.pipeline.conftest import Study

import replicard
from replicard.checklist import CHECKLIST_NAMES, load_checklist
from replicard.errors import ProblemsError
from replicard.pipeline.catalogue import (
    describe_checklist,
    list_checklists,
    shared_questions,
)

OWN = "id: core\ntitle: Our list\nitems: [{id: A, text: T, fields: models.*.training.seed}]\n"


def as_plain_data(document: object) -> Any:  # noqa: ANN401 - JSON has no narrower type
    return json.loads(json.dumps(document))


def test_every_shipped_checklist_is_listed_with_all_that_helps_to_choose() -> None:
    catalogue = list_checklists()
    text = " ".join(catalogue.as_text().split())

    for name in CHECKLIST_NAMES:
        checklist = load_checklist(name)
        assert name in text
        assert " ".join(checklist.title.split()) in text
        assert f"items: {len(checklist.items)} (" in text
        assert " ".join(checklist.licence_note.split()) in text
    assert "studies with patients" in text
    assert "whose wording is not reproduced" in text


def test_the_list_as_data_says_which_are_answered_and_which_are_clinical() -> None:
    entries = {
        entry["id"]: entry
        for entry in json.loads(json.dumps(list_checklists().as_json()))["checklists"]
    }

    assert [name for name, entry in entries.items() if entry["is_default"]] == ["laine-2021"]
    assert [name for name, entry in entries.items() if entry["is_clinical"]] == [
        *("tripod-ai-2024", "claim-2024")
    ]
    for name, entry in entries.items():
        assert (
            sum(entry["levels"].values()) == entry["item_count"] == len(load_checklist(name).items)
        )


@pytest.mark.parametrize("name", CHECKLIST_NAMES)
def test_every_item_is_shown_with_what_answers_it(name: str) -> None:
    description = describe_checklist(name)
    lines = description.as_text(width=10_000).splitlines()
    items = load_checklist(name).items

    for item in items:
        (at,) = (i for i, line in enumerate(lines) if line.startswith(f"  {item.id} ("))
        assert lines[at + 1].startswith("      ")
        assert len(lines[at + 1].strip()) > 5
    assert len(as_plain_data(description.as_json())["items"]) == len(items)


def test_a_file_is_validated_and_shown(tmp_path: Path) -> None:
    file = tmp_path / "core.yaml"
    file.write_text(OWN, encoding="utf-8")

    text = describe_checklist(str(file)).as_text()

    assert "A (required): T\n      models.*.training.seed\n" in text
    file.write_text("id: core\n", encoding="utf-8")
    with pytest.raises(ProblemsError, match="needs `items`"):
        describe_checklist(str(file))


def test_the_checklists_of_a_card_are_listed_as_well(study: Study) -> None:
    (study.card.parent / "core.yaml").write_text(OWN, encoding="utf-8")
    study.write_card(more="output: {checklists: [core.yaml, dome-1.0]}\n")

    lists = list_checklists(study.card).lists

    assert [chosen.checklist.id for chosen in lists] == [*CHECKLIST_NAMES, "core"]


def test_every_shared_question_is_listed_with_its_fields() -> None:
    text = shared_questions().as_text(width=10_000)

    assert "alg.name\n  Name of the algorithm or network\n    models.*.algorithm.name\n" in text
    assert len(as_plain_data(shared_questions().as_json())["concepts"]) > 100


def test_checking_answers_the_chosen_lists_and_asks_shared_questions_once(study: Study) -> None:
    outcome = replicard.check_card(study.card, checklists=["laine-2021", "dome-1.0"])

    assert [result.id for result in outcome.checklists] == ["laine-2021", "dome-1.0"]
    fields = [question.field for question in outcome.questions]
    assert len(fields) == len(set(fields))
    shared = [q for q in outcome.questions if len({i.split("/")[0] for i in q.items}) == 2]
    assert shared
    document = as_plain_data(outcome.as_json())
    assert [each["id"] for each in document["checklists"]] == ["laine-2021", "dome-1.0"]


def test_a_reason_for_an_item_that_two_lists_have_counts_with_its_full_name(study: Study) -> None:
    reason = "not_applicable: {%s: Nobody else may have the images.}\n"
    lists = ["dome-1.0", "ml-reproducibility-2.0"]

    study.write_card(more=reason % "D3")
    unclear = replicard.check_card(study.card, checklists=lists)
    study.write_card(more=reason % "dome-1.0/D3")
    clear = replicard.check_card(study.card, checklists=lists)

    verdicts = [
        {item.id: item.verdict.value for item in result.items}["D3"]
        for outcome in (unclear, clear)
        for result in outcome.checklists
    ]
    assert verdicts[0] != "not applicable"
    assert verdicts[1] != "not applicable"
    assert verdicts[2] == "not applicable"
    assert verdicts[3] != "not applicable"
    (finding,) = (f for f in unclear.findings if f.code == "ambiguous-item")
    assert finding.hint == "write dome-1.0/D3 or ml-reproducibility-2.0/D3"
    (item,) = (i for i in clear.checklists[0].items if i.id == "D3")
    line = (
        study.card.read_text(encoding="utf-8").splitlines().index((reason % "dome-1.0/D3").strip())
    )
    assert item.answers[0].place == f"card.yaml, line {line + 1}"


def test_a_reason_for_an_item_that_an_own_list_does_not_have_is_pointed_out(study: Study) -> None:
    (study.card.parent / "core.yaml").write_text(OWN, encoding="utf-8")
    study.write_card(
        more="output: {checklists: core.yaml}\nnot_applicable: {core/B: It draws no numbers.}\n"
    )

    (finding,) = (f for f in replicard.check_card(study.card).findings if f.code == "unknown-item")

    assert "core has no item B" in finding.message
