"""From a pattern to the files that it means."""

import os
import sys
from pathlib import Path

import pytest

from replicard.errors import DataError, UnsafePathError
from replicard.files import expand

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


def make(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).touch()


def test_files_come_in_natural_order(tmp_path: Path) -> None:
    make(tmp_path, "d/img_10.tif", "d/img_9.tif", "d/img_1.tif", "d/notes.txt")

    assert expand(tmp_path, "d/*.tif") == ["d/img_1.tif", "d/img_9.tif", "d/img_10.tif"]


def test_a_single_file_and_a_missing_one(tmp_path: Path) -> None:
    make(tmp_path, "d/a.tif")

    assert expand(tmp_path, "d/a.tif") == ["d/a.tif"]
    assert expand(tmp_path, "d/b.tif") == []
    assert expand(tmp_path, "nowhere/*.tif") == []


def test_two_stars_cross_folders(tmp_path: Path) -> None:
    make(tmp_path, "a.tif", "d/a.tif", "d/e/f/a.tif", "d/e/a.png")

    assert expand(tmp_path, "**/*.tif") == ["a.tif", "d/a.tif", "d/e/f/a.tif"]
    assert expand(tmp_path, "d/**") == ["d/a.tif", "d/e/a.png", "d/e/f/a.tif"]


def test_placeholders_match_like_stars(tmp_path: Path) -> None:
    make(tmp_path, "d/1_mask.tif", "d/1.tif", "d/_mask.tif")

    assert expand(tmp_path, "d/{name}_mask.tif") == ["d/1_mask.tif"]


def test_hidden_files_and_folders_are_left_out_unless_written(tmp_path: Path) -> None:
    make(tmp_path, "d/.a.tif", "d/._b.tif", "d/b.tif", ".cache/c.tif", "d/.x/e.tif")

    assert expand(tmp_path, "**/*.tif") == ["d/b.tif"]
    assert expand(tmp_path, "*/*.tif") == ["d/b.tif"]
    assert expand(tmp_path, ".cache/*.tif") == [".cache/c.tif"]
    assert expand(tmp_path, "d/.a*") == ["d/.a.tif"]


@pytest.mark.parametrize("pattern", ["d", "d/", "d/e", "."])
def test_a_folder_in_place_of_a_pattern_is_explained(tmp_path: Path, pattern: str) -> None:
    make(tmp_path, "d/e/a.tif")

    with pytest.raises(DataError, match="is a folder, where files are expected") as caught:
        expand(tmp_path, pattern)

    assert caught.value.problems[0].hint == (
        f"name the files in it, such as {pattern.rstrip('/')}/*.tif"
    )


@pytest.mark.parametrize("pattern", ["/etc/*", "../*", "d/../../*", "C:/*", "d\\*.tif", ""])
def test_a_pattern_that_is_no_plain_relative_path_is_refused(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(UnsafePathError):
        expand(tmp_path, pattern)


@POSIX
def test_a_matching_link_that_leads_out_is_refused_and_another_is_not(tmp_path: Path) -> None:
    root = tmp_path / "root"
    make(tmp_path, "root/d/a.tif", "secret.txt")
    (root / "d" / "b.tif").symlink_to("a.tif")
    assert expand(root, "d/*.tif") == ["d/a.tif", "d/b.tif"]

    (root / "d" / "c.tif").symlink_to(tmp_path / "secret.txt")

    with pytest.raises(UnsafePathError, match=r"^d/c\.tif: is a link that leads out"):
        expand(root, "d/*.tif")
    assert expand(root, "d/a*") == ["d/a.tif"]


@POSIX
def test_a_named_folder_may_be_a_link_inside_but_not_out(tmp_path: Path) -> None:
    root = tmp_path / "root"
    make(tmp_path, "root/d/a.tif", "elsewhere/a.tif")
    (root / "inside").symlink_to("d")
    (root / "out").symlink_to(tmp_path / "elsewhere")

    assert expand(root, "inside/*.tif") == ["inside/a.tif"]
    with pytest.raises(UnsafePathError, match=r"^out: is a link that leads out"):
        expand(root, "out/*.tif")


@POSIX
def test_wildcards_do_not_follow_links_to_folders(tmp_path: Path) -> None:
    make(tmp_path, "run_1/a.tif")
    (tmp_path / "latest").symlink_to("run_1")
    (tmp_path / "run_1" / "loop").symlink_to("..")

    assert expand(tmp_path, "*/*.tif") == ["run_1/a.tif"]
    assert expand(tmp_path, "**/*.tif") == ["run_1/a.tif"]


@POSIX
def test_dangling_links_and_loops_are_errors_that_name_them(tmp_path: Path) -> None:
    (tmp_path / "a.tif").symlink_to("gone.tif")
    (tmp_path / "b.png").symlink_to("b.png")

    with pytest.raises(DataError, match=r"^a\.tif: there is no such file"):
        expand(tmp_path, "*.tif")
    with pytest.raises((DataError, UnsafePathError), match=r"^b\.png: is a loop of links"):
        expand(tmp_path, "*.png")


@POSIX
@pytest.mark.parametrize("name", [b"a\x1b.tif", b"a\n.tif", b"a\xff.tif", b"a\\b.tif"])
def test_a_matching_name_that_no_report_may_hold_is_refused(tmp_path: Path, name: bytes) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).touch()
    except OSError:
        pytest.skip("this file system takes no such name")

    with pytest.raises(UnsafePathError) as caught:
        expand(tmp_path, "*.tif")

    assert str(caught.value).isprintable()


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    make(tmp_path, *(f"d/{index}.tif" for index in range(6)))

    assert len(expand(tmp_path, "d/*", max_files=6)) == 6
    with pytest.raises(DataError, match="matches more than 5 files"):
        expand(tmp_path, "d/*", max_files=5)
    with pytest.raises(DataError, match="more than 3 files would have to be looked at"):
        expand(tmp_path, "**/*.png", max_entries=3)


def test_a_root_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no such file"):
        expand(tmp_path / "nowhere", "*.tif")


def test_names_match_however_their_accents_are_encoded(tmp_path: Path) -> None:
    make(tmp_path, "Zellko\u0308rper/a\u0308.tif")

    (found,) = expand(tmp_path, "Zellk\u00f6rper/\u00e4.tif")

    assert (tmp_path / found).exists()
