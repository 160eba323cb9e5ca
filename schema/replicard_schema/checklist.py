"""Checklists and the concepts that they share.

A concept is one question to the author, with the card fields that answer it. Checklist
items point to concepts, so that one card answers every checklist. Where two items ask
different things they point to different concepts; a wide concept is the sum of its parts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from replicard_schema.base import Document
from replicard_schema.fields import resolve


class Scope(StrEnum):
    """The parts of a card that a question is asked about, each on its own."""

    CARD = "card"
    MODEL = "model"
    TRAINING_DATA = "training data"
    """Data sets that a model names under training."""
    EVALUATION_DATA = "evaluation data"
    """Data sets that a validation names."""
    DATA = "every data set"
    VALIDATION = "validation"
    MODEL_VALIDATION = "validation of every model"
    """As validation; a model that no validation names counts as a gap."""
    CODE = "code"


class Condition(StrEnum):
    """When a question is asked at all."""

    MODEL_FROM_OTHERS = "model from others"
    OWN_MODEL = "model trained or fine-tuned"
    REUSABLE = "reusable"
    """Every model is, unless ``not_applicable`` gives a reason for having no deposit."""
    PRETRAINED_START = "training started from a pretrained model"
    CUSTOM_CODE = "custom code exists"
    """It does, unless ``not_applicable`` gives a reason for ``code``."""
    IMAGE_TO_IMAGE = "image-to-image task"
    COMPARABLE_INPUT = "input shows what the ground truth shows"
    GENERATIVE = "generative or translation model"
    INTENSITY_MEASURED = "intensity measured after restoration"
    """Asked of every model that puts out intensities, until the card says no."""
    GROUND_TRUTH = "ground truth exists"
    NO_GROUND_TRUTH = "no ground truth"
    FLUORESCENT_LABELS = "fluorescent labels"
    STACKS = "image stacks"
    TIME_SERIES = "time series"
    PRETRAINED_OR_NOVEL = "pretrained or novel model"
    """Every model is one of them: trained by others beforehand, or by the authors."""
    ESTABLISHED_WORKFLOW = "established workflow"
    """One was used, unless the authors' own code ran own models without a tool."""
    MANUAL_REGIONS = "regions drawn by hand"
    """Some were, until the card says no."""
    THEORETICAL_CLAIM = "theoretical claim"
    NEW_DATA = "new data"
    """They are, until the card says no."""
    ANNOTATIONS = "annotations exist"
    TABULATED_ANNOTATIONS = "annotations that are no images"
    PARTICIPANTS = "people took part"
    """They did, until the card says no."""
    SEVERAL_METHODS = "several methods compared"
    BAYESIAN = "Bayesian analysis"
    NESTED_DATA = "nested data"


class Computation(StrEnum):
    """What the evidence says to a question that words alone do not answer."""

    METRIC_NAMES = "metric names"
    SCORES = "scores"
    IMAGE_COUNT = "image count"
    INDEPENDENCE = "independence"
    EXAMPLES = "examples"
    GROUND_TRUTH_COMPARISON = "ground-truth comparison"
    OWN_IMAGES = "own images"
    SIMILARITY = "similarity"
    ERROR_MAPS = "error maps"
    RAW_INPUT = "raw input"
    OTHER_METHODS = "other methods"
    TRAINING_LOG = "training log"
    PIXEL_SIZE = "pixel size"
    PLANE_DISTANCE = "plane distance"
    PREDICTION_UNCERTAINTY = "prediction uncertainty"
    ANNOTATOR_AGREEMENT = "annotator agreement"
    DATA_SIMILARITY = "data similarity"
    DATA_SIZE = "data size"
    IMAGE_DATABASE = "image database"
    AGREEMENT = "agreement of annotators"
    METRIC_DEFINITIONS = "metric definitions"
    SCORE_INTERVALS = "score intervals"
    PAIRED_TESTS = "paired tests"
    RAW_SCORES = "raw scores"
    EVALUATION_SIMILARITY = "evaluation similarity"
    AGREED_HALLUCINATION = "agreed caution about invented structures"
    AGREED_INTENSITY = "agreed caution about intensities"


class Kind(StrEnum):
    """What a checklist is about; clinical ones are for studies with patients."""

    IMAGE_ANALYSIS = "image analysis"
    MACHINE_LEARNING = "machine learning"
    DATA_SET = "data set"
    JOURNAL_FORM = "journal form"
    CLINICAL = "clinical"


class Reading(StrEnum):
    """What an item was read in."""

    PRIMARY = "primary"
    """The source itself."""
    SECONDARY = "secondary"
    """A text about the source, so that wording and numbering may be off."""


class Source(Document):
    """Where a checklist comes from."""

    source_title: str
    authors: str | None = None
    doi: str | None = None
    url: str | None = None
    seen_in: str | None = None
    """Form in which it was read."""


class ChecklistItem(Document):
    """One thing that a checklist asks for."""

    id: str
    section: str
    level: str
    text: str
    """What is asked for, as a statement that holds if it is reported."""
    concepts: tuple[str, ...] = Field(min_length=1)
    """Questions whose answers it takes; all of them, for a full answer."""
    applies_if: tuple[Condition, ...] = ()
    """Conditions that must all hold."""
    fallback_for: str | None = None
    """Item that it stands in for; see ``replicard.checklist.judge``."""
    applies_to: str | None = None
    """Parts of a study that the source asks it of, in the source's own letters."""
    verified: Reading | None = None
    """What it was read in, where a list was read in several places."""
    registry_field: str | None = None
    """Name of the item in the registry of the checklist."""
    note: str | None = None
    """Anything that a reader needs to understand it."""


class Checklist(Document):
    """A list of things to report, each tied to concepts."""

    id: str
    title: str
    source: Source
    licence_note: str
    kind: Kind | None = None
    """What it is about."""
    restated: bool = False
    """Whether it prepares for a form or list whose wording is not reproduced here."""
    note: str | None = None
    registry_note: str | None = None
    """What ``registry_field`` of the items refers to."""
    levels: dict[str, str] = Field(min_length=1)
    """Meaning of each level, most important first."""
    scopes: dict[Scope, Scope] = {}
    """Parts of the card that this list asks about instead of those that a concept names."""
    item_count: int = Field(gt=0)
    items: tuple[ChecklistItem, ...]

    @property
    def is_clinical(self) -> bool:
        """Whether it is for studies with patients, as an addition to other lists."""
        return self.kind is Kind.CLINICAL

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        ids = [item.id for item in self.items]
        _refuse(_twice(ids), "item ids given twice")
        _refuse({i.level for i in self.items} - set(self.levels), "levels without a meaning")
        fallbacks = {item.fallback_for for item in self.items if item.fallback_for}
        _refuse(fallbacks - set(ids), "fallbacks for items that do not exist")
        if len(ids) != self.item_count:
            raise ValueError(f"{self.item_count} items announced, {len(ids)} given")
        return self


class Concept(Document):
    """One question, with the card fields and the computation that answer it."""

    id: str
    text: str
    """What it is, in a few words."""
    used_by: tuple[str, ...] = ()
    """Checklists whose items point to it."""
    part_of: str | None = None
    """Wider concept that it is a part of."""
    scope: Scope = Scope.CARD
    applies_if: tuple[Condition, ...] = ()
    """Conditions beyond those of the item."""
    fields: tuple[str, ...] = ()
    """Card fields, any of which answers it; the first one is asked for."""
    partial: tuple[str, ...] = ()
    """Card fields that answer it only in part."""
    computed: Computation | None = None
    """What the evidence says to it."""
    asks_for: str | None = None
    """Card field to ask for, where no field answers it but one lets it be computed."""
    question: str | None = None
    """Question to the author."""
    example: str | None = None
    """YAML of an answer, as it could stand at the field that is asked for."""

    @property
    def is_answerable(self) -> bool:
        """Whether the card has a home for the answer."""
        return bool(self.fields or self.partial or self.computed)

    @property
    def asked(self) -> str | None:
        """Pattern of the card field that an author is asked for."""
        return self.fields[0] if self.fields else self.asks_for

    @model_validator(mode="after")
    def _has_home_and_question(self) -> Self:
        asked = (self.asks_for,) if self.asks_for is not None else ()
        for path in (*self.fields, *self.partial, *asked):
            if resolve(path).path != path:
                raise ValueError(f"{path!r} is no pattern: write {resolve(path).path!r}")
        given = {self.question is not None, self.asked is not None}
        if given != {self.is_answerable} or (self.example is not None and not self.is_answerable):
            raise ValueError(f"{self.id}: home, field, question and example belong together")
        return self


class Concepts(Document):
    """The vocabulary of questions that checklists share."""

    id: str
    title: str
    note: str
    concepts: tuple[Concept, ...]

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        ids = [concept.id for concept in self.concepts]
        _refuse(_twice(ids), "concept ids given twice")
        wider = {concept.part_of for concept in self.concepts if concept.part_of}
        _refuse(wider - set(ids), "parts of concepts that do not exist")
        return self

    @cached_property
    def by_id(self) -> Mapping[str, Concept]:
        """Concepts by their ids."""
        return {concept.id: concept for concept in self.concepts}

    def questions(self, name: str) -> tuple[Concept, ...]:
        """Return the concepts with a home that answer a concept together.

        Parameters
        ----------
        name
            Id of a concept. One without fields of its own is answered by its parts.

        Raises
        ------
        KeyError
            If there is no such concept.
        """
        return tuple(leaf for leaf in self.leaves(name) if leaf.is_answerable)

    def leaves(self, name: str) -> tuple[Concept, ...]:
        """Return the concepts that make up a concept, those without a home as well.

        Raises
        ------
        KeyError
            If there is no such concept.
        """
        concept = self.by_id[name]
        parts = [part for part in self.concepts if part.part_of == name]
        if concept.is_answerable or not parts:
            return (concept,)
        return tuple(leaf for part in parts for leaf in self.leaves(part.id))


def _twice(names: Iterable[str]) -> set[str]:
    return {name for name, count in Counter(names).items() if count > 1}


def _refuse(names: set[str], what: str) -> None:
    if names:
        raise ValueError(f"{what}: {', '.join(sorted(names))}")
