"""Files made to do harm: each ends as a reading with a reason, or with what is harmless in it."""

# ruff: noqa: S608, FLY002 - statements of a test, each once

import json
import os
import sqlite3
import time
import zipfile
from pathlib import Path

import pytest
from tests.unit.importers.conftest import Import

from replicard.pipeline.starting import start_card

_ENDLESS = "WITH RECURSIVE c(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM c) SELECT x AS run_uuid"


def _store(path: Path, script: str) -> None:
    store = sqlite3.connect(path)
    store.executescript(script)
    store.commit()
    store.close()


_RUNS = "CREATE TABLE runs (run_uuid, start_time, end_time); INSERT INTO runs VALUES ('a', 1, 2);"
_PARAMS = "CREATE TABLE params (run_uuid, key, value);"
STORES = {
    "view in place of runs": "".join(
        (_PARAMS, "CREATE VIEW runs AS ", _ENDLESS, ", x AS start_time, x AS end_time FROM c;")
    ),
    "view in place of parameters": "".join(
        (_RUNS, "CREATE VIEW params AS ", _ENDLESS, ", x AS key FROM c;")
    ),
    "computed column": _RUNS
    + "CREATE TABLE params (run_uuid, key, value AS (hex(zeroblob(100000000))));"
    "INSERT INTO params VALUES ('a', 'epochs');",
}


@pytest.mark.parametrize("script", STORES.values(), ids=STORES)
def test_views_and_computed_columns_in_a_store_are_not_run(
    tmp_path: Path, read: Import, script: str
) -> None:
    _store(tmp_path / "mlflow.db", script)
    start = time.monotonic()

    reading = read(tmp_path, "mlflow.db")

    assert reading.unreadable_because in {
        "is an SQLite file without the tables of MLflow",
        "is no store of MLflow, or is damaged",
    }
    assert time.monotonic() - start < 5


def test_a_store_with_damaged_pages_has_a_reason(tmp_path: Path, read: Import) -> None:
    _store(tmp_path / "mlflow.db", f"{_RUNS} {_PARAMS}")
    store = sqlite3.connect(tmp_path / "mlflow.db")
    rows = [("a", f"k{n}", "v" * 90) for n in range(500)]
    store.executemany("INSERT INTO params VALUES (?, ?, ?)", rows)
    store.commit()
    store.close()
    data = bytearray((tmp_path / "mlflow.db").read_bytes())
    data[5000:] = b"\xaa" * (len(data) - 5000)
    (tmp_path / "mlflow.db").write_bytes(bytes(data))

    assert read(tmp_path, "mlflow.db").unreadable_because == "is no store of MLflow, or is damaged"


@pytest.mark.parametrize("name", ["../../evil", "/evil", "a/../../evil", "..\\evil", "C:\\evil"])
def test_a_zip_with_names_that_lead_out_is_not_read(
    tmp_path: Path, read: Import, name: str
) -> None:
    with zipfile.ZipFile(tmp_path / "model.zip", "w") as package:
        package.writestr("rdf.yaml", "format_version: 0.4.0\nname: x\n")
        package.writestr(name, "x: 1\n")

    reason = read(tmp_path, "model.zip").unreadable_because

    assert reason == "holds names that lead out of it, so it is not read"


def test_a_description_behind_the_weights_is_found(tmp_path: Path, read: Import) -> None:
    with zipfile.ZipFile(tmp_path / "model.zip", "w") as package:
        package.writestr("weights..v2.pt", os.urandom(200_000))
        package.writestr("rdf.yaml", "format_version: 0.4.0\nname: x\ntags: [stardist]\n")

    facts = {fact.field: fact.value for fact in read(tmp_path, "model.zip").facts}

    assert facts["algorithm.name"] == "StarDist"


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, read: Import) -> None:
    with zipfile.ZipFile(tmp_path / "model.zip", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("rdf.yaml", b"a" * (64 << 20))

    reason = read(tmp_path, "model.zip").unreadable_because

    assert reason == "holds a description of more than 2 MB"


def _sparse(path: Path, start: bytes, size: int) -> None:
    with path.open("wb") as file:
        file.write(start)
        file.truncate(size)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("training.log", b"epoch,loss,val_loss\n1,0.5,0.6\n"),
        ("run.log", b"2026-11-22 07:50:58,820 [INFO] >>>> using CPU\n"),
        ("summary.json", b'{"foreground_mean": {"Dice": 0.9}, "x": "'),
        ("requirements.txt", b"torch==2.1.0\n"),
    ],
)
def test_two_gigabytes_are_named_and_not_read(tmp_path: Path, name: str, start: bytes) -> None:
    _sparse(tmp_path / name, start, 2 << 30)
    (tmp_path / "net").mkdir()
    config = json.dumps({"n_dim": 2, "n_rays": 32, "train_epochs": 4})
    (tmp_path / "net" / "config.json").write_text(config, encoding="utf-8")
    begin = time.monotonic()

    outcome = start_card(tmp_path)

    reasons = [r.unreadable_because for r in outcome.readings if r.file.path == name]
    assert all(reason is not None and "is too large" in reason for reason in reasons)
    assert reasons
    assert outcome.check.valid
    assert "stardist" in outcome.card.read_text(encoding="utf-8").lower()
    assert time.monotonic() - begin < 20


def test_loops_of_links_pipes_and_odd_names_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "back").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "config.json").symlink_to("config.json")
    os.mkfifo(tmp_path / "run.log")
    (tmp_path / "bad\x1b[31m.json").write_text("{}", encoding="utf-8")

    outcome = start_card(tmp_path)

    assert outcome.readings == ()
    assert outcome.check.valid


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hparams.yaml", "lr: !!python/object/apply:os.system [x]\n"),
        ("hparams.yaml", "a: &a [1]\nlr: *a\n"),
        ("hparams.yaml", "[" * 5000),
        ("config.json", '{"n_dim": 2, "train_x": ' + "[" * 100_000),
        ("config.json", '{"n_dim": 2, "train_epochs": ' + "9" * 100_000 + "}"),
        ("CITATION.cff", "\x00\x01"),
        ("citation.cff", "- 1\n"),
        ("uv.lock", "a = " + "[" * 10_000),
        ("hparams.yaml", "lr: 0.1\n" * 300_000),
    ],
)
def test_damaged_and_crafted_texts_have_a_reason(
    tmp_path: Path, read: Import, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")

    reading = read(tmp_path, name)

    assert reading.unreadable_because is not None
    assert "\n" not in reading.unreadable_because
    assert reading.facts == ()
