"""Record what MONAI and the code of HoVer-Net compute, as implementations to compare with.

Run by hand in an environment that has MONAI, tifffile and a copy of HoVer-Net's
``metrics/stats_utils.py`` on its path; writes ``peers.json`` beside this file::

    pip install monai tifffile
    python tests/unit/metrics/record_peers.py FOLDER_OF_TEST_DATA

The pairs of images are those of `record_stardist_matching`. Where a peer gives NaN,
infinity or an error, null is recorded.
"""

import json
import math
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

RECORD = Path(__file__).with_name("peers.json")
COLUMNS = ("aji", "aji_plus", "hd95", "hd95_anisotropic", "surface_dice")
SPACING = (0.9, 0.5, 0.2)
"""Along z, y and x."""
TOLERANCE = 2.0
"""In pixels."""
HOVER_NET = "67e2ce5e3f1a64a2ece77ad1c24233653a9e0901"


def _value(compute: Callable[[], Any]) -> float | None:
    try:
        value = float(compute())
    except (IndexError, ValueError, ZeroDivisionError):
        return None
    return round(value, 9) if math.isfinite(value) else None


def _recorded(reference: NDArray[Any], prediction: NDArray[Any]) -> list[float | None]:
    """Return the values in the order of `COLUMNS`."""
    monai, torch = import_module("monai.metrics"), import_module("torch")
    hover = import_module("stats_utils")
    true, found = (
        torch.from_numpy(np.asarray(side != 0, dtype=np.float32))[None, None]
        for side in (reference, prediction)
    )
    spacing = list(SPACING[-reference.ndim :])

    def hd95(lengths: list[float] | None) -> Any:  # noqa: ANN401 - a tensor
        return monai.compute_hausdorff_distance(
            found, true, include_background=True, percentile=95, spacing=lengths
        )

    def of_areas(name: str) -> Any:  # noqa: ANN401 - a number of NumPy
        if not reference.any() or not prediction.any():
            return math.nan
        sides = (hover.remap_label(side.astype(np.int32)) for side in (reference, prediction))
        return getattr(hover, name)(*sides)

    return [
        _value(lambda: of_areas("get_fast_aji")),
        _value(lambda: of_areas("get_fast_aji_plus")),
        _value(lambda: hd95(None)),
        _value(lambda: hd95(spacing)),
        _value(
            lambda: monai.compute_surface_dice(
                found, true, class_thresholds=[TOLERANCE], include_background=True
            )
        ),
    ]


def main(data: Path) -> None:
    """Write the record, one line for each pair of images."""
    imread, pairs = import_module("tifffile").imread, import_module("record_stardist_matching")
    versions = {name: version(name) for name in ("monai", "torch", "numpy", "scipy")}
    versions["hover_net"] = HOVER_NET
    cases = {
        "synthetic": {name: _recorded(*pair) for name, pair in pairs.synthetic_pairs().items()},
        "real": {
            name: _recorded(imread(truth), imread(prediction))
            for name, truth, prediction in pairs.real_pairs(data)
        },
    }
    sections = [f'"versions": {json.dumps(versions)}', f'"columns": {json.dumps(COLUMNS)}']
    for section, recorded in cases.items():
        rows = ",\n".join(
            f"{json.dumps(name)}: {json.dumps(row)}" for name, row in recorded.items()
        )
        sections.append(f'"{section}": {{\n{rows}\n}}')
    RECORD.write_text("{\n" + ",\n".join(sections) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
