from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from replicard.capture import CaptureContext, capture_repository
from replicard.capture.git.changes import Comparison, read_tracked
from replicard.capture.git.location import locate
from replicard.capture.git.objects import Objects
from replicard.capture.git.unreadable import UnreadableRepositoryError
from replicard_schema.evidence import Repository, Unavailable

if TYPE_CHECKING:
    from tests.unit.capture.conftest import Workshop

posix_only = pytest.mark.skipif(os.name == "nt", reason="needs links or a POSIX shell")


def reason(found: object) -> str:
    assert isinstance(found, Unavailable), found
    return found.unavailable_because


STARTS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "pty.spawn")


@contextmanager
def watched_processes() -> Iterator[list[str]]:
    """Note every process that is started; the interpreter never forgets a hook."""
    started: list[str] = []
    is_watching = True

    def note(event: str, _: tuple[object, ...]) -> None:
        if is_watching and event.startswith(STARTS):
            started.append(event)

    sys.addaudithook(note)
    try:
        yield started
    finally:
        is_watching = False


def test_a_started_process_would_be_noticed() -> None:
    with watched_processes() as started:
        subprocess.run([sys.executable, "-c", ""], check=True)

    assert started == ["subprocess.Popen"]


@posix_only
def test_nothing_that_a_hostile_repository_names_is_run(
    workshop: Workshop,
) -> None:
    workshop.write("edited.txt", "one\n")
    workshop.write("large.txt", "x\n" * 100)
    workshop.write(".gitattributes", "*.txt filter=evil diff=evil merge=evil\n")
    workshop.commit()
    traps = workshop.root.parent / "traps"
    traps.mkdir()

    def trap(name: str) -> str:
        script = traps / f"{name}.sh"
        script.write_text(f"#!/bin/sh\ntouch '{traps / name}'\ncat\n", encoding="utf-8")
        script.chmod(0o755)
        return str(script)

    workshop.write("edited.txt", "two\n")
    os.utime(workshop.root / "large.txt", ns=(1, 1))
    # git itself falls into a trap of this kind, so it is one
    workshop.git("config", "filter.evil.clean", trap("filter.evil.clean"))
    workshop.git("status")
    assert (traps / "filter.evil.clean").exists()
    (traps / "filter.evil.clean").unlink()
    for setting in (
        "core.fsmonitor",
        "core.sshCommand",
        "core.pager",
        "core.editor",
        "diff.external",
        "diff.evil.textconv",
        "diff.evil.command",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "credential.helper",
        "uploadpack.packObjectsHook",
    ):
        workshop.git("config", setting, trap(setting))
    for hook in ("post-index-change", "post-checkout", "pre-commit", "fsmonitor-watchman"):
        workshop.write(f".git/hooks/{hook}", Path(trap(hook)).read_bytes()).chmod(0o755)

    with watched_processes() as started:
        found = workshop.captured()

    assert started == []
    assert found.changed_files == ("edited.txt",)
    assert [path.name for path in traps.iterdir() if path.suffix != ".sh"] == []


def test_a_configuration_that_includes_another_file_does_not_read_it(
    workshop: Workshop, tmp_path: Path
) -> None:
    workshop.write("card.yaml")
    commit = workshop.commit()
    elsewhere = tmp_path / "elsewhere.cfg"
    elsewhere.write_text('[remote "origin"]\nurl = https://example.org/private.git\n')
    workshop.git("config", "include.path", str(elsewhere))

    assert workshop.captured() == Repository(commit=commit, branch="main")


@posix_only
def test_a_link_in_place_of_the_git_folder_is_not_followed(
    workshop: Workshop, tmp_path: Path
) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    (stranger / ".git").symlink_to(workshop.root / ".git")

    assert "is a link" in reason(capture_repository(CaptureContext(stranger, {})))


def test_a_file_that_points_to_a_foreign_repository_is_not_followed(
    workshop: Workshop, tmp_path: Path
) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    (stranger / ".git").write_text(f"gitdir: {workshop.root / '.git'}\n", encoding="utf-8")

    found = reason(capture_repository(CaptureContext(stranger, {})))

    assert "does not name it back" in found
    assert str(workshop.root) not in found


def test_a_working_tree_set_elsewhere_is_not_gone_through(
    workshop: Workshop, tmp_path: Path
) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "private.txt").write_text("private\n", encoding="utf-8")
    workshop.git("config", "core.worktree", str(elsewhere))

    found = workshop.captured()

    assert (found.changed_files, found.untracked_count) == ((), 0)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("HEAD", b"", "HEAD of the repository is broken"),
        ("HEAD", b"ref: refs/../../../etc/passwd\n", "cannot be read"),
        ("HEAD", b"ref: refs/heads/\x1b[2J\n", "cannot be read"),
        ("HEAD", b"ref: refs/heads/a\n" * 5000, "cannot be read"),
        ("refs/heads/main", b"ref: refs/heads/main\n", "leads nowhere"),
        ("config", b"[core\nrubbish", "the configuration of the repository is broken"),
        ("config", b"\xff\xfe\0", "the configuration of the repository is broken"),
        ("config", b"[core]\nrepositoryformatversion = 7\n", "format of the repository"),
        ("config", b"[extensions]\nobjectformat = sha256\n", "SHA-1"),
        ("config", b"[extensions]\nrefstorage = reftable\n", "references in files"),
    ],
)
def test_a_damaged_repository_is_a_reason(
    workshop: Workshop, name: str, content: bytes, expected: str
) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    workshop.write(f".git/{name}", content)

    found = reason(workshop.capture())

    assert found.startswith("the git repository cannot be read: ")
    assert expected in found
    assert found.isprintable()


@pytest.mark.parametrize(
    "content", [b"", b"rubbish", b"DIRC\0\0\0\x02\xff\xff\xff\xff", b"DIRC\0\0\0\x02\0\0\0\x05abc"]
)
def test_a_damaged_index_leaves_the_rest_in_place(workshop: Workshop, content: bytes) -> None:
    workshop.write("card.yaml")
    commit = workshop.commit()
    workshop.write(".git/index", content)

    found = workshop.captured()

    assert found.commit == commit
    assert "index" in reason(found.changed_files) or "files" in reason(found.changed_files)


@pytest.mark.parametrize("damage", ["missing", "empty", "rubbish", "other"])
def test_a_damaged_object_leaves_the_rest_in_place(workshop: Workshop, damage: str) -> None:
    workshop.write("card.yaml")
    commit = workshop.commit()
    tree = workshop.git("rev-parse", "HEAD^{tree}").strip()
    path = workshop.root / ".git" / "objects" / tree[:2] / tree[2:]
    commit_path = workshop.root / ".git" / "objects" / commit[:2] / commit[2:]
    contents = {"empty": b"", "rubbish": b"\x00" * 50, "other": commit_path.read_bytes()}
    path.chmod(0o644)
    path.unlink()
    if damage != "missing":
        path.write_bytes(contents[damage])

    found = workshop.captured()

    assert found.commit == commit
    assert tree[:10] in reason(found.changed_files)


def test_a_split_index_is_a_reason(workshop: Workshop) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    workshop.git("update-index", "--split-index")

    assert "several files" in reason(workshop.captured().changed_files)


def test_borrowed_objects_are_not_looked_up_elsewhere(workshop: Workshop, tmp_path: Path) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    clone = tmp_path / "clone"
    workshop.git("clone", "--quiet", "--shared", str(workshop.root), str(clone))

    found = capture_repository(CaptureContext(clone, {}))

    assert isinstance(found, Repository)
    assert "borrows" in reason(found.changed_files)


def index_with(path: bytes) -> bytes:
    """Return an index in version 2 with a single entry."""
    entry = bytes(60) + len(path).to_bytes(2, "big") + path
    header = b"DIRC" + (2).to_bytes(4, "big") + (1).to_bytes(4, "big")
    return header + entry + bytes(8 - len(entry) % 8) + bytes(20)


@pytest.mark.parametrize("path", [b"", b"/etc/passwd", b"a/../../b", b"a//b", b"./a", b"x" * 5000])
def test_an_index_that_leads_elsewhere_is_a_reason(workshop: Workshop, path: bytes) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    workshop.write(".git/index", index_with(b"card.yaml"))
    assert workshop.captured().changed_files == ()

    workshop.write(".git/index", index_with(path))

    assert reason(workshop.captured().changed_files).endswith("index of the repository is damaged")


@pytest.mark.parametrize(
    "entry",
    [
        b"100644 ..\0" + bytes(20),
        b"100644 .GIT\0" + bytes(20),
        b"100644 a/b\0" + bytes(20),
        b"100644 \0" + bytes(20),
        b"100644 name\0short",
        b"rubbish",
    ],
)
def test_a_commit_whose_files_lead_elsewhere_is_a_reason(workshop: Workshop, entry: bytes) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    workshop.check_out(tree=entry)

    assert "is no list of files" in reason(workshop.captured().changed_files)


def test_folders_that_multiply_are_not_unfolded(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("replicard.capture.git.trees.MAX_ENTRIES", 500)
    tree = b"100644 file\0" + bytes(20)
    for _ in range(8):
        name = bytes.fromhex(workshop.store("tree", tree))
        tree = b"".join(b"40000 %d\0" % number + name for number in range(20))
    workshop.write("card.yaml")
    workshop.commit()
    workshop.check_out(tree=tree)

    assert "more than 500 files" in reason(workshop.captured().changed_files)


def test_a_head_that_is_no_commit_is_a_reason(workshop: Workshop) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    workshop.write(".git/HEAD", workshop.store("blob", b"content"))

    assert "is no commit" in reason(workshop.captured().changed_files)


def test_a_pointer_to_nowhere_is_a_reason(tmp_path: Path) -> None:
    for content in (b"", b"rubbish", b"gitdir: missing\n", b"gitdir: a\0b\n", b"x" * 5000):
        (tmp_path / ".git").write_bytes(content)

        assert reason(capture_repository(CaptureContext(tmp_path, {})))


@posix_only
def test_a_named_pipe_in_place_of_a_file_is_not_waited_for(workshop: Workshop) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    (workshop.root / "card.yaml").unlink()
    os.mkfifo(workshop.root / "card.yaml")
    head = workshop.root / ".git" / "HEAD"

    assert workshop.captured().changed_files == ("card.yaml",)

    head.unlink()
    os.mkfifo(head)
    assert "HEAD" in reason(workshop.capture())


def test_more_files_than_are_gone_through_are_a_reason(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("replicard.capture.git.untracked.MAX_ENTRIES", 5)
    workshop.write("card.yaml")
    commit = workshop.commit()
    for number in range(6):
        workshop.write(f"{number}.txt")

    found = workshop.captured()

    assert (found.commit, found.changed_files) == (commit, ())
    assert "more than 5 files" in reason(found.untracked_count)


def test_more_bytes_than_are_compared_are_a_reason(workshop: Workshop) -> None:
    workshop.write("a.txt", "x" * 100)
    workshop.write("b.txt", "y" * 100)
    commit = workshop.commit()
    location = locate(workshop.root)
    assert location is not None

    with (
        Objects(location.common) as objects,
        pytest.raises(UnreadableRepositoryError, match="larger than"),
    ):
        Comparison(bytes_left=150).changed_files(
            location, read_tracked(location, commit, objects), objects
        )


def test_a_file_name_that_could_steer_a_terminal_is_a_reason(workshop: Workshop) -> None:
    name = "red\x1b[31m.txt"
    try:
        workshop.write(name)
    except OSError:
        pytest.skip("this file system refuses such names")
    workshop.commit()

    found = workshop.captured()

    assert r"red\x1b[31m.txt" in reason(found.changed_files)


@pytest.mark.parametrize("ending", ["pack", "idx"])
@pytest.mark.parametrize("content", [b"", b"rubbish", b"PACK\0\0\0\2\0\0\0\0" + b"\0" * 20])
def test_a_damaged_pack_leaves_the_rest_in_place(
    workshop: Workshop, ending: str, content: bytes
) -> None:
    workshop.write("card.yaml")
    commit = workshop.commit()
    workshop.git("gc", "--quiet")
    pack = next(workshop.root.glob(f".git/objects/pack/*.{ending}"))
    pack.chmod(0o644)
    pack.write_bytes(content)

    found = workshop.captured()

    assert found.commit == commit
    assert "of the repository" in reason(found.changed_files)


def test_an_object_that_unpacks_to_too_much_is_refused_by_its_header(workshop: Workshop) -> None:
    text = "".join(f"{number}\n" for number in range(5000))
    workshop.write("a.txt", text)
    workshop.write("b.txt", text + "more\n")
    workshop.commit()
    names = [workshop.git("rev-parse", f"HEAD:{path}").strip() for path in ("a.txt", "b.txt")]
    workshop.git("gc", "--quiet", "--aggressive")
    (pack,) = workshop.root.glob(".git/objects/pack/*.idx")
    assert "chain length = 1: 1 object" in workshop.git("verify-pack", "--verbose", str(pack))

    with Objects(workshop.root / ".git") as objects:
        assert {objects.read(name)[1].decode() for name in names} == {text, text + "more\n"}
        for name in names:
            with pytest.raises(UnreadableRepositoryError, match="too large"):
                objects.read(name, max_bytes=1000)


def test_a_loose_object_that_unpacks_to_too_much_is_refused(workshop: Workshop) -> None:
    workshop.write("zeros.raw", b"\0" * 1_000_000)
    workshop.commit()
    name = workshop.git("rev-parse", "HEAD:zeros.raw").strip()

    with (
        Objects(workshop.root / ".git") as objects,
        pytest.raises(UnreadableRepositoryError, match="too large"),
    ):
        objects.read(name, max_bytes=10_000)


@pytest.mark.parametrize("packed", [False, True])
def test_damage_anywhere_is_never_an_exception(
    workshop: Workshop, tmp_path: Path, *, packed: bool
) -> None:
    for name in ("a/b/c.txt", "a/d.txt", "e.txt"):
        workshop.write(name, name * 50)
    workshop.commit()
    workshop.git("tag", "--annotate", "v1", "--message", "A release")
    if packed:
        workshop.git("gc", "--quiet")
    chance = random.Random(0)  # noqa: S311 - no secret depends on it
    sound = tmp_path / "sound"
    (workshop.root / ".git").rename(sound)
    shutil.rmtree(sound / "hooks", ignore_errors=True)

    for _ in range(40):
        copy = Path(shutil.copytree(sound, workshop.root / ".git"))
        victim = chance.choice(sorted(path for path in copy.rglob("*") if path.is_file()))
        content = bytearray(victim.read_bytes())
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(content))
            content[place : place + chance.choice([0, 1, 9])] = chance.randbytes(1)
        victim.chmod(0o644)
        victim.write_bytes(content)

        document = workshop.capture().model_dump_json()

        assert str(tmp_path) not in document
        shutil.rmtree(copy)
