"""From files of training and prediction tools to fields of a card."""

from replicard.pipeline.importing.merging import ImportOutcome, import_sources

__all__ = ["ImportOutcome", "import_sources"]
