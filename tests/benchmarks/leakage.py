"""How many near copies are found, how often that is wrong, and how long it takes.

    python tests/benchmarks/leakage.py recall FOLDER [FOLDER ...]
    python tests/benchmarks/leakage.py speed FOLDER [FOLDER ...] [--images 10000]

**recall**: every image below the folders is changed in each of the ways below and looked
for among the unchanged images. It is found if the pair is reported; a false alarm is any
other pair that is. Unchanged images that are reported as showing the same are listed
first, to be looked at, and do not count as false alarms afterwards.

**speed**: fingerprints are made up from those of the real images, so that codes are as
unevenly distributed as real ones: each made-up image gets codes drawn from all real
ones, with a tenth of their bits changed, at places drawn anew. So about as many agree
by chance as between real images of several kinds. One image in a hundred of the first
list is a crop of one in the second, mirrored and with a tenth of its bits changed.

The figures in `reporter/leakage.md` come from here.
"""

import argparse
import io
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from replicard.images import read_image
from replicard.leakage import (
    Candidate,
    Fingerprint,
    compared_planes,
    find_candidates,
    find_recurring,
    fingerprint_image,
    measure_overlap,
)
from replicard.leakage.codes import BITS
from replicard.leakage.fingerprint import PARTS_PER_PIXEL, WHOLE, PlanePrint, level_of

Pixels = NDArray[np.float32]
Change = Callable[[Pixels, np.random.Generator], Pixels]
SIDE = 512
_MIRRORED = 1  # the orientation that mirrors along X, and nothing else


def to_unit(image: Pixels) -> Pixels:
    low, high = np.percentile(image, (0.1, 99.9))
    return np.asarray((image - low) / max(high - low, 1e-6), dtype=np.float32)


def eight_bit(image: Pixels) -> Pixels:
    return np.clip(to_unit(image) * 255, 0, 255).round()


def gamma(exponent: float) -> Change:
    return lambda image, _: np.clip(to_unit(image), 0, 1) ** exponent


def noise(share: float) -> Change:
    def change(image: Pixels, rng: np.random.Generator) -> Pixels:
        return to_unit(image) + rng.normal(0, share, image.shape).astype(np.float32)

    return change


def jpeg(quality: int) -> Change:
    def change(image: Pixels, _: np.random.Generator) -> Pixels:
        file = io.BytesIO()
        Image.fromarray(eight_bit(image).astype(np.uint8)).save(file, "JPEG", quality=quality)
        return np.asarray(Image.open(file)).astype(np.float32)

    return change


def binned(image: Pixels, _: np.random.Generator) -> Pixels:
    height, width = (length // 2 for length in image.shape)
    cut = image[: 2 * height, : 2 * width]
    return np.asarray(cut.reshape(height, 2, width, 2).mean(axis=(1, 3)), dtype=np.float32)


def zoomed(factor: float) -> Change:
    return lambda image, _: ndimage.zoom(image, factor, order=1)


def crop(share: float) -> Change:
    def change(image: Pixels, rng: np.random.Generator) -> Pixels:
        height, width = (round(length * share**0.5) for length in image.shape)
        top = rng.integers(0, image.shape[0] - height + 1)
        left = rng.integers(0, image.shape[1] - width + 1)
        return image[top : top + height, left : left + width]

    return change


def tile(side: int) -> Change:
    def change(image: Pixels, rng: np.random.Generator) -> Pixels:
        height, width = (min(side, length) for length in image.shape)
        top = rng.integers(0, image.shape[0] - height + 1)
        left = rng.integers(0, image.shape[1] - width + 1)
        return image[top : top + height, left : left + width]

    return change


def then(*changes: Change) -> Change:
    def change(image: Pixels, rng: np.random.Generator) -> Pixels:
        for step in changes:
            image = step(image, rng)
        return image

    return change


CHANGES: dict[str, Change] = {
    "unchanged": lambda image, _: image,
    "mirrored": lambda image, _: image[:, ::-1],
    "turned by 90°": lambda image, _: np.rot90(image),
    "transposed": lambda image, _: image.T,
    "contrast and offset": lambda image, _: 0.3 * image + 70,
    "8 bit, stretched": lambda image, _: eight_bit(image),
    "gamma 0.5": gamma(0.5),
    "gamma 2": gamma(2),
    "noise 5 %": noise(0.05),
    "noise 10 %": noise(0.1),
    "JPEG quality 75": jpeg(75),
    "JPEG quality 40": jpeg(40),
    "blurred, sigma 1.5": lambda image, _: ndimage.gaussian_filter(image, 1.5),
    "binned 2 x 2": binned,
    "zoomed to 75 %": zoomed(0.75),
    "zoomed to 150 %": zoomed(1.5),
    "crop of 50 %": crop(0.5),
    "crop of 25 %": crop(0.25),
    "crop of 12 %": crop(0.125),
    "crop of 6 %": crop(0.0625),
    "tile of 256 pixels": tile(256),
    "tile of 192 pixels": tile(192),
    "tile of 128 pixels": tile(128),
    "tile of 96 pixels": tile(96),
    "tile of 64 pixels": tile(64),
    "crop of 25 %, turned, noise 3 %": then(
        crop(0.25), noise(0.03), lambda image, _: np.rot90(image)
    ),
    "crop of 12 %, 8 bit, mirrored": then(crop(0.125), lambda image, _: eight_bit(image)[:, ::-1]),
    "crop of 25 %, binned 2 x 2": then(crop(0.25), binned),
}


def load(folders: Sequence[Path]) -> dict[str, Pixels]:
    images = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() not in {".tif", ".tiff", ".png"}:
                continue
            image = read_image(folder, path.relative_to(folder).as_posix())
            images[str(path)] = next(compared_planes(image.array, image.axes)).pixels
    return images


def is_reported(first: Pixels, second: Pixels, candidate: Candidate) -> float | None:
    """Return the similarity of a pair that is reported; None if it is not."""
    planes = [next(compared_planes(image, "YX")).pixels for image in (first, second)]
    overlap = measure_overlap(planes[0], planes[1], candidate.placement)
    if overlap is None or not overlap.is_shown(points=candidate.points):
        return None
    return overlap.similarity


def recurring(images: dict[str, Pixels], prints: Sequence[Fingerprint]) -> set[tuple[int, int]]:
    """Print which unchanged images show the same, and return them."""
    names, pixels = list(images), list(images.values())
    known = set()
    for candidates in find_recurring(prints).values():
        for c in candidates:
            similarity = is_reported(pixels[c.first], pixels[c.second], c)
            if similarity is not None:
                known |= {(c.first, c.second), (c.second, c.first)}
                pair = " ".join(Path(names[i]).name for i in (c.first, c.second))
                print(f"  reported: {pair}: {similarity:.3f}, {c.points} points")
    return known


def found(
    changed: Sequence[Pixels], pixels: Sequence[Pixels], prints: Sequence[Fingerprint]
) -> Iterator[tuple[int, int, float]]:
    """Yield the pairs that are reported."""
    candidates = find_candidates([fingerprint_image(image, "YX") for image in changed], prints)
    for of_one in candidates.values():
        for c in of_one:
            similarity = is_reported(changed[c.first], pixels[c.second], c)
            if similarity is not None:
                yield c.first, c.second, similarity


def recall(folders: Sequence[Path], only: str) -> None:
    images = load(folders)
    pixels = list(images.values())
    start = time.process_time()
    prints = [fingerprint_image(image, "YX") for image in pixels]
    spent = 250 * (time.process_time() - start) / (sum(image.size for image in pixels) / 2**20)
    codes = np.mean([image.planes[0].entries.size for image in prints])
    print(f"{len(pixels)} images, {spent:.0f} ms for 512 x 512, {codes:.0f} codes an image")
    print(f"{len(pixels) * (len(pixels) - 1) // 2} pairs of unchanged images")
    known = recurring(images, prints)
    print(f"{'change':<34}{'n':>5}{'recall':>8}{'false':>7}{'similarity: 5 %, median':>25}")
    for name, change in CHANGES.items():
        if only not in name:
            continue
        rng = np.random.default_rng(1)
        changed = [np.ascontiguousarray(change(image, rng), np.float32) for image in pixels]
        pairs = list(found(changed, pixels, prints))
        right = {i: similarity for i, j, similarity in pairs if i == j}
        wrong = sum(i != j and (i, j) not in known for i, j, _ in pairs)
        low, middle = np.percentile(list(right.values()) or [np.nan], (5, 50))
        share = len(right) / len(pixels)
        print(f"{name:<34}{len(pixels):>5}{share:>8.3f}{wrong:>7}{low:>17.2f}{middle:>8.2f}")


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


def speed(folders: Sequence[Path], n: int) -> None:
    rng = np.random.default_rng(0)
    real = [fingerprint_image(image, "YX") for image in load(folders).values()]
    pool = np.concatenate([plane.entries for image in real for plane in image.planes])
    pool = pool[level_of(pool) != WHOLE]
    codes = round(float(np.mean([image.planes[0].entries.size for image in real])))
    training = [made_up(pool, codes, rng) for _ in range(n)]
    evaluation = [
        cropped(training[i], rng) if i % 100 == 0 else made_up(pool, codes, rng) for i in range(n)
    ]
    start, busy = time.perf_counter(), time.process_time()
    candidates = find_candidates(evaluation, training)
    spent, busy = time.perf_counter() - start, time.process_time() - busy
    planted = range(0, n, 100)
    right = sum(any(c.second == i for c in candidates.get(i, ())) for i in planted)
    others = sum(len(of_one) for i, of_one in candidates.items() if i % 100)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{n} against {n} images of {codes} codes: {spent:.1f} s ({busy:.1f} s of one processor), "
        f"{memory:.1f} GiB at most; {right} of {len(planted)} planted crops found, "
        f"{others} other candidates, which the pixels decide on"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["recall", "speed"])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--only", default="", help="changes whose name holds this text")
    parser.add_argument("--images", type=int, default=10_000)
    arguments = parser.parse_args()
    if arguments.what == "recall":
        recall(arguments.folders, arguments.only)
    else:
        speed(arguments.folders, arguments.images)


if __name__ == "__main__":
    main()
