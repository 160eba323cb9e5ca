"""What changed between two states of a study: statements, files, scores, verdicts, findings."""

from replicard.changes.compared import compare_states
from replicard.changes.outcome import (
    Cause,
    CauseKind,
    Changes,
    FileChange,
    FindingChange,
    Kind,
    ProgramChange,
    ScoreChange,
    ScoreState,
    State,
    Statement,
    VerdictChange,
)

__all__ = [
    "Cause",
    "CauseKind",
    "Changes",
    "FileChange",
    "FindingChange",
    "Kind",
    "ProgramChange",
    "ScoreChange",
    "ScoreState",
    "State",
    "Statement",
    "VerdictChange",
    "compare_states",
]
