"""Looking through a project folder: bounded, nothing executed, links not followed."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from replicard.errors import ReplicardError
from replicard.execution import Track
from replicard.files import is_container, natural_key
from replicard.importers import Head, Importer, importer_of, look
from replicard_schema.text_policy import forbidden_character

MAX_DEPTH = 8
"""Folders below the project that are looked into."""
MAX_ENTRIES = 200_000
"""Names that are looked at in all."""
MAX_SOURCES = 500
"""Files of tools that are taken; more of them are no project but an archive."""
MAX_TABLES = 200
"""Tables that are looked at as possible logs."""
_LOG_NAMES = re.compile(r"log|training|history|metrics|progress|loss|tfevents", re.IGNORECASE)

IMAGES = (".tif", ".tiff", ".png", ".jpg", ".jpeg")
_RAW = (".czi", ".lif", ".nd2")
_WEIGHTS = (".h5", ".hdf5", ".keras", ".pt", ".pth", ".ckpt", ".onnx", ".torch", ".safetensors")
_TEXTS = (
    *(".json", ".yaml", ".yml", ".csv", ".tsv", ".txt", ".log", ".md", ".cff", ".lock"),
    *(".jsonl", ".toml", ".zip", ".db", ".sqlite", ".npy", ".ome.xml", ".companion.ome"),
)
_TOLD_APART = ("tfevents", "requirements", ".zenodo.json")
"""Parts of names of files that have no telling extension, or are hidden."""
_PARAMETERS = "params"
"""Folder in which MLflow keeps each parameter in a file without extension."""
_OF_REPLICARD = (".evidence.json", ".schema.json")
_LEFT_OUT = frozenset(
    {"__pycache__", "node_modules", "site-packages", "build", "dist", "env", "venv"}
)


@dataclass(slots=True)
class Survey:
    """What lies in a project folder.

    Attributes
    ----------
    sources
        Files of tools, each with the importer that knows it.
    images
        Names of the image files in each folder that has some.
    raw
        Files as microscopes write them, of which only the headers can be read.
    weights
        Files that hold weights of networks, as far as their names tell.
    tables
        Text tables that may be training logs.
    remarks
        What was left out, and why, as sentences.
    counts
        How many files of a kind each folder holds.
    """

    sources: list[tuple[Head, Importer]] = field(default_factory=list)
    images: dict[str, list[str]] = field(default_factory=dict)
    raw: list[str] = field(default_factory=list)
    weights: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    counts: dict[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)


def survey(root: Path, *, track: Track) -> Survey:
    """Look through a project folder.

    Hidden folders, those of virtual environments and links are left out.

    Parameters
    ----------
    track
        Shows that the work goes on; how much there is, is not known before.
    """
    found = Survey()
    for path in track(_files(root, found), label="looking through the folder", total=0):
        _sort_in(root, path, found)
    for names in found.images.values():
        names.sort(key=natural_key)
    return found


def telling_tables(found: Survey) -> list[str]:
    """Return the tables whose names let suppose a training log."""
    return [path for path in found.tables if _LOG_NAMES.search(path)][:MAX_TABLES]


def _sort_in(root: Path, path: str, found: Survey) -> None:
    name = PurePosixPath(path).name
    lower = name.lower()
    if lower.endswith(_OF_REPLICARD):
        return
    if lower.endswith(IMAGES) or is_container(name):
        found.images.setdefault(str(PurePosixPath(path).parent), []).append(name)
    elif lower.endswith(_RAW):
        found.raw.append(path)
    elif lower.endswith(_WEIGHTS):
        found.weights.append(path)
    elif (
        lower.endswith(_TEXTS)
        or any(part in lower for part in _TOLD_APART)
        or PurePosixPath(path).parent.name == _PARAMETERS
    ):
        if lower.endswith((".csv", ".log", ".txt", ".jsonl")) or "tfevents" in lower:
            found.tables.append(path)
        _look(root, path, found)


def _look(root: Path, path: str, found: Survey) -> None:
    try:
        head = look(root, path)
    except ReplicardError as error:
        found.remarks.append(f"{path} was left out: {str(error).removeprefix(f'{path}: ')}.")
        return
    importer = importer_of(head)
    if importer is None or not _is_wanted(head, importer, found):
        return
    if len(found.sources) == MAX_SOURCES:
        found.remarks.append(f"Only the first {MAX_SOURCES} files of tools were read.")
    if len(found.sources) < MAX_SOURCES:
        found.sources.append((head, importer))


def _is_wanted(head: Head, importer: Importer, found: Survey) -> bool:
    """Say whether a file is not one of too many of one kind in one folder."""
    kind = (importer.format, head.folders)
    found.counts[kind] = found.counts.get(kind, 0) + 1
    if found.counts[kind] == importer.most_in_folder + 1:
        folder = "/".join(head.folders) or "this folder"
        n = importer.most_in_folder
        found.remarks.append(
            f"Of the files {importer.format} in {folder}, the first {n} were read."
        )
    return found.counts[kind] <= importer.most_in_folder


def _files(root: Path, found: Survey) -> Iterator[str]:
    """Yield the files below a folder, folder by folder, in natural order."""
    seen = 0
    folders: list[tuple[str, ...]] = [()]
    while folders:
        here = folders.pop()
        inner = []
        for entry in _entries(root, here, found):
            seen += 1
            if seen > MAX_ENTRIES:
                found.remarks.append(f"Only the first {MAX_ENTRIES:,} names were looked at.")
                return
            if not _is_plain(entry):
                continue
            if _is_file(entry):
                yield "/".join((*here, entry.name))
            elif entry.is_dir(follow_symlinks=False) and _is_project(root, here, entry.name):
                inner.append((*here, entry.name))
        if len(here) < MAX_DEPTH:
            folders += reversed(inner)
        elif inner:
            found.remarks.append(f"Folders below {'/'.join(here)} are too deep to be looked into.")


def _entries(root: Path, here: tuple[str, ...], found: Survey) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(root.joinpath(*here)) as entries:
            return sorted(entries, key=lambda entry: natural_key(entry.name))
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else "input or output error"
        found.remarks.append(f"{'/'.join(here) or 'The folder'} was left out: {reason}.")
        return []


def _is_project(root: Path, here: tuple[str, ...], name: str) -> bool:
    if name.startswith(".") or name.lower() in _LEFT_OUT or name.endswith("-report"):
        return False
    return not (root.joinpath(*here) / name / "pyvenv.cfg").exists()


def _is_plain(entry: os.DirEntry[str]) -> bool:
    """Say whether an entry is no link and has a name that a card can hold."""
    is_odd = forbidden_character(entry.name) or "\\" in entry.name
    return not entry.is_symlink() and not is_odd


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Say whether an entry is looked at as one file; a folder that is an image counts as one."""
    if _is_hidden(entry.name):
        return False
    is_image = is_container(entry.name) and entry.is_dir(follow_symlinks=False)
    return is_image or entry.is_file(follow_symlinks=False)


def _is_hidden(name: str) -> bool:
    return name.startswith(".") and name != ".zenodo.json"
