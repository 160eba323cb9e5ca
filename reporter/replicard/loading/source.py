"""Reading a file into text that is safe to parse, or saying why it is none."""

import hashlib
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from replicard.errors import Position, Problem, ProblemsError
from replicard.loading.positions import LineTable
from replicard_schema.text_policy import forbidden_character

if TYPE_CHECKING:
    # Importing it takes longer than reading a card.
    from importlib.resources.abc import Traversable

MAX_BYTES = 1_000_000
_MAX_FORBIDDEN_LISTED = 20
_MAX_FILES_LOOKED_AT = 2000
_SEPARATORS = re.compile("[\u2028\u2029]")
_WIDE_ENCODINGS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


@dataclass(frozen=True, slots=True)
class SourceText:
    """Text of a document and where it came from.

    Attributes
    ----------
    text
        The text without byte order mark.
    shown_as
        Name of the file in messages.
    noun
        What the file is, in messages: card, checklist.
    sha256
        Digest of the bytes of the file.
    lines
        Its lines.
    """

    text: str
    shown_as: str
    noun: str
    sha256: str
    lines: LineTable

    def problem(
        self, index: int, message: str, *, code: str, hint: str | None = None, field: str = ""
    ) -> Problem:
        """Return a problem with the character at ``index``."""
        position = self.lines.position(index)
        return Problem(self.shown_as, message, code, position, field, hint)


def read_source(file: "Path | Traversable", *, shown_as: str, noun: str) -> SourceText:
    """Read a file of text that a person wrote.

    Parameters
    ----------
    file
        A file, or a resource of a package.
    shown_as
        Name of the file in messages.
    noun
        What the file is, in messages.

    Raises
    ------
    ProblemsError
        If it cannot be read, is too large, is not UTF-8, or holds a character that no
        text may hold.
    """
    try:
        if isinstance(file, Path):
            _refuse_other_than_file(file, shown_as, noun)
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise _failure(shown_as, *_reading_fault(error, file, noun)) from error
    except ValueError as error:
        # The name holds a character that no file name may hold.
        raise _failure(shown_as, "no-such-file", f"there is no such {noun}", None) from error
    if len(content) > MAX_BYTES:
        raise _failure(
            shown_as,
            "too-large",
            f"the {noun} is larger than {MAX_BYTES // 1_000_000} MB",
            "tables, logs and images belong in files beside it",
        )
    return source_of(content, shown_as=shown_as, noun=noun)


def source_of(content: bytes, *, shown_as: str, noun: str) -> SourceText:
    """Decode the bytes of a document; see ``read_source``."""
    text = _decoded(content, shown_as, noun).removeprefix("\ufeff")
    digest = hashlib.sha256(content).hexdigest()
    source = SourceText(text, shown_as, noun, digest, LineTable.of(text))
    problems = [
        source.problem(
            index,
            f"the text holds {name}",
            code="forbidden-character",
            hint="delete it; it may not show in an editor",
        )
        for index, name in _forbidden(text)
    ]
    if problems:
        raise ProblemsError(problems, sources={shown_as: text})
    return source


def _forbidden(text: str) -> Iterator[tuple[int, str]]:
    """Yield characters that must not be in a document, each with its name."""
    start = 0
    for _ in range(_MAX_FORBIDDEN_LISTED):
        found = forbidden_character(text[start:])
        if found is None:
            break
        yield start + found[0], found[1]
        start += found[0] + 1
    # To YAML 1.1, which the parser speaks, they end a line; to editors they do not.
    for separator in islice(_SEPARATORS.finditer(text), _MAX_FORBIDDEN_LISTED):
        yield separator.start(), f"U+{ord(separator[0]):04X}, a separator of lines"


def _refuse_other_than_file(path: Path, shown_as: str, noun: str) -> None:
    # A pipe or a device would make the program wait for ever.
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        cards = [] if not (path / "card.yaml").is_file() else ["card.yaml"]
        hint = f"did you mean {shown_as.rstrip('/')}/{cards[0]}?" if cards else None
        raise _failure(shown_as, "is-a-folder", f"is a folder, not a {noun}", hint)
    if not stat.S_ISREG(mode):
        raise _failure(shown_as, "not-a-file", "is not a regular file", None)


def _reading_fault(
    error: OSError, file: "Path | Traversable", noun: str
) -> tuple[str, str, str | None]:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        hint = _files_nearby(file) if isinstance(file, Path) else None
        return "no-such-file", f"there is no such {noun}", hint
    if isinstance(error, PermissionError):
        return "no-permission", f"the {noun} may not be read", "check the permissions of the file"
    reason = (error.strerror or type(error).__name__).lower()
    return "unreadable", f"the {noun} cannot be read: {reason}", None


def _files_nearby(path: Path) -> str | None:
    """Return a hint at YAML files where ``path`` should be."""
    try:
        entries = zip(range(_MAX_FILES_LOOKED_AT), path.parent.iterdir(), strict=False)
        names = sorted(entry.name for _, entry in entries if entry.suffix in {".yaml", ".yml"})
    except OSError:
        return f"the folder {path.parent.as_posix()} does not exist"
    near = get_close_matches(path.name, names, n=1, cutoff=0.5)
    if near:
        return f"did you mean {path.with_name(near[0]).as_posix()}?"
    if names:
        return f"YAML files in that folder are {', '.join(names[:5])}"
    return "the folder holds no YAML file"


def _decoded(content: bytes, shown_as: str, noun: str) -> str:
    for mark, encoding in _WIDE_ENCODINGS.items():
        if content.startswith(mark):
            raise _not_utf8(shown_as, f"the {noun} is encoded as {encoding}, not UTF-8", None)
    if b"\x00" in content[:1000]:
        halves = (content[:1000:2], content[1:1000:2])
        is_wide = any(half.count(0) > len(half) * 0.9 for half in halves)
        if is_wide:
            raise _not_utf8(shown_as, f"the {noun} is encoded as UTF-16, not UTF-8", None)
        raise _failure(shown_as, "not-text", f"the {noun} is not a text file", None)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8").removeprefix("\ufeff")
        position = LineTable.of(before).position(len(before))
        guess = content[error.start : error.start + 1].decode("cp1252", errors="replace")
        meant = "" if guess == "\ufffd" else f"; in Windows-1252 it is {guess}"
        message = f"the {noun} is not UTF-8: byte 0x{content[error.start]:02X} is no character"
        raise _not_utf8(shown_as, message + meant, position) from error


def _not_utf8(shown_as: str, message: str, position: Position | None) -> ProblemsError:
    hint = "save it as UTF-8 in your editor"
    return ProblemsError([Problem(shown_as, message, "not-utf8", position, hint=hint)])


def _failure(shown_as: str, code: str, message: str, hint: str | None) -> ProblemsError:
    return ProblemsError([Problem(shown_as, message, code, hint=hint)])
