import json
from pathlib import Path
from typing import Any, TypeAlias

import jsonschema
import pytest
from tests.published import schema
from tests.unit.pipeline.conftest import Study

from replicard.pipeline.check import CheckOutcome, FailOn, check_card
from replicard.pipeline.check_formats import Checks
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Severity

Run: TypeAlias = dict[str, Any]


def sarif(outcome: CheckOutcome, folder: Path) -> Run:
    log = json.loads(json.dumps(Checks((outcome,)).as_sarif(folder=folder)))
    jsonschema.Draft7Validator(schema("sarif-2.1.0")).validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_the_log_follows_the_published_schema_and_names_places(study: Study) -> None:
    study.write_card(validation=", iou_treshold: 0.5")

    run = sarif(check_card(study.card), study.folder)

    first = run["results"][0]
    place = first["locations"][0]["physicalLocation"]
    rules = run["tool"]["driver"]["rules"]
    assert (first["ruleId"], first["level"]) == ("unknown-field", "error")
    assert "did you mean `iou_thresholds`" in first["message"]["text"]
    assert place["artifactLocation"] == {"uri": "card.yaml", "uriBaseId": "%SRCROOT%"}
    assert place["region"]["startLine"] == 8
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])
    assert {each["level"] for each in run["results"]} >= {"error", "note"}
    assert run["results"][-1]["properties"]["items"]


def test_a_result_is_known_again_when_lines_are_added_above(study: Study) -> None:
    before = sarif(check_card(study.card), study.folder)
    study.card.write_text("# A comment.\n" + study.card.read_text("utf-8"), "utf-8")
    after = sarif(check_card(study.card), study.folder)

    def prints(run: Run) -> list[object]:
        return [each["partialFingerprints"] for each in run["results"]]

    def lines(run: Run) -> list[int]:
        places = [each["locations"][0]["physicalLocation"] for each in run["results"]]
        return [place["region"]["startLine"] for place in places]

    assert prints(before) == prints(after)
    assert lines(before) != lines(after)


@pytest.mark.parametrize("content", ["", "a: b: c", "[" * 1000, "study: {title: '\u202e'}"])
def test_a_log_of_a_hostile_card_follows_the_schema(study: Study, content: str) -> None:
    study.card.write_text(content, encoding="utf-8")

    assert sarif(check_card(study.card), study.folder)["results"]


def test_a_missing_card_is_a_result(tmp_path: Path) -> None:
    (result,) = sarif(check_card(tmp_path / "none.yaml"), tmp_path)["results"]

    assert "no such card" in result["message"]["text"]


def outcome(*levels: Severity) -> CheckOutcome:
    found = [Finding(code="x", severity=level, message="X.") for level in levels]
    return CheckOutcome((), {}, findings=tuple(found), card="card.yaml")


@pytest.mark.parametrize(
    ("levels", "fails_on"),
    [
        ((), set()),
        ((Severity.HINT,), set()),
        ((Severity.WARNING,), {FailOn.WARNING, FailOn.OPEN}),
        ((Severity.HINT, Severity.ERROR), {FailOn.ERROR, FailOn.WARNING, FailOn.OPEN}),
    ],
)
def test_each_level_includes_those_above_it(
    levels: tuple[Severity, ...], fails_on: set[FailOn]
) -> None:
    checks = {level: Checks((outcome(*levels),), level) for level in FailOn}

    assert {level for level, each in checks.items() if each.exit_code} == fails_on


def test_an_open_item_fails_only_if_asked(study: Study) -> None:
    checked = check_card(study.card)

    assert Checks((checked,), FailOn.INVALID).exit_code == 0
    failing = Checks((checked,), FailOn.OPEN)
    assert failing.exit_code == 1
    assert "failed: " in failing.as_text()


def test_a_card_that_is_not_valid_fails_at_every_level(study: Study) -> None:
    study.write_card(validation=", iou_treshold: 0.5")
    checked = check_card(study.card)

    assert all(Checks((checked,), level).exit_code == 1 for level in FailOn)


def test_several_cards_are_told_apart(study: Study, tmp_path: Path) -> None:
    checks = Checks((check_card(study.card), check_card(tmp_path / "none.yaml")), FailOn.ERROR)

    text = checks.as_text()
    cards = checks.as_json()["cards"]

    assert checks.exit_code == 1
    assert f"== {study.card.as_posix()}" in text
    assert "none.yaml: the card is not valid" in text
    assert isinstance(cards, list)
    assert [card["valid"] for card in cards] == [True, False]


def test_annotations_name_the_card_from_the_folder(study: Study) -> None:
    text = Checks((check_card(study.card),)).as_workflow_commands(folder=study.folder.parent)

    assert text.startswith("::")
    assert f"file={study.folder.name}/card.yaml,line=" in text
