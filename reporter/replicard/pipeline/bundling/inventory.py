"""The files that a bundle can hold besides what was built: those that card and evidence name."""

from collections.abc import Iterator
from pathlib import Path

from replicard.checklist.choosing import is_file
from replicard.files import FolderFiles, is_container, is_folder_image
from replicard.loading import LoadedCard
from replicard_schema.evidence import Evidence, FileRecord

_IN_MEMORY = 0


def data_files(evidence: Evidence, root: Path) -> list[str]:
    """Return the paths of all files that the evidence names by their content, sorted.

    Of an image that is a folder, every file in it is named.
    """
    found: set[str] = set()
    for record in _records(evidence.model_dump(mode="json")):
        if record == evidence.card.path:
            continue
        if is_container(record) and is_folder_image(root, record):
            folder = FolderFiles(root, record, in_memory_bytes=_IN_MEMORY)
            found |= {f"{record}/{name}" for name in folder.names()}
        else:
            found.add(record)
    return sorted(found)


def written_sources(loaded: LoadedCard) -> list[str]:
    """Return the files of the author that texts and checklists are made with, sorted.

    These are bibliographies, a citation style and checklists of one's own: small texts
    without which the texts cannot be written again.
    """
    card = loaded.card
    found = {str(path) for path in card.bibliography}
    if card.output is not None:
        style = card.output.citation_style
        if style is not None and style.lower().endswith(".csl"):
            found.add(style)
        found |= {name for name in card.output.checklists if is_file(name)}
    return sorted(path for path in found if (loaded.path.parent / path).is_file())


def _records(value: object) -> Iterator[str]:
    """Yield the paths of everything that has the fields of a file record."""
    if isinstance(value, dict):
        if FileRecord.model_fields.keys() <= value.keys():
            yield str(value["path"])
        for child in value.values():
            yield from _records(child)
    elif isinstance(value, list):
        for child in value:
            yield from _records(child)
