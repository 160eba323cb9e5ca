import json
import os
import sys
from pathlib import Path

import pytest

from replicard.execution import Store, cache_folder
from replicard.metrics.counts import PixelCounts

KEY = "a" * 64
OTHER = "b" * 64
VALUE = PixelCounts(1, 2, 3)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


def entry(store: Store, key: str = KEY) -> Path:
    (path,) = store.folder.rglob(f"{key}.json")
    return path


def test_what_was_put_is_found_again(store: Store) -> None:
    assert store.get(KEY, PixelCounts) is None

    assert store.put(KEY, VALUE)

    assert store.get(KEY, PixelCounts) == VALUE
    assert store.get(OTHER, PixelCounts) is None


def test_results_of_another_sort_are_not_used(store: Store) -> None:
    store.put(KEY, VALUE)

    assert store.get(KEY, tuple) is None


def test_nothing_is_read_by_a_fresh_run_but_kept_for_later(store: Store) -> None:
    fresh = Store(store.folder, is_read=False)
    fresh.put(KEY, VALUE)

    assert fresh.get(KEY, PixelCounts) is None
    assert store.get(KEY, PixelCounts) == VALUE


def test_values_that_would_not_come_back_are_not_kept(store: Store) -> None:
    assert not store.put(KEY, b"bytes")
    assert not store.put(KEY, float("nan"))
    assert store.size().entries == 0


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda _: b"",
        lambda content: content.replace(b'"tp": 1', b'"tp": 9'),
        lambda content: content.replace(KEY.encode(), OTHER.encode()),
        lambda content: content.replace(b"results-1", b"results-9"),
        lambda content: content + b" ",
        lambda _: b"[" * 100_000,
        lambda _: b"\xff\xfe\n\x00",
        lambda _: b"{}\n{}",
    ],
)
def test_a_damaged_entry_is_not_used_and_removed(store: Store, damage: object) -> None:
    store.put(KEY, VALUE)
    path = entry(store)
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator] # a function

    assert store.get(KEY, PixelCounts) is None
    assert not path.exists()


def test_an_entry_that_names_other_code_runs_nothing(store: Store) -> None:
    import hashlib  # noqa: PLC0415 - for this test alone

    store.put(KEY, VALUE)
    payload = json.dumps({"record": "os:system", "is": {"command": "false"}}).encode()
    head = json.loads(entry(store).read_bytes().split(b"\n")[0])
    head["sha256"] = hashlib.sha256(payload).hexdigest()
    entry(store).write_bytes(json.dumps(head).encode() + b"\n" + payload)

    assert store.get(KEY, PixelCounts) is None


def test_an_entry_under_another_key_is_not_used(store: Store) -> None:
    store.put(KEY, VALUE)
    moved = store._path(OTHER)
    moved.parent.mkdir()
    entry(store).rename(moved)

    assert store.get(OTHER, PixelCounts) is None


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs file modes")
def test_a_folder_that_others_may_write_to_is_not_used(store: Store) -> None:
    store.put(KEY, VALUE)
    assert store.folder.stat().st_mode & 0o077 == 0
    store.folder.chmod(0o777)

    assert store.get(KEY, PixelCounts) is None
    assert not store.put(OTHER, VALUE)


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_a_link_is_not_followed(store: Store, tmp_path: Path) -> None:
    store.put(KEY, VALUE)
    path = entry(store)
    elsewhere = tmp_path / "elsewhere.json"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)

    assert store.get(KEY, PixelCounts) is None
    assert elsewhere.exists()


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert not Store(tmp_path / "file" / "cache").put(KEY, VALUE)


def test_what_was_not_used_for_longest_goes_first(store: Store) -> None:
    keys = [f"{number:064x}" for number in range(10)]
    for age, key in enumerate(keys):
        store.put(key, VALUE)
        os.utime(entry(store, key), (age, age))
    store.get(keys[0], PixelCounts)
    each = store.size().bytes // 10

    removed = store.evict(limit_bytes=5 * each)

    assert removed == 6
    left = [key for key in keys if list(store.folder.rglob(f"{key}.json"))]
    assert left == [keys[0], *keys[7:]]
    assert store.evict(limit_bytes=5 * each) == 0
    assert store.clear() == 4
    assert store.size().entries == 0


@pytest.mark.skipif(sys.platform != "linux", reason="names the folder of Linux")
def test_the_folder_is_that_of_the_user(tmp_path: Path) -> None:
    home = str(tmp_path)

    assert cache_folder({"HOME": home}) == tmp_path / ".cache" / "replicard"
    assert cache_folder({"HOME": home, "XDG_CACHE_HOME": "/x"}) == Path("/x/replicard")
    assert cache_folder({"HOME": home, "REPLICARD_CACHE_DIR": "/y"}) == Path("/y")
    assert cache_folder({"HOME": home, "REPLICARD_CACHE_DIR": ""}) is None
    assert cache_folder({}) is None
