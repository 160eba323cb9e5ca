"""Record MicroSSIM as its authors' program computes it.

Run by hand, with microssim and its torch in an environment of its own, from this folder:
python record_micro_ssim.py FOLDER_OF_FMD_IMAGES
"""

import importlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

FMD = ("Confocal_BPAE_G_1.png", "TwoPhoton_MICE_1.png", "WideField_BPAE_R_1.png")


def simulated() -> tuple[list[NDArray[np.float64]], list[NDArray[np.float64]]]:
    """Return images whose ground truths have one range, which the program assumes."""
    rng = np.random.default_rng(17)
    truths, found = [], []
    for size in ((90, 70), (64, 64), (50, 120)):
        y, x = np.mgrid[: size[0], : size[1]] / 20
        clean = 100 + 400 * (np.sin(x + rng.random()) * np.cos(y)) ** 2
        clean.flat[:2] = (90, 520)
        truths.append(clean)
        found.append(0.3 * clean + rng.normal(0, 8, size) + 55)
    return truths, found


def score_set(
    truths: list[NDArray[np.float64]], found: list[NDArray[np.float64]]
) -> dict[str, object]:
    metric = importlib.import_module("microssim").MicroSSIM()
    metric.fit(truths, found)
    parameters = {name: float(value) for name, value in metric.get_parameters().items()}
    scores = [float(metric.score(a, b)) for a, b in zip(truths, found, strict=True)]
    return {"parameters": parameters, "scores": scores}


def main() -> None:
    folder = Path(sys.argv[1])
    single = {}
    for name in FMD:
        pair = [
            np.asarray(Image.open(folder / part / name), dtype=np.float64)
            for part in ("gt", "noisy")
        ]
        single[name] = score_set(*([image] for image in pair))
    recorded = {
        "versions": {name: version(name) for name in ("microssim", "scikit-image", "numpy")},
        "simulated": score_set(*simulated()),
        "single": single,
    }
    target = Path(__file__).with_name("micro_ssim.json")
    target.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
