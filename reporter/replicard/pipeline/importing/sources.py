"""Which files a user means who names a file, a folder, or this Python."""

import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import distributions
from pathlib import Path, PurePosixPath

from replicard.errors import DataError, OutputError, Problem
from replicard.execution import Track
from replicard.files import is_container, write_atomic
from replicard.pipeline.readings import reading_of_log
from replicard.pipeline.survey import survey, telling_tables

ENVIRONMENT_FILE = "installed-requirements.txt"


def expand_sources(root: Path, sources: Sequence[str], *, track: Track) -> tuple[str, ...]:
    """Return the files that are meant, folders replaced by what is known in them.

    Parameters
    ----------
    root
        Folder of the card.
    sources
        Files and folders relative to it.

    Raises
    ------
    DataError
        If a folder holds no file of a tool that is known.
    """
    return tuple(
        dict.fromkeys(path for source in sources for path in _files_of(root, source, track))
    )


def _files_of(root: Path, source: str, track: Track) -> Iterator[str]:
    path = PurePosixPath(source)
    is_inside = not path.is_absolute() and ".." not in path.parts
    is_image = is_container(path.name)
    if not is_inside or is_image or not (root / path).is_dir():
        yield source
        return
    found = survey(root / path, track=track)
    of_tools = [str(path / head.path) for head, _ in found.sources]
    tables = [str(path / table) for table in telling_tables(found)]
    logs = [table for table in tables if reading_of_log(root, table) is not None]
    if not of_tools and not logs:
        message = "holds no file of a tool that is known"
        hint = "the kinds of files that are read are listed in reporter/importers.md; "
        hint += "another one may need a package that is not installed"
        raise DataError([Problem(source, message, code="unknown-source", hint=hint)])
    yield from (*of_tools, *logs)


def write_environment(folder: Path) -> str:
    """List the packages of the running Python in a file beside the card; return its name.

    It is done only if the user asks for it, since a model need not have been trained by the
    Python that runs this program.

    Raises
    ------
    OutputError
        If there is such a file with other content.
    """
    packages = {
        f"{found.metadata['Name']}=={found.version}"
        for found in distributions()
        if found.metadata["Name"]
    }
    version = ".".join(map(str, sys.version_info[:3]))
    lines = [f"# Packages of the Python {version} that ran `replicard import --environment`"]
    text = "\n".join([*lines, *sorted(packages, key=str.casefold)]) + "\n"
    path = folder / ENVIRONMENT_FILE
    if path.exists() and path.read_bytes() != text.encode():
        problem = Problem(
            path.as_posix(),
            "lists other packages than those of this Python, and is kept",
            code="would-overwrite",
            hint="import it as it is, or remove it and try again",
        )
        raise OutputError([problem])
    write_atomic(path, text.encode())
    return ENVIRONMENT_FILE
