"""Checklists of a card that answers all of them, word for word.

Rewrite them with ``--update-golden``, and read the difference like code.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from replicard.checklist import CHECKLIST_NAMES, answer_checklist, load_checklist
from replicard.loading import LoadedCard, load_card
from replicard.render.forms.checklist import checklist_markdown
from replicard_schema import Evidence
from replicard_schema.report import ChecklistResult
from replicard_schema.vocabulary import Origin, Verdict

HERE = Path(__file__).parent
Golden = Callable[[Path, str], None]
NOT_ASKED = {
    "laine-2021": {"L04", "L06", "L07", "L08", "A02", "A07", "A08", "A11", "A13", "A14"},
    "mifa-2025": {"file.spatial_information"},
    "nature-reporting-summary": {"S8"},
}


@pytest.fixture(scope="module")
def loaded() -> LoadedCard:
    return load_card(HERE / "card.yaml")


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence.model_validate_json((HERE / "evidence.json").read_text("utf-8"))


def answered(name: str, loaded: LoadedCard, evidence: Evidence | None) -> ChecklistResult:
    return answer_checklist(load_checklist(name), loaded.card, evidence, place=loaded.place)


@pytest.mark.parametrize("name", ["dome-1.0", "quarep-wg12-2023", "mifa-2025"])
def test_the_answers_are_the_expected_ones(
    name: str, loaded: LoadedCard, evidence: Evidence, golden: Golden
) -> None:
    golden(HERE / f"{name}.md", checklist_markdown(answered(name, loaded, evidence)))


@pytest.mark.parametrize("name", CHECKLIST_NAMES)
def test_one_card_answers_every_list(name: str, loaded: LoadedCard, evidence: Evidence) -> None:
    verdicts = {item.id: item.verdict for item in answered(name, loaded, evidence).items}

    not_asked = {item for item, verdict in verdicts.items() if verdict is Verdict.NOT_APPLICABLE}
    assert not_asked == NOT_ASKED.get(name, set())
    assert set(verdicts.values()) <= {Verdict.REPORTED, Verdict.NOT_APPLICABLE}


@pytest.mark.parametrize("name", CHECKLIST_NAMES)
def test_every_answer_says_where_it_stands(
    name: str, loaded: LoadedCard, evidence: Evidence
) -> None:
    for item in answered(name, loaded, evidence).items:
        for answer in item.answers:
            expected = "card.yaml, line" if answer.origin is Origin.STATED else "evidence file"
            assert answer.place.startswith(expected)


def test_what_files_have_to_say_is_open_before_they_are_read(loaded: LoadedCard) -> None:
    dome = {item.id: item for item in answered("dome-1.0", loaded, None).items}

    assert dome["D3"].verdict is Verdict.PARTLY
    assert dome["E3"].verdict is Verdict.PARTLY
    assert dome["M3"].verdict is Verdict.REPORTED


CARDS = [
    *sorted((HERE.parents[1] / "cards" / "valid").glob("*/card.yaml")),
    *sorted((HERE.parents[1] / "golden" / "methods").glob("*/card.yaml")),
    *sorted((HERE.parents[2] / "examples").glob("*/card.yaml")),
    HERE.parent / "checklist" / "card.yaml",
]


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.parent.name)
def test_every_gap_of_any_card_has_a_question(path: Path) -> None:
    card = load_card(path)
    file = path.with_name("evidence.json")
    computed = Evidence.model_validate_json(file.read_bytes()) if file.exists() else None
    for name in CHECKLIST_NAMES:
        for evidence in (None, computed):
            for item in answered(name, card, evidence).items:
                assert all("?" in gap.question for gap in item.gaps)
