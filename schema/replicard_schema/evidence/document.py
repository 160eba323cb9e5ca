"""The evidence file as a whole."""

from typing import Literal

from replicard_schema.base import Document
from replicard_schema.evidence.files import FileRecord, Unavailable
from replicard_schema.evidence.files_of_card import DatasetEvidence, ModelEvidence
from replicard_schema.evidence.independence import Independence, RandomSplit
from replicard_schema.evidence.machine import Environment, Repository
from replicard_schema.evidence.readings import Reading
from replicard_schema.evidence.similarity import Similarity
from replicard_schema.evidence.validation import ValidationEvidence
from replicard_schema.findings import Finding
from replicard_schema.passport import MeasurePassport, NormalisationPassport, Passport


class Evidence(Document):
    """Everything found and computed for one card."""

    evidence_version: Literal["1.0"] = "1.0"
    replicard_version: str
    date: str
    """Day on which the content last changed."""
    card: FileRecord
    environment: Environment
    repository: Repository | Unavailable
    datasets: dict[str, DatasetEvidence] = {}
    models: dict[str, ModelEvidence] = {}
    readings: dict[str, Reading] = {}
    """What the files say that the card names as its sources, by path."""
    validations: dict[str, ValidationEvidence] = {}
    independence: tuple[Independence, ...] = ()
    random_splits: tuple[RandomSplit, ...] = ()
    """Training data of which a share was held out, and what recurs in them."""
    similarity: tuple[Similarity, ...] = ()
    """Training data of each model beside the data it was evaluated on or applied to."""
    computed_with: dict[str, str] = {}
    """Version of each library that computed a number, and of this program."""
    passports: dict[str, Passport] = {}
    """Definition of every metric used, by id."""
    normalisations: dict[str, NormalisationPassport] = {}
    """Definition of every way used to bring intensities to one scale, by its name."""
    measures: dict[str, MeasurePassport] = {}
    """Definition of every other measure used, by id."""
    findings: tuple[Finding, ...] = ()
    """What the data themselves say should be looked at."""
