"""Asking one question of one subject."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from replicard.checklist.computed import COMPUTATIONS
from replicard.checklist.facts import Facts
from replicard.checklist.replies import Reply, Response, Standing
from replicard.checklist.selection import dotted, is_answer, spread
from replicard.checklist.subjects import Subject
from replicard.checklist.words import capped, in_words
from replicard.loading.positions import FieldPath
from replicard_schema.checklist import Concept
from replicard_schema.report import Answer
from replicard_schema.roles import candidate_title

_FILES_BY_CANDIDATE = frozenset({"candidates", "repeated_predictions"})


def ask(concept: Concept, subject: Subject, facts: Facts) -> Reply:
    """Answer a question from the card's words and, where it has one, its computation."""
    if subject.gap is not None:
        return Reply(concept, subject, _of_gap(subject.gap, facts))
    response = _stated(concept, subject, facts)
    if concept.computed is not None and response.standing is not Standing.WAIVED:
        response = COMPUTATIONS[concept.computed](subject, facts).joined(response)
    return Reply(concept, subject, response)


def _of_gap(gap: FieldPath, facts: Facts) -> Response:
    reason = facts.waiver(gap)
    if reason is not None:
        return Response(Standing.WAIVED, notes=(reason,))
    return Response(Standing.OPEN, open_fields=(dotted(gap),))


def _stated(concept: Concept, subject: Subject, facts: Facts) -> Response:
    """Return what the card says in any of the fields that can answer a question."""
    lookups = [
        _Lookup(subject.bind(pattern), facts, answers_in_full=pattern in concept.fields)
        for pattern in (*concept.fields, *concept.partial)
    ]
    reasons = [lookup.reason for lookup in lookups if lookup.reason is not None]
    asked = [lookup for lookup in lookups if lookup.reason is None]
    standing = max((lookup.standing for lookup in asked), default=Standing.OPEN)
    if not lookups:
        return _without_fields(subject, facts)
    answers = tuple(answer for lookup in asked for answer in lookup.answers())
    if standing is Standing.FULL:
        return Response(standing, answers)
    if reasons:
        return Response(Standing.WAIVED, answers, (reasons[0],))
    notes = [note for lookup in asked for note in lookup.notes()]
    return Response(standing, answers, tuple(notes), (_open_field(asked),))


def _without_fields(subject: Subject, facts: Facts) -> Response:
    for section, key in subject.bound.items():
        reason = facts.waiver((section, key))
        if reason is not None:
            return Response(Standing.WAIVED, notes=(reason,))
    return Response(Standing.OPEN)


def _open_field(lookups: list["_Lookup"]) -> str:
    """Return the field to ask for: a gap in a list that is there, or else a single field."""
    for lookup in lookups:
        if len(lookup.lacking) == 1:
            return dotted(lookup.lacking[0])
        if lookup.lacking:
            return dotted(lookup.above_star(lookup.lacking[0]))
    in_full = [lookup for lookup in lookups if lookup.answers_in_full]
    return dotted(next((x.path for x in in_full if not x.is_listed), in_full[0].above_star()))


@dataclass(frozen=True)
class _Lookup:
    """One field that may answer a question, looked up in the card."""

    path: FieldPath
    facts: Facts
    answers_in_full: bool

    @cached_property
    def places(self) -> list[tuple[FieldPath, object]]:
        return list(spread(self.facts.card, self.path))

    @cached_property
    def reason(self) -> str | None:
        """Why the card says that the field does not apply, if it does."""
        return self.facts.waiver(self.path)

    @cached_property
    def given(self) -> list[tuple[FieldPath, object]]:
        return [(path, value) for path, value in self.places if is_answer(value)]

    @property
    def is_listed(self) -> bool:
        """Whether every element of a list is asked."""
        return "*" in self.path

    def above_star(self, path: FieldPath | None = None) -> FieldPath:
        """Return the path of the list whose elements are asked."""
        return (path or self.path)[: self.path.index("*")] if self.is_listed else self.path

    @cached_property
    def lacking(self) -> list[FieldPath]:
        """Elements of a list without an answer, where it has elements at all."""
        if not self.is_listed:
            return []
        open_places = [path for path, value in self.places if not is_answer(value)]
        return [path for path in open_places if self.facts.waiver(path) is None]

    @property
    def standing(self) -> Standing:
        if not self.given:
            return Standing.OPEN
        if self.lacking or not self.answers_in_full:
            return Standing.PARTLY
        return Standing.FULL

    def answers(self) -> Iterator[Answer]:
        """Yield what is stated, as one answer."""
        if not self.given:
            return
        texts = [self._worded(path, value) for path, value in self.given]
        text = ", ".join(dict.fromkeys(texts))
        field = self.above_star(self.given[0][0])
        # An answer that is not what was asked for says what it is.
        label = "" if self.answers_in_full else f"{str(field[-1]).replace('_', ' ')}: "
        yield self.facts.stated(dotted(field), capped(label + text))

    def notes(self) -> Iterator[str]:
        """Yield what keeps the answer from being a full one."""
        for _, value in self.places:
            if value is not None and not is_answer(value):
                yield f"“{capped(in_words(value), 40)}” says nothing to a reader"
        if self.given:
            yield from (f"nothing for {self._element(path)}" for path in self.lacking)

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
        name = getattr(record, "name", None)
        return str(name or path[star])
