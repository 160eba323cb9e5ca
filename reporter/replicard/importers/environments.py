"""Lists of installed packages: pip, conda, uv, Poetry.

A lock file or a list of pins says what was asked to be installed, ``pip freeze`` and
``conda env export`` what was. They look alike, so all count as configured. Only packages
that matter to a network are taken; a list of all of them belongs beside the code.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator

from replicard.importers.plain import text_of, yaml_object
from replicard.importers.source import Content, Harvest, Head, Importer, UnreadableSourceError
from replicard_schema.evidence import Fact, FactKind, FactSubject

MAIN_LIBRARIES = frozenset(
    {
        *("tensorflow", "tensorflow-gpu", "keras", "torch", "pytorch", "torchvision"),
        *("pytorch-lightning", "lightning", "jax", "flax", "onnxruntime", "monai", "timm"),
        *("stardist", "csbdeep", "n2v", "cellpose", "careamics", "nnunetv2", "biapy"),
        *("segmentation-models-pytorch", "micro-sam", "segment-anything", "instanseg-torch"),
        *("torch-em", "plantseg", "denoiseg", "embedseg", "augmend", "albumentations"),
        *("ultralytics", "detectron2", "scikit-learn", "scikit-image", "numpy"),
    }
)
_PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]{0,80})(?:\[[\w, .-]*\])?\s*===?\s*([\w.!+-]{1,40})")
_CONDA_PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]{0,80})=([\w.!+-]{1,40})(?:=[\w.]+)?")
_MAX_LOCK = 32 << 20


def _is_requirements(head: Head) -> bool:
    is_named = "requirements" in head.name or head.name in {"pip_freeze.txt", "freeze.txt"}
    return is_named and head.name.endswith((".txt", ".in", ".lock"))


def _read_requirements(content: Content) -> Harvest:
    pins = []
    unpinned = []
    for number, line in enumerate(text_of(content).splitlines(), start=1):
        plain = line.partition("#")[0].partition(";")[0].strip()
        found = _PIN.match(plain)
        if found:
            pins.append((found[1], found[2], f"line {number}"))
        elif plain and plain[0].isalnum() and _name(re.split(r"[<>=~!\[ @]", plain)[0]) in _WANTED:
            unpinned.append(re.split(r"[<>=~!\[ @]", plain)[0])
    remarks = (f"It does not pin {', '.join(unpinned)} to a version.",) if unpinned else ()
    return Harvest(tuple(_facts(pins)), (), remarks)


def _is_conda(head: Head) -> bool:
    patterns = (rb"(?m)^dependencies:", rb"(?m)^(?:channels|name|prefix):")
    has_keys = all(re.search(pattern, head.start) for pattern in patterns)
    return head.name.endswith((".yml", ".yaml")) and has_keys


def _read_conda(content: Content) -> Harvest:
    values = yaml_object(content)
    listed = values.get("dependencies")
    pins = []
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, str) and (found := _CONDA_PIN.fullmatch(entry.replace("==", "="))):
            pins.append((found[1], found[2], "dependencies"))
        elif isinstance(entry, dict) and isinstance(entry.get("pip"), list):
            inner = entry["pip"]
            texts = [str(text) for text in inner] if isinstance(inner, list) else []
            pins += [(m[1], m[2], "dependencies.pip") for t in texts if (m := _PIN.match(t))]
    return Harvest(tuple(_facts(pins)))


def _is_lock(head: Head) -> bool:
    return head.name in {"uv.lock", "poetry.lock", "pylock.toml", "pdm.lock"}


def _read_lock(content: Content) -> Harvest:
    try:
        values = tomllib.loads(text_of(content))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnreadableSourceError("is not TOML that can be read") from error
    packages = values.get("package", values.get("packages", []))
    pins = [
        (str(package["name"]), str(package["version"]), "package")
        for package in packages
        if isinstance(package, dict) and "name" in package and "version" in package
    ]
    return Harvest(tuple(_facts(pins)))


def _facts(pins: Iterable[tuple[str, str, str]]) -> Iterator[Fact]:
    for name, version, place in pins:
        if _name(name) in _WANTED and "." not in name:
            yield Fact(
                subject=FactSubject.MODEL,
                field=f"training.libraries.{name.lower()}",
                value=version,
                kind=FactKind.CONFIGURED,
                place=place,
            )


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


_WANTED = frozenset(map(_name, MAIN_LIBRARIES))

REQUIREMENTS = Importer(
    "list of Python packages",
    _is_requirements,
    _read_requirements,
    takes="versions of the main libraries",
    trap=(
        "A list of wishes (`>=`) is no list of what was installed; libraries without a "
        "pinned version are named."
    ),
)
CONDA = Importer(
    "conda environment",
    _is_conda,
    _read_conda,
    takes="versions of the main libraries",
    trap="The prefix, which is a path of your machine, is left where it is.",
)
LOCK = Importer(
    "lock file of Python packages",
    _is_lock,
    _read_lock,
    max_bytes=_MAX_LOCK,
    takes="versions of the main libraries",
)
