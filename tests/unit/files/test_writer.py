"""Whole files, or none."""

import errno
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from replicard.errors import OutputError, UnsafePathError
from replicard.files import publish, write_atomic

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
LEFTOVER = ".replicard-0123456789abcdef.tmp"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def failing(error: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(error, os.strerror(error), "/home/somebody/secret")

    return fail


def test_text_is_written_as_utf_8_with_its_own_line_ends(tmp_path: Path) -> None:
    write_atomic(tmp_path / "a.md", "5 µm\r\nnext\n")

    assert (tmp_path / "a.md").read_bytes() == b"5 \xc2\xb5m\r\nnext\n"
    assert names(tmp_path) == ["a.md"]


def test_a_file_is_replaced_as_a_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "card.yaml"
    path.write_text("old")
    path.chmod(0o600)

    write_atomic(path, b"new")

    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600 or sys.platform == "win32"


def test_a_failure_leaves_the_previous_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("old")
    monkeypatch.setattr("os.fsync", failing(errno.ENOSPC))

    with pytest.raises(OutputError, match="the disk is full") as caught:
        write_atomic(tmp_path / "a.md", "new")

    assert (tmp_path / "a.md").read_text() == "old"
    assert names(tmp_path) == ["a.md"]
    assert caught.value.problems[0].code == "disk-full"
    assert "somebody" not in str(caught.value)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (errno.EACCES, "there is no permission to write it"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EIO, "cannot be written: input/output error"),
    ],
)
def test_the_reason_of_a_failure_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int, message: str
) -> None:
    monkeypatch.setattr("os.open", failing(error))

    with pytest.raises(OutputError) as caught:
        write_atomic(tmp_path / "a.md", "new")

    assert str(caught.value) == f"{(tmp_path / 'a.md').as_posix()}: {message}"


def test_an_interruption_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupt)

    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path / "out", {"a.md": b"1"})

    assert names(tmp_path / "out") == []


def test_a_folder_in_the_place_of_the_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()

    with pytest.raises(OutputError, match="is a folder, so no file can take its place"):
        write_atomic(tmp_path / "report.html", "new")

    assert names(tmp_path) == ["report.html"]


def test_a_file_in_the_place_of_the_folder_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(OutputError, match="lies below a file"):
        write_atomic(tmp_path / "file" / "a.md", "new")


@POSIX
def test_a_folder_without_permission_is_a_clear_error(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser may write everywhere")
    tmp_path.chmod(0o500)

    with pytest.raises(OutputError, match="there is no permission to write it"):
        write_atomic(tmp_path / "a.md", "new")


def test_what_a_crash_left_behind_is_swept_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / LEFTOVER).write_text("half")
    (tmp_path / ".replicard-notes.tmp").write_text("mine")

    write_atomic(tmp_path / "a.md", "new")

    assert names(tmp_path) == [".replicard-notes.tmp", "a.md"]


def test_a_set_of_files_is_put_in_place_with_the_manifest_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = []
    replace = Path.replace

    def note(self: Path, target: Path) -> Path:
        order.append(target.name)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", note)

    publish(
        tmp_path / "new" / "out",
        {"manifest.json": b"{}", "report.html": b"<p>", "figures/a.png": b"png"},
        manifest_last="manifest.json",
    )

    assert order == ["report.html", "a.png", "manifest.json"]
    assert (tmp_path / "new" / "out" / "figures" / "a.png").read_bytes() == b"png"


def test_a_full_disk_leaves_every_previous_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, {"a": b"old a", "b": b"old b"})
    written = []
    sync = os.fsync

    def fill_up(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) == 2:
            failing(errno.ENOSPC)()
        sync(descriptor)

    monkeypatch.setattr("os.fsync", fill_up)

    with pytest.raises(OutputError, match="b: the disk is full"):
        publish(tmp_path, {"a": b"new a", "b": b"new b"})

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "a": b"old a",
        "b": b"old b",
    }


def test_one_target_that_is_a_folder_leaves_the_others_untouched(tmp_path: Path) -> None:
    publish(tmp_path, {"a": b"old"})
    (tmp_path / "b").mkdir()

    with pytest.raises(OutputError):
        publish(tmp_path, {"a": b"new", "b": b"new"})

    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == ["a", "b"]


def test_a_failure_while_putting_in_place_removes_what_is_pending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", failing(errno.EACCES))

    with pytest.raises(OutputError, match="no permission"):
        publish(tmp_path, {"a": b"1", "b": b"2"})

    assert names(tmp_path) == []


def test_a_second_run_in_the_same_folder_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copymode = shutil.copymode

    def sweep(source: Path, target: Path) -> None:
        copymode(source, target)
        target.unlink()

    (tmp_path / "a").write_text("old")
    monkeypatch.setattr("shutil.copymode", sweep)

    with pytest.raises(OutputError, match="another run writes to the same folder"):
        publish(tmp_path, {"a": b"new"})

    assert (tmp_path / "a").read_text() == "old"


@pytest.mark.parametrize("name", ["../a", "/a", "C:a", "x/../../a", "a\\b", "a\x1b"])
def test_nothing_is_written_outside_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsafePathError):
        publish(tmp_path / "out", {name: b"x"})

    assert names(tmp_path) == []


@POSIX
def test_a_link_in_the_output_folder_is_not_followed_out(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "precious").write_text("mine")
    (out / "figures").symlink_to(tmp_path / "elsewhere")
    (out / "report.html").symlink_to(tmp_path / "precious")

    publish(out, {"report.html": b"new"})
    with pytest.raises(UnsafePathError, match="a link leads out of the output folder"):
        publish(out, {"figures/a.png": b"x"})

    assert (tmp_path / "precious").read_text() == "mine"
    assert names(tmp_path / "elsewhere") == []
    assert (out / "report.html").read_bytes() == b"new"


def test_an_output_folder_that_is_a_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "out").touch()

    with pytest.raises(OutputError, match="is a file, where a folder is needed"):
        publish(tmp_path / "out", {"a": b"x"})
