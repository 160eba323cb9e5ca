"""Laws of verdicts: more answers never make a checklist worse, and no word is made of nothing."""

import copy
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from replicard.checklist import answer_checklist, load_checklist, select, shipped_concepts
from replicard.loading.positions import parts
from replicard_schema import Card
from replicard_schema.checklist import Concept
from replicard_schema.report import ChecklistResult, ItemResult
from replicard_schema.vocabulary import Verdict

LAINE = load_checklist("laine-2021")
RANK = {
    Verdict.MISSING: 0,
    Verdict.PARTLY: 1,
    Verdict.REPORTED: 2,
    Verdict.NOT_APPLICABLE: 2,
}
# These fields decide what is asked, so that an answer there can open a new question.
_ASKS = (
    "candidates",
    "no_ground_truth",
    "repeated_predictions",
    "stated_scores",
    "uncertainty_maps",
)


def _document() -> dict[str, Any]:
    path = Path(__file__).resolve().parents[1] / "golden" / "checklist" / "full.yaml"
    document: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - it only makes text
    return document


DOCUMENT = _document()


def concepts() -> list[Concept]:
    known = shipped_concepts()
    return [q for item in LAINE.items for name in item.concepts for q in known.questions(name)]


@cache
def answer_fields() -> tuple[str, ...]:
    """Return the path of every field of the full card that answers a question."""
    card = Card.model_validate(DOCUMENT)
    patterns = [path for concept in concepts() for path in (*concept.fields, *concept.partial)]
    found = dict.fromkeys(path for pattern in patterns for path, _ in select(card, pattern))
    return tuple(path for path in found if not set(_ASKS) & set(parts(path)) and _is_optional(path))


def _is_optional(path: str) -> bool:
    try:
        Card.model_validate(without([path]))
    except ValidationError:
        return False
    return True


def without(paths: list[str]) -> dict[str, Any]:
    """Return the full card without some of its answers."""
    document = copy.deepcopy(DOCUMENT)
    for path in paths:
        node: Any = document
        *way, last = parts(path)
        for part in way:
            node = node.get(part) if isinstance(node, dict) else _at(node, part)
        if isinstance(node, dict):
            node.pop(str(last), None)
    return document


def _at(node: Any, part: str | int) -> Any:  # noqa: ANN401 - a card as plain data
    return node[part] if isinstance(node, list) and isinstance(part, int) else None


def answered(document: dict[str, Any]) -> ChecklistResult:
    try:
        card = Card.model_validate(document)
    except ValidationError:
        assume(condition=False)
        raise
    return answer_checklist(LAINE, card, None, place=lambda field: field)


def by_id(result: ChecklistResult) -> dict[str, ItemResult]:
    return {item.id: item for item in result.items}


gaps = st.lists(st.sampled_from(answer_fields()), max_size=12, unique=True)


@given(gaps, st.sampled_from(answer_fields()))
@settings(max_examples=60)
def test_an_answer_more_never_lowers_a_verdict(paths: list[str], answer: str) -> None:
    before = by_id(answered(without([*paths, answer])))
    after = by_id(answered(without([path for path in paths if path != answer])))

    worse = [name for name in after if RANK[after[name].verdict] < RANK[before[name].verdict]]
    assert worse == []


@given(gaps, st.sampled_from(LAINE.items))
@settings(max_examples=30)
def test_a_reason_for_an_item_always_wins(paths: list[str], item: Any) -> None:  # noqa: ANN401 - an item
    document = without(paths) | {"not_applicable": {item.id: "The images are simulated."}}

    result = by_id(answered(document))[item.id]

    assert result.verdict is Verdict.NOT_APPLICABLE
    assert result.reason == "The images are simulated."


@example(
    paths=[
        "models.stardist-nuclei.training.overfitting.measures",
        "models.stardist-nuclei.training.augmentation",
    ],
    field="models.denoiser.training.overfitting.measures",
)
@given(gaps, st.sampled_from(answer_fields()))
@settings(max_examples=60)
def test_a_reason_for_a_field_never_lowers_a_verdict(paths: list[str], field: str) -> None:
    document = without([*paths, field])
    before = by_id(answered(document))

    after = by_id(answered(document | {"not_applicable": {field: "The images are simulated."}}))

    worse = [name for name in after if RANK[after[name].verdict] < RANK[before[name].verdict]]
    assert worse == []


@given(gaps)
@settings(max_examples=30)
def test_every_item_has_one_verdict_and_every_gap_a_field_or_a_reason(paths: list[str]) -> None:
    result = answered(without(paths))

    assert sum(result.counts().values()) == len(LAINE.items)
    for item in result.items:
        if item.verdict is Verdict.NOT_APPLICABLE:
            assert item.reason
        if item.verdict in {Verdict.MISSING, Verdict.PARTLY}:
            assert item.open_fields or item.reason
        if item.verdict is Verdict.REPORTED:
            assert item.answers
            assert item.open_fields == ()


def test_a_card_with_every_answer_leaves_nothing_open_that_words_can_answer() -> None:
    known = shipped_concepts()
    worded = {
        item.id
        for item in LAINE.items
        if not any(q.computed for name in item.concepts for q in known.questions(name))
    }
    verdicts = {item.id: item.verdict for item in answered(DOCUMENT).items}

    assert len(worded) > 45
    assert {verdicts[name] for name in worded} == {Verdict.REPORTED}


EMPTY_WORDS = (
    *("n/a", "tbd", "unknown", "none yet", "see above", "-", "standard settings", "not recorded"),
    *("as described in the paper", "?", "it is not known yet", "default", "<cell line>"),
)


@st.composite
def empty_words(draw: st.DrawFn) -> str:
    """Return a word that says nothing, in one of many spellings."""
    word = draw(st.sampled_from(EMPTY_WORDS))
    spelled = draw(st.sampled_from([str.lower, str.upper, str.title, str.capitalize]))(word)
    spaced = draw(st.sampled_from(["{}", " {} ", "({})", "{}.", "{}!", "[{}]", "“{}”", "{} …"]))
    return str(spaced).format(str(spelled).replace(" ", draw(st.sampled_from([" ", "  "]))))


@given(st.sampled_from(answer_fields()), empty_words())
@settings(max_examples=120)
def test_an_empty_word_is_worth_no_more_than_silence(path: str, word: str) -> None:
    document = without([])
    node: Any = document
    *way, last = parts(path)
    for part in way:
        node = node[part]
    node[last] = word

    worded, silent = by_id(answered(document)), by_id(answered(without([path])))

    better = [name for name in silent if RANK[worded[name].verdict] > RANK[silent[name].verdict]]
    assert better == []
