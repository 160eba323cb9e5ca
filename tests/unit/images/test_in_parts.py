"""Large images stay in their file; what is computed of them is the same."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from replicard.errors import DataError, UndefinedMetricError
from replicard.images import Budget, View, blocks, equal, extremes, open_image, pixels_digest
from replicard.images.stored import MemoryBytes, PlainPixels
from replicard.images.view import part_at

RNG = np.random.default_rng(3)
LARGE = RNG.integers(0, 60_000, (3, 130, 150), dtype=np.uint16)
SMALL = Budget(in_memory_bytes=1000)


def write(folder: Path, name: str, array: NDArray[Any], **options: Any) -> str:  # noqa: ANN401 - of tifffile
    if name.endswith(".npy"):
        np.save(folder / name, array)
    else:
        tifffile.imwrite(folder / name, array, **{"photometric": "minisblack", **options})
    return name


WAYS: dict[str, dict[str, Any]] = {
    "plain.tif": {"metadata": {"axes": "ZYX"}},
    "big-endian.tif": {"metadata": {"axes": "ZYX"}, "byteorder": ">"},
    "strips.tif": {"metadata": {"axes": "ZYX"}, "compression": "zlib", "rowsperstrip": 7},
    "predictor.tif": {"compression": "lzw", "predictor": True, "rowsperstrip": 16},
    "tiles.tif": {"metadata": {"axes": "ZYX"}, "tile": (32, 48), "compression": "zstd"},
    "plain-tiles.tif": {"tile": (64, 64)},
    "big.ome.tif": {"metadata": {"axes": "ZYX"}, "bigtiff": True, "compression": "zlib"},
    "array.npy": {},
}


@pytest.mark.parametrize("name", WAYS)
def test_pixels_are_those_of_the_whole_image(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, LARGE, **WAYS[name])

    whole = open_image(tmp_path, path).decode()
    parts = open_image(tmp_path, path, budget=SMALL).decode()

    assert not whole.is_in_parts
    assert parts.is_in_parts
    assert parts.record == whole.record
    assert parts.notes == whole.notes
    assert pixels_digest(parts.array) == pixels_digest(whole.array)
    assert np.array_equal(np.asarray(parts.array), LARGE)


@settings(max_examples=30)
@given(st.data())
def test_any_region_is_that_of_the_array(data: st.DataObject) -> None:
    folder = Path(data.draw(st.just(_folder())))
    name = data.draw(st.sampled_from(sorted(WAYS)))
    image = open_image(folder, name, budget=SMALL).decode().array
    region = []
    for length in LARGE.shape:
        start = data.draw(st.integers(0, length - 1))
        region.append(slice(start, data.draw(st.integers(start + 1, length))))

    assert np.array_equal(image[tuple(region)], LARGE[tuple(region)])


_FOLDERS: list[str] = []


def _folder() -> str:
    if not _FOLDERS:
        import tempfile  # noqa: PLC0415 - one folder for all examples

        folder = tempfile.mkdtemp()
        for name, options in WAYS.items():
            write(Path(folder), name, LARGE, **options)
        _FOLDERS.append(folder)
    return _FOLDERS[0]


def test_colours_and_orders_of_axes_are_kept(tmp_path: Path) -> None:
    colour = RNG.integers(0, 255, (90, 80, 3), dtype=np.uint8)
    write(tmp_path, "rgb.tif", colour, photometric="rgb", compression="zlib", rowsperstrip=8)
    fortran = np.asfortranarray(LARGE)
    write(tmp_path, "f.npy", fortran)
    hyper = RNG.integers(0, 255, (2, 3, 1, 40, 50), dtype=np.uint8)
    write(tmp_path, "hyper.tif", hyper, imagej=True, metadata={"axes": "TZCYX"})

    for name, expected, axes in (
        ("rgb.tif", colour, "YXS"),
        ("f.npy", LARGE, "ZYX"),
        ("hyper.tif", hyper[:, :, 0], "TZYX"),
    ):
        image = open_image(tmp_path, name, budget=SMALL).decode()
        assert image.is_in_parts
        assert image.axes == axes
        assert np.array_equal(image.array[()], expected)


def test_what_stands_for_a_plane_is_that_plane(tmp_path: Path) -> None:
    image = open_image(tmp_path, write(tmp_path, "a.npy", LARGE), budget=SMALL).decode()

    plane = part_at(image.array, [0], [2])

    assert plane.shape == (130, 150)
    assert np.array_equal(plane[3:9, 4:8], LARGE[2, 3:9, 4:8])


def test_questions_are_answered_block_by_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("replicard.images.view._BLOCK_PIXELS", 500)
    view = open_image(tmp_path, write(tmp_path, "a.npy", LARGE), budget=SMALL).decode().array

    assert np.array_equal(np.concatenate([b.ravel() for b in blocks(view)]), LARGE.ravel())
    assert extremes(view) == (LARGE.min(), LARGE.max())
    assert equal(view, LARGE)
    assert not equal(view, np.where(LARGE.max() == LARGE, 0, LARGE))
    assert not equal(view, LARGE[:2])


def test_what_needs_all_of_a_large_image_has_no_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = open_image(tmp_path, write(tmp_path, "a.npy", LARGE), budget=SMALL).decode().array
    monkeypatch.setattr("replicard.images.view.LARGEST_BLOCK", 1000)

    with pytest.raises(UndefinedMetricError, match="3 x 130 x 150"):
        np.asarray(view)


def test_a_large_file_that_changes_is_found_out(tmp_path: Path) -> None:
    path = write(tmp_path, "a.npy", LARGE)
    file = open_image(tmp_path, path, budget=SMALL)
    image = file.decode()
    content = (tmp_path / path).read_bytes()
    (tmp_path / path).write_bytes(content[:500])

    with pytest.raises(DataError, match="changed while it was read"):
        image.array[1:2, 0:5, 0:5]
    with pytest.raises(DataError, match="changed while it was read"):
        file.require_unchanged()


def test_a_large_file_that_is_cut_off_is_an_error(tmp_path: Path) -> None:
    for name, options in WAYS.items():
        path = write(tmp_path, name, LARGE, **options)
        content = (tmp_path / path).read_bytes()
        (tmp_path / path).write_bytes(content[: len(content) * 2 // 3])

        with pytest.raises(DataError) as caught:
            pixels_digest(open_image(tmp_path, path, budget=SMALL).decode().array)

        assert caught.value.problems[0].file == name


def test_damaged_strips_are_a_clear_error(tmp_path: Path) -> None:
    path = write(tmp_path, "strips.tif", LARGE, **WAYS["strips.tif"])
    with tifffile.TiffFile(tmp_path / path) as tiff:
        page: Any = tiff.series[0][1]
        offset = page.dataoffsets[4]
    content = bytearray((tmp_path / path).read_bytes())
    content[offset : offset + 40] = bytes(40)
    (tmp_path / path).write_bytes(content)
    image = open_image(tmp_path, path, budget=SMALL).decode()

    with pytest.raises(DataError, match=r"strips\.tif: the file is damaged"):
        pixels_digest(image.array)


def test_plain_pixels_must_be_in_the_file() -> None:
    with pytest.raises(Exception, match="ends too early"):
        PlainPixels(MemoryBytes(bytes(10)), 4, np.dtype("<u2"), (2, 2))


def test_a_view_says_what_an_array_says(tmp_path: Path) -> None:
    view: Any = open_image(tmp_path, write(tmp_path, "a.npy", LARGE), budget=SMALL).decode().array

    assert isinstance(view, View)
    assert (view.shape, view.ndim, view.size) == (LARGE.shape, LARGE.ndim, LARGE.size)
    assert (view.dtype, view.nbytes) == (LARGE.dtype, LARGE.nbytes)
    assert np.array_equal(view[1:2], LARGE[1:2])
    with pytest.raises(TypeError, match="block by block"):
        view == 0  # noqa: B015 - what an array would allow
    with pytest.raises(TypeError, match="block by block"):
        view != 0  # noqa: B015 - as above
