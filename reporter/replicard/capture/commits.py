"""Whether a commit is part of the history of the repository around a card."""

from pathlib import Path

from replicard.capture.git.configuration import check_format, read_configuration
from replicard.capture.git.history import is_ancestor
from replicard.capture.git.location import find_repository
from replicard.capture.git.objects import Objects
from replicard.capture.git.references import read_head
from replicard.capture.git.unreadable import UnreadableRepositoryError
from replicard_schema.evidence import Unavailable


def is_in_history(project: Path, commit: str) -> bool | Unavailable:
    """Say whether a commit can be reached from what is checked out.

    Parameters
    ----------
    project
        Folder of the card.
    commit
        Its 40 hexadecimal digits.

    Returns
    -------
    bool or Unavailable
        Or why the history does not tell.
    """
    try:
        location = find_repository(project)
        if location is None:
            return Unavailable(unavailable_because="there is no git repository here")
        check_format(read_configuration(location.common))
        with Objects(location.common) as objects:
            return is_ancestor(commit, read_head(location).commit, location, objects)
    except UnreadableRepositoryError as error:
        return Unavailable(unavailable_because=f"the git repository cannot be read: {error}")
