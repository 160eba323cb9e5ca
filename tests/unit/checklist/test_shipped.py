"""The shipped checklist and concepts, against the card format and against themselves."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import yaml

from replicard.checklist import (
    CHECKLIST_NAMES,
    all_checklists,
    load_checklist,
    select,
    shipped_checklists,
    shipped_concepts,
)
from replicard_schema import Card
from replicard_schema.checklist import ChecklistItem, Concept, Scope
from replicard_schema.fields import resolve

LAINE = load_checklist("laine-2021")
CONCEPTS = shipped_concepts()
USED = tuple(
    question
    for item in LAINE.items
    for name in item.concepts
    for question in CONCEPTS.questions(name)
)
ASKED = tuple(concept for concept in CONCEPTS.concepts if concept.asked)
SCOPE_SECTIONS = {
    Scope.MODEL: "models",
    Scope.TRAINING_DATA: "datasets",
    Scope.DATA: "datasets",
    Scope.EVALUATION_DATA: "datasets",
    Scope.VALIDATION: "validations",
    Scope.MODEL_VALIDATION: "validations",
    Scope.CODE: "code",
}


def test_all_points_of_the_guideline_are_there_in_order() -> None:
    expected = [f"L{n:02}" for n in range(1, 40)]
    expected += [f"A{n:02}" for n in range(1, 16)] + [f"T{n:02}" for n in range(1, 12)]

    assert [item.id for item in LAINE.items] == expected
    assert LAINE.item_count == 65


def test_every_shipped_checklist_can_be_loaded_by_its_name() -> None:
    assert [checklist.id for checklist in all_checklists()] == list(CHECKLIST_NAMES)


def test_the_guideline_is_what_is_answered_unless_others_are_chosen() -> None:
    assert shipped_checklists() == (LAINE,)


def test_an_unknown_checklist_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no checklist 'laine'; known are laine-2021"):
        load_checklist("laine")


@pytest.mark.parametrize("item", LAINE.items, ids=lambda item: item.id)
def test_every_concept_that_an_item_uses_has_a_home_in_the_card(item: ChecklistItem) -> None:
    for name in item.concepts:
        for concept in CONCEPTS.questions(name):
            assert concept.is_answerable
            assert concept.asked is not None
            assert concept.example is not None
            for path in (concept.asked, *concept.fields, *concept.partial):
                assert resolve(path).path == path


def test_concepts_say_which_checklists_use_them() -> None:
    used = {concept.id for concept in USED}
    said = {concept.id for concept in CONCEPTS.concepts if LAINE.id in concept.used_by}

    assert said == used


def test_no_question_serves_two_items() -> None:
    assert [name for name, n in Counter(concept.id for concept in USED).items() if n > 1] == []


def test_no_two_items_are_answered_by_the_same_fields_and_computation() -> None:
    def sources(item: ChecklistItem) -> tuple[object, ...]:
        concepts = [q for name in item.concepts for q in CONCEPTS.questions(name)]
        return tuple((c.fields, c.partial, c.computed) for c in concepts)

    counts = Counter(sources(item) for item in LAINE.items)

    assert max(counts.values()) == 1


def test_a_field_that_answers_two_items_in_full_holds_an_answer_to_both() -> None:
    items = {
        q.id: item.id for item in LAINE.items for n in item.concepts for q in CONCEPTS.questions(n)
    }
    by_field: dict[str, set[str]] = {}
    for concept in USED:
        for path in concept.fields:
            by_field.setdefault(path, set()).add(items[concept.id])

    shared = {path: sorted(names) for path, names in by_field.items() if len(names) > 1}

    assert shared == {
        # A copy with a DOI is archived, and whoever has the DOI can obtain it.
        "code.*.doi": ["L26", "L27"],
        # A stated score has its metric, its value and the number of images.
        "validations.*.stated_scores": ["A01", "L30"],
        # What was done instead of a comparison is the step that was taken to validate.
        "validations.*.no_ground_truth.instead": ["A11", "L28"],
    }


@pytest.mark.parametrize("concept", ASKED, ids=lambda concept: concept.id)
def test_fields_lie_in_the_part_of_the_card_that_the_question_is_about(concept: Concept) -> None:
    section = SCOPE_SECTIONS.get(concept.scope)
    # A validation fixes its data set, and anything may be said of the study as a whole.
    allowed = {section, "datasets", "limitations", "intended_use"}

    if section is not None and concept.asked not in {"validations", "code"}:
        sections = {path.split(".")[0] for path in (*concept.fields, *concept.partial)}
        assert sections <= allowed


@pytest.mark.parametrize("concept", ASKED, ids=lambda concept: concept.id)
def test_questions_are_sentences_without_the_words_of_the_card_format(concept: Concept) -> None:
    question = concept.question or ""

    assert question[0].isupper()
    assert "?" in question
    assert question.endswith(("?", "."))
    assert "  " not in question
    assert not {"YAML", "null", "None", "string", "boolean"} & set(question.split())


@pytest.mark.parametrize("concept", ASKED, ids=lambda concept: concept.id)
def test_every_example_is_an_answer_to_its_question(
    concept: Concept, full_document: dict[str, Any], rich_document: dict[str, Any]
) -> None:
    is_for_others = bool(concept.used_by) and LAINE.id not in concept.used_by
    document = rich_document if is_for_others else full_document
    if concept.asked == "datasets":
        # Other parts of the card refer to its data sets.
        document = {"card_version": "1.0", "study": document["study"]}
    example = yaml.load(concept.example or "", Loader=yaml.BaseLoader)  # noqa: S506 - it only makes text
    for path in _places_to_ask(concept):
        concrete = _put(document, path, example)

        card = Card.model_validate(document)

        assert len(list(select(card, concrete))) == 1


def _places_to_ask(concept: Concept) -> Iterator[str]:
    """Yield the field that is asked for, and the one that is where a list is empty."""
    if concept.asked is not None:
        yield concept.asked
    yield from [path for path in concept.fields if path.count("*") == 1][:1]


def _put(document: dict[str, Any], path: str, value: object) -> str:
    """Put a value at the first place that a pattern fits, and return that place."""
    node: Any = document
    concrete, last = "", path.rsplit(".", 1)[-1]
    for part, following in pairwise(path.split(".")):
        if isinstance(node, list):
            node, concrete = node[0], f"{concrete}[0]"
            continue
        key = _key(node, following) if part == "*" else part
        node, concrete = node.setdefault(key, {}), f"{concrete}.{key}"
    key = next(iter(node)) if last == "*" else last
    node[key] = value
    return f"{concrete}.{key}".removeprefix(".")


def _key(document: dict[str, Any], following: str) -> str:
    """Return an id whose record has the part that is looked for, or else the first id."""
    fitting = (key for key, record in document.items() if following in record)
    return next(fitting, next(iter(document)))
