"""Verifying: computing what an evidence file claims once more, and comparing."""

from replicard.pipeline.verifying.verify import verify_card

__all__ = ["verify_card"]
