"""Open questions: what to ask the author next, the most important first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from replicard.checklist.replies import EVALUATE_FIELD
from replicard.checklist.shipped import shipped_concepts
from replicard.loading.positions import FieldPath, parts
from replicard_schema.checklist import Concept, Concepts
from replicard_schema.report import ChecklistResult, ItemResult, OpenQuestion
from replicard_schema.vocabulary import Verdict

_EVALUATE = "What do the files show? Run `replicard evaluate`, which computes this from them."


@dataclass(slots=True)
class _Gap:
    """A card field that is missing, with the items that wait for it."""

    checklist: str
    rank: int
    level: str
    items: list[str] = field(default_factory=list)


def open_questions(
    results: Iterable[ChecklistResult], concepts: Concepts | None = None
) -> tuple[OpenQuestion, ...]:
    """Return the questions that are open, each once, whatever checklist asks it.

    They are sorted by the highest level among the items that an answer would close, then
    by the number of these items, then in the order of the checklists.

    Parameters
    ----------
    concepts
        Vocabulary with the questions; by default the shipped one.
    """
    known = concepts if concepts is not None else shipped_concepts()
    gaps: dict[str, _Gap] = {}
    for result in results:
        for item in result.items:
            if item.verdict in {Verdict.MISSING, Verdict.PARTLY}:
                _note(gaps, item, result)
    ranked = sorted(gaps.items(), key=lambda entry: (entry[1].rank, -len(entry[1].items)))
    return tuple(_question(path, gap, known) for path, gap in ranked)


def _note(gaps: dict[str, _Gap], item: ItemResult, result: ChecklistResult) -> None:
    rank = list(result.levels).index(item.level)
    for path in item.open_fields:
        gap = gaps.setdefault(path, _Gap(result.id, rank, item.level))
        if rank < gap.rank:
            gap.rank, gap.level = rank, item.level
        if item.id not in gap.items:
            gap.items.append(item.id)


def _question(path: str, gap: _Gap, concepts: Concepts) -> OpenQuestion:
    if path == EVALUATE_FIELD:
        return OpenQuestion(field=path, question=_EVALUATE, items=tuple(gap.items), level=gap.level)
    concept = asking(path, concepts, preferred=gap.checklist)
    return OpenQuestion(
        field=path,
        question=concept.question or concept.text,
        example=f"{parts(path)[-1]}: {concept.example}",
        items=tuple(gap.items),
        level=gap.level,
    )


def asking(path: str, concepts: Concepts, *, preferred: str = "") -> Concept:
    """Return the concept whose question asks for a field of the card.

    One whose answer stands in this very field comes before one that only accepts it, and
    one of the checklist ``preferred`` before those of others.

    Raises
    ------
    LookupError
        If no concept has the field.
    """
    wanted = parts(path)
    ranked = (
        ((len(pattern), fitness, preferred in concept.used_by), concept)
        for concept in concepts.concepts
        for pattern, fitness in _patterns(concept)
        if _fits(pattern, wanted)
    )
    best = max(ranked, key=lambda entry: entry[0], default=None)
    if best is None:
        raise LookupError(f"no concept has the field {path!r}")
    return best[1]


@cache
def _patterns(concept: Concept) -> tuple[tuple[tuple[str, ...], int], ...]:
    """Return the fields of a concept, each with how well its question fits the field."""
    fitness = dict.fromkeys((*concept.fields, *concept.partial), 0)
    if concept.asks_for is not None:
        fitness[concept.asks_for] = 1
    if concept.fields:
        fitness[concept.fields[0]] = 2
    return tuple((tuple(text.split(".")), rank) for text, rank in fitness.items())


def _fits(pattern: FieldPath, path: FieldPath) -> bool:
    # Names of libraries may hold points, so a star can stand for several parts.
    if not pattern or not path:
        return not pattern and not path
    if pattern[0] == "*":
        return any(_fits(pattern[1:], path[taken:]) for taken in range(1, len(path) + 1))
    return pattern[0] == path[0] and _fits(pattern[1:], path[1:])
