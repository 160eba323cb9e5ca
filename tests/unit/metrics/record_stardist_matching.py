"""Record what StarDist's matching finds, as an independent implementation to compare with.

Run by hand in an environment that has StarDist, tifffile and this repository's test
data; writes ``stardist_matching.json`` beside this file::

    pip install stardist
    python tests/unit/metrics/record_stardist_matching.py FOLDER_OF_TEST_DATA

The synthetic images are built from `random.Random`, whose numbers do not change between
versions of Python, so that the tests can build them again.
"""

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Labels: TypeAlias = NDArray[np.int32]
Pair: TypeAlias = tuple[Labels, Labels]

RECORD = Path(__file__).with_name("stardist_matching.json")
THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
COLUMNS = (
    "iou_threshold",
    "tp",
    "fp",
    "fn",
    "sum_matched_iou",
    "accuracy",
    "f1",
    "panoptic_quality",
)
REAL_PAIRS = {
    "bbbc039_segmentation/masks_gt": (
        "bbbc039_segmentation/pred_unet2d_nuclei_broad",
        "bbbc039_segmentation/pred_otsu_watershed",
    ),
    "rescale4dl_saureus_instance/masks_gt": ("rescale4dl_saureus_instance/pred_stardist",),
}


def synthetic_pairs() -> dict[str, Pair]:
    """Build pairs of label images by name, each for a way in which matching can go wrong."""
    empty = np.zeros((16, 16), dtype=np.int32)
    pairs = {
        "sparse discs": _moved(seed=1, n=40, radius=4.0, shift=1.0),
        "crowded discs": _moved(seed=2, n=90, radius=9.0, shift=3.0),
        "badly placed discs": _moved(seed=3, n=90, radius=9.0, shift=6.0),
        "one image, two segmentations": (_discs(seed=4, n=60), _discs(seed=5, n=60)),
        "blocks against shifted blocks": (_blocks(8), np.roll(_blocks(8), (3, 4), axis=(0, 1))),
        "blocks against halves": (_blocks(8), _blocks(4)),
        "blocks against merged blocks": (_blocks(4), _blocks(8)),
        "volume": _volume(),
        "noise": _noise(seed=6),
        "rivals below the threshold": rivals(),
        "nothing against nothing": (empty, empty),
        "nothing against discs": (np.zeros((128, 128), dtype=np.int32), _discs(seed=7, n=9)),
        "discs against nothing": (_discs(seed=7, n=9), np.zeros((128, 128), dtype=np.int32)),
    }
    reference, prediction = pairs["crowded discs"]
    pairs["scattered ids"] = (reference * 7919, prediction * 104729)
    return pairs


def rivals() -> Pair:
    """Build two objects and two predictions that compete, one pair of them below 0.3.

    The IoU of object 1 is 5/14 with prediction 1 and 5/15 with prediction 2; that of
    object 2 with prediction 1 is 4/14.
    """
    reference = [1] * 10 + [0] * 5 + [2] * 9
    prediction = [1] * 5 + [2] * 10 + [1] * 4 + [0] * 5
    return np.array([reference], dtype=np.int32), np.array([prediction], dtype=np.int32)


def real_pairs(data: Path) -> Iterator[tuple[str, Path, Path]]:
    """Yield name, ground truth and prediction of each pair of real label images."""
    sample = data / "stardist_sample_2d"
    for path in sorted(sample.glob("pred_*.tif")):
        yield path.relative_to(data).as_posix(), sample / "mask2d.tif", path
    for truth, folders in REAL_PAIRS.items():
        for folder in folders:
            for path in sorted((data / folder).glob("*.tif")):
                yield path.relative_to(data).as_posix(), data / truth / path.name, path


def _generator(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - images to test with, no secrets


def _moved(*, seed: int, n: int, radius: float, shift: float) -> Pair:
    """Draw discs, and the same discs with other places and sizes."""
    generator = _generator(seed)
    places = [(generator.random() * 128, generator.random() * 128) for _ in range(n)]
    moved = [
        (y + (generator.random() - 0.5) * 2 * shift, x + (generator.random() - 0.5) * 2 * shift)
        for y, x in places
    ]
    radii = [radius * (0.6 + 0.6 * generator.random()) for _ in range(n)]
    resized = [size * (0.8 + 0.4 * generator.random()) for size in radii]
    return _drawn(places, radii), _drawn(moved, resized)


def _discs(*, seed: int, n: int) -> Labels:
    generator = _generator(seed)
    places = [(generator.random() * 128, generator.random() * 128) for _ in range(n)]
    return _drawn(places, [4 + 8 * generator.random() for _ in range(n)])


def _drawn(places: list[tuple[float, float]], radii: list[float]) -> Labels:
    rows, columns = np.mgrid[:128, :128]
    labels = np.zeros((128, 128), dtype=np.int32)
    for place, ((y, x), radius) in enumerate(zip(places, radii, strict=True), start=1):
        labels[(rows - y) ** 2 + (columns - x) ** 2 < radius**2] = place
    return labels


def _blocks(width: int) -> Labels:
    """Tile 64 x 64 pixels with blocks that are 8 high and ``width`` wide."""
    rows, columns = np.mgrid[:64, :64]
    blocks = 1 + rows // 8 * (64 // width) + columns // width
    return np.asarray(blocks, dtype=np.int32)


def _volume() -> Pair:
    planes, rows, columns = np.mgrid[:12, :24, :24]
    cubes = (1 + planes // 6 * 16 + rows // 6 * 4 + columns // 6).astype(np.int32)
    return cubes, np.roll(cubes, (1, 2, 1), axis=(0, 1, 2))


def _noise(*, seed: int) -> Pair:
    generator = _generator(seed)
    reference = [[generator.randrange(6) for _ in range(12)] for _ in range(12)]
    prediction = [
        [value if generator.random() < 0.5 else generator.randrange(6) for value in row]
        for row in reference
    ]
    return np.array(reference, dtype=np.int32), np.array(prediction, dtype=np.int32)


def _recorded(reference: NDArray[Any], prediction: NDArray[Any]) -> list[list[float]]:
    """Return one row for each threshold, in the order of `COLUMNS`."""
    matching = import_module("stardist.matching").matching
    return [
        [
            float(one.thresh),
            int(one.tp),
            int(one.fp),
            int(one.fn),
            round(float(one.mean_matched_score) * int(one.tp), 5),
            round(float(one.accuracy), 9),
            round(float(one.f1), 9),
            round(float(one.panoptic_quality), 6),
        ]
        for one in matching(reference, prediction, thresh=THRESHOLDS)
    ]


def main(data: Path) -> None:
    """Write the record, one line for each pair of images."""
    imread = import_module("tifffile").imread
    versions = {name: version(name) for name in ("stardist", "numpy", "scipy", "numba")}
    cases = {
        "synthetic": {name: _recorded(*pair) for name, pair in synthetic_pairs().items()},
        "real": {
            name: _recorded(imread(truth), imread(prediction))
            for name, truth, prediction in real_pairs(data)
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
