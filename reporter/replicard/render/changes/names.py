"""What data sets, models and candidates are called in a text on changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from replicard.render.facts import Fact, Place
from replicard.render.marks import visible
from replicard.render.phrases.naming import data_sets, models
from replicard_schema.card import Card
from replicard_schema.results import RAW_INPUT


@dataclass(frozen=True, slots=True)
class Names:
    """Names with their articles, from the newer card where there is one.

    Attributes
    ----------
    subjects
        ``the evaluation data set``, by section and id.
    titles
        The same as headings.
    candidates
        Names of models and baselines, by id.
    """

    subjects: Mapping[tuple[str, str], str] = field(default_factory=dict)
    titles: Mapping[tuple[str, str], str] = field(default_factory=dict)
    candidates: Mapping[str, str] = field(default_factory=dict)

    def of(self, section: str, name: str) -> str:
        """Return a data set, model or validation with its article."""
        noun = {"datasets": "data set", "models": "model", "validations": "validation"}[section]
        return self.subjects.get((section, name), f"the {noun} {name}")

    def candidate(self, name: str) -> str:
        """Return who made predictions."""
        if name == RAW_INPUT:
            return "the raw input"
        return self.candidates.get(name, name)


def names_of(*cards: Card | None) -> Names:
    """Return the names that cards give; those of a later card come first."""
    subjects: dict[tuple[str, str], str] = {}
    titles: dict[tuple[str, str], str] = {}
    candidates: dict[str, str] = {}
    for card in cards:
        if card is None:
            continue
        stated = Fact(card, (Place("card", ""),))
        for section, told in (
            ("datasets", data_sets(card, stated, None)),
            ("models", models(card, stated, None)),
        ):
            for each in told:
                subjects[section, each.id] = visible(each.name)
                titles[section, each.id] = each.title
        candidates |= {name: model.name or name for name, model in card.models.items()}
        candidates |= {name: baseline.name for name, baseline in card.baselines.items()}
    return Names(subjects, titles, candidates)
