"""Geometry of the tiles of the field, and how they are read and written."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import tifffile

FOLDER = Path(__file__).parent
EDGE = 256
"""Edge length of a tile in pixels."""
ROWS, COLUMNS = 2, 2


def write_tiles(field: npt.NDArray[np.generic], folder: Path) -> None:
    """Cut a field ``(Y, X)`` into tiles that neither overlap nor leave a gap, and write them.

    Pixel values are kept, labels too: an object on the border of two tiles has the same
    number in both.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for row in range(ROWS):
        for column in range(COLUMNS):
            tile = field[row * EDGE : (row + 1) * EDGE, column * EDGE : (column + 1) * EDGE]
            tifffile.imwrite(
                folder / f"tile_r{row}_c{column}.tif",
                tile,
                compression="zlib",
                predictor=True,
                metadata={"axes": "YX"},
            )


def read_field(folder: Path) -> npt.NDArray[np.generic]:
    """Put the tiles of a field together again, ``(Y, X)``."""
    return np.block(
        [
            [tifffile.imread(folder / f"tile_r{row}_c{column}.tif") for column in range(COLUMNS)]
            for row in range(ROWS)
        ]
    )
