"""What the image files of a data set say about how they were taken, in short."""

import re

from pydantic import Field

from replicard_schema.base import Document

_MOST_LISTED = 4
_TITLES = {
    "date": "Date",
    "modality": "Modality",
    "microscope.manufacturer": "Microscope, maker",
    "microscope.model": "Microscope",
    "microscope.kind": "Microscope, kind",
    "objective.magnification": "Objective, magnification",
    "objective.numerical_aperture": "Objective, numerical aperture",
    "objective.immersion": "Objective, immersion",
    "objective.manufacturer": "Objective, maker",
    "objective.model": "Objective",
    "detector.kind": "Detector, kind",
    "detector.manufacturer": "Detector, maker",
    "detector.model": "Detector",
    "detector.binning": "Detector, binning",
    "detector.gain": "Detector, gain",
    "exposure": "Exposure",
    "pixel_size.x": "Pixel size in x",
    "pixel_size.y": "Pixel size in y",
    "pixel_size.z": "Distance of planes",
    "time_interval": "Time interval",
    "temperature": "Temperature",
}
_CHANNEL = re.compile(r"channels\.([0-9]+)\.(\w+)")


class ReadValue(Document):
    """One value, and how many files hold it."""

    value: str
    n_files: int = Field(ge=1)


class ReadProperty(Document):
    """One property of the acquisition, as the files of a data set state it."""

    field: str
    """Dotted path below ``acquisition``; a number counts channels from 0."""
    place: str
    """Where in the files it stands, such as ``OME-XML Objective LensNA``."""
    n_files: int = Field(ge=1)
    """Files that hold a value."""
    n_values: int = Field(ge=1)
    """Different values; two spellings of one value are one."""
    values: tuple[ReadValue, ...] = Field(min_length=1)
    """The most frequent values, the most frequent first."""
    low: str | None = None
    """Smallest value, where values differ and can be ordered."""
    high: str | None = None
    """Largest value, where values differ and can be ordered."""

    @property
    def title(self) -> str:
        """What the property is called in a table."""
        return title_of(self.field)

    @property
    def is_constant(self) -> bool:
        """Whether all files that hold a value hold the same."""
        return self.n_values == 1

    @property
    def words(self) -> str:
        """The values in words, with counts where they differ.

        >>> values = (ReadValue(value="63x", n_files=40), ReadValue(value="40x", n_files=2))
        >>> ReadProperty(field="exposure", place="", n_files=42, n_values=2, values=values).words
        '63x (40 files), 40x (2 files)'
        """
        if self.is_constant:
            return self.values[0].value
        if self.n_values > _MOST_LISTED and self.low is not None and self.high is not None:
            return f"{_span(self.low, self.high)} ({self.n_values} values)"
        listed = ", ".join(f"{one.value} ({_files(one.n_files)})" for one in self.values)
        others = self.n_values - len(self.values)
        return listed if others < 1 else f"{listed} and {others} more"


def title_of(field: str) -> str:
    """Return what a property is called in a table.

    >>> title_of("objective.immersion"), title_of("channels.1.exposure")
    ('Objective, immersion', 'Channel 2, exposure')
    """
    channel = _CHANNEL.fullmatch(field)
    if channel is not None:
        return f"Channel {int(channel[1]) + 1}, {channel[2]}"
    return _TITLES.get(field, field)


def _span(low: str, high: str) -> str:
    """Join the ends of a range; a unit that they share is written once."""
    first, _, unit = low.rpartition(" ")
    return f"{first} to {high}" if first and high.endswith(f" {unit}") else f"{low} to {high}"


def _files(n: int) -> str:
    return "1 file" if n == 1 else f"{n} files"
