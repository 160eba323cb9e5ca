"""Running pandoc: a document tree in, an office file out.

Pandoc is a program of its own. It gets fixed arguments, the tree on its standard input, a
folder of ours with the reference document and nothing else, and limits of time and memory.
With ``--sandbox`` it opens no other file and no address.
"""

import functools
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from replicard.errors import ReplicardError

OLDEST: Final = (2, 15)
"""The first version that has ``--sandbox``."""
_TREE_VERSIONS: Final[Mapping[int, tuple[int, ...]]] = {2: (1, 22), 3: (1, 23)}
"""Version of the document tree by that of the program."""
_SECONDS: Final = 60
_HEAP: Final = ("+RTS", "-M2G", "-RTS")
_VERSION = re.compile(r"pandoc(?:\.exe)? (\d+)\.(\d+)")
_KEPT_VARIABLES = ("SYSTEMROOT", "TMPDIR", "TEMP", "TMP")

HOW_TO_INSTALL: Final = (
    "install it with `pip install 'replicard[word]'`, or a pandoc of "
    f"{OLDEST[0]}.{OLDEST[1]} or newer that is found on PATH"
)


class OfficeUnavailableError(ReplicardError):
    """An office file that could not be made, with the reason in one sentence.

    Everything else can still be written.
    """


@dataclass(frozen=True, slots=True)
class Pandoc:
    """A pandoc that can be used."""

    path: str
    version: tuple[int, int]
    is_from_wheel: bool = False

    @property
    def tree_version(self) -> tuple[int, ...]:
        """Version of the document tree that it reads."""
        return _TREE_VERSIONS[self.version[0]]


@functools.cache
def find_pandoc() -> Pandoc:
    """Return the pandoc of the extra ``word``, or else one on PATH.

    Raises
    ------
    OfficeUnavailableError
        If there is none that can be used.
    """
    too_old = None
    wheel = _from_wheel()
    for path in filter(None, (wheel, _on_path())):
        version = _version(path)
        if version is not None and version >= OLDEST and version[0] in _TREE_VERSIONS:
            return Pandoc(path, version, is_from_wheel=path == wheel)
        too_old = too_old or version
    if too_old is None:
        why = "pandoc is not there"
    else:
        why = f"pandoc {too_old[0]}.{too_old[1]} is none of the versions that can be used"
    raise OfficeUnavailableError(f"{why}: {HOW_TO_INSTALL}")


def run_pandoc(
    tree: str, reference: bytes, *, to: str, pandoc: Pandoc, seconds: int = _SECONDS
) -> bytes:
    """Return the office file of a document tree.

    Parameters
    ----------
    tree
        The document as JSON.
    reference
        An office file with the styles and pages to use.
    to
        ``docx`` or ``odt``.

    Raises
    ------
    OfficeUnavailableError
        If pandoc fails or takes too long.
    """
    with tempfile.TemporaryDirectory(prefix="replicard-office-") as name:
        folder = Path(name)
        styles = folder / f"reference.{to}"
        styles.write_bytes(reference)
        # An empty data folder: what a user has put into theirs would change the file.
        arguments = (
            "--from=json",
            f"--to={to}",
            "--sandbox",
            f"--data-dir={folder}",
            f"--reference-doc={styles}",
            "--output=-",
        )
        finished = _finished([pandoc.path, *_HEAP, *arguments], tree.encode(), folder, seconds)
    if finished.returncode != 0:
        said = finished.stderr.decode(errors="replace").strip().splitlines()
        raise OfficeUnavailableError(_failure(pandoc, said[-1] if said else "it says nothing"))
    return finished.stdout


def _failure(pandoc: Pandoc, said: str) -> str:
    why = f"pandoc {pandoc.version[0]}.{pandoc.version[1]} failed: {said}"
    if pandoc.is_from_wheel:
        return why
    # Some distributions part pandoc from its data files, and with --sandbox it finds none.
    return f"{why} (`pip install 'replicard[word]'` brings one that is used instead)"


def _finished(
    command: list[str], tree: bytes, folder: Path, seconds: int
) -> subprocess.CompletedProcess[bytes]:
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    environment = {
        **kept,
        "LC_ALL": "C.UTF-8",
        "HOME": str(folder),
        "SOURCE_DATE_EPOCH": "315532800",
    }
    try:
        return subprocess.run(  # noqa: S603 - a program that was looked for, fixed arguments
            command,
            input=tree,
            capture_output=True,
            cwd=folder,
            env=environment,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise OfficeUnavailableError(f"pandoc took longer than {seconds} s") from error
    except OSError as error:
        raise OfficeUnavailableError(f"pandoc cannot be run: {error.strerror}") from error


def _from_wheel() -> str | None:
    """Return the program that the package pypandoc_binary holds."""
    found = importlib.util.find_spec("pypandoc")
    for folder in (found.submodule_search_locations or ()) if found else ():
        path = Path(folder) / "files" / ("pandoc.exe" if os.name == "nt" else "pandoc")
        if path.is_file():
            return str(path)
    return None


def _on_path() -> str | None:
    """Return the program on PATH, but never one that lies in the working folder."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    path = os.pathsep.join(folder for folder in folders if Path(folder).is_absolute())
    found = shutil.which("pandoc", path=path)
    if found is None or Path(found).resolve().parent == Path.cwd().resolve():
        return None
    return found


def _version(path: str) -> tuple[int, int] | None:
    try:
        said = subprocess.run(  # noqa: S603 - as above
            [path, "--version"], capture_output=True, timeout=_SECONDS, check=False
        ).stdout.decode(errors="replace")
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = _VERSION.match(said)
    return None if found is None else (int(found[1]), int(found[2]))
