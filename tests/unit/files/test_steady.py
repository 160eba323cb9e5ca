import hashlib
import os
from pathlib import Path

import pytest

from replicard.errors import DataError, UnsafePathError
from replicard.files import SteadyFile

CONTENT = bytes(range(256)) * 40


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "large.bin"
    path.write_bytes(CONTENT)
    os.utime(path, (1, 1))
    return path


def test_it_is_hashed_and_then_read_where_needed(file: Path) -> None:
    with SteadyFile(file.parent, "large.bin", max_bytes=1 << 20) as steady:
        assert steady.sha256() == hashlib.sha256(CONTENT).hexdigest()
        assert steady.read(250, 10) == CONTENT[250:260]
        assert steady.read(len(CONTENT) - 2, 10) == CONTENT[-2:]


@pytest.mark.parametrize("content", [CONTENT[:300], CONTENT[:-1] + b"x"])
def test_a_change_after_the_hash_is_seen(file: Path, content: bytes) -> None:
    with SteadyFile(file.parent, "large.bin", max_bytes=1 << 20) as steady:
        steady.sha256()
        file.write_bytes(content)

        with pytest.raises(DataError, match=r"large\.bin: changed while it was read"):
            steady.require_unchanged()


def test_a_file_that_shrank_is_no_short_read(file: Path) -> None:
    with SteadyFile(file.parent, "large.bin", max_bytes=1 << 20) as steady:
        steady.sha256()
        file.write_bytes(CONTENT[:300])

        with pytest.raises(DataError, match="changed while it was read"):
            steady.read(len(CONTENT) - 100, 100)


def test_it_opens_nothing_outside_the_root(file: Path, tmp_path: Path) -> None:
    with pytest.raises(UnsafePathError):
        SteadyFile(tmp_path / "..", "../large.bin", max_bytes=10)
    with pytest.raises(DataError, match="too large"):
        SteadyFile(file.parent, "large.bin", max_bytes=10)
