"""Reading the small files in the folder of a repository."""

from pathlib import Path

from replicard.errors import DataError, ReplicardError, UnsafePathError
from replicard.files import open_inside, printable


class UnreadableRepositoryError(ReplicardError):
    """A repository, or a part of it, that is not read; the reason is the message.

    The message goes into the evidence, so it holds no absolute path.
    """


def read_part(folder: Path, name: str, *, max_bytes: int) -> bytes | None:
    """Return the content of a file below ``folder``; None if there is no such file.

    Raises
    ------
    UnreadableRepositoryError
        If it is there, and is no regular file, a link that leads out of ``folder``,
        too large, or not to be read.
    """
    try:
        with open_inside(folder, name, max_bytes=max_bytes) as handle:
            return handle.read(max_bytes)
    except DataError as error:
        if error.problems[0].code == "missing-file":
            return None
        raise UnreadableRepositoryError(_reason(name)) from error
    except (UnsafePathError, OSError) as error:
        raise UnreadableRepositoryError(_reason(name)) from error


def _reason(name: str) -> str:
    return f"the file {printable(name)} of the repository cannot be read"
