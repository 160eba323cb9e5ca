"""Cut the field and the expert's mask that the stardist wheel carries into tiles.

Usage: python prepare.py WHEEL

WHEEL is the file that ``pip download stardist==0.9.2 --no-deps`` fetches. Its images are
the same on every platform.
"""

import argparse
import io
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tifffile
from tiles import FOLDER, write_tiles

MEMBERS = {
    "images": "stardist/data/images/img2d.tif",
    "masks": "stardist/data/images/mask2d.tif",
}


def read_member(wheel: Path, member: str) -> npt.NDArray[np.generic]:
    """Read one image out of a wheel, which is a ZIP archive."""
    with zipfile.ZipFile(wheel) as archive:
        return np.asarray(tifffile.imread(io.BytesIO(archive.read(member))))


def main() -> None:
    """Write the tiles of the image and of the mask."""
    parser = argparse.ArgumentParser(description="Make the tiles of this example.")
    parser.add_argument("wheel", type=Path)
    wheel = parser.parse_args().wheel
    for folder, member in MEMBERS.items():
        write_tiles(read_member(wheel, member), FOLDER / folder)


if __name__ == "__main__":
    main()
