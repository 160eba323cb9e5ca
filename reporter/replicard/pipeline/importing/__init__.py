"""From files of training and prediction tools to fields of a card."""

from replicard.pipeline.importing.merging import ImportOutcome, import_sources
from replicard.pipeline.importing.sources import ENVIRONMENT_FILE, write_environment

__all__ = ["ENVIRONMENT_FILE", "ImportOutcome", "import_sources", "write_environment"]
