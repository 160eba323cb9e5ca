"""Asking one question of one subject."""

from replicard.checklist.computed import COMPUTATIONS
from replicard.checklist.computed.acquisition import acquisition_read
from replicard.checklist.facts import Facts
from replicard.checklist.lookup import Lookup, look_up
from replicard.checklist.replies import Reply, Response, Standing
from replicard.checklist.selection import dotted
from replicard.checklist.subjects import Subject
from replicard.loading.positions import FieldPath
from replicard_schema.checklist import Concept

_NO_PLACE = "the card has no place for this answer"


def ask(concept: Concept, subject: Subject, facts: Facts) -> Reply:
    """Answer a question from the card's words and, where it has one, its computation."""
    if not concept.is_answerable:
        return Reply(concept, subject, Response(Standing.OPEN, notes=(_NO_PLACE,)))
    if subject.gap is not None:
        return Reply(concept, subject, _of_gap(subject.gap, facts))
    response = _stated(concept, subject, facts)
    if concept.computed is not None and response.standing is not Standing.WAIVED:
        response = COMPUTATIONS[concept.computed](subject, facts).joined(response)
    elif response.standing < Standing.FULL:
        response = response.joined(acquisition_read(concept.fields, subject, facts))
    return Reply(concept, subject, response)


def _of_gap(gap: FieldPath, facts: Facts) -> Response:
    reason = facts.waiver(gap)
    if reason is not None:
        return Response(Standing.WAIVED, notes=(reason,))
    return Response(Standing.OPEN, open_fields=(dotted(gap),))


def _stated(concept: Concept, subject: Subject, facts: Facts) -> Response:
    """Return what the card says in any of the fields that can answer a question."""
    lookups = [
        look_up(subject.bind(pattern), facts, answers_in_full=pattern in concept.fields)
        for pattern in (*concept.fields, *concept.partial)
    ]
    if not lookups:
        return _without_fields(subject, facts)
    asked = [lookup for lookup in lookups if lookup.reason is None]
    standing = max((lookup.standing for lookup in asked), default=Standing.OPEN)
    answers = tuple(answer for lookup in asked for answer in lookup.answers())
    reasons = [lookup.reason for lookup in lookups if lookup.reason is not None]
    if standing is Standing.FULL:
        return Response(standing, answers)
    if reasons:
        return Response(Standing.WAIVED, answers, (reasons[0],))
    notes = tuple(note for lookup in asked for note in lookup.notes())
    return Response(standing, answers, notes, (dotted(_open_field(asked)),))


def _without_fields(subject: Subject, facts: Facts) -> Response:
    for section, key in subject.bound.items():
        reason = facts.waiver((section, key))
        if reason is not None:
            return Response(Standing.WAIVED, notes=(reason,))
    return Response(Standing.OPEN)


def _open_field(lookups: list[Lookup]) -> FieldPath:
    """Return the field to ask for: a gap in a list that is there, or else a single field."""
    with_gaps = [lookup for lookup in lookups if lookup.lacking]
    in_full = [lookup for lookup in lookups if lookup.answers_in_full]
    single = [lookup for lookup in in_full if not lookup.is_listed]
    return (with_gaps or single or in_full)[0].open_field
