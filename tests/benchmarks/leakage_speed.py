"""How long it takes to look for near copies among thousands of images, once they are read.

    python tests/benchmarks/leakage_speed.py FOLDER [--images 10000]

Fingerprints are made up from those of the real images below the folder, so that codes
are as unevenly distributed as real ones: each made-up image gets codes drawn from all
real ones, with a tenth of their bits changed, at places drawn anew. So about as many
agree by chance as between real images of several kinds. One image in a hundred
of the first list is a crop of one in the second, mirrored and with a tenth of its bits
changed; how many of these are found is printed, too.
"""

import argparse
import resource
import time
from pathlib import Path

import numpy as np
from leakage_recall import load
from numpy.typing import NDArray

from replicard.leakage import Fingerprint, find_candidates, fingerprint_image
from replicard.leakage.codes import BITS, TURNS
from replicard.leakage.fingerprint import PARTS_PER_PIXEL, WHOLE, PlanePrint, level_of

SIDE = 512
_MIRRORED = 1  # the orientation that mirrors along X, and nothing else


def flipped(
    words: NDArray[np.uint64], share: float, rng: np.random.Generator
) -> NDArray[np.uint64]:
    flips = np.zeros(len(words), np.uint64)
    for bit in range(BITS):
        flips |= (rng.random(len(words)) < share).astype(np.uint64) << np.uint64(bit)
    return words ^ flips


def made_up(pool: NDArray[np.void], n: int, rng: np.random.Generator) -> Fingerprint:
    entries = pool[rng.integers(0, len(pool), n)].copy()
    entries["word"] = flipped(entries["word"], 0.1, rng)
    for axis in "yx":
        entries[axis] = rng.integers(0, SIDE * PARTS_PER_PIXEL, n)
    return Fingerprint((PlanePrint(None, (SIDE, SIDE), 1, entries),))


def cropped(image: Fingerprint, rng: np.random.Generator) -> Fingerprint:
    """Take the upper left quarter, mirrored, with a tenth of the bits changed."""
    half = SIDE // 2
    entries = image.planes[0].entries
    inside = (entries["y"] < half * PARTS_PER_PIXEL) & (entries["x"] < half * PARTS_PER_PIXEL)
    entries = entries[inside].copy()
    entries["word"] = flipped(entries["word"], 0.1, rng) ^ np.uint64(_MIRRORED << BITS)
    entries["x"] = half * PARTS_PER_PIXEL - entries["x"]
    return Fingerprint((PlanePrint(None, (half, half), 1, entries),))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="+", type=Path)
    parser.add_argument("--images", type=int, default=10_000)
    arguments = parser.parse_args()
    rng = np.random.default_rng(0)
    real = [fingerprint_image(image, "YX") for image in load(arguments.folder).values()]
    pool = np.concatenate([plane.entries for image in real for plane in image.planes])
    pool = pool[level_of(pool) != WHOLE]
    codes = round(np.mean([image.planes[0].entries.size for image in real]))
    training = [made_up(pool, codes, rng) for _ in range(arguments.images)]
    evaluation = [
        cropped(training[i], rng) if i % 100 == 0 else made_up(pool, codes, rng)
        for i in range(arguments.images)
    ]
    start = time.perf_counter()
    found = find_candidates(evaluation, training)
    spent = time.perf_counter() - start
    planted = range(0, arguments.images, 100)
    right = sum(any(c.second == i for c in found.get(i, ())) for i in planted)
    others = sum(len(candidates) for i, candidates in found.items() if i % 100)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{arguments.images} against {arguments.images} images of {codes} codes: {spent:.1f} s, "
        f"{memory:.1f} GiB at most; {right} of {len(planted)} planted crops found, "
        f"{others} other candidates, which the pixels decide on"
    )


if __name__ == "__main__":
    assert len(TURNS) == 8
    main()
