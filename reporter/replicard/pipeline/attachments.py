"""Files that travel inside the PDF of the report, so that a deposited PDF is enough."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final, Literal

from replicard.files import read_hashed
from replicard.loading import LoadedCard
from replicard.loading.source import MAX_BYTES
from replicard.pipeline.evidence_file import evidence_bytes, evidence_path
from replicard.render.pdf import Attachment
from replicard_schema.evidence import Evidence

_MEDIA_TYPES = MappingProxyType(
    {
        ".bib": "application/x-bibtex",
        ".csv": "text/csv",
        ".json": "application/json",
        ".yaml": "application/yaml",
    }
)
_DESCRIBED: Final[Mapping[str, tuple[Literal["Data", "Supplement"], str]]] = MappingProxyType(
    {
        "scores-per-image.csv": ("Data", "Every score of every image"),
        "scores.csv": ("Data", "Scores over all images"),
        "scores.json": ("Data", "Scores over all images, for programs"),
        "comparisons.csv": ("Data", "Candidates compared with each other"),
        "references.bib": ("Supplement", "References of the methods text"),
    }
)


def report_attachments(
    loaded: LoadedCard, evidence: Evidence, files: Mapping[str, bytes | str]
) -> tuple[Attachment, ...]:
    """Return card, evidence, scores, checklists and references as attachments.

    Parameters
    ----------
    files
        What a build writes, by path.
    """
    return (
        Attachment(
            name=_ascii(loaded.path.name, "card.yaml"),
            content=_card_bytes(loaded),
            description="Reporting card",
            relationship="Source",
            media_type=_MEDIA_TYPES[".yaml"],
        ),
        Attachment(
            name=_ascii(evidence_path(loaded.path).name, "card.evidence.json"),
            content=evidence_bytes(evidence),
            description="Evidence: what was read and computed from which bytes",
            relationship="Data",
            media_type=_MEDIA_TYPES[".json"],
        ),
        *_from_build(files),
    )


def _from_build(files: Mapping[str, bytes | str]) -> Iterator[Attachment]:
    for name, content in files.items():
        described = _DESCRIBED.get(name)
        if name.startswith("checklist") and name.endswith(".json"):
            described = ("Supplement", f"Answered checklist {name.removesuffix('.json')}")
        if described is not None:
            relationship, description = described
            yield Attachment(
                name=name,
                content=content.encode() if isinstance(content, str) else content,
                description=description,
                relationship=relationship,
                media_type=_MEDIA_TYPES[PurePosixPath(name).suffix],
            )


def _card_bytes(loaded: LoadedCard) -> bytes:
    file = read_hashed(loaded.path.parent, loaded.path.name, max_bytes=MAX_BYTES)
    # A card that was changed in the meantime is not the one that was evaluated.
    return file.content if file.sha256 == loaded.sha256 else loaded.text.encode()


def _ascii(name: str, otherwise: str) -> str:
    return name if name.isascii() else otherwise
