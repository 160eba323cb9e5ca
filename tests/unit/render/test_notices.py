from pathlib import PurePath

import pytest

from replicard.errors import Position, Problem
from replicard.render.notices import Notice, NoticeLevel, notices_of
from replicard_schema.findings import Finding
from replicard_schema.report import OpenQuestion
from replicard_schema.vocabulary import Severity

FINDING = Finding(
    code="few-images",
    severity=Severity.HINT,
    message="Few.",
    field="datasets.test",
    files=("a.tif",),
)
QUESTION = OpenQuestion(
    field="code", question="Which code?", example="code: [x]", items=("L26",), level="explicit"
)
PROBLEM = Problem("study/card.yaml", "unknown field `x`", "unknown-field", Position(7, 3), "x")


def notices(card: str = "study/card.yaml") -> tuple[Notice, ...]:
    places = {"datasets.test": Position(4, 2)}
    folder = PurePath("/home/me")
    return notices_of([PROBLEM], [FINDING], [QUESTION], card=card, places=places, folder=folder)


def test_errors_come_first_and_each_notice_has_its_place() -> None:
    problem, finding, question = notices()

    assert (problem.level, problem.position) == (NoticeLevel.ERROR, Position(7, 3))
    assert (finding.level, finding.position) == (NoticeLevel.NOTE, Position(4, 2))
    assert (question.level, question.position) == (NoticeLevel.NOTE, Position(1, 1))
    assert finding.related == ("study/a.tif",)
    assert question.hint == "answer it under `code`, such as `code: [x]`"


@pytest.mark.parametrize(
    ("card", "shown"),
    [
        ("/home/me/study/card.yaml", "study/card.yaml"),
        ("/home/other/card.yaml", "card.yaml"),
        ("../card.yaml", "../card.yaml"),
    ],
)
def test_no_folder_of_this_machine_is_told(card: str, shown: str) -> None:
    assert notices(card)[1].file == shown
