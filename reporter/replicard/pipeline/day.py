"""The day that is written into files."""

import datetime as dt
from collections.abc import Mapping


def day_of(environ: Mapping[str, str]) -> dt.date:
    """Return the day of ``SOURCE_DATE_EPOCH``, or else today's, in UTC.

    >>> day_of({"SOURCE_DATE_EPOCH": "0"}).isoformat()
    '1970-01-01'
    """
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC).date()
    return dt.datetime.now(tz=dt.UTC).date()
