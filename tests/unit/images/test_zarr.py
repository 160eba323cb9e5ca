import json
import os
import pickle
import shutil
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from replicard.errors import DataError, MissingExtraError
from replicard.files import expand, hash_file
from replicard.images import Budget, open_image, pixels_digest

zarr = pytest.importorskip("zarr")
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::FutureWarning")

RNG = np.random.default_rng(4)
PIXELS = RNG.integers(0, 60_000, (5, 70, 90), dtype=np.uint16)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")


def save(folder: Path, pixels: Any = PIXELS, *, name: str = "a.zarr", **options: Any) -> str:  # noqa: ANN401 - of zarr
    settings = {"zarr_format": 3, "chunks": (1, 32, 32), **options}
    array = zarr.create_array(
        store=str(folder / name), shape=pixels.shape, dtype=pixels.dtype, **settings
    )
    array[...] = pixels
    return name


def problem_of(folder: Path, name: str) -> str:
    with pytest.raises(DataError) as caught:
        pixels_digest(open_image(folder, name).decode().array)
    (problem,) = caught.value.problems
    return str(problem)


WAYS: dict[str, dict[str, Any]] = {
    "v2": {"zarr_format": 2},
    "v2 plain": {"zarr_format": 2, "compressors": None},
    "v2 Fortran": {"zarr_format": 2, "order": "F"},
    "v3": {},
    "v3 gzip": {"compressors": zarr.codecs.GzipCodec()},
    "v3 blosc": {"compressors": zarr.codecs.BloscCodec()},
    "v3 plain": {"compressors": None},
    "v3 shards": {"shards": (1, 64, 96)},
    "v3 names": {"dimension_names": ["z", "y", "x"]},
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("limit", [1 << 27, 1000])
def test_arrays_are_read_whole_and_in_parts(tmp_path: Path, way: str, limit: int) -> None:
    name = save(tmp_path, **WAYS[way])

    image = open_image(tmp_path, name, budget=Budget(in_memory_bytes=limit)).decode()

    assert image.is_in_parts == (limit == 1000)
    assert image.axes == "ZYX"
    assert np.array_equal(np.asarray(image.array), PIXELS)
    assert np.array_equal(image.array[1:3, 20:50, 10:80], PIXELS[1:3, 20:50, 10:80])
    assert image.record.dtype == "uint16"


def test_ome_zarr_tells_axes_and_pixel_size(shared_data: Path) -> None:
    folder = shared_data / "ome_containers"

    image = open_image(folder, "u2os_hoechst.zarr").decode()
    labels = open_image(folder, "u2os_hoechst.zarr/labels/nuclei").decode()

    assert (image.axes, image.array.shape) == ("YX", (256, 256))
    assert image.record.pixel_size_um == {"Y": 0.656, "X": 0.656}
    assert image.notes == ("the file holds 3 resolutions; the highest is used",)
    assert labels.array.shape == image.array.shape
    other = zarr.open_group(str(folder / "u2os_hoechst.zarr"), mode="r")
    assert np.array_equal(image.array, other["0"][...])
    assert np.array_equal(labels.array, other["labels/nuclei/0"][...])


def test_ome_zarr_of_version_0_5(tmp_path: Path) -> None:
    pixels = PIXELS[np.newaxis, :, np.newaxis]
    root = zarr.open_group(str(tmp_path / "a.ome.zarr"), mode="w", zarr_format=3)
    root.create_array("s0", data=pixels, chunks=(1, 1, 1, 70, 90))
    root.attrs["ome"] = {
        "version": "0.5",
        "multiscales": [
            {
                "axes": [
                    {"name": "t", "type": "time"},
                    {"name": "c", "type": "channel"},
                    {"name": "z", "type": "space", "unit": "micrometer"},
                    {"name": "y", "type": "space", "unit": "nanometer"},
                    {"name": "x", "type": "space"},
                ],
                "datasets": [
                    {
                        "path": "s0",
                        "coordinateTransformations": [
                            {"type": "scale", "scale": [1, 1, 2.0, 65.0, 0.3]}
                        ],
                    }
                ],
                "coordinateTransformations": [{"type": "scale", "scale": [1, 1, 0.5, 2, 1]}],
            }
        ],
    }

    image = open_image(tmp_path, "a.ome.zarr").decode()

    assert (image.axes, image.array.shape) == ("CYX", (5, 70, 90))
    assert image.record.axes == "TCZYX"
    assert image.record.pixel_size_um == {"Z": 1.0, "Y": pytest.approx(0.13)}


@POSIX
def test_the_hash_is_that_of_a_list_that_anybody_can_make(tmp_path: Path) -> None:
    name = save(tmp_path)
    script = "find . -type f -printf '%P\\n' | LC_ALL=C sort | xargs -d '\\n' sha256sum | sha256sum"
    printed = subprocess.run(  # noqa: S603 - a fixed command
        ["/bin/sh", "-c", script], cwd=tmp_path / name, check=True, capture_output=True, text=True
    )

    record = open_image(tmp_path, name).decode().record

    assert record.sha256 == printed.stdout.split()[0]
    files = [path for path in (tmp_path / name).rglob("*") if path.is_file()]
    assert record.bytes == sum(path.stat().st_size for path in files)
    assert hash_file(tmp_path, name).sha256 == record.sha256


def test_every_file_counts_for_the_hash(tmp_path: Path) -> None:
    name = save(tmp_path)
    before = open_image(tmp_path, name).sha256
    (tmp_path / name / ".hidden").write_text("x")

    assert open_image(tmp_path, name).sha256 != before


def test_a_folder_is_one_image_of_a_pattern(tmp_path: Path) -> None:
    for name in ("b.zarr", "a.zarr"):
        save(tmp_path, name=name)
    (tmp_path / "c.tif").touch()
    (tmp_path / "a.zarr" / "labels" / "cells").mkdir(parents=True)

    assert expand(tmp_path, "*.zarr") == ["a.zarr", "b.zarr"]
    assert expand(tmp_path, "**") == ["a.zarr", "b.zarr", "c.tif"]
    assert expand(tmp_path, "{name}.zarr/labels/cells") == ["a.zarr/labels/cells"]


@POSIX
@pytest.mark.parametrize("limit", [1 << 27, 1000])
def test_a_link_anywhere_inside_is_refused(tmp_path: Path, limit: int) -> None:
    name = save(tmp_path)
    (tmp_path / name / "c" / "9").symlink_to("/etc")

    with pytest.raises(DataError, match="is a link inside an image"):
        open_image(tmp_path, name, budget=Budget(in_memory_bytes=limit))


@POSIX
def test_a_pipe_inside_is_refused(tmp_path: Path) -> None:
    name = save(tmp_path)
    os.mkfifo(tmp_path / name / "c" / "pipe")

    assert "is not a regular file" in problem_of(tmp_path, name)


def test_a_chunk_that_changes_is_found_out(tmp_path: Path) -> None:
    name = save(tmp_path)
    file = open_image(tmp_path, name, budget=Budget(in_memory_bytes=1000))
    image = file.decode()
    chunk = next(path for path in (tmp_path / name / "c").rglob("*") if path.is_file())
    chunk.write_bytes(b"something else")

    with pytest.raises(DataError, match="changed while it was read"):
        pixels_digest(image.array)
    with pytest.raises(DataError, match="changed while it was read"):
        file.require_unchanged()


def test_chunks_that_are_not_stored_are_told(tmp_path: Path) -> None:
    name = save(tmp_path)
    shutil.rmtree(tmp_path / name / "c" / "1")

    assert open_image(tmp_path, name).decode().notes[0] == (
        "9 of 45 chunks are not stored and have the fill value"
    )


def test_damaged_chunks_are_a_clear_error(tmp_path: Path) -> None:
    name = save(tmp_path)
    chunk = next(path for path in (tmp_path / name / "c").rglob("*") if path.is_file())
    chunk.write_bytes(chunk.read_bytes()[:20])

    assert problem_of(tmp_path, name) == "a.zarr: the file is damaged and cannot be decoded"


V2 = {
    "zarr_format": 2,
    "shape": [40, 50],
    "chunks": [40, 50],
    "dtype": "<u2",
    "compressor": None,
    "filters": None,
    "fill_value": 0,
    "order": "C",
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"filters": [{"id": "pickle"}]}, "codec .* is not supported"),
        ({"compressor": {"id": "lzma"}}, "codec .* is not supported"),
        ({"dtype": "|O"}, "its samples have the type object"),
        ({"dtype": [["a", "<u2"]]}, "its samples are no plain numbers"),
        ({"dtype": "no type"}, "its samples have the type no type"),
        ({"dtype": "<c16"}, "its samples have the type complex128"),
        ({"shape": [10**9, 10**9]}, "the image is too large"),
        ({"chunks": [10**5, 10**5]}, "its chunks are too large"),
        ({"shape": [-1, 50]}, "damaged"),
        ({"shape": [40]}, "has the shape"),
        ({"shape": [0, 50]}, "has no pixels"),
        ({"chunks": "all"}, "damaged"),
    ],
)
def test_metadata_are_judged_before_anything_is_unpacked(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    (tmp_path / "a.zarr").mkdir()
    (tmp_path / "a.zarr" / ".zarray").write_text(json.dumps({**V2, **change}))
    (tmp_path / "a.zarr" / "0.0").write_bytes(pickle.dumps([1]))

    with pytest.raises(DataError, match=message):
        open_image(tmp_path, "a.zarr").decode()


def test_a_chunk_that_would_unpack_to_far_more_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zarr").mkdir()
    metadata = {**V2, "compressor": {"id": "zlib", "level": 9}}
    (tmp_path / "a.zarr" / ".zarray").write_text(json.dumps(metadata))
    (tmp_path / "a.zarr" / "0.0").write_bytes(zlib.compress(bytes(50 << 20)))

    assert "the file is damaged" in problem_of(tmp_path, "a.zarr")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (".zattrs", "[]"),
        (".zattrs", "{"),
        (".zattrs", '{"multiscales": [{"datasets": []}]}'),
        (".zattrs", '{"multiscales": [{"datasets": [{"path": "../../x"}]}]}'),
        (".zattrs", '{"multiscales": [{"datasets": [{"path": "/etc"}]}]}'),
        ("zarr.json", '{"zarr_format": 3, "node_type": "group"}'),
        ("notes.txt", "no Zarr"),
    ],
)
def test_folders_that_hold_no_image_are_a_clear_error(
    tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / "a.zarr").mkdir()
    (tmp_path / "a.zarr" / name).write_text(content)

    assert problem_of(tmp_path, "a.zarr").startswith("a.zarr: the f")


def test_without_the_library_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = save(tmp_path)
    monkeypatch.setitem(sys.modules, "zarr", None)

    with pytest.raises(MissingExtraError, match=r"replicard\[zarr\]"):
        open_image(tmp_path, name).decode()
