"""Opening what a card names: everything that must be refused, and what must not."""

import errno
import os
import socket
import sys
from pathlib import Path

import pytest

from replicard.errors import DataError, ReplicardError, UnsafePathError
from replicard.files import open_inside
from replicard.files.opener import unreadable

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "a.tif").write_bytes(b"pixels")
    (tmp_path / "project-secret").mkdir()
    (tmp_path / "project-secret" / "key.txt").write_bytes(b"secret")
    return folder


def refused(root: Path, relative: str, *, max_bytes: int = 100) -> str:
    with pytest.raises(ReplicardError) as caught:
        open_inside(root, relative, max_bytes=max_bytes).close()
    return str(caught.value)


@pytest.mark.parametrize("relative", ["data/a.tif", "./data/a.tif", "data//a.tif"])
def test_a_plain_relative_path_opens(root: Path, relative: str) -> None:
    with open_inside(root, relative, max_bytes=6) as handle:
        assert handle.read() == b"pixels"


@pytest.mark.parametrize(
    ("relative", "message"),
    [
        ("/etc/passwd", "is an absolute path"),
        ("C:/Windows/win.ini", "is an absolute path"),
        ("C:win.ini", "is an absolute path"),
        ("//server/share/x.tif", "is an absolute path"),
        ("..", "leads out of the folder"),
        ("../project-secret/key.txt", "leads out of the folder"),
        ("data/../../project-secret/key.txt", "leads out of the folder"),
        ("data/../data/a.tif", "leads out of the folder"),
        ("data\\a.tif", "forward slashes"),
        ("..\\project-secret\\key.txt", "forward slashes"),
        ("", "is empty"),
        ("data/a\x00.tif", "U+0000, a control character"),
        ("data/\x1b[2Ja.tif", "U+001B, a control character"),
        ("data/\u202efit.a", "U+202E, a character that changes the direction of text"),
        ("data/\udcff.tif", "U+DCFF, half of a surrogate pair"),
        ("data/a\n.tif", "a tab or a line break"),
    ],
)
def test_a_path_that_is_not_plain_is_refused(root: Path, relative: str, message: str) -> None:
    with pytest.raises(UnsafePathError) as caught:
        open_inside(root, relative, max_bytes=100)

    assert message in str(caught.value)
    assert str(caught.value).isprintable()


@POSIX
def test_a_link_that_leads_out_is_refused(root: Path) -> None:
    (root / "out.tif").symlink_to("../project-secret/key.txt")
    (root / "folder").symlink_to("../project-secret")
    (root / "absolute.tif").symlink_to("/etc/passwd")

    assert "a link that leads out" in refused(root, "out.tif")
    assert "a link that leads out" in refused(root, "folder/key.txt")
    assert "a link that leads out" in refused(root, "absolute.tif")


@POSIX
def test_a_link_that_stays_inside_is_followed(root: Path) -> None:
    (root / "link.tif").symlink_to("data/a.tif")
    (root / "folder").symlink_to("data")

    with open_inside(root, "link.tif", max_bytes=6) as handle:
        assert handle.read() == b"pixels"
    with open_inside(root, "folder/a.tif", max_bytes=6) as handle:
        assert handle.read() == b"pixels"


@POSIX
def test_a_root_that_is_a_link_itself_is_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(root)

    with open_inside(tmp_path / "link", "data/a.tif", max_bytes=6) as handle:
        assert handle.read() == b"pixels"


@POSIX
def test_a_loop_of_links_is_refused(root: Path) -> None:
    (root / "one").symlink_to("two")
    (root / "two").symlink_to("one")

    assert "is a loop of links" in refused(root, "one")


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.EACCES, "there is no permission to read it"),
        (errno.ELOOP, "is a loop of links"),
        (errno.ENXIO, "is not a regular file"),
        (errno.EIO, "cannot be read: input/output error"),
    ],
)
def test_what_the_system_says_is_put_in_words_without_its_path(number: int, message: str) -> None:
    error = unreadable("a.tif", OSError(number, "x", "/home/somebody/a.tif"))

    assert str(error) == f"a.tif: {message}"


@POSIX
def test_a_named_pipe_is_refused_without_waiting_for_a_writer(root: Path) -> None:
    os.mkfifo(root / "pipe.tif")

    assert "is not a regular file" in refused(root, "pipe.tif")


@POSIX
def test_a_socket_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)  # the address of a socket may not be long
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.tif")

        assert "is not a regular file" in refused(root, "socket.tif")


def test_a_folder_is_refused(root: Path) -> None:
    assert refused(root, "data") == "data: is a folder, not a file"


@pytest.mark.parametrize("relative", ["data/b.tif", "nowhere/a.tif", "data/a.tif/b.tif"])
def test_a_missing_file_is_named_without_the_folder_it_should_be_in(
    root: Path, relative: str
) -> None:
    with pytest.raises(DataError) as caught:
        open_inside(root, relative, max_bytes=100)

    assert str(caught.value) == f"{relative}: there is no such file"
    assert caught.value.problems[0].code == "missing-file"


def test_a_name_too_long_for_the_file_system_is_a_clear_error(root: Path) -> None:
    assert "cannot be read" in refused(root, "a" * 5000)


def test_a_file_above_the_limit_is_refused_and_one_at_the_limit_is_not(root: Path) -> None:
    message = "data/a.tif: the file is too large: 6 bytes, at most 5 are read"

    assert refused(root, "data/a.tif", max_bytes=5) == message
    open_inside(root, "data/a.tif", max_bytes=6).close()


@POSIX
def test_a_file_without_permission_is_a_clear_error(root: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser may read everything")
    (root / "data" / "a.tif").chmod(0)

    assert refused(root, "data/a.tif") == "data/a.tif: there is no permission to read it"


def test_a_refused_file_leaves_no_descriptor_open(root: Path) -> None:
    before = os.dup(0)
    os.close(before)

    for _ in range(5):
        refused(root, "data/a.tif", max_bytes=1)
        refused(root, "data")

    after = os.dup(0)
    os.close(after)
    assert after == before
