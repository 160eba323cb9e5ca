"""What a run can know of the machine and the libraries that it uses."""

import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version

from replicard.capture import read_gpus, read_processor
from replicard.importers import MAIN_LIBRARIES
from replicard_schema.evidence import Unavailable

_DISTRIBUTIONS = {
    "sklearn": "scikit-learn",
    "skimage": "scikit-image",
    "pytorch_lightning": "pytorch-lightning",
    "segmentation_models_pytorch": "segmentation-models-pytorch",
}
"""Distributions whose modules have another name."""
_NOT_NETWORKS = frozenset({"numpy", "scikit-learn", "scikit-image"})


def libraries_in_use(modules: Iterable[str] | None = None) -> dict[str, str]:
    """Return the versions of the main libraries that the program has imported.

    Parameters
    ----------
    modules
        Names of imported modules; by default those of this process.

    Examples
    --------
    >>> libraries_in_use(["json"])
    {}
    """
    loaded = {name.partition(".")[0] for name in (sys.modules if modules is None else modules)}
    found = {}
    for module in sorted(loaded):
        name = _DISTRIBUTIONS.get(module, module).lower()
        if name in MAIN_LIBRARIES and name not in _NOT_NETWORKS:
            try:
                found[name] = version(name)
            except PackageNotFoundError:
                continue
    return found


def hardware(environ: Mapping[str, str]) -> str | None:
    """Name the graphics processors, or else the processor; None if neither is known."""
    gpus = read_gpus(environ)
    if not isinstance(gpus, Unavailable) and gpus:
        names = [gpu.name for gpu in gpus]
        return " and ".join(
            f"{names.count(name)} × {name}" if names.count(name) > 1 else name
            for name in dict.fromkeys(names)
        )
    found = read_processor()
    return None if isinstance(found, Unavailable) else found
