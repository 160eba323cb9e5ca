"""The table of all importers, and reading one file with the one that knows it."""

from pathlib import Path

from replicard.errors import ProblemsError, ReplicardError
from replicard.files import HashedFile, open_inside, read_hashed
from replicard.importers import (
    biapy,
    bioimageio,
    careamics,
    cellpose,
    citation,
    csbdeep,
    environments,
    huggingface,
    mlflow,
    nnunet,
    nnunet_results,
    notebooks,
    ome_xml,
    settings,
    wandb,
)
from replicard.importers.plug_in import plug_in_importers
from replicard.importers.privacy import without_private
from replicard.importers.source import (
    HEAD_BYTES,
    Content,
    Harvest,
    Head,
    Importer,
    UnreadableSourceError,
)
from replicard_schema.evidence import FileRecord, Reading

IMPORTERS: tuple[Importer, ...] = (
    bioimageio.DESCRIPTION,
    bioimageio.PACKAGE,
    csbdeep.CONFIGURATION,
    csbdeep.THRESHOLDS,
    cellpose.LOG,
    cellpose.SEGMENTATION,
    nnunet.PLANS,
    nnunet.DATASET,
    nnunet.DEBUG,
    nnunet_results.SPLITS,
    nnunet_results.SUMMARY,
    careamics.CONFIGURATION,
    biapy.CONFIGURATION,
    notebooks.NOTEBOOK,
    notebooks.QUALITY_CONTROL,
    wandb.CONFIG,
    wandb.METADATA,
    wandb.SUMMARY,
    mlflow.PARAMETER,
    mlflow.RUN,
    mlflow.STORE,
    huggingface.CARD,
    citation.CITATION_FILE,
    citation.ZENODO,
    environments.REQUIREMENTS,
    environments.CONDA,
    environments.LOCK,
    settings.HPARAMS,
    settings.ARGUMENTS,
    ome_xml.SIDE_FILE,
)
"""Every importer; of several that know a file, the first reads it."""

_ZIP = b"PK\x03\x04"
_MAX_DIRECTORY = 64 << 10
_MAX_LOOKED_AT = 64 << 30


def look(root: Path, path: str) -> Head:
    """Return what is needed to tell what a file is.

    Raises
    ------
    UnsafePathError, DataError
        As ``open_inside`` does.
    """
    with open_inside(root, path, max_bytes=_MAX_LOOKED_AT) as file:
        start = file.read(HEAD_BYTES)
        size = file.seek(0, 2)
        if start.startswith(_ZIP):
            # The names of all that an archive holds stand at its end.
            file.seek(max(HEAD_BYTES, size - _MAX_DIRECTORY))
            start += file.read(_MAX_DIRECTORY)
    return Head(path, size, start)


def importer_of(head: Head) -> Importer | None:
    """Return the importer that knows a file, if there is one.

    Those of other packages are asked about files that none of ours knows.

    Raises
    ------
    PlugInError
        If one of another package does not work.
    """
    known = (importer for importer in IMPORTERS if importer.recognise(head))
    foreign = (importer for importer in plug_in_importers() if importer.recognise(head))
    return next(known, None) or next(foreign, None)


def read_file(root: Path, head: Head, importer: Importer) -> Reading:
    """Read a file; what cannot be read is a reading with the reason.

    Parameters
    ----------
    root
        Folder of the card.
    """
    try:
        file = read_hashed(root, head.path, max_bytes=importer.max_bytes)
    except ProblemsError as error:
        unread = FileRecord(path=head.path, sha256="0" * 64, bytes=head.size)
        reason = error.problems[0].message.removeprefix("the file ")
        return Reading(file=unread, format=importer.format, unreadable_because=reason)
    try:
        return without_private(_reading(file, importer, importer.read(Content(head, file.content))))
    except UnreadableSourceError as error:
        reason = str(error)
    except ReplicardError:
        raise
    except Exception:  # noqa: BLE001 - hostile bytes make parsers raise every kind of error
        reason = "is damaged or written in another way than this kind of file usually is"
    nothing = Reading(file=file.record, format=importer.format, unreadable_because=reason)
    return without_private(nothing)


def _reading(file: HashedFile, importer: Importer, harvest: Harvest) -> Reading:
    return Reading(
        file=file.record,
        format=importer.format,
        facts=harvest.facts,
        unknown=harvest.unknown,
        remarks=harvest.remarks,
    )
