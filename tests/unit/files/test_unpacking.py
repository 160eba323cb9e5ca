"""A stranger's archive: everything hostile ends in one sentence, and nothing is left behind."""

import stat
import zipfile
from datetime import date
from pathlib import Path

import pytest

from replicard.errors import DataError, OutputError, ReplicardError, UnsafePathError
from replicard.files import StoredFile, unpacked, write_archive
from replicard.files.unpacking import UnpackingLimits

DAY = date(2026, 11, 25)


def archive_of(path: Path, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def link(name: str, mode: int = stat.S_IFLNK | 0o777) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    return info


def opened(path: Path, limits: UnpackingLimits | None = None) -> dict[str, bytes]:
    with unpacked(path, limits=limits or UnpackingLimits()) as folder:
        return {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in folder.rglob("*")
            if file.is_file()
        }


def test_what_was_written_comes_back_and_the_folder_is_gone(tmp_path: Path) -> None:
    (tmp_path / "image.tif").write_bytes(b"pixels")
    target = tmp_path / "a.zip"
    entries: dict[str, bytes | StoredFile] = {
        "card.yaml": b"x",
        "data/image.tif": StoredFile(tmp_path, "image.tif"),
        "ü/ä": b"",
    }

    size = write_archive(target, entries, date=DAY)

    assert size == target.stat().st_size
    assert opened(target) == {"card.yaml": b"x", "data/image.tif": b"pixels", "ü/ä": b""}
    with unpacked(target) as folder:
        pass
    assert not folder.exists()


def test_the_bytes_follow_from_the_content_alone(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"1")
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"

    write_archive(first, {"b": b"2", "a": StoredFile(tmp_path, "f")}, date=DAY)
    (tmp_path / "f").touch()
    (tmp_path / "f").chmod(0o600)
    write_archive(second, {"a": StoredFile(tmp_path, "f"), "b": b"2"}, date=DAY)

    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 25, 0, 0, 0)}
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}


def test_a_single_folder_in_an_archive_is_entered(tmp_path: Path) -> None:
    path = archive_of(tmp_path / "a.zip", ("study/card.yaml", b"x"), ("study/a/b", b"y"))

    assert opened(path) == {"card.yaml": b"x", "a/b": b"y"}


@pytest.mark.parametrize(
    "name", ["../out", "/etc/out", "a/../../out", "C:/out", "a\\..\\out", "a//b", "./a", "a\nb"]
)
def test_names_that_lead_elsewhere_are_refused(name: str, tmp_path: Path) -> None:
    path = archive_of(tmp_path / "a.zip", ("fine", b""), (name, b"evil"))

    with pytest.raises(UnsafePathError):
        opened(path)
    assert not (tmp_path.parent / "out").exists()


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o644, stat.S_IFCHR | 0o644])
def test_links_and_devices_are_refused(mode: int, tmp_path: Path) -> None:
    path = archive_of(tmp_path / "a.zip", (link("card.yaml", mode), b"/etc/passwd"))

    with pytest.raises(UnsafePathError, match=r"is a link|is no plain file"):
        opened(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "names", [("a", "a"), ("a.tif", "A.TIF"), ("a", "a/b"), ("\u00e9", "e\u0301"), ("a/b", "a")]
)
def test_names_that_clash_are_refused(names: tuple[str, str], tmp_path: Path) -> None:
    path = archive_of(tmp_path / "a.zip", *((name, b"") for name in names))

    with pytest.raises(DataError, match="clash"):
        opened(path)
    if len(set(names)) > 1:
        with pytest.raises(DataError, match="one file on some systems"):
            write_archive(tmp_path / "b.zip", dict.fromkeys(names, b""), date=DAY)


def test_bombs_and_too_much_of_anything_are_refused(tmp_path: Path) -> None:
    bomb = archive_of(tmp_path / "bomb.zip", ("a", bytes(20 << 20)))
    many = archive_of(tmp_path / "many.zip", *((str(at), b"1") for at in range(9)))
    deep = archive_of(tmp_path / "deep.zip", ("/".join("abcdef"), b""))

    with pytest.raises(DataError, match="grows beyond all measure"):
        opened(bomb)
    with pytest.raises(DataError, match="more than 8 files"):
        opened(many, UnpackingLimits(entries=8))
    with pytest.raises(DataError, match="more than 8 bytes"):
        opened(many, UnpackingLimits(bytes=8))
    with pytest.raises(DataError, match="too deep"):
        opened(deep, UnpackingLimits(depth=3))


def test_a_header_that_lies_about_the_size_is_found_out(tmp_path: Path) -> None:
    path = archive_of(tmp_path / "a.zip", ("a", b"12345678"))
    data = bytearray(path.read_bytes())
    central = data.rindex(b"PK\x01\x02")
    data[central + 24 : central + 28] = (3).to_bytes(4, "little")
    path.write_bytes(data)

    with pytest.raises(ReplicardError):
        opened(path)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + bytes(17)])
def test_what_is_no_archive_is_said_to_be_none(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)

    with pytest.raises(DataError, match="no ZIP archive"):
        opened(path)


def test_every_cut_and_every_changed_byte_ends_in_a_sentence(tmp_path: Path) -> None:
    path = archive_of(tmp_path / "a.zip", ("card.yaml", b"text " * 9), ("b/c", b"more"))
    whole = path.read_bytes()

    for at in range(0, len(whole), 3):
        for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            path.write_bytes(data)
            try:
                opened(path)
            except ReplicardError:
                continue


def test_an_archive_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    target.write_bytes(b"old")

    with pytest.raises(DataError):
        write_archive(target, {"a": StoredFile(tmp_path, "missing")}, date=DAY)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]

    with pytest.raises(OutputError):
        write_archive(tmp_path, {"a": b""}, date=DAY)
