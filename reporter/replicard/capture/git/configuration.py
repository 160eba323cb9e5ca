"""The few settings of a repository that are needed to read it."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from dulwich.config import ConfigFile

from replicard.capture.git.unreadable import UnreadableRepositoryError, read_part

MAX_CONFIG_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Configuration:
    """The configuration file of one repository.

    What it includes from elsewhere is not followed, and the configuration of the user
    and of the machine is not read: what is reported must not depend on them.
    """

    file: ConfigFile

    def get(self, *name: str) -> str | None:
        """Return a setting, such as ``("remote", "origin", "url")``; None if not set."""
        section = tuple(part.encode("utf-8", "surrogateescape") for part in name[:-1])
        try:
            value = self.file.get(section, name[-1].encode())
        except KeyError:
            return None
        return value.decode("utf-8", "surrogateescape")

    def is_on(self, *name: str) -> bool:
        """Return whether a setting is true, in one of the words git takes for it."""
        return (self.get(*name) or "").lower() in {"true", "yes", "on", "1"}

    def subsections(self, name: str) -> list[str]:
        """Return the second part of all sections that begin with ``name``, in order."""
        return [
            section[1].decode("utf-8", "surrogateescape")
            for section in self.file.sections()
            if len(section) == 2 and section[0] == name.encode()  # noqa: PLR2004 - name and part
        ]


def read_configuration(folder: Path) -> Configuration:
    """Read the file ``config`` in the folder of a repository.

    Raises
    ------
    UnreadableRepositoryError
        If it cannot be read or parsed.
    """
    content = read_part(folder, "config", max_bytes=MAX_CONFIG_BYTES) or b""
    try:
        return Configuration(ConfigFile.from_file(BytesIO(content), expand_includes=False))
    except (ValueError, LookupError) as error:
        raise UnreadableRepositoryError("the configuration of the repository is broken") from error


def check_format(configuration: Configuration) -> None:
    """Refuse a repository in a format that is not read here.

    Raises
    ------
    UnreadableRepositoryError
        If names of objects are not SHA-1, or references are not files.
    """
    if configuration.get("core", "repositoryformatversion") not in {None, "0", "1"}:
        raise UnreadableRepositoryError("the format of the repository is not known")
    names = configuration.get("extensions", "objectformat") or "sha1"
    if names.lower() != "sha1":
        raise UnreadableRepositoryError("the repository does not name its objects by SHA-1")
    references = configuration.get("extensions", "refstorage") or "files"
    if references.lower() != "files":
        raise UnreadableRepositoryError("the repository does not keep its references in files")
