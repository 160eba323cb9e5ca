"""Laws of comparing two states: nothing differs from itself, the way back is the reverse."""

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replicard.changes import Kind, State, compare_states
from replicard.changes.statements import changed_statements
from replicard.loading import load_card
from replicard_schema import Card, Evidence
from replicard_schema.evidence import MetricResult

TESTS = Path(__file__).parents[1]
CARDS = sorted((TESTS / "golden" / "methods").glob("*/card.yaml"))
PRODUCT = load_card(TESTS / "cards" / "valid" / "product-example" / "card.yaml").card
EVIDENCE = Evidence.model_validate_json(
    (TESTS / "golden" / "methods" / "instance-segmentation" / "evidence.json").read_text("utf-8")
)
TEXTS = ("other words, in a sentence.", "Something else", "100 of them")
OPPOSITE = {"better": "worse", "worse": "better", "": ""}


def evidence_beside(card: Path) -> Evidence | None:
    file = card.with_name("evidence.json")
    return Evidence.model_validate_json(file.read_text("utf-8")) if file.is_file() else None


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.parent.name)
def test_a_study_does_not_differ_from_itself(path: Path) -> None:
    card = load_card(path).card
    state = State(card, evidence_beside(path))

    assert compare_states(state, copy.deepcopy(state)).is_empty


def leaves(value: object, path: str = "") -> dict[str, Any]:
    """Return the texts and numbers of a plain document by path; lists of them are one."""
    if isinstance(value, dict):
        found: dict[str, Any] = {}
        for name, child in value.items():
            found |= leaves(child, f"{path}.{name}" if path else str(name))
        return found
    if isinstance(value, list) and value and isinstance(value[0], dict):
        found = {}
        for at, child in enumerate(value):
            found |= leaves(child, f"{path}[{at}]")
        return found
    return {path: value}


def plain(card: Card) -> dict[str, Any]:
    return card.model_dump(mode="json", exclude_defaults=True)


TEXT_FIELDS = sorted(
    path
    for path, value in leaves(plain(PRODUCT)).items()
    if isinstance(value, str)
    and path.rpartition(".")[2] in {"description", "comment", "used_for", "sample", "origin"}
)


def with_texts(values: dict[str, str | None]) -> Card:
    document = plain(PRODUCT)
    for path, value in values.items():
        *parents, last = path.split(".")
        node = document
        for part in parents:
            node = node[part]
        if value is None:
            del node[last]
        else:
            node[last] = value
    return Card.model_validate(document)


@given(st.dictionaries(st.sampled_from(TEXT_FIELDS), st.none() | st.sampled_from(TEXTS)))
def test_every_changed_field_is_named_once(values: dict[str, str | None]) -> None:
    card = with_texts(values)

    found = changed_statements(PRODUCT, card)

    before, after = leaves(plain(PRODUCT)), leaves(plain(card))
    expected = {path for path in before | after if before.get(path) != after.get(path)}
    assert sorted(each.field for each in found) == sorted(expected)


def test_a_card_against_another_names_every_field_of_both_once() -> None:
    other = load_card(next(path for path in CARDS if path.parent.name == "denoising")).card
    before, after = leaves(plain(PRODUCT)), leaves(plain(other))

    found = changed_statements(PRODUCT, other)

    fields = [each.field for each in found if each.kind is not Kind.REORDERED]
    assert len(fields) == len(set(fields))
    assert {each.field for each in found if each.kind is Kind.ADDED} >= {
        path for path in after if path.startswith("models.") and path not in before
    }


@given(st.dictionaries(st.sampled_from(TEXT_FIELDS), st.none() | st.sampled_from(TEXTS)))
def test_the_way_back_is_the_reverse(values: dict[str, str | None]) -> None:
    card = with_texts(values)
    there, back = changed_statements(PRODUCT, card), changed_statements(card, PRODUCT)

    assert {(e.field, repr(e.before), repr(e.after)) for e in there} == {
        (e.field, repr(e.after), repr(e.before)) for e in back
    }


@given(st.lists(st.floats(-0.05, 0.05), min_size=3, max_size=3))
def test_what_is_better_one_way_is_worse_the_other_way(shifts: list[float]) -> None:
    old, new = State(None, EVIDENCE), State(None, shifted(shifts))

    there, back = compare_states(old, new), compare_states(new, old)

    assert [(e.metric, e.candidate, OPPOSITE[e.judgement]) for e in there.scores] == [
        (e.metric, e.candidate, e.judgement) for e in back.scores
    ]


def shifted(shifts: list[float]) -> Evidence:
    name = next(iter(EVIDENCE.validations))
    validation = EVIDENCE.validations[name]
    candidate = next(iter(validation.candidates))
    scored = validation.candidates[candidate]
    moved = [moved_by(r, by) for r, by in zip(scored.results, shifts, strict=False)]
    results = (*moved, *scored.results[len(moved) :])
    candidates = {
        **validation.candidates,
        candidate: scored.model_copy(update={"results": results}),
    }
    update = {"candidates": candidates}
    validations = {**EVIDENCE.validations, name: validation.model_copy(update=update)}
    return EVIDENCE.model_copy(update={"validations": validations})


def moved_by(result: MetricResult, by: float) -> MetricResult:
    if result.summary.mean is None:
        return result
    summary = result.summary.model_copy(update={"mean": result.summary.mean + by})
    return result.model_copy(update={"summary": summary})
