from __future__ import annotations

import hashlib
import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.capture.conftest import Workshop

posix_only = pytest.mark.skipif(os.name == "nt", reason="needs links or a POSIX shell")


def test_every_kind_of_change_is_found(workshop: Workshop) -> None:
    for name in ("kept", "edited", "deleted", "staged", "staged-back", "folder/moved"):
        workshop.write(name, f"{name}\n")
    workshop.commit()
    workshop.write("edited", "another\n")
    (workshop.root / "deleted").unlink()
    workshop.write("staged", "another\n")
    workshop.write("staged-back", "another\n")
    workshop.write("new", "new\n")
    workshop.git("add", "staged", "staged-back", "new")
    workshop.write("staged-back", "staged-back\n")
    workshop.git("mv", "folder/moved", "folder/here")

    found = workshop.captured()

    assert found.changed_files == (
        "deleted",
        "edited",
        "folder/here",
        "folder/moved",
        "new",
        "staged",
    )
    assert found.untracked_count == 0


def test_same_size_and_time_do_not_hide_a_change(workshop: Workshop) -> None:
    path = workshop.write("weights.txt", "0.25\n")
    workshop.commit()
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    path.write_bytes(b"0.52\n")
    os.utime(path, ns=times)

    assert workshop.captured().changed_files == ("weights.txt",)


def test_line_ends_of_windows_are_no_change(workshop: Workshop) -> None:
    workshop.write("text.txt", "one\ntwo\n")
    workshop.write("image.raw", b"\0one\ntwo\n")
    workshop.commit()
    workshop.write("text.txt", "one\r\ntwo\r\n")
    workshop.write("image.raw", b"\0one\r\ntwo\r\n")

    assert workshop.captured().changed_files == ("image.raw",)


def test_a_large_file_kept_apart_is_compared_with_its_pointer(workshop: Workshop) -> None:
    content = b"many pixels"
    pointer = (
        "version https://git-lfs.github.com/spec/v1\n"
        f"oid sha256:{hashlib.sha256(content).hexdigest()}\nsize {len(content)}\n"
    )
    workshop.write("same.tif", pointer)
    workshop.write("other.tif", pointer)
    workshop.commit()
    workshop.write("same.tif", content)
    workshop.write("other.tif", b"other pixel")

    assert workshop.captured().changed_files == ("other.tif",)


@posix_only
def test_links_are_compared_as_links(workshop: Workshop) -> None:
    workshop.write("target")
    for name in ("kept", "bent", "replaced"):
        (workshop.root / name).symlink_to("target")
    workshop.commit()
    for name in ("bent", "replaced"):
        (workshop.root / name).unlink()
    (workshop.root / "bent").symlink_to("elsewhere")
    workshop.write("replaced", "content\n")

    assert workshop.captured().changed_files == ("bent", "replaced")


@posix_only
def test_a_folder_replaced_by_a_link_is_not_followed(workshop: Workshop, tmp_path: Path) -> None:
    workshop.write("data/table.csv")
    workshop.commit()
    (workshop.root / "data").rename(tmp_path / "outside")
    (workshop.root / "data").symlink_to(tmp_path / "outside")

    found = workshop.captured()

    assert (found.changed_files, found.untracked_count) == (("data/table.csv",), 1)


def test_ignored_files_are_not_counted_as_untracked(workshop: Workshop) -> None:
    workshop.write(".gitignore", "*.tif\n!keep.tif\n/runs/\n")
    workshop.commit()
    for name in ("a.tif", "keep.tif", "runs/log.csv", "deep/runs/log.csv", "deep/b.tif", "c.txt"):
        workshop.write(name)
    workshop.write("deep/.gitignore", "*.csv\n")
    workshop.write(".git/info/exclude", "c.*\n")

    listed = workshop.git("status", "--porcelain", "--untracked-files=all").splitlines()

    assert workshop.captured().untracked_count == len(listed) == 2


def test_a_repository_inside_counts_as_one_file(workshop: Workshop) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    inner = workshop.root / "inner"
    inner.mkdir()
    workshop.git("init", "--quiet", folder=inner)
    workshop.write("inner/a.txt")
    workshop.write("inner/b.txt")

    assert workshop.captured().untracked_count == 1


def test_what_the_program_writes_itself_is_passed_over(workshop: Workshop) -> None:
    workshop.write("study/card.evidence.json")
    workshop.commit()
    workshop.write("study/card.evidence.json", "newer")
    workshop.write("study/report/report.html")
    workshop.write("study/report.txt")

    found = workshop.captured("study", own_files=["card.evidence.json", "report"])

    assert (found.changed_files, found.untracked_count) == ((), 1)


def test_a_sparse_checkout_is_not_full_of_deleted_files(workshop: Workshop) -> None:
    workshop.write("code/run.py")
    workshop.write("data/large.csv")
    workshop.write("data/deep/larger.csv")
    workshop.commit()
    workshop.git("sparse-checkout", "set", "--cone", "--sparse-index", "code")

    assert not (workshop.root / "data").exists()
    assert workshop.captured().changed_files == ()


@pytest.mark.parametrize("version", ["2", "4"])
def test_every_version_of_the_index_is_read(workshop: Workshop, version: str) -> None:
    workshop.write("a" * 100 + "/" + "b" * 90 + "/first")
    workshop.write("another")
    workshop.commit()
    workshop.write("added")
    workshop.write("intended")
    workshop.git("add", "added")
    workshop.git("add", "--intent-to-add", "intended")
    workshop.git("update-index", "--index-version", version)

    assert workshop.captured().changed_files == ("added", "intended")


def test_a_submodule_is_changed_if_its_commit_or_content_is(workshop: Workshop) -> None:
    library = workshop.beside("library")
    library.write("code.py")
    library.commit()
    for name in ("kept", "edited", "moved"):
        workshop.git(
            "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library.root), name
        )
    workshop.commit()

    assert workshop.captured().changed_files == ()

    workshop.write("edited/code.py", "edited\n")
    workshop.git("commit", "--quiet", "--allow-empty", "-m", "x", folder=workshop.root / "moved")

    found = workshop.captured()
    assert (found.changed_files, found.untracked_count) == (("edited", "moved"), 0)


@pytest.mark.parametrize("seed", range(6))
def test_random_changes_are_those_that_git_finds(workshop: Workshop, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret depends on it
    names = [
        f"{folder}{stem}.{ending}"
        for folder in ("", "a/", "a/b/", "c d/")
        for stem in ("x", "ü", "y z")
        for ending in ("txt", "csv", "tif")
    ]
    workshop.write(
        ".gitignore", chance.choice(["*.csv\n", "a/**/x.*\n!x.tif\n", "/c d/\n", "b/\n"])
    )
    for name in chance.sample(names, 18):
        workshop.write(name, chance.choice(["one\n", "two\n"]))
    workshop.commit()
    if chance.random() < 0.5:
        workshop.git("gc", "--quiet")
    for name in chance.sample(names, 18):
        action = chance.choice(["write", "delete", "add"])
        if action == "delete":
            (workshop.root / name).unlink(missing_ok=True)
        else:
            workshop.write(name, chance.choice(["one\n", "three\n"]))
        if action == "add":
            workshop.git("add", "--force", name)

    listed = workshop.git("diff", "--no-renames", "--name-only", "-z", "HEAD").split("\0")
    untracked = workshop.git("ls-files", "--others", "--exclude-standard", "-z").split("\0")

    found = workshop.captured()
    assert found.changed_files == tuple(sorted(filter(None, listed)))
    assert found.untracked_count == len([name for name in untracked if name])
