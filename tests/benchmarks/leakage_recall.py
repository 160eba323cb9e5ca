"""How many copies the search for near copies finds, and how often it is wrong.

    python tests/benchmarks/leakage_recall.py FOLDER [FOLDER ...]

Every image below the folders is changed in each of the ways below and looked for among
the unchanged images. A change is found if the pair is reported; a false alarm is any
other pair that is. Images that do show the same although they are different files (two
captures of one field) count as alarms here, so leave them out, or read the pairs.
"""

import argparse
import io
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from replicard.images import read_image
from replicard.leakage import (
    Fingerprint,
    compared_planes,
    find_candidates,
    find_recurring,
    fingerprint_image,
    measure_overlap,
)

Pixels = NDArray[np.float32]
Change = Callable[[Pixels, np.random.Generator], Pixels]


def to_unit(image: Pixels) -> Pixels:
    low, high = np.percentile(image, (0.1, 99.9))
    return (image - low) / max(high - low, 1e-6)


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
    return cut.reshape(height, 2, width, 2).mean(axis=(1, 3))


def zoomed(factor: float) -> Change:
    return lambda image, _: ndimage.zoom(image, factor, order=1)


def crop(share: float) -> Change:
    def change(image: Pixels, rng: np.random.Generator) -> Pixels:
        height, width = (round(length * share**0.5) for length in image.shape)
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


def reported(
    first: Sequence[Pixels], second: Sequence[Pixels], prints: Sequence[Fingerprint]
) -> Iterator[tuple[int, int, float, float]]:
    """Yield the pairs that are reported, with similarity and share of the first."""
    found = find_candidates([fingerprint_image(image, "YX") for image in first], prints)
    for candidates in found.values():
        for candidate in candidates:
            pair = first[candidate.first], second[candidate.second]
            planes = [next(compared_planes(image, "YX")).pixels for image in pair]
            overlap = measure_overlap(planes[0], planes[1], candidate.placement)
            if overlap is not None and overlap.is_shown(points=candidate.points):
                yield candidate.first, candidate.second, overlap.similarity, overlap.first.share


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--only", default="", help="changes whose name holds this text")
    arguments = parser.parse_args()
    images = load(arguments.folders)
    names, pixels = list(images), list(images.values())
    start = time.perf_counter()
    prints = [fingerprint_image(image, "YX") for image in pixels]
    spent = time.perf_counter() - start
    megapixels = sum(image.size for image in pixels) / 2**20
    entries = np.mean([plane.entries.size for image in prints for plane in image.planes])
    print(
        f"{len(pixels)} images, {megapixels:.0f} MPix, fingerprints in "
        f"{spent / megapixels * 250:.0f} ms per 512 x 512, {entries:.0f} codes per image"
    )
    recurring = [c for candidates in find_recurring(prints).values() for c in candidates]
    print(f"pairs of unchanged images: {len(pixels) * (len(pixels) - 1) // 2}")
    for candidate in recurring:
        overlap = measure_overlap(
            pixels[candidate.first], pixels[candidate.second], candidate.placement
        )
        similarity = overlap.similarity if overlap is not None else float("nan")
        shown = overlap is not None and overlap.is_shown(points=candidate.points)
        print(
            f"  {'reported' if shown else 'rejected'}: {Path(names[candidate.first]).name}, "
            f"{Path(names[candidate.second]).name}: {similarity:.3f}, {candidate.points} points"
        )
    known = {(c.first, c.second) for c in recurring} | {(c.second, c.first) for c in recurring}
    print(
        f"{'change':<34}{'n':>5}{'found':>7}{'recall':>8}{'false':>7}{'similarity (5 %, median)':>26}"
    )
    for name, change in CHANGES.items():
        if arguments.only not in name:
            continue
        rng = np.random.default_rng(1)
        changed = [np.ascontiguousarray(change(image, rng), np.float32) for image in pixels]
        right, wrong = {}, 0
        for i, j, similarity, _ in reported(changed, pixels, prints):
            if i == j:
                right[i] = similarity
            elif (i, j) not in known:
                wrong += 1
                print("  false:", Path(names[i]).name, Path(names[j]).name, f"{similarity:.2f}")
        low, middle = np.percentile(list(right.values()) or [np.nan], (5, 50))
        print(
            f"{name:<34}{len(pixels):>5}{len(right):>7}{len(right) / len(pixels):>8.3f}"
            f"{wrong:>7}{low:>15.2f}{middle:>11.2f}"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
