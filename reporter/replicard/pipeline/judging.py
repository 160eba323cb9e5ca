"""What a card and its evidence amount to: verdicts, open questions, findings."""

from collections.abc import Sequence
from dataclasses import dataclass

from replicard.checklist import ChosenChecklist, answer_checklists, open_questions
from replicard.findings import all_findings
from replicard.loading import LoadedCard
from replicard_schema.evidence import Evidence
from replicard_schema.findings import Finding
from replicard_schema.report import ChecklistResult, OpenQuestion


@dataclass(frozen=True, slots=True)
class Judgement:
    """Verdicts item by item, what is open, and what the author should look at."""

    checklists: tuple[ChecklistResult, ...]
    questions: tuple[OpenQuestion, ...]
    findings: tuple[Finding, ...]


def judge_card(
    loaded: LoadedCard,
    evidence: Evidence | None,
    lists: Sequence[ChosenChecklist],
    *,
    besides: Sequence[Finding] = (),
) -> Judgement:
    """Answer checklists from a card and what was computed for it.

    Parameters
    ----------
    evidence
        None before anything was computed.
    lists
        The checklists to answer.
    besides
        What was found elsewhere.
    """
    results = answer_checklists(lists, loaded.card, evidence, place=loaded.place)
    asked = [chosen.checklist for chosen in lists]
    findings = all_findings(loaded.card, evidence, asked, besides=besides)
    return Judgement(results, open_questions(results), findings)


def checklist_summary(result: ChecklistResult) -> dict[str, object]:
    """Return how a checklist is answered, as plain data: counts, and the verdict of each item."""
    return {
        "id": result.id,
        "title": result.title,
        "complete": result.is_complete,
        "all": result.tally().model_dump(mode="json"),
        "levels": [tally.model_dump(mode="json") for tally in result.by_level()],
        "sections": [tally.model_dump(mode="json") for tally in result.by_section()],
        "items": {item.id: item.verdict.value for item in result.items},
    }
