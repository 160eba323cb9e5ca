"""Reading and hashing in one go."""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO, Self

import pytest

from replicard.errors import DataError
from replicard.files import hash_file, read_hashed
from replicard.files.hashing import _next_chunk


def test_the_hash_is_of_the_bytes_that_are_returned(tmp_path: Path) -> None:
    content = bytes(range(256)) * 9000  # more than one chunk
    (tmp_path / "a.bin").write_bytes(content)

    hashed = read_hashed(tmp_path, "a.bin", max_bytes=1 << 24)

    assert hashed.content == content
    assert hashed.sha256 == hashlib.sha256(content).hexdigest()
    assert hashed.record.model_dump() == {
        "path": "a.bin",
        "sha256": hashed.sha256,
        "bytes": len(content),
    }


def test_a_file_is_hashed_without_keeping_it(tmp_path: Path) -> None:
    (tmp_path / "weights.h5").write_bytes(b"abc")

    record = hash_file(tmp_path, "weights.h5")

    assert record.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert record.bytes == 3


def test_an_empty_file_has_a_hash_too(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()

    assert read_hashed(tmp_path, "empty", max_bytes=0).content == b""


def test_a_file_that_grows_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"1234")
    monkeypatch.setattr("replicard.files.hashing._CHUNK_BYTES", 4)

    def grow_and_read(handle: BinaryIO, relative: str) -> bytes:
        with path.open("ab") as writer:
            writer.write(b"5678")
        return _next_chunk(handle, relative)

    monkeypatch.setattr("replicard.files.hashing._next_chunk", grow_and_read)

    with pytest.raises(DataError, match="the file is too large"):
        read_hashed(tmp_path, "log.csv", max_bytes=6)


@pytest.mark.parametrize("content", [b"", b"12", b"12345678", b"abcdefgh"])
def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    path = tmp_path / "image.tif"
    path.write_bytes(b"1234567812345678")
    os.utime(path, (1, 1))
    monkeypatch.setattr("replicard.files.hashing._CHUNK_BYTES", 8)

    def change_and_read(handle: BinaryIO, relative: str) -> bytes:
        chunk = _next_chunk(handle, relative)
        path.write_bytes(content)
        return chunk

    monkeypatch.setattr("replicard.files.hashing._next_chunk", change_and_read)

    with pytest.raises(DataError, match=r"image\.tif: changed while it was read"):
        read_hashed(tmp_path, "image.tif", max_bytes=100)


def test_an_error_while_reading_is_a_clear_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.bin").write_bytes(b"abc")

    class Broken:
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def fileno(self) -> int:
            return 0

        def read(self, _size: int) -> bytes:
            raise OSError(5, "Input/output error", "/home/somebody/a.bin")

    monkeypatch.setattr("replicard.files.hashing.open_inside", lambda *_, **__: Broken())

    with pytest.raises(DataError) as caught:
        hash_file(tmp_path, "a.bin")

    assert str(caught.value) == "a.bin: cannot be read: input/output error"
