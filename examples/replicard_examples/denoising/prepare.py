"""Make training, validation and test tiles from the nuclei that the mahotas wheel carries.

Usage: python prepare.py WHEEL

WHEEL is the file that ``pip download mahotas==1.4.19 --no-deps`` fetches. Its images are the
same on every platform. The cells are real, the noise is computed.
"""

import argparse
import io
import json
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tifffile
from PIL import Image

FOLDER = Path(__file__).parent
DATA = FOLDER / "data"
MEMBER = "mahotas/demos/data/nuclear.png"

EDGE = 128
"""Edge length of a tile in pixels."""
TOPS = (0, 128, 256, 384)
LEFTS = {"training": (0, 128), "validation": (272,), "test": (416, 544)}
"""Left edges of the tiles; between two parts, 16 columns of the field are left unused."""

SEED = 20260
PHOTONS_PER_UNIT = 0.15
"""Photons that one grey level of the ground truth above the offset stands for."""
OFFSET = 76.0
"""Grey level without light: four times the smallest one of the file, taken to be the offset."""
READ_NOISE = 8.0
"""Standard deviation of the Gaussian noise in grey levels of the ground truth."""


def read_field(wheel: Path) -> npt.NDArray[np.uint16]:
    """Return the field as sums of 2 x 2 pixels, ``(Y, X)``.

    The three channels of the file are equal. Summing whole numbers loses nothing, and halves
    the noise that the camera left in the image, relative to the signal.
    """
    with zipfile.ZipFile(wheel) as archive:
        grey = np.asarray(Image.open(io.BytesIO(archive.read(MEMBER))))[:, :, 0]
    height, width = grey.shape
    blocks = grey.reshape(height // 2, 2, width // 2, 2)
    return np.asarray(blocks.sum(axis=(1, 3), dtype=np.uint16))


def degrade(
    clean: npt.NDArray[np.uint16], generator: np.random.Generator
) -> npt.NDArray[np.uint16]:
    """Return an image as if taken with little light: Poisson, then Gaussian noise."""
    photons = generator.poisson((clean - OFFSET) * PHOTONS_PER_UNIT)
    noisy = photons / PHOTONS_PER_UNIT + OFFSET + generator.normal(0, READ_NOISE, clean.shape)
    return np.clip(np.rint(noisy), 0, np.iinfo(np.uint16).max).astype(np.uint16)


def write(image: npt.NDArray[np.uint16], path: Path) -> None:
    """Write one tile without loss."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tifffile.imwrite(path, image, compression="zlib", predictor=True, metadata={"axes": "YX"})


def tile_places() -> dict[str, dict[str, dict[str, int]]]:
    """Return for each part the tiles and where in the field they lie."""
    columns = [left for lefts in LEFTS.values() for left in lefts]
    return {
        part: {
            f"tile_r{row}_c{columns.index(left)}": {"top": top, "left": left}
            for row, top in enumerate(TOPS)
            for left in lefts
        }
        for part, lefts in LEFTS.items()
    }


def main() -> None:
    """Write the tiles, and which of them belongs to which part."""
    parser = argparse.ArgumentParser(description="Make the tiles of this example.")
    parser.add_argument("wheel", type=Path)
    clean = read_field(parser.parse_args().wheel)
    noisy = degrade(clean, np.random.default_rng(SEED))
    places = tile_places()
    for part, tiles in places.items():
        for name, place in tiles.items():
            rows = slice(place["top"], place["top"] + EDGE)
            columns = slice(place["left"], place["left"] + EDGE)
            write(clean[rows, columns], DATA / part / "ground_truth" / f"{name}.tif")
            write(noisy[rows, columns], DATA / part / "noisy" / f"{name}.tif")
    split = json.dumps({"edge": EDGE, "parts": places}, indent=2)
    (DATA / "split.json").write_text(split + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
