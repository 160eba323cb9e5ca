"""The checklist of a sample card, compared as whole files.

After a change that is meant, ``REPLICARD_REWRITE_GOLDEN=1`` writes the files anew; the
difference is then read like code.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from replicard.checklist import answer_checklist, load_checklist, open_questions
from replicard.checklist.shipped import CHECKLIST_NAMES
from replicard.findings import all_findings
from replicard.loading import LoadedCard, load_card
from replicard.render.forms.checklist import checklist_csv, checklist_markdown
from replicard_schema import Evidence
from replicard_schema.report import ChecklistResult

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def loaded() -> LoadedCard:
    return load_card(HERE / "card.yaml")


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence.model_validate_json((HERE / "evidence.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def result(loaded: LoadedCard, evidence: Evidence) -> ChecklistResult:
    checklist = load_checklist("laine-2021")
    return answer_checklist(checklist, loaded.card, evidence, place=loaded.place)


def assert_golden(name: str, text: str) -> None:
    path = HERE / name
    if os.environ.get("REPLICARD_REWRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "render"),
    [("expected.md", checklist_markdown), ("expected.csv", checklist_csv)],
)
def test_the_checklist_is_the_expected_one(
    name: str, render: Callable[[ChecklistResult], str], result: ChecklistResult
) -> None:
    assert_golden(name, render(result))


def test_the_open_questions_are_the_expected_ones(result: ChecklistResult) -> None:
    blocks = [
        f"{question.level}: {', '.join(question.items)}\n"
        f"{question.question}\n"
        f"{question.field}\n"
        f"    {question.example or '-'}\n"
        for question in open_questions([result])
    ]

    assert_golden("expected-questions.txt", "\n".join(blocks))


def test_the_findings_are_the_expected_ones(loaded: LoadedCard, evidence: Evidence) -> None:
    blocks = [
        f"{finding.severity}[{finding.code}] {finding.field}\n"
        f"{finding.message}\n"
        f"    {finding.hint or '-'}\n"
        for finding in all_findings(loaded.card, evidence)
    ]

    assert_golden("expected-findings.txt", "\n".join(blocks))


@pytest.mark.parametrize("name", CHECKLIST_NAMES)
def test_every_shipped_checklist_asks_for_fields_that_a_question_knows(
    name: str, loaded: LoadedCard, evidence: Evidence
) -> None:
    # A computation that leaves a field open without a question would end in an error.
    checklist = load_checklist(name)

    result = answer_checklist(checklist, loaded.card, evidence, place=loaded.place)

    assert len(result.items) == checklist.item_count
