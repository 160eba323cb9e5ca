"""Laws of reading, pairing and comparing images."""

import io
import tempfile
from pathlib import Path
from random import Random
from typing import Any

import hypothesis.extra.numpy as hnp
import imagecodecs
import numpy as np
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from replicard.errors import DataError
from replicard.images import pair_files, pixels_digest, read_image
from replicard.images.axes import ORDER, canonical

Array = NDArray[Any]
samples = st.sampled_from(["u1", "u2", "u4", "i2", "i4", "f4", "f8"])
flat = hnp.arrays(samples, hnp.array_shapes(min_dims=2, max_dims=2, max_side=20))
stems = st.lists(st.text("abc123_", min_size=1, max_size=6), min_size=2, max_size=8, unique=True)


def tiff(array: Array, **options: Any) -> bytes:  # noqa: ANN401 -- handed through
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, array, photometric="minisblack", **options)
    return buffer.getvalue()


def read(content: bytes) -> Array | None:
    """Read bytes as an image; None if they are refused as data."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "image").write_bytes(content)
        try:
            return read_image(Path(folder), "image").array
        except DataError:
            return None


def equal(a: Array | None, b: Array) -> bool:
    return (
        a is not None and a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    )


@settings(deadline=None)
@given(
    flat,
    st.sampled_from([None, "zlib", "lzw", "zstd"]),
    st.sampled_from(["<", ">"]),
    st.booleans(),
)
def test_tiff_round_trip(array: Array, compression: str | None, order: str, big: bool) -> None:  # noqa: FBT001 -- drawn
    content = tiff(array, compression=compression, byteorder=order, bigtiff=big)

    assert equal(read(content), array)


@settings(deadline=None)
@given(hnp.arrays(samples, hnp.array_shapes(min_dims=3, max_dims=3, min_side=2, max_side=9)))
def test_npy_round_trip(array: Array) -> None:
    buffer = io.BytesIO()
    np.save(buffer, array)

    assert equal(read(buffer.getvalue()), array)


@settings(deadline=None)
@given(
    st.sampled_from(["u1", "u2"]),
    st.sampled_from([(), (2,), (3,), (4,)]),
    st.integers(1, 20),
    st.integers(2, 20),
    st.data(),
)
def test_png_round_trip(
    dtype: str, colours: tuple[int, ...], height: int, width: int, data: st.DataObject
) -> None:
    array = data.draw(hnp.arrays(dtype, (height, width, *colours)))

    assert equal(read(bytes(imagecodecs.png_encode(array))), array)


STACK = np.arange(3 * 8 * 9, dtype=np.uint16).reshape(3, 8, 9)
FILES = [
    tiff(STACK),
    tiff(STACK, compression="zlib"),
    tiff(STACK, compression="lzw", tile=(16, 16)),
    tiff(STACK, ome=True, metadata={"axes": "ZYX", "PhysicalSizeX": 1}),
    tiff(STACK, imagej=True, metadata={"axes": "ZYX", "unit": "um"}),
    tiff(STACK, bigtiff=True, metadata=None),
    bytes(imagecodecs.png_encode(STACK[0])),
    bytes(imagecodecs.png_encode(np.stack([STACK[0]] * 3, axis=-1))),
    bytes(imagecodecs.jpeg_encode(STACK[0].astype(np.uint8))),
]


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(FILES), st.data())
def test_damaged_files_are_read_or_refused_but_never_break_the_reader(
    content: bytes, data: st.DataObject
) -> None:
    changed = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    read(bytes(changed))


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(FILES), st.data())
def test_a_cut_file_is_complete_or_refused(content: bytes, data: st.DataObject) -> None:
    whole = read(content)
    part = read(content[: data.draw(st.integers(0, len(content) - 1))])

    assert whole is not None
    assert part is None or equal(part, whole)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from([file[:8] for file in FILES]), st.binary(max_size=200))
def test_noise_behind_a_signature_is_refused(start: bytes, noise: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "image").write_bytes(start + noise)
        try:
            image = read_image(Path(folder), "image")
        except DataError:
            return
    assert image.array.size > 0


@given(st.permutations(ORDER), st.integers(2, 6), st.data())
def test_the_canonical_order_does_not_depend_on_the_order_in_the_file(
    letters: list[str], count: int, data: st.DataObject
) -> None:
    kept = [axis for axis in letters if axis in "YX"] + [a for a in letters if a not in "YX"]
    axes = "".join(data.draw(st.permutations(kept[:count])))
    array = np.arange(3 ** len(axes)).reshape([3] * len(axes))
    shuffled = data.draw(st.permutations(range(len(axes))))

    first, names = canonical(array, axes)
    second, same = canonical(array.transpose(shuffled), "".join(axes[i] for i in shuffled))

    assert names == same == "".join(axis for axis in ORDER if axis in axes)
    np.testing.assert_array_equal(first, second)


@given(flat)
def test_equal_pixels_have_equal_digests(array: Array) -> None:
    other = array.astype(array.dtype.newbyteorder(">"), order="F")

    assert pixels_digest(array) == pixels_digest(other)


@given(hnp.arrays("u1", (3, 4)), hnp.arrays("u2", (3, 4)))
def test_integer_digests_are_equal_only_for_equal_pixels(a: Array, b: Array) -> None:
    assert (pixels_digest(a) == pixels_digest(b)) == bool(np.array_equal(a, b))


@given(stems, st.randoms(use_true_random=False), st.sampled_from(["_mask", "-label", " (gt)", ""]))
def test_files_named_after_their_image_find_it_in_any_order(
    names: list[str],
    random: Random,
    affix: str,
) -> None:
    targets = [f"m/{name}{affix}.png" for name in names]
    random.shuffle(targets)

    pairing = pair_files([f"r/{name}.tif" for name in names], targets, {})

    assert pairing.problems == ()
    assert {(pair.image, pair.target) for pair in pairing.pairs} == {
        (f"r/{name}.tif", f"m/{name}{affix}.png") for name in names
    }


@given(
    st.lists(st.text("ab1/_", min_size=1, max_size=5), max_size=6, unique=True),
    st.lists(st.text("ab1/_", min_size=1, max_size=5), max_size=6, unique=True),
)
def test_every_file_is_paired_once_or_named_in_a_problem(
    images: list[str], targets: list[str]
) -> None:
    images = [f"r/{name}.tif" for name in images]
    targets = [f"m/{name}.tif" for name in targets]

    pairing = pair_files(images, targets, {})

    used = [pair.target for pair in pairing.pairs if pair.target]
    assert len(used) == len(set(used))
    if images and targets:
        said = " ".join(f"{problem}" for problem in pairing.problems)
        lonely = [pair.image for pair in pairing.pairs if not pair.target]
        assert not lonely or said
        assert set(used) == set(targets) or said
