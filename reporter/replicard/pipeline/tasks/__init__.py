"""What is computed from files, as tasks that run anywhere.

A task holds all that its outcome follows from apart from the bytes of its files: it
never sees the card. So what the outcome depends on can be told from its fields, and a
setting that is not among them cannot be used by mistake.
"""

from replicard.pipeline.tasks.captures import CaptureOutcome, CaptureTask
from replicard.pipeline.tasks.facts import (
    FILE_COMPUTATIONS,
    FINGERPRINT,
    FileComputation,
    FileFacts,
    Role,
)
from replicard.pipeline.tasks.files import FileOutcome, FileTask, HashOutcome, HashTask
from replicard.pipeline.tasks.labelling import LABEL_KIND, Labelling
from replicard.pipeline.tasks.opening import Opening
from replicard.pipeline.tasks.overlap import Alike, OverlapTask
from replicard.pipeline.tasks.scoring import (
    CandidateOutcome,
    NamedScale,
    PairOutcome,
    PairTask,
    ScoringSettings,
)

__all__ = [
    "FILE_COMPUTATIONS",
    "FINGERPRINT",
    "LABEL_KIND",
    "Alike",
    "CandidateOutcome",
    "CaptureOutcome",
    "CaptureTask",
    "FileComputation",
    "FileFacts",
    "FileOutcome",
    "FileTask",
    "HashOutcome",
    "HashTask",
    "Labelling",
    "NamedScale",
    "Opening",
    "OverlapTask",
    "PairOutcome",
    "PairTask",
    "Role",
    "ScoringSettings",
]
