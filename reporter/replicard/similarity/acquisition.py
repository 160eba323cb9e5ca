"""Comparing how images were taken, as far as the card says."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from replicard_schema.evidence import ComparedProperty, Mark
from replicard_schema.quantities import Duration, micrometres
from replicard_schema.sections.dataset import Acquisition, Dataset

EXPOSURE_FACTOR = 2.0
PIXEL_FACTOR = 1.25
_NUMBER_FACTOR = 1.01
"""Nominal numbers, such as a magnification, count as equal within 1 %."""

Words = str | None
Size = float | None


def _acquired(dataset: Dataset) -> Acquisition:
    return dataset.acquisition or Acquisition()


def _joined(*parts: object) -> Words:
    return " ".join(str(part) for part in parts if part is not None) or None


def _microscope(dataset: Dataset) -> Words:
    found = _acquired(dataset).microscope
    return _joined(found.manufacturer, found.model, found.kind) if found else None


def _detector(dataset: Dataset) -> Words:
    found = _acquired(dataset).detector
    return _joined(found.manufacturer, found.model, found.kind) if found else None


def _binning(dataset: Dataset) -> Words:
    found = _acquired(dataset).detector
    return found.binning if found else None


def _immersion(dataset: Dataset) -> Words:
    found = _acquired(dataset).objective
    return found.immersion if found else None


def _labels(dataset: Dataset) -> Words:
    labels = dataset.specimen.labels if dataset.specimen else ()
    return ", ".join(_joined(one.target, one.fluorophore) or "" for one in labels) or None


def _channels(dataset: Dataset) -> Words:
    return ", ".join(channel.name for channel in _acquired(dataset).channels) or None


TEXTS: Mapping[str, tuple[str, Callable[[Dataset], Words]]] = MappingProxyType(
    {
        "organism": ("organism", lambda d: d.specimen.organism if d.specimen else None),
        "sample": ("sample", lambda d: d.specimen.sample if d.specimen else None),
        "labels": ("labels", _labels),
        "modality": ("modality", lambda d: _acquired(d).modality),
        "microscope": ("microscope", _microscope),
        "immersion": ("immersion", _immersion),
        "detector": ("detector", _detector),
        "binning": ("binning", _binning),
        "channels": ("channels", _channels),
        "illumination": ("illumination", lambda d: _acquired(d).illumination),
    }
)
"""Texts of the card: they can be told to differ, but not how much."""


def _magnification(dataset: Dataset) -> tuple[Size, Words]:
    found = _acquired(dataset).objective
    size = found.magnification if found else None
    return (size.value, f"{size.number}×") if size is not None else (None, None)


def _aperture(dataset: Dataset) -> tuple[Size, Words]:
    found = _acquired(dataset).objective
    size = found.numerical_aperture if found else None
    return (float(size), str(size)) if size is not None else (None, None)


def _exposure(dataset: Dataset) -> tuple[Size, Words]:
    """Return the exposure if there is one for all channels, or but one channel."""
    acquisition = _acquired(dataset)
    stated: list[Duration] = [c.exposure for c in acquisition.channels if c.exposure is not None]
    exposure = acquisition.exposure or (stated[0] if len(set(stated)) == 1 else None)
    return (exposure.seconds, str(exposure)) if exposure is not None else (None, None)


def _pixel_size(dataset: Dataset) -> tuple[Size, Words]:
    size = _acquired(dataset).pixel_size
    return (micrometres(size.x), str(size.x)) if size is not None else (None, None)


NUMBERS: Mapping[str, tuple[str, float, Callable[[Dataset], tuple[Size, Words]]]] = (
    MappingProxyType(
        {
            "magnification": ("magnification", _NUMBER_FACTOR, _magnification),
            "numerical_aperture": ("numerical aperture", _NUMBER_FACTOR, _aperture),
            "exposure": ("exposure", EXPOSURE_FACTOR, _exposure),
            "stated_pixel_size": ("stated pixel size", PIXEL_FACTOR, _pixel_size),
        }
    )
)
"""Numbers of the card, each with the factor from which on it counts as different."""


def compare_acquisition(training: Dataset, other: Dataset) -> tuple[ComparedProperty, ...]:
    """Compare what the card says about two data sets; what neither states is left out."""
    return (*_texts(training, other), *_numbers(training, other))


def _texts(training: Dataset, other: Dataset) -> Iterator[ComparedProperty]:
    for name, (title, words) in TEXTS.items():
        sides = words(training), words(other)
        if sides == (None, None):
            continue
        mark = Mark.NOT_COMPARED
        if sides[0] is not None and sides[1] is not None:
            is_same = _plain(sides[0]) == _plain(sides[1])
            mark = Mark.ALIKE if is_same else Mark.WORDED_DIFFERENTLY
        yield ComparedProperty(id=name, name=title, training=sides[0], other=sides[1], mark=mark)


def _plain(text: str) -> str:
    """Leave only letters and digits: wide-field is Widefield, 2x2 is 2 x 2."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _numbers(training: Dataset, other: Dataset) -> Iterator[ComparedProperty]:
    for name, (title, threshold, number) in NUMBERS.items():
        (first, first_words), (second, second_words) = number(training), number(other)
        if first_words is None and second_words is None:
            continue
        factor = None
        mark = Mark.NOT_COMPARED
        if first and second:
            factor = max(first, second) / min(first, second)
            mark = Mark.DIFFERENT if factor >= threshold else Mark.ALIKE
        yield ComparedProperty(
            id=name,
            name=title,
            training=first_words,
            other=second_words,
            mark=mark,
            factor=factor,
            rule=f"{threshold:g} times",
        )
