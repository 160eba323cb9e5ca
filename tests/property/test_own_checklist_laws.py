"""Whatever stands in a checklist of one's own, it is one, or there is a list of what is wrong."""

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from replicard.checklist import answer_checklist, read_own_checklist
from replicard.errors import ProblemsError
from replicard.loading import source_of
from replicard_schema import Card
from replicard_schema.checklist import Condition, Scope
from replicard_schema.fields import all_fields
from replicard_schema.report import ChecklistResult
from replicard_schema.vocabulary import Verdict

CARD = Card.model_validate(
    {
        "card_version": "1.0",
        "study": {"title": "Nuclei"},
        "datasets": {"test": {}},
        "models": {
            "unet": {
                "task": "denoising",
                "algorithm": {"name": "CARE"},
                "provenance": "trained",
            }
        },
        "validations": {"check": {"dataset": "test", "candidates": {"unet": "a/*.tif"}}},
    }
)
paths = st.sampled_from([field.path for field in all_fields()])
words = st.sampled_from(
    ["alg.name", "data.objective", "models.*.version", "must", "x", "1", "", "é"]
)
loose = st.recursive(
    words | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
items = st.fixed_dictionaries(
    {},
    optional={
        "id": words | st.sampled_from(["A-1", "A-2", "b.c"]),
        "text": words | st.just("It is said."),
        "section": words,
        "level": st.sampled_from(["must", "mus"]),
        "concepts": loose,
        "fields": st.lists(paths | words, max_size=2) | loose,
        "question": words,
        "scope": st.sampled_from([scope.value for scope in Scope]) | words,
        "applies_if": st.sampled_from([condition.value for condition in Condition]) | words,
        "fallback_for": words,
        "colour": words,
    },
)
documents = st.fixed_dictionaries(
    {"items": st.lists(items, max_size=3) | loose},
    optional={"id": words, "title": words, "levels": loose, "source": loose, "kind": words},
)
sound_items = st.fixed_dictionaries(
    {"text": st.just("It is said."), "fields": st.lists(paths, min_size=1, max_size=3)},
    optional={
        "level": st.sampled_from(["must", "should"]),
        "applies_if": st.lists(
            st.sampled_from([condition.value for condition in Condition]), max_size=2
        ),
    },
)


def answered(document: object) -> ChecklistResult:
    text = yaml.safe_dump(document, allow_unicode=True)
    chosen = read_own_checklist(source_of(text.encode(), shown_as="own.yaml", noun="checklist"))
    return answer_checklist(chosen.checklist, CARD, None, place=str, concepts=chosen.concepts)


@given(documents)
@settings(max_examples=300)
def test_a_document_is_a_checklist_or_has_problems_with_places(document: object) -> None:
    outcome: object
    try:
        outcome = answered(document).items
    except ProblemsError as error:
        outcome = all(problem.message and problem.code for problem in error.problems)

    assert outcome


@given(st.lists(sound_items, min_size=1, max_size=4))
@settings(max_examples=150)
def test_every_field_of_the_card_can_be_asked_for(items: list[dict[str, object]]) -> None:
    numbered = [{"id": f"I-{n}", **item} for n, item in enumerate(items)]
    levels = {"must": "has to", "should": "can"}
    result = answered({"id": "own", "title": "Own", "levels": levels, "items": numbered})

    assert sum(result.counts().values()) == len(items)
    for item in result.items:
        if item.verdict in {Verdict.MISSING, Verdict.PARTLY}:
            assert item.gaps or item.reason
        assert all(gap.question for gap in item.gaps)
