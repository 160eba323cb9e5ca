"""Judging a checklist item by item.

An item is *reported* if every question behind it has a full answer for every part of the
card that it concerns, *partly* reported if only some have, and *missing* if none has. A
reason under ``not_applicable`` is a full answer.

Fallbacks. Some items ask for a substitute: without a version, the date. If the main item
is reported, the substitute is not needed and does not apply, unless it is stated anyway.
If every substitute of a main item is stated while the item itself is not, the guideline
has been followed: the main item does not apply, and its reason names the substitutes. Two
dates are asked for in place of the version of a model by others, so one alone leaves the
version missing.
"""

from collections.abc import Callable, Mapping, Sequence

from replicard.checklist.asking import ask
from replicard.checklist.conditions import why_not
from replicard.checklist.facts import Facts
from replicard.checklist.questions import Asker
from replicard.checklist.replies import Reply, Response, Standing
from replicard.checklist.shipped import shipped_concepts
from replicard.checklist.subjects import subjects
from replicard.checklist.verdicts import item_result
from replicard_schema.card import Card
from replicard_schema.checklist import Checklist, ChecklistItem, Concept, Concepts, Scope
from replicard_schema.evidence import Evidence
from replicard_schema.report import ChecklistResult

Replies = Mapping[str, Sequence[Reply]]


def answer_checklist(
    checklist: Checklist,
    card: Card,
    evidence: Evidence | None,
    *,
    place: Callable[[str], str],
    concepts: Concepts | None = None,
    ambiguous_items: frozenset[str] = frozenset(),
) -> ChecklistResult:
    """Answer every item of a checklist.

    Parameters
    ----------
    evidence
        What was computed; None leaves the computed items open.
    place
        Words for the place of a card field, such as ``card line 12``.
    concepts
        Vocabulary that the items point to; by default the shipped one.
    ambiguous_items
        Ids of items that other checklists have as well, so that a reason of the card has
        to name the checklist, too.
    """
    facts = Facts(card, evidence, place, ambiguous_items)
    known = concepts if concepts is not None else shipped_concepts()
    replies = _with_fallbacks(
        checklist,
        {item.id: judge(item, known, facts, scopes=checklist.scopes) for item in checklist.items},
    )
    asker = Asker(known, checklist.id)
    return ChecklistResult(
        id=checklist.id,
        title=checklist.title,
        source_title=checklist.source.source_title,
        source_doi=checklist.source.doi,
        licence_note=checklist.licence_note,
        kind=checklist.kind,
        restated=checklist.restated,
        note=checklist.note,
        levels=checklist.levels,
        items=tuple(item_result(item, replies[item.id], facts, asker) for item in checklist.items),
    )


def judge(
    item: ChecklistItem, concepts: Concepts, facts: Facts, *, scopes: Mapping[Scope, Scope]
) -> tuple[Reply, ...]:
    """Answer every question behind an item, for every part of the card that it concerns.

    Parameters
    ----------
    scopes
        Parts of the card that are asked about instead of those that a concept names.
    """
    questions = [leaf for name in item.concepts for leaf in concepts.leaves(name)]
    return tuple(
        reply
        for q in questions
        for reply in _answers(q, item, facts, scope=scopes.get(q.scope, q.scope))
    )


def _answers(concept: Concept, item: ChecklistItem, facts: Facts, *, scope: Scope) -> list[Reply]:
    replies = []
    for subject in subjects(scope, facts.card):
        conditions = dict.fromkeys((*item.applies_if, *concept.applies_if))
        reasons = (why_not(condition, subject, facts) for condition in conditions)
        reason = next((reason for reason in reasons if reason is not None), None)
        if reason is None:
            replies.append(ask(concept, subject, facts))
        else:
            response = Response(Standing.UNASKED, notes=(reason,))
            replies.append(Reply(concept, subject, response))
    return replies


def _with_fallbacks(checklist: Checklist, replies: Replies) -> Replies:
    """Waive what a substitute makes unnecessary, subject by subject."""
    changed: dict[str, list[Reply]] = {name: list(given) for name, given in replies.items()}
    substitutes: dict[str, list[str]] = {}
    for item in checklist.items:
        if item.fallback_for is not None:
            substitutes.setdefault(item.fallback_for, []).append(item.id)
    for main, others in substitutes.items():
        for position, reply in enumerate(replies[main]):
            if reply.standing is Standing.FULL:
                reason = f"not needed: {main} is reported"
                _waive(changed, others, reply.subject.name, reason)
            elif _all_stated(replies, others, reply.subject.name):
                verb = "is" if len(others) == 1 else "are"
                reason = f"not stated; {' and '.join(others)} {verb} given in its place"
                changed[main][position] = reply.waived(reason)
    return changed


def _waive(changed: dict[str, list[Reply]], items: Sequence[str], subject: str, why: str) -> None:
    for name in items:
        changed[name] = [
            reply.waived(why)
            if reply.subject.name == subject and reply.standing < Standing.FULL
            else reply
            for reply in changed[name]
        ]


def _all_stated(replies: Replies, items: Sequence[str], subject: str) -> bool:
    standings = [r.standing for name in items for r in replies[name] if r.subject.name == subject]
    return bool(standings) and all(standing is Standing.FULL for standing in standings)
