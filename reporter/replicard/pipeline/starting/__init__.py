"""Starting a card from what lies in a project folder."""

from replicard.pipeline.starting.interview import Ask, pass_over
from replicard.pipeline.starting.start import StartOutcome, start_card

__all__ = ["Ask", "StartOutcome", "pass_over", "start_card"]
