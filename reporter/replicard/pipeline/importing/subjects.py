"""Which data set or model of a card a file is about."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from replicard.errors import Problem, ProblemsError
from replicard.loading import Typed
from replicard.pipeline.importing.choosing import FieldPath, Known
from replicard_schema.evidence import FactSubject, Reading

_SECTIONS = {FactSubject.DATASET: "datasets", FactSubject.MODEL: "models"}
_NOUNS = {FactSubject.DATASET: "data set", FactSubject.MODEL: "model"}
_NO_SUBJECT = re.compile(
    r"(?:\w*_)?logs?|quality control|version_\d+|fold_(?:\d+|all)|weights|checkpoints?|configs?|"
    r"files|params|metrics|validation|models?|results?|outputs?|runs?|wandb|mlruns|artifacts|\d+|"
    r"train(?:ing)?|tensorboard|tb",
    re.IGNORECASE,
)
"""Folders whose names tell the role of what lies in them, and not what it is about."""
_RUN = re.compile(r"[0-9a-f]{32}")
_CONFIGURATION = "__"
"""nnU-Net puts this into the folders of its trainings, which lie below that of the data."""
_AT_TOP = {FactSubject.DATASET: "training-images", FactSubject.MODEL: "my-model"}
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9_]+")


def place_facts(
    card: Mapping[str, Typed], readings: Sequence[Reading], *, named: str | None
) -> Iterator[Known]:
    """Give each fact its full path in the card.

    Parameters
    ----------
    card
        What the card holds, as typed.
    named
        Id that the user gave; None to find it from the card and the folders of the files.

    Raises
    ------
    ProblemsError
        If a file can be about several data sets or models.
    """
    algorithm = _algorithm(readings)
    meant = _meant(card, readings, named)
    for reading in readings:
        for fact in reading.facts:
            own = named if fact.subject is meant else None
            root = _root(card, reading, fact.subject, named=own, algorithm=algorithm)
            # Code is a list in the card, and a fact about it is the whole list.
            is_code = fact.subject is FactSubject.CODE
            yield Known(root if is_code else (*root, *fact.field.split(".")), fact, reading)


def _meant(
    card: Mapping[str, Typed], readings: Sequence[Reading], named: str | None
) -> FactSubject | None:
    """Say whether an id that the user gave is that of a model or of a data set.

    One that the card does not have yet is that of a model, if the files tell of one.
    """
    for subject, section in _SECTIONS.items():
        entries = card.get(section)
        if isinstance(entries, dict) and named in entries:
            return subject
    told = {fact.subject for reading in readings for fact in reading.facts}
    return FactSubject.MODEL if FactSubject.MODEL in told else FactSubject.DATASET


def subject_roots(known: Sequence[Known]) -> dict[FieldPath, list[str]]:
    """Return the files that speak about each part of a card that can name its sources."""
    files: dict[FieldPath, list[str]] = {}
    for one in known:
        section = _SECTIONS.get(one.fact.subject)
        root = one.path[:2] if section else one.path[:1]
        if one.fact.subject is not FactSubject.CODE:
            paths = files.setdefault(root, [])
            if one.reading.file.path not in paths:
                paths.append(one.reading.file.path)
    return files


def _algorithm(readings: Sequence[Reading]) -> str | None:
    """Return the first algorithm that files which lie in no folder are about."""
    facts = (f for r in readings if "/" not in r.file.path for f in r.facts)
    return next((str(fact.value) for fact in facts if fact.field == "algorithm.name"), None)


def _root(
    card: Mapping[str, Typed],
    reading: Reading,
    subject: FactSubject,
    *,
    named: str | None,
    algorithm: str | None,
) -> FieldPath:
    section = _SECTIONS.get(subject)
    if section is None:
        return (subject.value,)
    entries = card.get(section)
    known = entries if isinstance(entries, dict) else {}
    if named is not None:
        return (section, named)
    near = [name for name, entry in known.items() if reading.file.path in _sources(entry)]
    folder = PurePosixPath(reading.file.path).parent
    near = near or [name for name, entry in known.items() if _lies_in(folder, entry)]
    ids = near or list(known)
    if len(ids) > 1:
        raise _ambiguous(reading, _NOUNS[subject], ids)
    return (section, ids[0] if ids else new_id(reading.file.path, subject, algorithm=algorithm))


def new_id(path: str, subject: FactSubject, *, algorithm: str | None = None) -> str:
    """Make an id of the folder that a file lies in.

    Parameters
    ----------
    algorithm
        Of the model; it names a model whose files lie in no folder of its own.

    Examples
    --------
    >>> path = "models/My StarDist (v2)/Quality Control/training_evaluation.csv"
    >>> new_id(path, FactSubject.MODEL)
    'My-StarDist-v2'
    >>> new_id("config.json", FactSubject.MODEL, algorithm="StarDist")
    'stardist'
    """
    folders = PurePosixPath(path).parts[:-1]
    telling = [name for name in folders if not _NO_SUBJECT.fullmatch(name)]
    if subject is FactSubject.DATASET:
        telling = [name for name in telling if _CONFIGURATION not in name]
    name = telling[-1] if telling else folders[-1] if folders else _AT_TOP[subject]
    if not folders and algorithm and subject is FactSubject.MODEL:
        name = algorithm.lower()
    name = f"run-{name[:8]}" if _RUN.fullmatch(name) else name
    return _NOT_IN_ID.sub("-", name).strip("-_")[:60].strip("-_") or _AT_TOP[subject]


def _sources(entry: Typed) -> tuple[str, ...]:
    found = entry.get("source_files") if isinstance(entry, dict) else None
    if isinstance(found, str):
        return (found,)
    return tuple(name for name in found if isinstance(name, str)) if isinstance(found, list) else ()


def _lies_in(folder: PurePosixPath, entry: Typed) -> bool:
    """Say whether a file that an entry names lies in a folder, or below or around it."""
    names = (PurePosixPath(text) for text in _texts(entry) if "/" in text and "://" not in text)
    return any(name.parent == folder or folder.is_relative_to(name.parent) for name in names)


def _texts(value: Typed) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for entry in value.values():
                yield from _texts(entry)
        case list():
            for entry in value:
                yield from _texts(entry)
        case _:
            return


def _ambiguous(reading: Reading, noun: str, ids: Sequence[str]) -> ProblemsError:
    listed = ", ".join(ids)
    problem = Problem(
        reading.file.path,
        f"can be about several entries of the card: {listed}",
        code="ambiguous-subject",
        hint=f"say which {noun} with --as, such as --as {ids[0]}",
    )
    return ProblemsError([problem])
