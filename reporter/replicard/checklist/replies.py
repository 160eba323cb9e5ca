"""Replies: how one question is answered for one subject."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum

from replicard.checklist.subjects import Subject
from replicard_schema.checklist import Concept
from replicard_schema.report import Answer

EVALUATE_FIELD = "evidence"
"""Stands for a card field where no field, but a run of ``replicard evaluate`` is missing."""

NOT_EVALUATED = "not computed yet: run `replicard evaluate`"


class Standing(IntEnum):
    """How far a question is answered; the order is that of completeness."""

    OPEN = 0
    PARTLY = 1
    FULL = 2
    WAIVED = 3
    """Does not apply, for a reason that the author or another item gives."""
    UNASKED = 4
    """Does not apply, because a condition of the question does not hold."""


@dataclass(frozen=True, slots=True)
class Response:
    """What one source says to a question.

    Attributes
    ----------
    notes
        Why it is waived or no full answer; for a full answer, what a reader must know.
    open_fields
        Fields that would complete the answer.
    """

    standing: Standing
    answers: tuple[Answer, ...] = ()
    notes: tuple[str, ...] = ()
    open_fields: tuple[str, ...] = ()

    def joined(self, other: "Response") -> "Response":
        """Return both answers side by side: the better one decides, neither is dropped.

        The notes of the better one are kept; of two that stand alike, this one's.
        """
        better, worse = (other, self) if other.standing > self.standing else (self, other)
        answers = (*self.answers, *other.answers)
        if better.standing >= Standing.FULL:
            return Response(better.standing, answers, better.notes)
        open_fields = better.open_fields or worse.open_fields
        return Response(better.standing, answers, better.notes or worse.notes, open_fields)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one question for one subject."""

    concept: Concept
    subject: Subject
    response: Response

    @property
    def standing(self) -> Standing:
        """How far the question is answered."""
        return self.response.standing

    def waived(self, reason: str) -> "Reply":
        """Return a reply that says why the question does not apply."""
        return replace(self, response=Response(Standing.WAIVED, notes=(reason,)))


NOT_COMPUTED_YET = Response(Standing.OPEN, notes=(NOT_EVALUATED,), open_fields=(EVALUATE_FIELD,))


def unique(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Return texts without gaps and repetitions, in order of first appearance."""
    return tuple(dict.fromkeys(text for text in texts if text))
