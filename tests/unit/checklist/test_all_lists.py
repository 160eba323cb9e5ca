"""Every shipped checklist, against its source, the card format and the others."""

from collections.abc import Iterator

import pytest

from replicard.checklist import all_checklists, shipped_concepts
from replicard.checklist.conditions import _CONDITIONS
from replicard.checklist.shipped import shipped_guidance
from replicard_schema.checklist import Checklist, ChecklistItem, Condition, Kind, Reading
from replicard_schema.fields import resolve
from replicard_schema.shipped_items import shipped_items

LISTS = {checklist.id: checklist for checklist in all_checklists()}
CONCEPTS = shipped_concepts()
ITEMS = [(checklist, item) for checklist in LISTS.values() for item in checklist.items]
# Counted in the sources; the files must not lose an item.
COUNTS = {
    "laine-2021": 65,
    "quarep-wg12-2023": 51,
    "dome-1.0": 21,
    "ml-reproducibility-2.0": 21,
    "reforms-2024": 32,
    "mi-claim-2020": 19,
    "mifa-2025": 28,
    "rembi-1.5-core": 17,
    "nature-reporting-summary": 21,
    "neurips-paper-2024": 16,
    "tripod-ai-2024": 52,
    "claim-2024": 44,
}
# QUAREP asks the same of established and of new workflows, in sections of their own.
ASKED_TWICE = {
    "quarep-wg12-2023": {("EW2", "NW3"), ("EW4", "NW5"), ("EW9", "ML7")},
}
every_list = pytest.mark.parametrize("checklist", LISTS.values(), ids=lambda c: c.id)
every_item = pytest.mark.parametrize(
    ("checklist", "item"), ITEMS, ids=lambda one: one.id if one is not None else ""
)


def questions(item: ChecklistItem) -> Iterator[str]:
    for name in item.concepts:
        yield from (question.id for question in CONCEPTS.questions(name))


def numbered(prefix: str, n: int, width: int = 1) -> list[str]:
    return [f"{prefix}{number:0{width}}" for number in range(1, n + 1)]


def test_every_list_has_as_many_items_as_its_source() -> None:
    assert {name: len(checklist.items) for name, checklist in LISTS.items()} == COUNTS
    assert {name: checklist.item_count for name, checklist in LISTS.items()} == COUNTS


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "quarep-wg12-2023",
            [
                *(*numbered("ML", 8), *numbered("EW", 9), *numbered("NW", 12)),
                *(*numbered("IF", 5), *numbered("IC", 9), *numbered("IA", 5), *numbered("AV", 3)),
            ],
        ),
        (
            "dome-1.0",
            [*numbered("D", 4), *numbered("O", 8), *numbered("M", 4), *numbered("E", 5)],
        ),
        ("mi-claim-2020", numbered("C", 19, 2)),
        (
            "ml-reproducibility-2.0",
            [
                *(*numbered("A", 3), *numbered("B", 2), *numbered("C", 5)),
                *(*numbered("D", 5), *numbered("E", 6)),
            ],
        ),
        (
            "nature-reporting-summary",
            [*numbered("S", 10), *numbered("C", 3), *numbered("D", 3), *numbered("L", 5)],
        ),
        ("neurips-paper-2024", numbered("", 16)),
        ("claim-2024", numbered("", 44, 2)),
        (
            "reforms-2024",
            [
                f"{module}{letter}"
                for module, letters in zip(range(1, 9), (3, 5, 7, 3, 6, 3, 3, 2), strict=True)
                for letter in "abcdefg"[:letters]
            ],
        ),
    ],
)
def test_items_have_the_ids_of_their_source_in_its_order(name: str, expected: list[str]) -> None:
    assert [item.id for item in LISTS[name].items] == expected


def test_the_main_items_of_tripod_are_27() -> None:
    numbers = dict.fromkeys(
        int(item.id.rstrip("abcdefg")) for item in LISTS["tripod-ai-2024"].items
    )

    assert list(numbers) == list(range(1, 28))


@every_list
def test_every_list_says_where_it_comes_from_and_what_it_is(checklist: Checklist) -> None:
    assert checklist.source.authors or checklist.source.doi
    assert checklist.source.doi or checklist.source.url
    assert checklist.source.seen_in
    assert checklist.licence_note.endswith(".")
    assert checklist.kind is not None
    assert {item.level for item in checklist.items} == set(checklist.levels)


def test_clinical_lists_are_marked() -> None:
    clinical = {name for name, checklist in LISTS.items() if checklist.is_clinical}

    assert clinical == {"tripod-ai-2024", "claim-2024"}
    assert all(LISTS[name].kind is Kind.CLINICAL for name in clinical)


def test_restated_lists_say_so_in_their_title() -> None:
    restated = {name for name, checklist in LISTS.items() if checklist.restated}

    assert restated == {"reforms-2024", "nature-reporting-summary"}
    assert all("restated in our words" in LISTS[name].title for name in restated)


def test_items_that_were_read_at_second_hand_are_known() -> None:
    reforms = {item.id: item.verified for item in LISTS["reforms-2024"].items}

    assert {name for name, read in reforms.items() if read is Reading.PRIMARY} == {
        *("1a", "1b", "1c", "2a", "2b", "2c", "2d", "2e", "3a", "3b", "3c", "3d")
    }
    assert None not in reforms.values()


def test_the_fields_of_the_registry_are_kept() -> None:
    fields = [item.registry_field for item in LISTS["dome-1.0"].items]

    assert len(set(fields)) == 21
    assert fields[0] == "dataset.provenance"


def test_parts_of_a_study_that_tripod_asks_are_kept() -> None:
    assert {item.applies_to for item in LISTS["tripod-ai-2024"].items} == {"D", "E", "DE"}


@every_item
def test_items_are_statements(checklist: Checklist, item: ChecklistItem) -> None:
    del checklist

    assert item.text[0].isupper()
    assert item.text.endswith(".")
    assert "?" not in item.text
    assert "  " not in item.text


@every_item
def test_every_question_of_an_item_has_a_home(checklist: Checklist, item: ChecklistItem) -> None:
    del checklist

    for name in item.concepts:
        found = CONCEPTS.questions(name)
        assert found
        for concept in found:
            assert concept.is_answerable
            for path in (concept.asked or "", *concept.fields, *concept.partial):
                assert resolve(path).path == path


@every_list
def test_no_two_items_of_a_list_ask_the_same(checklist: Checklist) -> None:
    seen: dict[frozenset[str], str] = {}
    twins = set()
    for item in checklist.items:
        asked = frozenset(questions(item))
        if asked in seen:
            first, second = sorted((seen[asked], item.id))
            twins.add((first, second))
        seen.setdefault(asked, item.id)

    assert twins == ASKED_TWICE.get(checklist.id, set())


@every_list
def test_concepts_say_which_lists_use_them(checklist: Checklist) -> None:
    asked = {name for item in checklist.items for name in questions(item)}
    named = {name for item in checklist.items for name in item.concepts}
    said = {c.id for c in CONCEPTS.concepts if checklist.id in c.used_by}

    assert said == asked | named


@every_list
def test_every_question_has_its_reason(checklist: Checklist) -> None:
    guided = {guide.concept for guide in shipped_guidance().entries}
    asked = {name for item in checklist.items for name in (*questions(item), *item.concepts)}

    assert asked - guided <= {"data.specimen", "train.overfitting", "val.method", "val.baseline"}


def test_no_guide_is_given_twice() -> None:
    names = [guide.concept for guide in shipped_guidance().entries]

    assert len(names) == len(set(names))


def test_every_condition_is_checked_and_used() -> None:
    used = {c for _, item in ITEMS for c in item.applies_if}
    used |= {c for concept in CONCEPTS.concepts for c in concept.applies_if}

    assert set(_CONDITIONS) == set(Condition)
    assert used == set(Condition)


def test_ids_are_read_from_the_files_as_the_loader_reads_them() -> None:
    assert shipped_items() == {
        name: tuple(item.id for item in LISTS[name].items) for name in sorted(LISTS)
    }
