"""Record the curve of the program `frc` for two captures that are windowed as ours are.

Run by hand in an environment that has `frc`, from this folder:
python record_frc_curve.py FOLDER_OF_FMD_IMAGES
"""

import importlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

FILES = ("Confocal_BPAE_G_1.png", "Confocal_BPAE_G_2.png")


def windowed(file: Path) -> NDArray[np.float64]:
    image = np.asarray(Image.open(file), dtype=np.float64)
    image = image - image.mean()
    n = image.shape[0]
    window = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(n) + 0.5) / n)
    return np.asarray(image / np.abs(image).max() * window[:, np.newaxis] * window)


def main() -> None:
    frc = importlib.import_module("frc")
    images = [windowed(Path(sys.argv[1]) / "noisy" / name) for name in FILES]
    curve = frc.two_frc(*images)
    crossing = frc.frc_res(np.arange(len(curve)) / images[0].shape[0], curve, images[0].shape[0])
    recorded = {
        "versions": {name: version(name) for name in ("frc", "numpy")},
        "files": FILES,
        "resolution_of_the_raw_curve": float(crossing[0]),
        "curve": [round(float(value), 7) for value in curve],
    }
    target = Path(__file__).with_name("frc_curve.json")
    target.write_text(json.dumps(recorded) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
