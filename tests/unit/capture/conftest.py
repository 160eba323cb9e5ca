"""A git repository to be captured, made by the git command."""

import hashlib
import os
import shutil
import subprocess
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import pytest

from replicard.capture import CaptureContext, capture_repository
from replicard_schema.evidence import Repository, Unavailable


@dataclass(frozen=True, slots=True)
class Workshop:
    """A folder, and git in it without any configuration of the user or the machine."""

    root: Path
    program: str

    def git(self, *arguments: str, folder: Path | None = None) -> str:
        done = subprocess.run(  # noqa: S603 - git itself, with arguments of the tests
            [self.program, *arguments],
            cwd=folder or self.root,
            env={
                "PATH": os.environ["PATH"],
                "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""),
                "GIT_CONFIG_GLOBAL": os.devnull,
                "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_AUTHOR_NAME": "A Name",
                "GIT_AUTHOR_EMAIL": "name@example.org",
                "GIT_COMMITTER_NAME": "A Name",
                "GIT_COMMITTER_EMAIL": "name@example.org",
            },
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        return done.stdout

    def write(self, path: str, content: str | bytes = "content\n") -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return target

    def commit(self) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "A message")
        return self.git("rev-parse", "HEAD").strip()

    def store(self, kind: str, content: bytes) -> str:
        """Put an object into the repository, as git would never make it, and name it."""
        raw = f"{kind} {len(content)}\0".encode() + content
        name = hashlib.sha1(raw, usedforsecurity=False).hexdigest()
        path = self.root / ".git" / "objects" / name[:2] / name[2:]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(zlib.compress(raw))
        return name

    def check_out(self, *, tree: bytes) -> None:
        """Make a commit of these files the one that is checked out."""
        commit = f"tree {self.store('tree', tree)}\n\nA message\n".encode()
        (self.root / ".git" / "HEAD").write_text(self.store("commit", commit), encoding="ascii")

    def ignored(self, *paths: str) -> list[str]:
        """Return those of the paths that git would leave out, were they there."""
        done = subprocess.run(  # noqa: S603 - git itself, with arguments of the tests
            [self.program, "check-ignore", "--no-index", "-z", "--stdin"],
            input="\0".join(paths).encode(),
            cwd=self.root,
            check=False,  # it fails where no path is ignored
            capture_output=True,
        )
        return [name for name in done.stdout.decode().split("\0") if name]

    def beside(self, name: str) -> Self:
        """Return another new repository, in a folder next to this one."""
        other = replace(self, root=self.root.parent / name)
        other.root.mkdir()
        other.git("init", "--quiet", "--initial-branch=main")
        return other

    def capture(self, folder: str = ".", **named: list[str]) -> Repository | Unavailable:
        return capture_repository(CaptureContext(self.root / folder, {}), **named)

    def captured(self, folder: str = ".", **named: list[str]) -> Repository:
        repository = self.capture(folder, **named)
        assert isinstance(repository, Repository), repository
        return repository


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    program = shutil.which("git")
    if program is None:
        pytest.skip("git is not installed")
    return Workshop(tmp_path / "nothing", program).beside("project")
