"""Laws that hold for every shipped checklist, not only for the guideline."""

import copy
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from replicard.checklist import all_checklists, answer_checklist, select, shipped_concepts
from replicard.loading.positions import parts
from replicard_schema import Card
from replicard_schema.report import ItemResult
from replicard_schema.vocabulary import Verdict

RANK = {Verdict.MISSING: 0, Verdict.PARTLY: 1, Verdict.REPORTED: 2, Verdict.NOT_APPLICABLE: 2}
CARD = Path(__file__).resolve().parents[1] / "golden" / "checklists" / "card.yaml"
DOCUMENT: dict[str, Any] = yaml.load(CARD.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - it only makes text
ITEMS = [(checklist, item) for checklist in all_checklists() for item in checklist.items]
# These decide what is asked, so that an answer there can open a new question.
_ASKS = {
    "annotations",
    "boxes",
    "bayesian",
    "candidates",
    "ground_truth",
    "hierarchy",
    "labels",
    "stated_scores",
    "targets",
    "theory",
    "tool",
}


@cache
def answer_fields() -> tuple[str, ...]:
    """Return the path of every field of the card that answers a question of any list."""
    card = Card.model_validate(DOCUMENT)
    known = shipped_concepts().concepts
    patterns = [path for c in known if c.used_by for path in (*c.fields, *c.partial)]
    found = dict.fromkeys(path for pattern in patterns for path, _ in select(card, pattern))
    return tuple(path for path in found if not _ASKS & set(parts(path)) and _is_valid([path]))


def _is_valid(paths: list[str]) -> bool:
    try:
        Card.model_validate(without(paths))
    except ValidationError:
        return False
    return True


def without(paths: list[str]) -> dict[str, Any]:
    document = copy.deepcopy(DOCUMENT)
    for path in paths:
        *way, last = parts(path)
        node = _at(document, way)
        if isinstance(node, dict):
            node.pop(str(last), None)
    return document


def with_text(path: str, text: str) -> dict[str, Any]:
    document = copy.deepcopy(DOCUMENT)
    *way, last = parts(path)
    node = _at(document, way)
    node[last] = text
    return document


def _at(node: Any, way: list[str | int]) -> Any:  # noqa: ANN401 - a card as plain data
    for part in way:
        if isinstance(node, dict):
            node = node.get(part)
        else:
            node = node[part] if isinstance(node, list) and isinstance(part, int) else None
    return node


def answered(document: dict[str, Any]) -> dict[str, ItemResult]:
    try:
        card = Card.model_validate(document)
    except ValidationError:
        assume(condition=False)
        raise
    results = (
        answer_checklist(checklist, card, None, place=lambda field: field)
        for checklist in all_checklists()
    )
    return {f"{result.id}/{item.id}": item for result in results for item in result.items}


def worse(before: dict[str, ItemResult], after: dict[str, ItemResult]) -> list[str]:
    return [name for name in after if RANK[after[name].verdict] < RANK[before[name].verdict]]


fields = st.sampled_from(answer_fields())
gaps = st.lists(fields, max_size=12, unique=True)


@given(gaps, fields)
@settings(max_examples=15)
def test_an_answer_more_never_lowers_a_verdict(paths: list[str], answer: str) -> None:
    before = answered(without([*paths, answer]))
    after = answered(without([path for path in paths if path != answer]))

    assert worse(before, after) == []


@given(gaps, st.sampled_from(ITEMS))
@settings(max_examples=15)
def test_a_reason_for_an_item_is_a_full_answer_to_it_alone(paths: list[str], one: Any) -> None:  # noqa: ANN401 - list and item
    checklist, item = one
    name = f"{checklist.id}/{item.id}"
    document = without(paths)
    before = answered(document)

    after = answered(document | {"not_applicable": {name: "The images are simulated."}})

    assert after[name].verdict is Verdict.NOT_APPLICABLE
    assert after[name].reason == "The images are simulated."
    changed = [other for other in after if after[other].verdict != before[other].verdict]
    assert set(changed) <= {name}


@given(gaps, st.sampled_from(ITEMS), st.sampled_from(["n/a", "none", "TBD", "?", "no"]))
@settings(max_examples=15)
def test_an_empty_reason_changes_nothing(paths: list[str], one: Any, word: str) -> None:  # noqa: ANN401 - list and item
    checklist, item = one
    document = without(paths)

    after = answered(document | {"not_applicable": {f"{checklist.id}/{item.id}": word}})

    assert {name: item.verdict for name, item in after.items()} == {
        name: item.verdict for name, item in answered(document).items()
    }


@given(fields, st.sampled_from(["n/a", "tbd", "unknown", "no", "see paper"]))
@settings(max_examples=20)
def test_an_empty_word_is_worth_no_more_than_silence(path: str, word: str) -> None:
    worded, silent = answered(with_text(path, word)), answered(without([path]))

    assert worse(worded, silent) == []


@given(fields)
@settings(max_examples=20)
def test_an_honest_no_is_worth_as_much_as_any_answer(path: str) -> None:
    text = "No, because the images are simulated."

    assert worse(answered(DOCUMENT), answered(with_text(path, text))) == []


@given(gaps)
@settings(max_examples=15)
def test_every_gap_has_a_field_or_a_reason(paths: list[str]) -> None:
    for item in answered(without(paths)).values():
        if item.verdict is Verdict.NOT_APPLICABLE:
            assert item.reason
        elif item.verdict is Verdict.REPORTED:
            assert item.answers
            assert item.gaps == ()
        else:
            assert item.gaps or item.reason
