"""Record MS-SSIM as pytorch-msssim computes it, in float64.

Run by hand, with pytorch-msssim and its torch in an environment of its own, from this
folder: python record_torch_ms_ssim.py FOLDER_OF_FMD_IMAGES
"""

import importlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

CASES = ((176, 1, 0.05), (192, 2, 0.2), (208, 3, 0.5), (256, 4, 0.1), (320, 5, 0.02))


def score(true: NDArray[np.float64], found: NDArray[np.float64], *, data_range: float) -> float:
    torch, peer = (importlib.import_module(name) for name in ("torch", "pytorch_msssim"))
    images = [torch.from_numpy(np.ascontiguousarray(image))[None, None] for image in (true, found)]
    # its own window has the digits of float32
    window = np.exp(-0.5 * (np.arange(-5, 6) / 1.5) ** 2)
    win = torch.from_numpy(window / window.sum())[None, None, None]
    return float(peer.ms_ssim(*images, data_range=data_range, win=win))


def simulated(n: int, seed: int, noise: float) -> dict[str, float]:
    sys.path.insert(0, str(Path(__file__).parent))
    clean, noisy = importlib.import_module("test_ms_ssim").pair(n, seed=seed, noise=noise)
    value = score(clean, noisy, data_range=1)
    return {"n": n, "seed": seed, "noise": noise, "ms_ssim": value}


def real(folder: Path, name: str) -> float:
    true, raw = (
        np.asarray(Image.open(folder / part / name), dtype=np.float64) for part in ("gt", "noisy")
    )
    return score(true, raw, data_range=255)


def main() -> None:
    folder = Path(sys.argv[1])
    names = sorted(file.name for file in (folder / "gt").glob("*.png"))[::4]
    recorded = {
        "versions": {name: version(name) for name in ("pytorch-msssim", "torch", "numpy")},
        "cases": [simulated(*case) for case in CASES],
        "fmd": {name: real(folder, name) for name in names},
    }
    target = Path(__file__).with_name("torch_ms_ssim.json")
    target.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
