"""Versions that stand beside a name, and how two of them compare."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from replicard.manuscript.wording import name_pattern

# Names of distributions and modules, and what people call them.
_CALLED = {
    "torch": "pytorch",
    "sklearn": "scikit-learn",
    "skimage": "scikit-image",
    "opencv-python": "opencv",
    "cv2": "opencv",
    "lightning": "pytorch lightning",
    "pytorch-lightning": "pytorch lightning",
}
_VERSION = r"(?P<version>\d+(?:\.\d+){1,4}(?:[-.]?(?:a|b|rc|dev|post|alpha|beta)\.?\d*)?|\d{1,4})"
_BETWEEN = re.compile(
    r"(?:(?:\^?\[?\d[\d,–-]{0,12}\]|[\s,(;_=]|\b(?:model|models|package|plug-?in|software|network|networks"
    r"|library|GUI|algorithm|notebook|toolbox|program|framework|Python|napari|ImageJ)\b)){0,8}"
    rf"(?P<word>\(?\b(?:versions?|ver\.?|v\.?|release)\s?)?{_VERSION}(?![\w%°]|\.\d|\s?(?:[x×]|%|°|µm|nm|ms|GB|GPU))",
    re.IGNORECASE,
)
_OF = re.compile(rf"\b(?:version|v\.?|release)\s?{_VERSION} of (?:the )?$", re.IGNORECASE)
_MAX = 60


def known_as(name: str) -> str:
    """Return one name for a program that has several.

    >>> known_as("torch"), known_as("PyTorch")
    ('pytorch', 'pytorch')
    """
    return _CALLED.get(name.lower(), name.lower())


def spellings(name: str) -> tuple[str, ...]:
    """Return every name of a program, the given one first.

    >>> spellings("torch")
    ('torch', 'pytorch')
    """
    called = known_as(name)
    others = [called, *(short for short, long in _CALLED.items() if long == called)]
    return (name, *(other for other in others if other != name.lower()))


@dataclass(frozen=True, slots=True)
class Said:
    """A version that a text gives to a name.

    Attributes
    ----------
    is_sure
        Whether it surely is a version: it has a dot, or the word *version* before it.
    """

    name: str
    version: str
    start: int
    end: int
    is_sure: bool


def versions_in(text: str, names: Iterable[str]) -> Iterator[Said]:
    """Find the versions that a text gives to names; of names in names the longest counts.

    >>> [
    ...     (said.name, said.version)
    ...     for said in versions_in("nnU-Net 2.1 and U-Net (v1.0)", ["U-Net", "nnU-Net"])
    ... ]
    [('nnU-Net', '2.1'), ('U-Net', '1.0')]
    """
    spans = [
        (found.start(), found.end(), name)
        for name in names
        for found in name_pattern(name).finditer(text)
    ]
    spans.sort(key=lambda span: (span[0], -span[1]))
    end = -1
    for start, stop, name in spans:
        if start < end:
            continue
        end = stop
        after = _BETWEEN.match(text, stop, stop + _MAX)
        if after is not None and (after.start("version") > stop):
            is_sure = bool(after["word"]) or "." in after["version"]
            yield Said(name, after["version"], start, after.end(), is_sure)
        elif before := _OF.search(text[max(0, start - _MAX) : start]):
            at = max(0, start - _MAX) + before.start()
            yield Said(name, before["version"], at, stop, is_sure=True)


def plain_version(version: str) -> str:
    """Return a version without the letter that people put before it.

    >>> plain_version("v1.2"), plain_version("version 2.0")
    ('1.2', '2.0')
    """
    return re.sub(r"^(?:versions?|ver\.?|v\.?)\s?(?=\d)", "", version.strip(), flags=re.IGNORECASE)


def is_less_exact(one: str, other: str) -> bool:
    """Say whether one version is the start of another: 2.12 of 2.12.0.

    >>> is_less_exact("2.12", "2.12.0"), is_less_exact("2.1", "2.12.0")
    (True, False)
    """
    return plain_version(other).lower().startswith(f"{plain_version(one).lower()}.")
