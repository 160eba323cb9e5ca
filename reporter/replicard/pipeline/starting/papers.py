"""Papers that describe well-known algorithms, for cards whose files name the algorithm only."""

from collections.abc import Iterator, Mapping, Sequence

from replicard.loading import Typed
from replicard.loading.editing import Addition

_PAPERS: Mapping[str, str] = {
    "CARE": "10.1038/s41592-018-0216-7",
    "Cellpose": "10.1038/s41592-020-01018-x",
    "Noise2Void": "10.1109/CVPR.2019.00223",
    "StarDist": "10.1007/978-3-030-00934-2_30",
    "U-Net": "10.1007/978-3-319-24574-4_28",
    "nnU-Net": "10.1038/s41592-020-01008-z",
}
_IN_3D = {"StarDist": "10.1109/WACV45572.2020.9093435", "U-Net": "10.1007/978-3-319-46723-8_49"}


def suppose_papers(additions: Sequence[Addition]) -> Iterator[Addition]:
    """Name the paper of an algorithm, with a comment that asks to check it."""
    known: dict[tuple[str, ...], Typed] = {a.path: a.value for a in additions}
    for path, value in known.items():
        references = (*path[:-1], "references")
        is_name = path[0] == "models" and path[2:] == ("algorithm", "name")
        if not is_name or references in known or not isinstance(value, str):
            continue
        is_3d = "3D" in str(known.get((*path[:2], "architecture"), "")).split(", ")
        doi = (_IN_3D if is_3d else _PAPERS).get(value, _PAPERS.get(value))
        if doi is not None:
            comment = f"the paper that first described {value}; put the one that you follow"
            yield Addition(references, [doi], comment)
