"""State of the git repository around the card."""

from collections.abc import Callable, Collection

from replicard.capture.context import CaptureContext
from replicard.capture.git.changes import Comparison, Tracked, read_tracked
from replicard.capture.git.configuration import (
    Configuration,
    check_format,
    read_configuration,
)
from replicard.capture.git.history import count_unpushed
from replicard.capture.git.location import Location, find_repository
from replicard.capture.git.objects import Objects
from replicard.capture.git.references import read_head, tag_of
from replicard.capture.git.remote import remote_address
from replicard.capture.git.unreadable import UnreadableRepositoryError
from replicard.capture.git.untracked import count_untracked
from replicard.files import printable
from replicard_schema.evidence import Repository, Submodule, Unavailable

NO_REPOSITORY = "the folder of the card is not inside a git repository"


def capture_repository(
    context: CaptureContext, *, own_files: Collection[str] = ()
) -> Repository | Unavailable:
    """Return the state of the git repository that the folder of the card lies in.

    The repository is read as data, see ``replicard.capture.git``.

    Parameters
    ----------
    context
        The folder of the card.
    own_files
        Files and folders that the program itself writes, relative to the folder of
        the card. They are passed over: otherwise a second run would find what the
        first one wrote.

    Returns
    -------
    Repository | Unavailable
        The state, with paths relative to the root of the repository; or the reason
        why there is none. Where only the comparison with the working tree failed,
        that part alone is unavailable.
    """
    try:
        location = find_repository(context.project)
        if location is None:
            return Unavailable(unavailable_because=NO_REPOSITORY)
        configuration = read_configuration(location.common)
        check_format(configuration)
        with Objects(location.common) as objects:
            is_own = _own(context, location, own_files)
            return _captured(location, configuration, objects, is_own)
    except UnreadableRepositoryError as error:
        return _unavailable(error)


def _own(
    context: CaptureContext, location: Location, own_files: Collection[str]
) -> Callable[[str], bool]:
    """Return what tells whether a path in the working tree is written by the program."""
    project = context.project.resolve().relative_to(location.worktree)
    own = tuple((project / name).as_posix() for name in own_files)
    folders = tuple(f"{name}/" for name in own)
    return lambda path: path in own or path.startswith(folders)


def _captured(
    location: Location,
    configuration: Configuration,
    objects: Objects,
    is_own: Callable[[str], bool],
) -> Repository:
    head = read_head(location)
    tag = tag_of(head.commit, location, objects)
    found = Repository(
        commit=head.commit,
        branch=None if head.branch is None else printable(head.branch),
        tag=None if tag is None else printable(tag),
        remote=remote_address(configuration, branch=head.branch),
        unpushed_commits=_unpushed(head.commit, location, objects),
    )
    try:
        tracked = read_tracked(location, head.commit, objects)
    except UnreadableRepositoryError as error:
        reason = _unavailable(error)
        return found.model_copy(update={"changed_files": reason, "untracked_count": reason})
    ignores_case = configuration.is_on("core", "ignorecase")
    return found.model_copy(
        update={
            "changed_files": _changed(location, tracked, objects, is_own),
            "untracked_count": _untracked(location, tracked, is_own, ignores_case=ignores_case),
            "submodules": tuple(
                Submodule(path=printable(path), commit=file.name)
                for path, file in sorted(tracked.files.items())
                if file.is_submodule
            ),
        }
    )


def _unpushed(commit: str, location: Location, objects: Objects) -> int | Unavailable | None:
    try:
        return count_unpushed(commit, location, objects)
    except UnreadableRepositoryError as error:
        return _unavailable(error)


def _changed(
    location: Location, tracked: Tracked, objects: Objects, is_own: Callable[[str], bool]
) -> tuple[str, ...] | Unavailable:
    try:
        paths = Comparison().changed_files(location, tracked, objects)
    except UnreadableRepositoryError as error:
        return _unavailable(error)
    return tuple(printable(path) for path in paths if not is_own(path))


def _untracked(
    location: Location, tracked: Tracked, is_own: Callable[[str], bool], *, ignores_case: bool
) -> int | Unavailable:
    known = tracked.files.keys() | tracked.index.paths
    try:
        return count_untracked(location, known, ignores_case=ignores_case, is_own=is_own)
    except UnreadableRepositoryError as error:
        return _unavailable(error)


def _unavailable(error: UnreadableRepositoryError) -> Unavailable:
    return Unavailable(unavailable_because=f"the git repository cannot be read: {error}")
