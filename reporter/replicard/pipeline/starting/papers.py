"""Papers that describe well-known algorithms and tools, for cards whose files name them only."""

from collections.abc import Iterator, Sequence

from replicard.loading import Typed
from replicard.loading.editing import Addition
from replicard.render.citations import suggested_references

_NAMED = (("algorithm", "name"), ("prediction", "tool", "name"))


def suppose_papers(additions: Sequence[Addition]) -> Iterator[Addition]:
    """Name the papers of algorithms and tools, with a comment that asks to check them."""
    known: dict[tuple[str, ...], Typed] = {a.path: a.value for a in additions}
    for path, value in known.items():
        references = (*path[:-1], "references")
        is_name = path[0] == "models" and path[2:] in _NAMED
        if not is_name or references in known or not isinstance(value, str):
            continue
        dimensions = str(known.get((*path[:2], "architecture"), "")).split(", ")
        dois = _papers(value, is_3d="3D" in dimensions)
        if dois:
            comment = f"the paper that first described {value}; put the one that you follow"
            yield Addition(references, list(dois), comment)


def _papers(name: str, *, is_3d: bool) -> tuple[str, ...]:
    """Return the papers of a name; where one is about volumes, the one that fits."""
    about_volumes = suggested_references(f"{name} 3D") or suggested_references(f"3D {name}")
    if is_3d and about_volumes:
        return about_volumes
    return suggested_references(f"{name} 2D") or suggested_references(name)
