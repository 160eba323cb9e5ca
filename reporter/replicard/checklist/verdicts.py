"""From replies to the verdict on one item, with the reason in words."""

from collections.abc import Sequence

from replicard.checklist.facts import Facts
from replicard.checklist.questions import Asker
from replicard.checklist.replies import Reply, Standing, unique
from replicard.checklist.report_places import shown_in_report
from replicard_schema.checklist import ChecklistItem
from replicard_schema.report import Answer, ItemResult
from replicard_schema.vocabulary import Verdict
from replicard_schema.waivers import item_waiver


def item_result(
    item: ChecklistItem, replies: Sequence[Reply], facts: Facts, asker: Asker
) -> ItemResult:
    """Return the verdict on an item, with its answers and what is still open."""
    waived = item_waiver(
        facts.card, item.id, checklist=asker.checklist, ambiguous=facts.ambiguous_items
    )
    if waived is not None:
        return _waived_by_author(item, *waived, facts)
    verdict = _verdict(replies)
    open_replies = [reply for reply in replies if reply.standing < Standing.FULL]
    open_fields = unique(path for reply in open_replies for path in reply.response.open_fields)
    return ItemResult(
        id=item.id,
        section=item.section,
        level=item.level,
        text=item.text,
        verdict=verdict,
        answers=tuple(shown_in_report(answer, facts) for answer in _answers(replies)),
        reason=_reason(verdict, replies),
        gaps=tuple(asker.gap(path) for path in open_fields),
    )


def _waived_by_author(item: ChecklistItem, name: str, reason: str, facts: Facts) -> ItemResult:
    answer = facts.stated(f"not_applicable.{name}", reason)
    return ItemResult(
        id=item.id,
        section=item.section,
        level=item.level,
        text=item.text,
        verdict=Verdict.NOT_APPLICABLE,
        answers=(shown_in_report(answer, facts),),
        reason=reason,
    )


def _verdict(replies: Sequence[Reply]) -> Verdict:
    if not replies:
        return Verdict.MISSING
    standings = [reply.standing for reply in replies if reply.standing <= Standing.FULL]
    if not standings:
        return Verdict.NOT_APPLICABLE
    if all(standing is Standing.FULL for standing in standings):
        return Verdict.REPORTED
    # What was told of a part with a reason still stands there, so not all is missing.
    is_told = any(reply.response.answers for reply in replies)
    if not is_told and all(standing is Standing.OPEN for standing in standings):
        return Verdict.MISSING
    return Verdict.PARTLY


def _answers(replies: Sequence[Reply]) -> tuple[Answer, ...]:
    """Return the answers, each with the name of what it is about where that is not clear."""
    several_subjects, several_concepts = _several(replies)
    found = []
    for reply in replies:
        about = [reply.subject.name] if several_subjects else []
        about += [_lower(reply.concept.text)] if several_concepts else []
        label = f"{', '.join(about)}: " if about else ""
        found += [_labelled(answer, label) for answer in reply.response.answers]
    return tuple(dict.fromkeys(found))


def _labelled(answer: Answer, label: str) -> Answer:
    return answer.model_copy(update={"value": f"{label}{answer.value}"}) if label else answer


def _reason(verdict: Verdict, replies: Sequence[Reply]) -> str | None:
    if not replies:
        return "the card names no model"
    waived = [reply for reply in replies if reply.standing is Standing.WAIVED]
    gaps = [reply for reply in replies if reply.standing < Standing.FULL]
    if verdict is Verdict.NOT_APPLICABLE:
        parts = [note for reply in waived or replies for note in reply.response.notes]
    elif verdict is Verdict.REPORTED:
        parts = [
            f"{reply.subject.name or 'card'}: {note}"
            for reply in waived
            for note in reply.response.notes
        ]
    else:
        notes = [note for reply in gaps for note in reply.response.notes]
        parts = [*_lacking(gaps, replies), *notes] if verdict is Verdict.PARTLY else notes
    return "; ".join(unique(parts)) or None


def _several(replies: Sequence[Reply]) -> tuple[bool, bool]:
    """Say whether an item concerns several subjects, and whether it has several questions."""
    names = {reply.subject.name for reply in replies if reply.standing is not Standing.UNASKED}
    return len(names) > 1, len({reply.concept.id for reply in replies}) > 1


def _lacking(gaps: Sequence[Reply], replies: Sequence[Reply]) -> list[str]:
    several_subjects, several_concepts = _several(replies)
    groups: dict[tuple[str, Standing], list[str]] = {}
    for reply in gaps:
        groups.setdefault((reply.concept.text, reply.standing), []).append(reply.subject.name)
    parts = []
    for (concept, standing), names in groups.items():
        what = f"{_lower(concept)} " if several_concepts else ""
        how = "answered only in part" if standing is Standing.PARTLY else "not given"
        whom = f" for {', '.join(names)}" if several_subjects else ""
        parts.append(f"{what}{how}{whom}")
    return parts


def _lower(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
