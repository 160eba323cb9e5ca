"""Looking up one card field that may answer a question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from replicard.checklist.facts import Facts
from replicard.checklist.replies import Standing
from replicard.checklist.selection import dotted, is_answer, spread
from replicard.checklist.words import capped, in_words
from replicard.loading.positions import FieldPath
from replicard_schema.report import Answer
from replicard_schema.roles import candidate_title

_FILES_BY_CANDIDATE = frozenset(
    {"candidates", "second_predictions", "repeated_predictions", "uncertainty_maps"}
)
_SHOWN_OF_EMPTY_WORD = 40


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the card has at a field, or at every element of a list.

    Attributes
    ----------
    path
        The field, with a star for the elements of a list.
    reason
        Why the card says that the field does not apply, if it does.
    given
        Places with an answer.
    empty
        Values that say nothing.
    lacking
        Elements of a list without an answer, where it has elements at all.
    answers_in_full
        Whether the field alone is a full answer.
    """

    path: FieldPath
    facts: Facts
    reason: str | None
    given: tuple[tuple[FieldPath, object], ...]
    empty: tuple[object, ...]
    lacking: tuple[FieldPath, ...]
    answers_in_full: bool

    @property
    def is_listed(self) -> bool:
        """Whether every element of a list is asked."""
        return "*" in self.path

    @property
    def standing(self) -> Standing:
        """How far the field answers the question."""
        if not self.given:
            return Standing.OPEN
        if self.lacking or not self.answers_in_full:
            return Standing.PARTLY
        return Standing.FULL

    @property
    def open_field(self) -> FieldPath:
        """The field to ask for: the element that lacks an answer, or the list of several."""
        if len(self.lacking) == 1:
            return self.lacking[0]
        return self._above_star(self.lacking[0] if self.lacking else self.path)

    def answers(self) -> Iterator[Answer]:
        """Yield what is stated, as one answer."""
        if not self.given:
            return
        texts = dict.fromkeys(self._worded(path, value) for path, value in self.given)
        field = self._above_star(self.given[0][0])
        # An answer that is not what was asked for says what it is.
        label = "" if self.answers_in_full else f"{str(field[-1]).replace('_', ' ')}: "
        yield self.facts.stated(dotted(field), capped(label + ", ".join(texts)))

    def notes(self) -> Iterator[str]:
        """Yield what keeps the answer from being a full one."""
        for value in self.empty:
            yield f"“{capped(in_words(value), _SHOWN_OF_EMPTY_WORD)}” says nothing to a reader"
        if self.given:
            yield from (f"nothing for {self._element(path)}" for path in self.lacking)

    def _above_star(self, path: FieldPath) -> FieldPath:
        return path[: self.path.index("*")] if self.is_listed else path

    def _worded(self, path: FieldPath, value: object) -> str:
        if path[-1] in _FILES_BY_CANDIDATE and isinstance(value, Mapping):
            names = (candidate_title(self.facts.card, name) for name in value)
            kind = str(path[-1]).replace("candidates", "predictions").replace("_", " ")
            return f"{kind} of {', '.join(names)}"
        key = path[self.path.index("*")] if self.is_listed else 0
        return f"{key} {in_words(value)}" if isinstance(key, str) else in_words(value)

    def _element(self, path: FieldPath) -> str:
        """Return what an element of a list is called."""
        star = self.path.index("*")
        ((_, record),) = spread(self.facts.card, path[: star + 1])
        return str(getattr(record, "name", None) or path[star])


def look_up(path: FieldPath, facts: Facts, *, answers_in_full: bool) -> Lookup:
    """Look up a field, or every element of a list, in the card."""
    places = tuple(spread(facts.card, path))
    given = tuple((at, value) for at, value in places if is_answer(value))
    answered = {at for at, _ in given}
    silent = tuple(at for at, _ in places if at not in answered) if "*" in path else ()
    return Lookup(
        path=path,
        facts=facts,
        reason=facts.waiver(path),
        given=given,
        empty=tuple(v for at, v in places if v is not None and at not in answered),
        lacking=tuple(at for at in silent if facts.waiver(at) is None),
        answers_in_full=answers_in_full,
    )
