"""Numbers and units inside texts of authors, set as in our own words.

The words stay as they are; only what stands between a number and its unit, or between
the ends of a range, becomes what a typesetter would put there.
"""

import re

from replicard.render.english import THIN

_UNITS = (
    *("nm", "µm", "μm", "mm", "cm", "ns", "µs", "ms", "s", "min", "h", "°C", "K", "%"),
    *("mW", "W", "µW", "kV", "V", "dB", "Hz", "kHz", "MHz", "kB", "MB", "GB", "TB", "px"),
    *("nM", "µM", "mM", "µl", "ml", "µL", "mL", "mg", "µg"),
)
_UNIT = rf"(?:{'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})"
_END = r"(?![A-Za-z0-9_/µ])"
_APART = re.compile(rf"(?<=[0-9])[ \u00a0](?={_UNIT}{_END})")
_JOINED_PERCENT = re.compile(r"(?<=[0-9])(?=%(?![A-Za-z0-9]))")
_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
_RANGE = re.compile(rf"(?<![\w.\-–]){_NUMBER} ?- ?{_NUMBER}(?=[ \u00a0{THIN}]?{_UNIT}{_END})")


def with_set_units(text: str) -> str:
    """Join numbers with their units by a narrow no-break space, and ranges by an en dash.

    >>> with_set_units("488 nm laser at 5% and 505-545 nm").replace(THIN, "~")
    '488~nm laser at 5~% and 505–545~nm'
    >>> with_set_units("2020-03-05, 3 sets"), with_set_units("1 h 5 min").replace(THIN, "~")
    ('2020-03-05, 3 sets', '1~h 5~min')
    """
    ranged = _RANGE.sub(r"\1–\2", text)
    return _JOINED_PERCENT.sub(THIN, _APART.sub(THIN, ranged))
