"""Findings about images that were taken otherwise than the card says."""

import re
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from replicard.findings.wording import counted
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence, ReadProperty
from replicard_schema.findings import Finding
from replicard_schema.quantities import Quantity, measured
from replicard_schema.vocabulary import Severity

TOLERATED = 0.01
"""Relative difference of two numbers that rounding explains."""
_NEAR_NM = 5.0
_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_BAND = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(/|-|–|to)\s*([0-9]+(?:\.[0-9]+)?)")
_WORDS = re.compile(r"[a-z0-9]+")
_POSITION = re.compile(r"\.([0-9]+)\.")
_SAME = {"dry": "air"}
_SAY_NOTHING = frozenset({"and", "fluorescence", "imaging", "microscope", "microscopy"})
_LIGHT = frozenset({"excitation", "emission"})


def acquisition_differs_from_files(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find values of the card that the image files contradict.

    The size of pixels has a rule of its own.
    """
    for name, found in evidence.datasets.items() if evidence is not None else ():
        acquisition = card.datasets[name].acquisition if name in card.datasets else None
        for read in found.acquisition if acquisition is not None else ():
            stated = None if read.field.startswith("pixel_size.") else _at(acquisition, read.field)
            if stated is not None:
                yield from _contradicted(name, read, stated)


def _contradicted(name: str, read: ReadProperty, stated: str) -> Iterator[Finding]:
    others = [one for one in read.values if not agrees(read.field, stated, one.value)]
    if not others:
        return
    place = _POSITION.sub(r"[\1].", read.field)
    said = ", ".join(f"{one.value} in {counted(one.n_files, 'file')}" for one in others)
    yield Finding(
        code="acquisition-contradicted",
        severity=Severity.WARNING,
        field=f"datasets.{name}.acquisition.{place}",
        message=(
            f"The card says that the {_noun(read)} is {stated}; image files of {name} say "
            f"{said} ({read.place})."
        ),
        hint=(
            "correct the card, or say under notes of the acquisition why the files are wrong; "
            "the methods text says what the card says"
        ),
    )


def agrees(field: str, stated: object, read: object) -> bool:
    """Say whether a card and a file can both be right about a property of the acquisition.

    Numbers may differ by rounding, texts by spelling and by how much they tell.

    >>> agrees("objective.magnification", "63x", "40x"), agrees("exposure", "25 ms", "0.025 s")
    (False, True)
    >>> agrees("objective.immersion", "dry", "air"), agrees("microscope.model", "Ti2", "Ti2-E")
    (True, True)
    """
    match stated, read:
        case Mapping(), Mapping():
            return all(agrees(key, stated[key], read[key]) for key in read if key in stated)
        case (list() | tuple(), list() | tuple()):
            return all(agrees(field, *pair) for pair in zip(stated, read, strict=False))
        case _:
            return _texts_agree(field.rpartition(".")[2], str(stated), str(read))


def _texts_agree(name: str, stated: str, read: str) -> bool:
    sizes = measured(stated), measured(read)
    if name in _LIGHT:
        return _lights_agree(stated, read)
    if sizes[0] is not None and sizes[1] is not None:
        (kind, one), (other_kind, other) = sizes[0], sizes[1]
        is_near = abs(one - other) <= TOLERATED * max(abs(one), abs(other))
        return is_near and (kind == other_kind or "" in {kind, other_kind})
    if name == "date":
        return stated.startswith(read) or read.startswith(stated)
    if name == "modality":
        return _methods_agree(stated, read)
    one_text, other_text = _plain(stated), _plain(read)
    return one_text in other_text or other_text in one_text


def _lights_agree(stated: str, read: str) -> bool:
    """Say whether two ranges of wavelengths overlap; a text without numbers tells none."""
    ours, theirs = _bands(stated), _bands(read)
    if not ours or not theirs:
        return True
    return any(a[0] <= b[1] and b[0] <= a[1] for a in ours for b in theirs)


def _bands(text: str) -> list[tuple[float, float]]:
    """Return the ranges of wavelengths that a text names: ``692/40`` is 672 to 712."""
    bands = []
    for first, sign, second in _BAND.findall(text):
        one, other = float(first), float(second)
        bands.append((one - other / 2, one + other / 2) if sign == "/" else (one, other))
    rest = _BAND.sub("", text)
    return bands + [(float(n) - _NEAR_NM, float(n) + _NEAR_NM) for n in _NUMBERS.findall(rest)]


def _methods_agree(stated: str, read: str) -> bool:
    """Say whether two imaging methods share a word that tells something."""
    ours, theirs = (
        set(_WORDS.findall(text.casefold().replace("-", ""))) - _SAY_NOTHING
        for text in (stated.replace("wide field", "widefield"), read)
    )
    return not ours or not theirs or bool(ours & theirs)


def _plain(text: str) -> str:
    """Leave only letters and digits: 2 x 2 is 2x2."""
    same = _SAME.get(text.strip().casefold(), text)
    return "".join(character for character in same.casefold() if character.isalnum())


def _noun(read: ReadProperty) -> str:
    """Name a property within a sentence: ``magnification of the objective``."""
    whole, _, part = read.title.partition(", ")
    whole = whole[0].lower() + whole[1:]
    article = "" if whole.startswith("channel") else "the "
    return f"{part} of {article}{whole}" if part else whole


def _at(acquisition: object, path: str) -> str | None:
    value = acquisition
    for key in path.split("."):
        if isinstance(value, tuple):
            value = value[int(key)] if int(key) < len(value) else None
        else:
            value = getattr(value, key, None) if isinstance(value, BaseModel) else None
    return None if value is None else str(value).removesuffix(" x") + "x" * _is_lens(value)


def _is_lens(value: object) -> bool:
    return isinstance(value, Quantity) and value.unit == "x"
