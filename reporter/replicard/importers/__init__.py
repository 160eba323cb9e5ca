"""What training and prediction tools leave behind: plain files in, facts out.

One module per tool or format. Each recognises its files by name and first bytes and
reads them as data: no tool is imported, nothing is executed or unpickled. `table` lists
all importers; `plain` reads JSON and YAML of strangers; `privacy` keeps paths and
addresses out.
"""

from replicard.importers.environments import MAIN_LIBRARIES
from replicard.importers.source import (
    Content,
    Harvest,
    Head,
    Importer,
    Key,
    UnreadableSourceError,
    facts_of_keys,
    unknown_keys,
)
from replicard.importers.table import IMPORTERS, importer_of, look, read_file

__all__ = [
    "IMPORTERS",
    "MAIN_LIBRARIES",
    "Content",
    "Harvest",
    "Head",
    "Importer",
    "Key",
    "UnreadableSourceError",
    "facts_of_keys",
    "importer_of",
    "look",
    "read_file",
    "unknown_keys",
]
