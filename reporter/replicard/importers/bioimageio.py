"""Model descriptions of the BioImage Model Zoo: ``rdf.yaml``, formats 0.3, 0.4 and 0.5.

A person wrote them about a model, so what they say is described and not observed. They
tell who made a model, how images are prepared for it and which papers to cite, and
seldom how it was trained.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from pydantic import JsonValue

from replicard.importers.bioimageio_config import config_facts
from replicard.importers.plain import yaml_object
from replicard.importers.source import (
    Content,
    Harvest,
    Head,
    Importer,
    UnreadableSourceError,
    typed,
    unknown_keys,
)
from replicard_schema.evidence import Fact, FactKind, FactSubject
from replicard_schema.vocabulary import Provenance, Task

NAMES = frozenset({"rdf.yaml", "rdf.yml", "bioimageio.yaml", "bioimageio.yml", "model.yaml"})
_MAX_DESCRIPTION = 2 << 20
_MAX_ZIP = 512 << 20
_ZIP = b"PK\x03\x04"
_FORMAT = re.compile(rb"(?m)^format_version:\s*['\"]?0\.[2-9]")
_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\"<>]+")
_KNOWN = frozenset(
    {
        *("name", "version", "authors", "cite", "license", "git_repo", "documentation", "tags"),
        *("inputs", "outputs", "weights", "format_version", "type", "config", "id"),
    }
)
_TASKS: Mapping[str, Task] = {
    "instance-segmentation": Task.INSTANCE_SEGMENTATION,
    "semantic-segmentation": Task.SEMANTIC_SEGMENTATION,
    "object-detection": Task.OBJECT_DETECTION,
    "image-classification": Task.CLASSIFICATION,
    "denoising": Task.DENOISING,
    "image-restoration": Task.RESTORATION,
    "super-resolution": Task.SUPER_RESOLUTION,
    "image-translation": Task.TRANSLATION,
    "tracking": Task.TRACKING,
    "registration": Task.REGISTRATION,
    "stardist": Task.INSTANCE_SEGMENTATION,
}
"""Tags that leave no doubt about the task; plain ``segmentation`` is none of them."""
_ALGORITHMS = {
    "stardist": "StarDist",
    "unet2d": "U-Net",
    "unet": "U-Net",
    "unet3d": "3D U-Net",
    "care": "CARE",
    "noise2void": "Noise2Void",
    "n2v": "Noise2Void",
    "cellpose": "Cellpose",
    "rcan": "RCAN",
}
_LIBRARIES = {"tensorflow_version": "tensorflow", "pytorch_version": "torch"}


def algorithm_of(tag: str) -> str | None:
    """Return the algorithm that a tag names.

    >>> algorithm_of("StarDist"), algorithm_of("2D")
    ('StarDist', None)
    """
    return _ALGORITHMS.get(tag.casefold())


def _is_description(head: Head) -> bool:
    if head.name in NAMES:
        return _FORMAT.search(head.start) is not None or head.name != "model.yaml"
    return head.name.endswith((".rdf.yaml", ".bioimageio.yaml"))


def _read_description(content: Content) -> Harvest:
    values = yaml_object(content)
    if values.get("type", "model") != "model":
        kind = str(values.get("type"))[:40]
        raise UnreadableSourceError(f"describes a resource of type {kind!r}, which is no model")
    facts = tuple(_facts(values))
    remarks = tuple(_remarks(values))
    return Harvest(facts, unknown_keys(values, _KNOWN), remarks)


def _is_package(head: Head) -> bool:
    return head.start.startswith(_ZIP) and any(
        name.encode() in head.start for name in NAMES - {"model.yaml"}
    )


def _read_package(content: Content) -> Harvest:
    try:
        with zipfile.ZipFile(io.BytesIO(content.data)) as package:
            return _read_description(Content(content.head, _description_in(package)))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableSourceError("is a damaged or encrypted ZIP archive") from error


def _description_in(package: zipfile.ZipFile) -> bytes:
    entries = package.infolist()
    if any(_leads_out(entry.filename) for entry in entries):
        raise UnreadableSourceError("holds names that lead out of it, so it is not read")
    found = [entry for entry in entries if PurePosixPath(entry.filename).name in NAMES]
    if not found:
        raise UnreadableSourceError("holds no rdf.yaml or bioimageio.yaml")
    first = min(found, key=lambda entry: entry.filename.count("/"))
    with package.open(first) as file:
        data = file.read(_MAX_DESCRIPTION + 1)
    if len(data) > _MAX_DESCRIPTION:
        raise UnreadableSourceError("holds a description of more than 2 MB")
    return data


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]


def _facts(values: Mapping[str, JsonValue]) -> Iterator[Fact]:
    yield from _fact("name", values.get("name"), "name")
    tags = [str(tag).casefold() for tag in _list(values.get("tags"))]
    yield from _fact("task", _first(tags, _TASKS), "tags")
    yield from _fact("algorithm.name", _first(tags, _ALGORITHMS), "tags")
    yield from _fact("algorithm.source_code", _url(values.get("git_repo")), "git_repo")
    yield from _fact("algorithm.documentation", _url(values.get("documentation")), "documentation")
    yield from _fact("provenance", Provenance.THIRD_PARTY.value, "type")
    yield from _fact("version", values.get("version"), "version")
    yield from _fact("trained_by", _people(values.get("authors")), "authors")
    yield from _fact("references", _dois(values.get("cite")), "cite")
    for library, version in _libraries(values.get("weights")).items():
        yield from _fact(f"training.libraries.{library}", version, "weights")
    preprocessing: list[JsonValue] = list(_steps(values.get("inputs"), "preprocessing"))
    postprocessing: list[JsonValue] = list(_steps(values.get("outputs"), "postprocessing"))
    yield from _fact("prediction.preprocessing", preprocessing, "inputs")
    yield from _fact("prediction.postprocessing", postprocessing, "outputs")
    nickname = _nickname(values)
    yield from _fact("zoo", nickname and f"https://bioimage.io/#/?id={nickname}", "id")
    yield from _deposit(values)
    yield from config_facts(values)


def _remarks(values: Mapping[str, JsonValue]) -> Iterator[str]:
    yield (
        "It describes a model as its makers published it. If you trained the model yourself, "
        "change provenance and leave out trained_by."
    )
    data = values.get("training_data")
    if isinstance(data, dict):
        name = data.get("id") or data.get("name")
        yield f"It names its training data: {name}." if name else "It describes its training data."


def _fact(field: str, value: JsonValue, place: str) -> Iterator[Fact]:
    if value not in (None, "", [], {}):
        yield Fact(
            subject=FactSubject.MODEL,
            field=field,
            value=typed(value),
            kind=FactKind.DESCRIBED,
            place=place,
        )


def _first(tags: Sequence[str], known: Mapping[str, str]) -> str | None:
    found = next((known[tag] for tag in tags if tag in known), None)
    return str(found) if found is not None else None


def _url(value: JsonValue) -> str | None:
    return value if isinstance(value, str) and value.startswith(("https://", "http://")) else None


def _people(value: JsonValue) -> str | None:
    names = [str(entry.get("name", "")) for entry in _list(value) if isinstance(entry, dict)]
    # Some descriptions put an account behind the name: "Given Family;@account".
    return ", ".join(name.partition(";")[0].strip() for name in names if name) or None


def _dois(value: JsonValue) -> list[JsonValue]:
    entries = [entry for entry in _list(value) if isinstance(entry, dict)]
    if isinstance(value, dict):
        entries = [value]
    texts = (f"{entry.get('doi') or ''} {entry.get('url') or ''}" for entry in entries)
    found = (match[0].rstrip(".,;)") for text in texts if (match := _DOI.search(text)))
    return list(dict.fromkeys(found))


def _libraries(value: JsonValue) -> dict[str, str]:
    libraries: dict[str, str] = {}
    for entry in value.values() if isinstance(value, dict) else ():
        # Weights with a parent were converted from it, with another version perhaps.
        if isinstance(entry, dict) and not entry.get("parent"):
            for key, name in _LIBRARIES.items():
                if entry.get(key) is not None:
                    libraries.setdefault(name, str(entry[key]))
    return libraries


def _steps(value: JsonValue, key: str) -> Iterator[str]:
    for tensor in _list(value):
        for step in _list(tensor.get(key)) if isinstance(tensor, dict) else ():
            name = step.get("id") or step.get("name") if isinstance(step, dict) else None
            if name and name != "ensure_dtype":
                yield _in_words(str(name), step.get("kwargs") if isinstance(step, dict) else None)


def _in_words(name: str, settings: JsonValue) -> str:
    parts = [
        f"{key.replace('_', ' ')} {' '.join(map(str, _list(value)))}".strip()
        for key, value in (settings.items() if isinstance(settings, dict) else ())
        if not isinstance(value, dict)
    ]
    words = name.replace("_", " ")
    return f"{words} ({', '.join(parts)})" if parts else words


def _nickname(values: Mapping[str, JsonValue]) -> str | None:
    config = values.get("config")
    own = config.get("bioimageio") if isinstance(config, dict) else None
    nickname = own.get("nickname") if isinstance(own, dict) else None
    identifier = nickname or values.get("id")
    is_name = isinstance(identifier, str) and re.fullmatch(r"[a-z]+-[a-z]+(?:-[a-z]+)?", identifier)
    return str(identifier) if is_name else None


def _deposit(values: Mapping[str, JsonValue]) -> Iterator[Fact]:
    config = values.get("config")
    own = config.get("bioimageio") if isinstance(config, dict) else None
    doi = _DOI.search(str(own.get("doi") or "")) if isinstance(own, dict) else None
    if doi is None:
        return
    repository = "Zenodo" if "zenodo" in doi[0] else "BioImage Model Zoo"
    yield from _fact("deposit.repository", repository, "config.bioimageio.doi")
    yield from _fact("deposit.doi", doi[0], "config.bioimageio.doi")
    yield from _fact("deposit.license", values.get("license"), "license")


def _list(value: JsonValue) -> list[JsonValue]:
    if isinstance(value, list):
        return value
    return [] if value is None or isinstance(value, dict) else [value]


DESCRIPTION = Importer(
    "bioimage.io model description",
    _is_description,
    _read_description,
    takes=(
        "name, version, makers, papers, licence, preprocessing and postprocessing, library "
        "versions, page in the zoo; training and limits below `config.bioimageio`"
    ),
    trap=(
        "People wrote it about the model they published: if you trained the model, change "
        "`provenance`. The tag `segmentation` alone does not tell the task."
    ),
)
PACKAGE = Importer(
    "bioimage.io model package",
    _is_package,
    _read_package,
    max_bytes=_MAX_ZIP,
    takes="as above, from the archive, which is not unpacked",
    trap="An archive with names that lead out of it is refused.",
)
