"""Open questions: what to ask the author next, the most important first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from replicard.checklist.replies import EVALUATE_FIELD
from replicard.loading.positions import FieldPath, parts
from replicard_schema.checklist import Concept, Concepts
from replicard_schema.report import ChecklistResult, Gap, ItemResult, OpenQuestion
from replicard_schema.vocabulary import Verdict

_EVALUATE = "What do the files show? Run `replicard evaluate`, which computes this from them."

_Entry: TypeAlias = tuple[tuple[str, ...], int, Concept]
"""Field of a concept in parts, and how well the question fits it."""


@dataclass(frozen=True)
class Asker:
    """Puts the question for a field of the card.

    Attributes
    ----------
    concepts
        Vocabulary with the questions.
    checklist
        Whose questions come before those of others.
    """

    concepts: Concepts
    checklist: str = ""

    def gap(self, path: str) -> Gap:
        """Return a field that is open with its question.

        Raises
        ------
        LookupError
            If no concept has the field or a part of it.
        """
        if path == EVALUATE_FIELD:
            return Gap(field=path, question=_EVALUATE)
        concept = self._best(path, whole=True)
        if concept is None:
            # The example is one of a part, which would be wrong for the whole.
            part = self.asking(path)
            return Gap(field=path, question=part.question or part.text)
        name = parts(path)[-1]
        example = f"{name}: {concept.example}" if concept.example is not None else None
        return Gap(field=path, question=concept.question or concept.text, example=example)

    def asking(self, path: str) -> Concept:
        """Return the concept whose question asks for a field of the card, or for parts of it.

        One whose answer stands in this very field comes before one that only accepts it,
        and one of the checklist before those of others.

        Raises
        ------
        LookupError
            If no concept has the field.
        """
        best = self._best(path, whole=True) or self._best(path, whole=False)
        if best is None:
            raise LookupError(f"no concept has the field {path!r}")
        return best

    def _best(self, path: str, *, whole: bool) -> Concept | None:
        """Return the concept that fits best among those with a field, or a part of it."""
        wanted = parts(path)
        ranked = (
            ((len(pattern) if whole else 0, fitness, self.checklist in concept.used_by), concept)
            for pattern, fitness, concept in self._near(wanted, whole=whole)
            if _fits(pattern if whole else pattern[: len(wanted)], wanted)
        )
        best = max(ranked, key=lambda entry: entry[0], default=None)
        return best[1] if best is not None else None

    def _near(self, wanted: FieldPath, *, whole: bool) -> Iterator[_Entry]:
        """Yield the fields that can fit: those of the section, and with the same last part."""
        section = str(wanted[0])
        lasts = (str(wanted[-1]), "*") if whole else tuple(self._patterns.get(section, ()))
        for last in dict.fromkeys(lasts):
            yield from self._patterns.get(section, {}).get(last, ())

    @cached_property
    def _patterns(self) -> dict[str, dict[str, list[_Entry]]]:
        """Fields of all concepts, by the section of the card and by their last part."""
        found: dict[str, dict[str, list[_Entry]]] = {}
        for concept in self.concepts.concepts:
            for pattern, fitness in _patterns(concept):
                alike = found.setdefault(pattern[0], {}).setdefault(pattern[-1], [])
                alike.append((pattern, fitness, concept))
        return found


@dataclass(slots=True)
class _Question:
    """A gap, with the items that wait for it."""

    gap: Gap
    rank: int
    level: str
    items: list[str] = field(default_factory=list)


def open_questions(results: Sequence[ChecklistResult]) -> tuple[OpenQuestion, ...]:
    """Return the questions that are open, each once, whatever checklist asks it.

    They are sorted by the highest level among the items that an answer would close, then
    by the number of these items, then in the order of the checklists. The first checklist
    that asks for a field puts the question.
    """
    questions: dict[str, _Question] = {}
    for result in results:
        start = f"{result.id}/" if len(results) > 1 else ""
        ranks = {level: rank for rank, level in enumerate(result.levels)}
        for item in _open(result):
            _note(questions, item, ranks[item.level], f"{start}{item.id}")
    ranked = sorted(questions.values(), key=lambda each: (each.rank, -len(each.items)))
    return tuple(
        OpenQuestion(**each.gap.model_dump(), items=tuple(each.items), level=each.level)
        for each in ranked
    )


def _open(result: ChecklistResult) -> Iterable[ItemResult]:
    is_open = {Verdict.MISSING, Verdict.PARTLY}
    return (item for item in result.items if item.verdict in is_open)


def _note(questions: dict[str, _Question], item: ItemResult, rank: int, name: str) -> None:
    for gap in item.gaps:
        question = questions.setdefault(gap.field, _Question(gap, rank, item.level))
        if rank < question.rank:
            question.rank, question.level = rank, item.level
        if name not in question.items:
            question.items.append(name)


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
