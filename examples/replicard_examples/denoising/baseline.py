"""Denoise the test tiles with the better of two classical methods.

Usage: python baseline.py

Method and setting are those with the lowest root mean square error on the validation tiles.
The test tiles are read only after that choice.
"""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tifffile
from skimage.restoration import denoise_nl_means, denoise_tv_chambolle

FOLDER = Path(__file__).parent
DATA = FOLDER / "data"
RESULTS = FOLDER / "predictions"
TOTAL_VARIATION_WEIGHTS = (5.0, 7.5, 10.0, 15.0, 20.0, 30.0, 40.0, 60.0)
NON_LOCAL_MEANS_STRENGTHS = (12.0, 16.0, 20.0, 24.0, 28.0, 32.0, 40.0, 50.0)

FloatImage = npt.NDArray[np.float64]


def total_variation(image: FloatImage, setting: float) -> FloatImage:
    """Denoise by total variation (Chambolle); the setting is its weight in grey levels."""
    return np.asarray(denoise_tv_chambolle(image, weight=setting))


def non_local_means(image: FloatImage, setting: float) -> FloatImage:
    """Denoise by non-local means; the setting is its strength ``h`` in grey levels."""
    return np.asarray(
        denoise_nl_means(image, patch_size=5, patch_distance=9, h=setting, fast_mode=False)
    )


METHODS: dict[str, tuple[Callable[[FloatImage, float], FloatImage], tuple[float, ...]]] = {
    "total_variation": (total_variation, TOTAL_VARIATION_WEIGHTS),
    "non_local_means": (non_local_means, NON_LOCAL_MEANS_STRENGTHS),
}


def read_tiles(part: str, kind: str) -> dict[str, FloatImage]:
    """Read the tiles of one part, by file name."""
    paths = sorted((DATA / part / kind).glob("*.tif"))
    return {path.name: tifffile.imread(path).astype(np.float64) for path in paths}


def validation_error(method: str, setting: float) -> float:
    """Return the root of the mean squared error over all pixels of the validation tiles."""
    denoise = METHODS[method][0]
    truth = read_tiles("validation", "ground_truth")
    squared = [
        (denoise(image, setting) - truth[name]) ** 2
        for name, image in read_tiles("validation", "noisy").items()
    ]
    return float(np.sqrt(np.mean(squared)))


def write_tuning(errors: dict[tuple[str, float], float]) -> None:
    """Write what was tried on the validation tiles."""
    with (RESULTS / "baseline_tuning.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["method", "setting", "validation_rmse"])
        for (method, setting), error in errors.items():
            table.writerow([method, setting, f"{error:.4f}"])


def main() -> None:
    """Choose on the validation tiles, then denoise the test tiles."""
    errors = {
        (method, setting): validation_error(method, setting)
        for method, (_, settings) in METHODS.items()
        for setting in settings
    }
    method, setting = min(errors, key=lambda tried: errors[tried])
    folder = RESULTS / "classical"
    folder.mkdir(parents=True, exist_ok=True)
    write_tuning(errors)
    for name, image in read_tiles("test", "noisy").items():
        denoised = np.clip(np.rint(METHODS[method][0](image, setting)), 0, 65535)
        tifffile.imwrite(
            folder / name,
            denoised.astype(np.uint16),
            compression="zlib",
            predictor=True,
            metadata={"axes": "YX"},
        )


if __name__ == "__main__":
    main()
