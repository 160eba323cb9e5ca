"""MLflow: runs in the file store (``mlruns``) and in an SQLite store.

Of a store with several runs the one that was finished last is read, and a remark says
how many there are.
"""

import datetime as dt
import sqlite3
from collections.abc import Iterator

from pydantic import JsonValue

from replicard.importers.making import model_fact
from replicard.importers.plain import number_of, text_of, yaml_object
from replicard.importers.settings import harvest_of
from replicard.importers.source import Content, Harvest, Head, Importer, UnreadableSourceError
from replicard_schema.evidence import Fact, FactKind

_SQLITE = b"SQLite format 3\x00"
_MAX_STORE = 128 << 20
_MAX_ROWS = 10_000
_MAX_VALUE = 8 << 20
"""Bytes of one value; MLflow keeps at most some thousand characters."""
_MAX_NAME, _MAX_TEXT = 200, 2000
_STEPS, _MAX_STEPS = 10_000, 10_000
"""Instructions of SQLite between two looks, and looks before it is stopped."""
_THOUSAND = 1000
_MAX_TIME = 4e12
"""Milliseconds; the year 2096."""


def _is_parameter(head: Head) -> bool:
    is_in_store = len(head.folders) > 2 and head.folders[-1] == "params"  # noqa: PLR2004 - experiment, run, params
    return is_in_store and head.size < 4096 and b"\x00" not in head.start  # noqa: PLR2004 - one value


def _read_parameter(content: Content) -> Harvest:
    return harvest_of({content.head.path.rpartition("/")[2]: text_of(content).strip()})


def _is_run(head: Head) -> bool:
    return head.name == "meta.yaml" and b"run_id:" in head.start


def _read_run(content: Content) -> Harvest:
    values = yaml_object(content)
    times = (number_of(values.get("start_time")), number_of(values.get("end_time")))
    return Harvest(tuple(_of_times(*times)))


def _is_store(head: Head) -> bool:
    return head.name.endswith((".db", ".sqlite")) and head.start.startswith(_SQLITE)


def _read_store(content: Content) -> Harvest:
    connection = sqlite3.connect(":memory:")
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE)
        connection.deserialize(content.data)
        # A schema can hold triggers and views; nothing of it may write or call out.
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        _require_plain_tables(connection)
        runs = connection.execute(
            "SELECT run_uuid, start_time, end_time FROM runs ORDER BY end_time DESC LIMIT ?",
            (_MAX_ROWS,),
        ).fetchall()
        if not runs:
            raise UnreadableSourceError("holds no run of MLflow")
        name, start, end = runs[0]
        rows = connection.execute(
            "SELECT key, value FROM params WHERE run_uuid = ? LIMIT ?", (name, _MAX_ROWS)
        ).fetchall()
    except (sqlite3.Error, OverflowError, MemoryError) as error:
        raise UnreadableSourceError("is no store of MLflow, or is damaged") from error
    finally:
        connection.close()
    settings: dict[str, JsonValue] = {
        str(key)[:_MAX_NAME]: str(value)[:_MAX_TEXT] for key, value in rows
    }
    harvest = harvest_of(settings)
    times = tuple(_of_times(number_of(start), number_of(end)))
    n = len(runs)
    remarks = (f"It holds {n} runs; the one that ended last was read.",) if n > 1 else ()
    return Harvest((*harvest.facts, *times), harvest.unknown, remarks)


def _require_plain_tables(connection: sqlite3.Connection) -> None:
    """Refuse views in place of tables, which can compute for ever; and stop after a while."""
    steps = iter(range(_MAX_STEPS))
    connection.set_progress_handler(lambda: next(steps, None) is None, _STEPS)
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%virtual%' "
        "AND sql NOT LIKE '%generated%' AND name IN ('runs', 'params')"
    ).fetchall()
    if len(tables) != 2:  # noqa: PLR2004 - runs, params
        raise UnreadableSourceError("is an SQLite file without the tables of MLflow")


def _of_times(start: float | None, end: float | None) -> Iterator[Fact]:
    """Yield day and duration of a run; MLflow counts milliseconds."""
    kind = FactKind.OBSERVED
    if start and 0 < start < _MAX_TIME:
        day = dt.datetime.fromtimestamp(start / _THOUSAND, tz=dt.UTC).date()
        yield from model_fact("training.date", day.isoformat(), kind, "start_time")
    if start and end and 0 < start < end < _MAX_TIME:
        duration = f"{(end - start) / _THOUSAND:.0f} s"
        yield from model_fact("training.duration", duration, kind, "end_time")


PARAMETER = Importer(
    "MLflow parameter",
    _is_parameter,
    _read_parameter,
    takes="usual settings, one file each",
)
RUN = Importer(
    "MLflow run",
    _is_run,
    _read_run,
    takes="day, duration",
)
STORE = Importer(
    "MLflow store",
    _is_store,
    _read_store,
    max_bytes=_MAX_STORE,
    takes="usual settings, day, duration",
    trap="Of several runs the one that ended last is read.",
)
