"""An item has as many rows as it takes for none to be as long as a page."""

from replicard.render.forms.rows import MAX_LINES, Question, form_rows
from replicard_schema.report import Answer, Gap, ItemResult
from replicard_schema.vocabulary import Origin, Verdict


def item(n_answers: int, *gaps: Gap) -> ItemResult:
    answers = tuple(
        Answer(field="a", value=f"value {i}", origin=Origin.STATED, place="card.yaml, line 1")
        for i in range(n_answers)
    )
    return ItemResult(
        id="L01",
        section="S",
        level="must",
        text="T",
        verdict=Verdict.PARTLY,
        answers=answers,
        reason="not all",
        gaps=gaps,
    )


def test_an_item_without_anything_has_one_row() -> None:
    empty = ItemResult(id="L01", section="S", level="l", text="T", verdict=Verdict.MISSING)

    (row,) = form_rows(empty)

    assert not row.is_continued


def test_a_long_item_goes_on_in_further_rows_and_loses_nothing() -> None:
    long = item(3 * MAX_LINES)

    rows = form_rows(long)

    assert [row.is_continued for row in rows] == [False, *[True] * (len(rows) - 1)]
    assert tuple(answer for row in rows for answer in row.answers) == long.answers
    assert all(len(row.answers) <= MAX_LINES for row in rows)
    assert [reason.text for row in rows for reason in row.reasons] == ["not all"]


def test_a_question_that_several_fields_answer_is_asked_once() -> None:
    gaps = (
        Gap(field="models.a.seed", question="Which seed?"),
        Gap(field="models.a.loss", question="Which loss?"),
        Gap(field="models.b.seed", question="Which seed?"),
    )

    (row,) = form_rows(item(1, *gaps))

    assert row.questions == [
        Question("Which seed?", ("models.a.seed", "models.b.seed")),
        Question("Which loss?", ("models.a.loss",)),
    ]
