"""Comparing a written manuscript with a card: what is missing, and what contradicts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from replicard.checklist import choose
from replicard.loading import LoadedCard, load_card
from replicard.manuscript import Comparison, Contradiction, Fact, compare, read_manuscript
from replicard.pipeline.evidence_file import matching_evidence
from replicard.render.terminal.comparison import CardSays, SaysOtherwise, render_comparison
from replicard_schema.checklist import Computation
from replicard_schema.fields import UnknownFieldError, resolve

_WITHOUT_ITEM = 99


@dataclass(frozen=True, slots=True)
class ManuscriptComparison:
    """What a comparison of a manuscript with a card found.

    Attributes
    ----------
    manuscript
        Name of the manuscript.
    comparison
        What was found, lacked and contradicted.
    missing
        Facts that the text does not say; those that a checklist asks for come first.
    items
        For each of them, by its field, the checklist items that ask for it.
    card
        The card.
    has_evidence
        Whether evidence computed for this very card was used.
    strict
        Whether a missing fact is a fault.
    """

    manuscript: str
    comparison: Comparison
    missing: tuple[Fact, ...]
    items: Mapping[str, tuple[str, ...]]
    card: LoadedCard
    has_evidence: bool
    strict: bool = False

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """What surely contradicts the card."""
        return tuple(each for each in self.comparison.contradictions if each.is_sure)

    @property
    def doubts(self) -> tuple[Contradiction, ...]:
        """What differs from the card but may be about something else."""
        return tuple(each for each in self.comparison.contradictions if not each.is_sure)

    @property
    def exit_code(self) -> int:
        """0 if nothing contradicts and, where that is asked for, nothing is missing; else 1."""
        return 1 if self.contradictions or (self.strict and self.missing) else 0

    def as_json(self) -> dict[str, object]:
        """Return everything as plain data."""
        return {
            "manuscript": self.manuscript,
            "card": self.card.path.name,
            "has_evidence": self.has_evidence,
            "sections": list(self.comparison.sections),
            "contradictions": [self._otherwise_json(each) for each in self.contradictions],
            "differences": [self._otherwise_json(each) for each in self.doubts],
            "missing": [self._fact_json(fact) for fact in self.missing],
            "found": [
                {
                    **self._fact_json(found.fact),
                    "place": found.place.as_json(),
                    "note": found.note or None,
                }
                for found in self.comparison.found
            ],
        }

    def as_text(self, *, width: int = 80, colour: bool = False, show_all: bool = False) -> str:
        """Return everything as text for a terminal; on request, every fact found or missing."""
        comparison = self.comparison
        noted = [found for found in comparison.found if show_all or found.note]
        return render_comparison(
            manuscript=self.manuscript,
            sections=comparison.sections,
            contradictions=[self._otherwise(each) for each in self.contradictions],
            differences=[self._otherwise(each) for each in self.doubts],
            missing=[self._says(fact) for fact in self.missing],
            found=[(self._says(each.fact), str(each.place), each.note) for each in noted],
            n_found=len(comparison.found),
            has_evidence=self.has_evidence,
            show_all=show_all,
            width=width,
            colour=colour,
        )

    def _repr_html_(self) -> str:
        """Show the outcome in a notebook, as the terminal would."""
        return f"<pre>{escape(self.as_text())}</pre>"

    def _place(self, fact: Fact) -> str:
        return self.card.place(fact.field) if fact.origin == "stated" else "evidence"

    def _says(self, fact: Fact) -> CardSays:
        items = self.items.get(fact.field, ())
        return CardSays(fact.subject, fact.noun, fact.shown, self._place(fact), items)

    def _otherwise(self, each: Contradiction) -> SaysOtherwise:
        facts = [self._says(fact) for fact in each.facts]
        return SaysOtherwise(str(each.place), each.quote, each.noun, each.said, facts)

    def _fact_json(self, fact: Fact) -> dict[str, object]:
        line = self.card.place(fact.field).rpartition(" ")[2] if fact.origin == "stated" else None
        return {
            "field": fact.field,
            "fact": fact.noun,
            "value": fact.shown,
            "origin": fact.origin,
            "line": int(line) if line is not None else None,
            "items": list(self.items.get(fact.field, ())),
        }

    def _otherwise_json(self, each: Contradiction) -> dict[str, object]:
        return {
            "place": each.place.as_json(),
            "quote": each.quote,
            "about": each.noun,
            "manuscript_says": each.said,
            "card_says": [self._fact_json(fact) for fact in each.facts],
        }


def compare_manuscript(
    manuscript: Path, card: Path, *, sections: Sequence[str] = (), strict: bool = False
) -> ManuscriptComparison:
    """Say which facts of a card a manuscript lacks, and which of its numbers contradict them.

    Evidence beside the card is used if it was computed for the card as it stands.

    Parameters
    ----------
    manuscript
        A DOCX, ODT, Markdown, LaTeX or plain text file.
    card
        The card.
    sections
        Words of the headings whose sections are compared; by default those of the
        methods, or all of the text if no heading tells which these are.
    strict
        Whether a missing fact is a fault, for `ManuscriptComparison.exit_code`.

    Raises
    ------
    CardError
        If the card cannot be read or is not valid.
    ManuscriptError
        If the manuscript cannot be read, or has no section of the name that was given.
    """
    loaded = load_card(card)
    text = read_manuscript(manuscript)
    evidence = matching_evidence(loaded)
    comparison = compare(text, loaded.card, evidence, sections=sections)
    asking = _asking(loaded)
    items = {fact.field: _items(fact, asking) for fact in comparison.missing}
    items |= {found.fact.field: _items(found.fact, asking) for found in comparison.found}
    for each in comparison.contradictions:
        items |= {fact.field: _items(fact, asking) for fact in each.facts}
    ranked = sorted(
        comparison.missing,
        key=lambda fact: min((rank for rank, _ in items[fact.field]), default=_WITHOUT_ITEM),
    )
    names = {field: tuple(name for _, name in asked) for field, asked in items.items()}
    return ManuscriptComparison(
        manuscript.name, comparison, tuple(ranked), names, loaded, evidence is not None, strict
    )


_Asking = Mapping[str, Sequence[tuple[int, str]]]


def _asking(loaded: LoadedCard) -> _Asking:
    """Return the items that ask for a field, or for a computation, with the rank of their level.

    The checklists are those of the card. Where there are several, items have their full
    names, such as ``dome-1.0/D3``.
    """
    asking: dict[str, list[tuple[int, str]]] = defaultdict(list)
    lists = choose(loaded).lists
    for chosen in lists:
        checklist, concepts = chosen.checklist, chosen.concepts
        ranks = {level: rank for rank, level in enumerate(checklist.levels)}
        for item in checklist.items:
            asked = [leaf for name in item.concepts for leaf in concepts.questions(name)]
            homes = {home for concept in asked for home in (*concept.fields, *concept.partial)}
            homes |= {str(concept.computed) for concept in asked if concept.computed}
            name = item.id if len(lists) == 1 else f"{checklist.id}/{item.id}"
            for home in sorted(homes):
                asking[home].append((ranks[item.level], name))
    return asking


def _items(fact: Fact, asking: _Asking) -> tuple[tuple[int, str], ...]:
    """Return the items that ask for a fact, or for the part of the card that it belongs to."""
    if fact.origin != "stated":
        kind = Computation.SCORES if fact.is_score else Computation.IMAGE_COUNT
        return tuple(asking.get(str(kind), ()))
    try:
        parts = resolve(fact.field).path.split(".")
    except UnknownFieldError:
        return ()
    while len(parts) > 2:  # noqa: PLR2004 - a whole model or data set tells nothing
        if found := asking.get(".".join(parts)):
            return tuple(sorted(set(found)))
        parts = parts[:-1]
    return ()
