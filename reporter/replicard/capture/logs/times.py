"""When a training ran, as far as its log tells."""

import datetime as dt
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from replicard.capture.logs.event_files.messages import FIXED64, fields
from replicard.capture.logs.event_files.records import CutOffError, records
from replicard.capture.logs.text import UnreadableLogError

_STAMP = re.compile(rb"(?m)^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)\b")
_WALL_TIME = 1
_FIRST, _LAST = 946_684_800.0, 4_102_444_800.0
"""Years 2000 and 2100: anything else is a clock that was not set."""


@dataclass(frozen=True, slots=True)
class LogTimes:
    """First and last moment that a log tells of.

    Attributes
    ----------
    day
        On which it began: in UTC for event files, else in the time of the machine.
    seconds
        From the first to the last entry.
    """

    day: dt.date
    seconds: float


def log_times(name: str, data: bytes) -> LogTimes | None:
    """Return when a log begins and ends; None if it does not tell.

    Parameters
    ----------
    name
        Of the file: ``tfevents`` in it marks event files of TensorBoard. Other files are
        held to be text whose lines begin with date and time.
    """
    moments = list(_of_events(data) if "tfevents" in name else _of_lines(data))
    if not moments:
        return None
    first, last = min(moments), max(moments)
    day = dt.datetime.fromtimestamp(first, tz=dt.UTC).date()
    return LogTimes(day, last - first)


def _of_events(data: bytes) -> Iterator[float]:
    try:
        for record in records(data):
            for number, wire_type, value in fields(record):
                if number == _WALL_TIME and wire_type == FIXED64 and isinstance(value, bytes):
                    (moment,) = struct.unpack("<d", value)
                    if _FIRST <= moment <= _LAST:
                        yield moment
    except (CutOffError, UnreadableLogError):
        return


def _of_lines(data: bytes) -> Iterator[float]:
    for found in _STAMP.finditer(data):
        text = f"{found[1].decode()}T{found[2].decode()}+00:00"
        try:
            moment = dt.datetime.fromisoformat(text).timestamp()
        except ValueError:
            continue
        if _FIRST <= moment <= _LAST:
            yield moment
