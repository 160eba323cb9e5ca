"""Reading the files that a card or its author names as sources."""

from collections.abc import Sequence
from pathlib import Path

from replicard.errors import DataError, Problem, ReplicardError
from replicard.importers import importer_of, look, read_file
from replicard.pipeline.tasks.files import problems_of
from replicard_schema.card import Card
from replicard_schema.evidence import Reading
from replicard_schema.sections.dataset import Dataset
from replicard_schema.sections.model import Model
from replicard_schema.sections.people import Study


def read_sources_of(card: Card, root: Path) -> dict[str, Reading]:
    """Read every file that a card names under ``source_files``, each once.

    Raises
    ------
    DataError
        As `read_sources` does.
    """
    owners: tuple[Study | Dataset | Model, ...] = (
        card.study,
        *card.datasets.values(),
        *card.models.values(),
    )
    paths = list(dict.fromkeys(path for owner in owners for path in owner.source_files))
    return dict(zip(paths, read_sources(root, paths), strict=True))


def read_sources(root: Path, paths: Sequence[str]) -> tuple[Reading, ...]:
    """Read files with the importers that know them.

    Raises
    ------
    DataError
        If one is missing, lies elsewhere, or is of no known kind.
    """
    readings = []
    problems: list[Problem] = []
    for path in paths:
        try:
            head = look(root, path)
        except ReplicardError as error:
            problems += problems_of(error, path)
            continue
        importer = importer_of(head)
        if importer is None:
            message = "is not a file of a tool that is known"
            hint = "the kinds of files that are read are listed in reporter/importers.md"
            problems.append(Problem(path, message, code="unknown-source", hint=hint))
            continue
        readings.append(read_file(root, head, importer))
    if problems:
        raise DataError(problems)
    return tuple(readings)
