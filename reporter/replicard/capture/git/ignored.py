"""Which files a repository leaves out on purpose: its ``.gitignore`` files."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from replicard.capture.git.unreadable import UnreadableRepositoryError, read_part
from replicard.capture.git.wildcards import BadPatternError, Piece, Wild, match, parse, scan

MAX_RULES_BYTES = 256 << 10
MAX_PATTERN = 500
MAX_STEPS = 10_000_000

_ANY_FOLDERS = None
_ANY_NAME: tuple[Piece, ...] = (Wild.MANY,)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a ``.gitignore`` file.

    Attributes
    ----------
    parts
        Pattern of each part of the path; None for any number of folders.
    is_anchored
        Whether it speaks about the whole path below its file, or any name there.
    is_folder
        Whether it is about folders only.
    is_exception
        Whether what matches is not left out after all.
    """

    parts: tuple[tuple[Piece, ...] | None, ...]
    is_anchored: bool
    is_folder: bool
    is_exception: bool

    def applies(self, names: Sequence[str], *, is_folder: bool) -> bool:
        """Return whether the rule is about this path, given in parts."""
        if self.is_folder and not is_folder:
            return False
        if not self.is_anchored:
            return match(self.parts[0] or (), names[-1])
        return scan(self.parts, names, star=_ANY_FOLDERS, fits=_fits)

    @property
    def length(self) -> int:
        """Number of pieces that a name is compared with."""
        return sum(len(part or ()) + 1 for part in self.parts)


@dataclass(slots=True)
class IgnoreRules:
    """The rules that hold in the folders of a working tree, in the order of their force.

    Only the files of the repository count. What a user ignores everywhere is left
    aside: the same folder must give the same answer on every machine.

    Attributes
    ----------
    worktree
        Root of the working tree.
    ignores_case
        Whether names are compared without regard to case.
    """

    worktree: Path
    ignores_case: bool
    _steps: int = field(default=0)

    def of_repository(self, common: Path) -> list[tuple[int, tuple[Rule, ...]]]:
        """Return the rules that the repository keeps out of its working tree."""
        content = read_part(common, "info/exclude", max_bytes=MAX_RULES_BYTES)
        return [(0, self._rules(content or b""))]

    def of_folder(self, folder: str) -> list[tuple[int, tuple[Rule, ...]]]:
        """Return the rules in a folder, with the number of folders above its names.

        Like git, this does not follow a link to rules.
        """
        name = f"{folder}.gitignore"
        if not (self.worktree / name).exists() or (self.worktree / name).is_symlink():
            return []
        content = read_part(self.worktree, name, max_bytes=MAX_RULES_BYTES)
        return [(folder.count("/"), self._rules(content or b""))]

    def leave_out(
        self, path: str, rules: Sequence[tuple[int, tuple[Rule, ...]]], *, is_folder: bool
    ) -> bool:
        """Return whether a path is ignored; the last rule that is about it decides.

        Parameters
        ----------
        path
            Path in the working tree; none of its folders may be ignored.
        rules
            Rules from the root down to its folder.
        is_folder
            Whether it is a folder.

        Raises
        ------
        UnreadableRepositoryError
            If the rules together are too much work.
        """
        names = (path.lower() if self.ignores_case else path).split("/")
        for depth, group in reversed(rules):
            for rule in reversed(group):
                self._count(rule, names[depth:])
                if rule.applies(names[depth:], is_folder=is_folder):
                    return not rule.is_exception
        return False

    def _count(self, rule: Rule, names: Sequence[str]) -> None:
        longest = len(names[-1]) if not rule.is_anchored else sum(map(len, names))
        self._steps += 1 + rule.length * longest // 20
        if self._steps > MAX_STEPS:
            raise UnreadableRepositoryError(
                "the .gitignore files of the repository take too long to apply"
            )

    def _rules(self, content: bytes) -> tuple[Rule, ...]:
        text = content.removeprefix(_BYTE_ORDER_MARK).decode("utf-8", "surrogateescape")
        lines = (line.removesuffix("\r") for line in text.split("\n"))
        parsed = (parse_rule(line.lower() if self.ignores_case else line) for line in lines)
        return tuple(rule for rule in parsed if rule is not None)


def parse_rule(line: str) -> Rule | None:
    """Return the rule in a line; None for an empty line, a comment, or no valid pattern."""
    pattern = _without_trailing_spaces(line)
    if pattern.startswith("#") or len(pattern) > MAX_PATTERN:
        return None
    is_exception = pattern.startswith("!")
    pattern = pattern.removeprefix("!") if is_exception else pattern
    is_folder = pattern.endswith("/")
    pattern = pattern.removesuffix("/")
    if not pattern.strip("/"):
        return None
    is_anchored = "/" in pattern
    try:
        return Rule(_parts(pattern.removeprefix("/")), is_anchored, is_folder, is_exception)
    except BadPatternError:
        return None


def _parts(pattern: str) -> tuple[tuple[Piece, ...] | None, ...]:
    """Parse each part of a pattern; ``**`` alone in a part is any number of folders."""
    names = pattern.split("/")
    if len(names) == 1:
        return (parse(pattern),)
    parts = [_ANY_FOLDERS if name == "**" else parse(name) for name in names]
    # "folder/**" is all that is in the folder, and not the folder itself.
    return (*parts, _ANY_NAME) if parts[-1] is _ANY_FOLDERS else tuple(parts)


def _without_trailing_spaces(line: str) -> str:
    kept = line.rstrip(" ")
    return f"{kept} " if kept.endswith("\\") and kept != line else kept


def _fits(part: tuple[Piece, ...] | None, name: str) -> bool:
    return match(part or (), name)
