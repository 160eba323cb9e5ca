"""Numbers in a text: in words or digits, with units, and sizes such as ``256 × 256``."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "hundred": 100,
}  # fmt: skip

# Kind of quantity and size of each unit; the sizes are in µm, s, fractions and so on.
_UNITS: dict[str, tuple[str, float]] = {
    "pm": ("length", 1e-6), "Å": ("length", 1e-4), "nm": ("length", 1e-3), "µm": ("length", 1.0),
    "um": ("length", 1.0), "micron": ("length", 1.0), "microns": ("length", 1.0),
    "mm": ("length", 1e3), "cm": ("length", 1e4),
    **{f"{p}met{e}{s}": ("length", f) for p, f in (("nano", 1e-3), ("micro", 1.0), ("milli", 1e3))
       for e in ("re", "er") for s in ("", "s")},
    "ns": ("time", 1e-9), "µs": ("time", 1e-6), "us": ("time", 1e-6), "ms": ("time", 1e-3),
    "msec": ("time", 1e-3), "millisecond": ("time", 1e-3), "milliseconds": ("time", 1e-3),
    "s": ("time", 1.0), "sec": ("time", 1.0), "secs": ("time", 1.0), "second": ("time", 1.0),
    "seconds": ("time", 1.0), "min": ("time", 60.0), "mins": ("time", 60.0),
    "minute": ("time", 60.0), "minutes": ("time", 60.0), "h": ("time", 3600.0),
    "hr": ("time", 3600.0), "hrs": ("time", 3600.0), "hour": ("time", 3600.0),
    "hours": ("time", 3600.0), "d": ("time", 86400.0), "day": ("time", 86400.0),
    "days": ("time", 86400.0), "%": ("share", 0.01), "percent": ("share", 0.01),
    "°C": ("temperature", 1.0), "℃": ("temperature", 1.0), "dB": ("dB", 1.0),
    "nW": ("power", 1e-6), "µW": ("power", 1e-3), "mW": ("power", 1.0), "W": ("power", 1e3),
    "px": ("pixels", 1.0), "pixel": ("pixels", 1.0), "pixels": ("pixels", 1.0),
}  # fmt: skip

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|0,\d+|\d+(?:\.\d+)?|\.\d+)"
_POWER = (
    r"(?:[eE][-+]?\d{1,3}(?!\d)|\s?[×x·*]\s?10\s?\^\s?[-+]?\d{1,3}|\s?[×x·*]\s?10(?=-\d)-\d{1,2})?"
)
_NUMBER = rf"(?:10\^[-+]?\d{{1,3}}(?!\d)|{_DIGITS}{_POWER})"
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_TIMES = re.compile(rf"\s?[×x]\s?(?={_DIGITS})")
_TOKEN = re.compile(
    rf"(?<![\w.^])(?P<sign>-(?=[\d.]))?(?P<number>{_NUMBER})(?!\d|\.\d)"
    rf"|(?<![\w×^])[×x](?P<times>\d{{1,3}}(?:\.\d)?)(?![\w.])"
    rf"|\b(?P<word>{'|'.join(_WORDS)})\b",
    re.IGNORECASE,
)
_NEXT = re.compile(rf"(?P<sign>)(?P<times>)(?P<word>)(?P<number>{_NUMBER})(?!\d|\.\d)")
_AFTER = re.compile(rf"(?:\s?-?\s?|-)(?P<unit>{_UNIT})(?:\^?[23²³])?(?![\w])")
_MAGNIFIED = re.compile(r"\s?[×xX](?!\w)(?!\s?\d)|[×xX](?=\s\d)|[×xX](?=/|-(?![\d]))")
_POWERED = re.compile(r"10\^([-+]?\d+)")
_MANTISSA = re.compile(rf"({_DIGITS})\s?[×x·*]\s?10\s?\^?\s?([-+]?\d+)")
_RANGE = re.compile(r"\s?(?:-|–|to|±)\s?")
_LIST = re.compile(r"\s?(?:-|–|to|±|,|and|or|, and|/)\s?")
_LISTED = {"length", "time"}
_ABOUT = re.compile(
    r"(?:~|≈|∼|\b(?:about|approximately|around|roughly|nearly|ca\.?|approx\.))\s?$", re.IGNORECASE
)
_MAX_ABOUT = 16
_MAX_AXES = 5
# [1,2] and (Name et al., 2004); but a size may be written [64, 64] as well.
_CITATION = re.compile(
    r"(?<!of )(?<!size )(?<!to )(?<![=:] )(?<![=:])(?<!in )\[\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,20}\]"
    r"|\([^()]{0,120}\b(?:19|20)\d\d[a-z]?\)"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it is printed.

    Attributes
    ----------
    value
        Its value, in the base unit of its kind: µm, s, a fraction of 1, mW, °C.
    step
        What the last printed digit stands for, in the same unit.
    kind
        ``length``, ``time``, ``share``, ``temperature``, ``power``, ``dB``, ``pixels``,
        ``x`` for a magnification, or empty for a bare number.
    """

    value: float
    step: float
    kind: str = ""

    def agrees(self, other: "Amount", *, exactly: bool = False) -> bool:
        """Say whether this number, as printed, can stand for another one that is exact.

        >>> Amount(0.90, 0.01).agrees(Amount(0.895, 0.001)), Amount(2, 1).agrees(Amount(3, 1))
        (True, False)
        """
        tolerance = 1e-10 * max(abs(self.value), abs(other.value))
        if not exactly:
            tolerance += self.step / 2
        return abs(self.value - other.value) <= tolerance


@dataclass(frozen=True, slots=True)
class Value:
    """One number, or one size of several numbers, in a text.

    Attributes
    ----------
    start, end
        Where it stands, its unit included.
    amounts
        The number; several for a size such as ``256 × 256``.
    is_about
        Whether the text says that it is rounded: about, approximately, ~.
    is_word
        Whether it is written as a word.
    """

    start: int
    end: int
    amounts: tuple[Amount, ...]
    is_about: bool = False
    is_word: bool = False

    @property
    def kind(self) -> str:
        """Kind of quantity."""
        return self.amounts[-1].kind


def values_in(text: str) -> tuple[Value, ...]:
    """Find all numbers of a text.

    >>> [value.amounts for value in values_in("two 0.5 µm")]
    [(Amount(value=2.0, step=1.0, kind=''),), (Amount(value=0.5, step=0.1, kind='length'),)]
    """
    return tuple(_durations(text, _with_shared_units(text, list(_sizes(text)))))


def amount_of(text: str) -> Amount | None:
    """Read a text that is one number, with a unit or without."""
    found = values_in(text.strip())
    if len(found) == 1 and len(found[0].amounts) == 1 and found[0].end == len(text.strip()):
        return found[0].amounts[0] if found[0].start == 0 else None
    return None


def _sizes(text: str) -> Iterator[Value]:
    at = 0
    cited = [found.span() for found in _CITATION.finditer(text)]
    while found := _TOKEN.search(text, at):
        if any(start <= found.start() < end for start, end in cited):
            at = found.end()
            continue
        numbers, at = [_plain(found)], found.end()
        while (
            found["number"]
            and len(numbers) < _MAX_AXES
            and (times := _TIMES.match(text, _unit_end(text, at)))
        ):
            more = _NEXT.match(text, times.end())
            if more is None or _is_magnified(text, at):
                break
            numbers, at = [*numbers, _plain(more)], more.end()
        kind, factor, at = _unit_at(text, at, bare=not found["number"])
        if found["times"]:
            kind, factor = "x", 1.0
        amounts = tuple(
            Amount(_tidy(value * factor), step * factor, kind) for value, step in numbers
        )
        about = _ABOUT.search(text[max(0, found.start() - _MAX_ABOUT) : found.start()])
        yield Value(found.start(), at, amounts, about is not None, bool(found["word"]))


def _unit_end(text: str, at: int) -> int:
    """Return where the unit ends that stands between two numbers: 0.1 µm × 0.1 µm."""
    unit = _AFTER.match(text, at)
    return unit.end() if unit is not None and _TIMES.match(text, unit.end()) else at


def _is_magnified(text: str, at: int) -> bool:
    return re.match(r"[×xX]\s\d", text[at : at + 4]) is not None


def _unit_at(text: str, at: int, *, bare: bool) -> tuple[str, float, int]:
    if not bare and (times := _MAGNIFIED.match(text, at)):
        return "x", 1.0, times.end()
    unit = _AFTER.match(text, at)
    if unit is None:
        return "", 1.0, at
    kind, factor = _UNITS[unit["unit"]]
    return kind, factor, unit.end()


def _plain(found: re.Match[str]) -> tuple[float, float]:
    """Return a number and what its last digit stands for."""
    if found["word"]:
        return float(_WORDS[found["word"].lower()]), 1.0
    text = found["times"] or found["number"]
    sign = -1.0 if found["sign"] else 1.0
    if powered := _POWERED.fullmatch(text):
        value = _power(powered[1])
        return sign * value, value
    exponent = 0
    if scaled := _MANTISSA.fullmatch(text):
        text, exponent = scaled[1], int(scaled[2])
    elif "e" in text.lower():
        text, _, power = text.lower().partition("e")
        exponent = int(power)
    text = f"0.{text[2:]}" if text.startswith("0,") else text.replace(",", "")
    decimals = len(text.partition(".")[2])
    return sign * float(f"{text[:300]}e{exponent}"), float(f"1e{exponent - min(decimals, 300)}")


def _power(exponent: str) -> float:
    return float(f"1e{int(exponent)}")


def _tidy(value: float) -> float:
    """Take the noise of a multiplication away: 180 nm are 0.18 µm."""
    if not math.isfinite(value) or value == 0:
        return value if math.isfinite(value) else math.copysign(1e300, value)
    return float(f"{value:.12g}")


def _with_shared_units(text: str, found: list[Value]) -> list[Value]:
    """Give numbers the unit that stands behind the last of a list: 505 to 545 nm."""
    for at in range(len(found) - 2, -1, -1):
        value, after = found[at], found[at + 1]
        between = text[value.end : after.start]
        separates = _RANGE if after.kind not in _LISTED else _LIST
        if value.kind or value.is_word or not after.kind or not separates.fullmatch(between):
            continue
        factor = _factor(text[after.start : after.end])
        amounts = tuple(
            Amount(_tidy(each.value * factor), each.step * factor, after.kind)
            for each in value.amounts
        )
        found[at] = replace(value, amounts=amounts)
    return found


def _factor(text: str) -> float:
    unit = re.search(rf"({_UNIT})(?:\^?[23])?$", text)
    return _UNITS[unit[1]][1] if unit is not None else 1.0


def _durations(text: str, found: list[Value]) -> Iterator[Value]:
    """Join what tells one length of time: ``1 h 32 min``."""
    at = 0
    while at < len(found):
        value = found[at]
        at += 1
        while at < len(found) and _continues(text, value, found[at]):
            more = found[at].amounts[0]
            whole = Amount(_tidy(value.amounts[0].value + more.value), more.step, "time")
            value = Value(value.start, found[at].end, (whole,), value.is_about)
            at += 1
        yield value


def _continues(text: str, value: Value, more: Value) -> bool:
    if value.kind != "time" or more.kind != "time" or len(value.amounts) > 1:
        return False
    between = text[value.end : more.start]
    is_smaller = more.amounts[0].step < value.amounts[0].step
    return is_smaller and re.fullmatch(r"(?:,? (?:and )?)?", between) is not None
