"""Checklists that users write: read, answered like shipped ones, refused with what is wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from replicard.checklist import answer_checklist, open_questions, read_own_checklist
from replicard.errors import ProblemsError
from replicard.loading import source_of
from replicard_schema.report import ChecklistResult, ItemResult
from replicard_schema.vocabulary import Verdict

Study = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "examples" / "checklists" / "imaging-core.yaml"
HEAD = "id: core\ntitle: Our list\nlevels: {must: has to, should: can}\nitems:\n"
SEED = "- {id: SEED, text: The seed is stated., fields: [models.*.training.seed]}\n"


def answered(study: Any, text: str) -> ChecklistResult:  # noqa: ANN401 - see the fixture
    source = source_of(text.encode(), shown_as="core.yaml", noun="checklist")
    chosen = read_own_checklist(source)
    return answer_checklist(chosen.checklist, study.card, None, place=str, concepts=chosen.concepts)


def only_item(study: Any, text: str) -> ItemResult:  # noqa: ANN401 - as above
    (item,) = answered(study, HEAD + text).items
    return item


def problems(text: str) -> list[str]:
    source = source_of(text.encode(), shown_as="core.yaml", noun="checklist")
    with pytest.raises(ProblemsError) as caught:
        read_own_checklist(source)
    return [f"{problem} [{problem.hint}]" for problem in caught.value.problems]


def test_the_example_is_in_order_and_stands_in_the_documentation() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    chosen = read_own_checklist(source_of(text.encode(), shown_as="core.yaml", noun="checklist"))

    assert [item.id for item in chosen.checklist.items] == [
        *("OPT-1", "SEED", "SPLIT", "CONTACT", "LIMITS")
    ]
    assert chosen.file == "core.yaml"
    assert f"```yaml\n{text}```" in (ROOT / "schema" / "README.md").read_text(encoding="utf-8")


def test_a_field_is_asked_of_every_model_with_the_question_of_the_item(study: Study) -> None:
    item = only_item(study(), SEED.replace("}", ", question: Which seed?, example: 42}"))

    assert item.verdict is Verdict.MISSING
    assert item.level == "must"
    assert item.section == "Items"
    assert item.gaps[0].model_dump() == {
        "field": "models.unet.training.seed",
        "question": "Which seed?",
        "example": "seed: 42",
    }
    assert only_item(study({"models.unet.training.seed": 7}), SEED).verdict is Verdict.REPORTED


def test_without_a_question_of_its_own_the_shipped_one_about_the_field_is_asked(
    study: Study,
) -> None:
    epochs = "- {id: E, text: Epochs., fields: [models.*.training.hyperparameters.epochs]}\n"
    unasked = "- {id: W, text: The workflow is said., fields: [study.date]}\n"

    assert "epochs" in only_item(study(), epochs).gaps[0].question
    assert only_item(study(), unasked).gaps[0].question == "The workflow is said."
    assert only_item(study(), unasked).gaps[0].example is None


def test_of_models_by_others_no_training_is_asked_unless_the_item_says_so(study: Study) -> None:
    theirs = study({"models.unet.provenance": "third-party"})
    always = SEED.replace("}", ", applies_if: model from others}")

    assert only_item(theirs, SEED).verdict is Verdict.NOT_APPLICABLE
    assert only_item(theirs, always).verdict is Verdict.MISSING


def test_any_of_several_fields_answers_an_item(study: Study) -> None:
    text = "- {id: L, text: Limits., fields: [models.*.limitations, limitations], scope: card}\n"

    assert only_item(study(), text).verdict is Verdict.MISSING
    assert only_item(study({"limitations": "Few images."}), text).verdict is Verdict.REPORTED


def test_a_list_with_a_gap_is_answered_in_part(study: Study) -> None:
    text = "- {id: A, text: Where they work., fields: study.authors.*.affiliation}\n"
    authors = [{"name": "Given Family", "affiliation": "Here"}, {"name": "Other Family"}]

    item = only_item(study({"study.authors": authors}), text)

    assert item.verdict is Verdict.PARTLY
    assert item.open_fields == ("study.authors[1].affiliation",)
    assert "Other Family" in (item.reason or "")


def test_an_item_with_concepts_and_fields_needs_both(study: Study) -> None:
    text = "- {id: B, text: Both., concepts: alg.name, fields: study.doi}\n"

    assert only_item(study(), text).verdict is Verdict.PARTLY
    assert only_item(study({"study.doi": "10.1000/1"}), text).verdict is Verdict.REPORTED


def test_a_substitute_stands_in_for_its_item(study: Study) -> None:
    text = (
        "- {id: V, text: Version., concepts: alg.version}\n"
        "- {id: D, text: Date., concepts: alg.date, fallback_for: V}\n"
    )
    dated = answered(study({"models.unet.algorithm.obtained": "2023"}), HEAD + text)

    assert [item.verdict for item in dated.items] == [Verdict.NOT_APPLICABLE, Verdict.REPORTED]


@pytest.mark.parametrize(
    ("item", "name"), [("S-1", "S-1"), ("S-1", "core/S-1"), ("seed.x", "core/seed.x")]
)
def test_a_reason_of_the_card_counts_by_short_and_by_full_name(
    study: Study, item: str, name: str
) -> None:
    reasons = {"not_applicable": {name: "It draws no numbers."}}

    result = only_item(study(reasons), SEED.replace("SEED", item))

    assert result.verdict is Verdict.NOT_APPLICABLE
    assert result.answers[0].field == f"not_applicable.{name}"
    assert result.answers[0].section is not None
    assert result.answers[0].section.anchor == "not-applicable"


def test_an_own_checklist_that_says_no_more_than_it_must_is_enough(study: Study) -> None:
    result = answered(study(), "id: a\ntitle: A\nitems: [{id: 1, text: T, fields: study.title}]")

    assert result.levels == {"required": "has to be answered"}
    assert result.source_title == "A"
    assert result.items[0].verdict is Verdict.REPORTED
    assert open_questions([result]) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "core.yaml: the checklist is empty"),
        ("- a\n", "core.yaml:1:1: the checklist is a list, but must be made of fields"),
        ("id: a\ntitle: A\n", "core.yaml:1:1: needs `items`"),
        (HEAD, "core.yaml:4:1: items: needs a value"),
        ("titel: A\n", "core.yaml:1:1: unknown field `titel` [did you mean `title`?]"),
        (HEAD + "- {id: a b, text: T, fields: study.title}\n", "'a b' cannot be an id"),
        (HEAD + "- {id: A, text: T}\n", "core.yaml:5:3: items[0]: names nothing that could"),
        (HEAD + SEED.replace("seed", "sede"), "[did you mean `seed`?]"),
        (HEAD + SEED + SEED, "core.yaml:6:8: items[1].id: there is an item called 'SEED'"),
        (HEAD + SEED.replace("}", ", level: mus}"), "[did you mean `must`?]"),
        (HEAD + SEED.replace("}", ", scope: code}"), "no field of what the scope `code` asks"),
        (HEAD + SEED.replace("}", ", scope: modle}"), "[did you mean `model`?"),
        (HEAD + SEED.replace("}", ", fallback_for: SEED}"), "there is no other item called 'SEED'"),
        (HEAD + SEED.replace("}", ", applies_if: never}"), "'never' is not known here"),
        (HEAD + "- {id: A, text: T, concepts: alg.nam}\n", "[did you mean `alg.name`?]"),
        (HEAD + "- {id: A, text: T, concepts: [study.doi]}\n", "write `fields: [study.doi]`"),
        (HEAD + "- {id: A, text: T, concepts: zzz}\n", "replicard checklists --concepts"),
        (HEAD + "- {id: A, text: T, concepts: alg.name, example: x}\n", "`example` needs `fields`"),
        (HEAD.replace("core", "dome-1.0") + SEED, "called 'dome-1.0' comes with the program"),
        (HEAD + SEED + "x: &a !!python/object:os.system 1\n", "core.yaml:6"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, expected: str) -> None:
    found = problems(text)

    assert any(expected in line for line in found), found
