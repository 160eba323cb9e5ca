"""What a collector may look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CaptureContext:
    """All that a collector is given about its surroundings; it reads no globals.

    Attributes
    ----------
    project
        Folder that holds the card.
    environ
        Environment variables of the process.
    """

    project: Path
    environ: Mapping[str, str]
