"""What the image files of a data set say about how they were taken, summarised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from replicard.images import Acquired
from replicard_schema.evidence import ReadProperty, ReadValue
from replicard_schema.quantities import measured

_MOST_VALUES = 4
"""Different values that are listed; the rest is counted."""


@dataclass(slots=True)
class _Tally:
    """Values of one property, by their meaning."""

    place: str
    counts: dict[object, int] = field(default_factory=dict)
    spellings: dict[object, str] = field(default_factory=dict)

    def add(self, value: str) -> None:
        """Count one file."""
        meaning = measured(value) or value.casefold()
        self.counts[meaning] = self.counts.get(meaning, 0) + 1
        self.spellings.setdefault(meaning, value)


def summarised(files: Iterable[Sequence[Acquired]]) -> tuple[ReadProperty, ...]:
    """Summarise what files say, property by property, in the order in which they come up.

    Parameters
    ----------
    files
        What each file says.

    Examples
    --------
    >>> files = [[Acquired("exposure", f"{n} ms", "OME-XML")] for n in (100, 300, 100)]
    >>> [found] = summarised(files)
    >>> found.words, found.low, found.high
    ('100 ms (2 files), 300 ms (1 file)', '100 ms', '300 ms')
    """
    tallies: dict[str, _Tally] = {}
    for said in files:
        for one in said:
            tallies.setdefault(one.field, _Tally(one.place)).add(one.value)
    return tuple(_property(name, tallies[name]) for name in sorted(tallies, key=_order))


def _property(name: str, tally: _Tally) -> ReadProperty:
    frequent = sorted(tally.counts, key=lambda meaning: -tally.counts[meaning])
    values = tuple(
        ReadValue(value=tally.spellings[meaning], n_files=tally.counts[meaning])
        for meaning in frequent[:_MOST_VALUES]
    )
    low, high = _ends(tally) if len(frequent) > 1 else (None, None)
    return ReadProperty(
        field=name,
        place=tally.place,
        n_files=sum(tally.counts.values()),
        n_values=len(frequent),
        values=values,
        low=low,
        high=high,
    )


def _ends(tally: _Tally) -> tuple[str | None, str | None]:
    """Return the smallest and the largest value, if all are quantities of one kind or dates."""
    spellings = list(tally.spellings.values())
    sizes = {text: size for text in spellings if (size := measured(text)) is not None}
    if len(sizes) == len(spellings) and len({kind for kind, _ in sizes.values()}) == 1:
        ordered = sorted(spellings, key=lambda text: sizes[text][1])
        return ordered[0], ordered[-1]
    if all(_is_day(text) for text in spellings):
        return min(spellings), max(spellings)
    return None, None


def _is_day(text: str) -> bool:
    return len(text) == 10 and text.replace("-", "").isdecimal()  # noqa: PLR2004 - YYYY-MM-DD


_ORDER = (
    *("date", "modality", "microscope", "objective", "detector", "channels", "exposure"),
    *("pixel_size", "time_interval", "temperature"),
)


def _order(name: str) -> tuple[int, int]:
    """Order properties as the card does, channels by their numbers."""
    first, _, rest = name.partition(".")
    number = rest.partition(".")[0]
    known = _ORDER.index(first) if first in _ORDER else len(_ORDER)
    return known, int(number) if number.isdecimal() else 0
