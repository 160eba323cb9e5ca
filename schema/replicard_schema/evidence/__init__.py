"""Evidence: what the program found in files and computed from them.

The evidence file lies beside the card. It holds no absolute path, no user and no
host name, and its order is stable: the same input gives the same bytes.
"""

from replicard_schema.evidence.acquisition import ReadProperty, ReadValue
from replicard_schema.evidence.annotators import (
    AnnotatedImage,
    AnnotatorAgreement,
    AnnotatorPair,
)
from replicard_schema.evidence.comparisons import (
    RAW_INPUT,
    ExampleChoice,
    ExampleRank,
    PairedComparison,
    SignFlipTest,
)
from replicard_schema.evidence.document import Evidence
from replicard_schema.evidence.files import (
    FileRecord,
    ImageRecord,
    SkippedImage,
    Unavailable,
    UnusableFile,
)
from replicard_schema.evidence.files_of_card import DatasetEvidence, ModelEvidence
from replicard_schema.evidence.independence import (
    GroupOverlap,
    Independence,
    NearCopy,
    RandomSplit,
    RecurringView,
    SharedFile,
    SharedGroup,
)
from replicard_schema.evidence.intervals import Interval, Resampling
from replicard_schema.evidence.likeness import Likeness, NearMethod, Patch
from replicard_schema.evidence.machine import Environment, Gpu, Repository, Submodule
from replicard_schema.evidence.measures import Measured, MeasureExample, MeasureResult
from replicard_schema.evidence.readings import Fact, FactKind, FactSubject, Reading
from replicard_schema.evidence.repeats import (
    ObjectStability,
    RepeatedImage,
    RepeatKind,
    RepeatsResult,
)
from replicard_schema.evidence.scores import (
    CandidateResult,
    ClassifiedImage,
    ConfusionMatrix,
    ImageScore,
    IntensityScale,
    MetricResult,
    Parameters,
    RingCurve,
    Score,
    ScoreCurve,
    SetFit,
    Summary,
)
from replicard_schema.evidence.similarity import (
    ComparedProperty,
    DataStatistics,
    Mark,
    Similarity,
    Spread,
)
from replicard_schema.evidence.training import LogSign, LossCurve, SignCode, TrainingLog
from replicard_schema.evidence.uncertainty import UncertaintyImage, UncertaintyResult
from replicard_schema.evidence.validation import (
    ImagePair,
    Normalisation,
    ValidationEvidence,
)

__all__ = [
    "RAW_INPUT",
    "AnnotatedImage",
    "AnnotatorAgreement",
    "AnnotatorPair",
    "CandidateResult",
    "ClassifiedImage",
    "ComparedProperty",
    "ConfusionMatrix",
    "DataStatistics",
    "DatasetEvidence",
    "Environment",
    "Evidence",
    "ExampleChoice",
    "ExampleRank",
    "Fact",
    "FactKind",
    "FactSubject",
    "FileRecord",
    "Gpu",
    "GroupOverlap",
    "ImagePair",
    "ImageRecord",
    "ImageScore",
    "Independence",
    "IntensityScale",
    "Interval",
    "Likeness",
    "LogSign",
    "LossCurve",
    "Mark",
    "MeasureExample",
    "MeasureResult",
    "Measured",
    "MetricResult",
    "ModelEvidence",
    "NearCopy",
    "NearMethod",
    "Normalisation",
    "ObjectStability",
    "PairedComparison",
    "Parameters",
    "Patch",
    "RandomSplit",
    "ReadProperty",
    "ReadValue",
    "Reading",
    "RecurringView",
    "RepeatKind",
    "RepeatedImage",
    "RepeatsResult",
    "Repository",
    "Resampling",
    "RingCurve",
    "Score",
    "ScoreCurve",
    "SetFit",
    "SharedFile",
    "SharedGroup",
    "SignCode",
    "SignFlipTest",
    "Similarity",
    "SkippedImage",
    "Spread",
    "Submodule",
    "Summary",
    "TrainingLog",
    "Unavailable",
    "UncertaintyImage",
    "UncertaintyResult",
    "UnusableFile",
    "ValidationEvidence",
]
