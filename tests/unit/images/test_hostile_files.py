"""Files that want to hurt: each ends in one problem that names it, quickly."""

import io
import json
import os
import pickle
import struct
import sys
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image

from replicard.errors import DataError, Problem
from replicard.images import Budget, read_image

Save = Callable[..., str]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


def problem_of(root: Path, name: str, **options: Any) -> Problem:  # noqa: ANN401 -- handed through
    with pytest.raises(DataError) as caught:
        read_image(root, name, **options)
    (problem,) = caught.value.problems
    assert problem.file == name
    return problem


def read_or_code(root: Path, name: str) -> NDArray[Any] | str:
    try:
        return read_image(root, name).array
    except DataError as error:
        return error.problems[0].code


def tiff(array: Any, **options: Any) -> bytes:  # noqa: ANN401 -- handed through
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, array, **options)
    return buffer.getvalue()


def patched(content: bytes, tag: int, value: int) -> bytes:
    """Overwrite the value of a tag in the first page of a little-endian TIFF."""
    (offset,) = struct.unpack_from("<I", content, 4)
    (count,) = struct.unpack_from("<H", content, offset)
    for position in range(offset + 2, offset + 2 + 12 * count, 12):
        if struct.unpack_from("<H", content, position)[0] == tag:
            return (
                content[:position]
                + struct.pack("<HHII", tag, 4, 1, value)
                + content[position + 12 :]
            )
    raise AssertionError(f"no tag {tag}")


STACK = np.arange(5 * 20 * 30, dtype=np.uint16).reshape(5, 20, 30)


@pytest.mark.parametrize(
    ("content", "message", "code"),
    [
        (b"", "the file is empty (0 bytes)", "empty-file"),
        (b"a,b\n1,2\n", "the file is not a TIFF, PNG, JPEG or NPY file", "unknown-format"),
        (b"\x00", "the file is not a TIFF, PNG, JPEG or NPY file", "unknown-format"),
        (b"II", "the file is not a TIFF, PNG, JPEG or NPY file", "unknown-format"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
            "the file is a Git LFS pointer, not a TIFF, PNG, JPEG or NPY file",
            "unknown-format",
        ),
        (b"PK\x03\x04....", "the file is a ZIP archive (or NPZ), not a TIFF", "unknown-format"),
        (b"<!DOCTYPE html><html>", "the file is a web page, not a TIFF", "unknown-format"),
        (b"ZISRAWFILE......", "the file is a Zeiss CZI file, not a TIFF", "unknown-format"),
        (pickle.dumps([1]), "the file is a Python pickle, which is never loaded", "unknown-format"),
        (b"II*\x00", "the file ends too early", "truncated-file"),
        (b"II*\x00\x08\x00\x00\x00", "the file ends too early", "truncated-file"),
        (b"II*\x00\x00\x00\x00\x00", "the TIFF has no page", "empty-image"),
        (b"\x89PNG\r\n\x1a\n", "the file ends too early", "truncated-file"),
        (b"\xff\xd8\xff", "the file ends too early", "truncated-file"),
        (b"\xff\xd8\xff\xd9\x00\x00", "the file is damaged", "damaged-file"),
        (b"\x93NUMPY", "the file is damaged", "damaged-file"),
        (b"\x93NUMPY\x03\x00" + bytes(100), "NPY version 3.0", "unknown-format"),
    ],
)
def test_what_is_no_image_is_said_in_one_sentence(
    save: Save, tmp_path: Path, content: bytes, message: str, code: str
) -> None:
    problem = problem_of(tmp_path, save("a.tif", content))

    assert problem.message.startswith(message)
    assert problem.code == code


@pytest.mark.parametrize(
    ("relative", "code"),
    [
        ("../a.tif", "unsafe-path"),
        ("/etc/hostname", "unsafe-path"),
        ("folder", "unsafe-path"),
        ("a\x1b.tif", "unsafe-path"),
        ("gone.tif", "missing-file"),
        ("", "unsafe-path"),
    ],
)
def test_a_path_that_may_not_be_opened_is_a_problem_of_the_data(
    tmp_path: Path, relative: str, code: str
) -> None:
    (tmp_path / "folder").mkdir()

    assert problem_of(tmp_path, relative).code == code


@POSIX
def test_a_named_pipe_and_a_link_that_leads_out_are_refused(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "secret.tif").write_bytes(tiff(STACK))
    os.mkfifo(tmp_path / "root" / "pipe.tif")
    (tmp_path / "root" / "link.tif").symlink_to("../secret.tif")

    assert problem_of(tmp_path / "root", "pipe.tif").message == "is not a regular file"
    assert "leads out" in problem_of(tmp_path / "root", "link.tif").message


PACKED: list[dict[str, Any]] = [
    {},
    {"compression": "zlib"},
    {"compression": "lzw"},
    {"compression": "zstd", "tile": (16, 16)},
    {"bigtiff": True},
    {"byteorder": ">"},
    {"imagej": True, "metadata": {"axes": "ZYX"}},
    {"ome": True, "metadata": {"axes": "ZYX"}},
    {"metadata": None},
]


@pytest.mark.parametrize("options", PACKED)
def test_a_cut_tiff_is_refused_or_complete_but_never_filled_with_zeros(
    save: Save, tmp_path: Path, options: dict[str, Any]
) -> None:
    content = tiff(STACK, **options)
    for size in sorted({*range(0, len(content), 97), *range(len(content) - 20, len(content))}):
        outcome = read_or_code(tmp_path, save("a.tif", content[:size]))
        if isinstance(outcome, str):
            assert outcome in {"truncated-file", "empty-file", "unknown-format", "damaged-file"}
        else:
            np.testing.assert_array_equal(outcome, STACK)


@pytest.mark.parametrize("extension", ["png", "jpg", "npy"])
def test_a_cut_file_of_another_format_is_refused(
    save: Save, tmp_path: Path, extension: str
) -> None:
    save(f"a.{extension}", STACK[0].astype(np.uint8))
    content = (tmp_path / f"a.{extension}").read_bytes()

    for size in range(0, len(content) - 1, 11):
        problem_of(tmp_path, save("a.cut", content[:size]))


def test_a_tiff_with_an_absurd_size_is_refused_before_it_is_unpacked(
    save: Save, tmp_path: Path
) -> None:
    wide = patched(patched(tiff(STACK[0]), 256, 2**31), 257, 2**31)

    problem = problem_of(tmp_path, save("a.tif", wide))

    assert problem.code == "image-too-large"
    assert "2,147,483,648 x 2,147,483,648" in problem.message


def test_a_tiff_with_an_absurd_tile_is_refused(save: Save, tmp_path: Path) -> None:
    tiled = tiff(STACK[0], tile=(16, 16), compression="zlib")

    assert problem_of(tmp_path, save("a.tif", patched(tiled, 322, 2**30))).code == "image-too-large"


def test_a_tiff_whose_pages_run_in_a_circle_is_refused(save: Save, tmp_path: Path) -> None:
    content = bytearray(tiff(STACK[0]))
    (offset,) = struct.unpack_from("<I", content, 4)
    (count,) = struct.unpack_from("<H", content, offset)
    struct.pack_into("<I", content, offset + 2 + 12 * count, offset)

    assert problem_of(tmp_path, save("a.tif", bytes(content))).code == "damaged-file"


def test_too_many_pages_are_refused(save: Save, tmp_path: Path) -> None:
    name = save("a.tif", tiff(STACK, metadata=None))

    problem = problem_of(tmp_path, name, budget=Budget(max_pages=4))

    assert problem.message == "the file announces more than 4 pages"


def test_a_page_with_thousands_of_sub_pages_is_refused(save: Save, tmp_path: Path) -> None:
    offsets = struct.pack("<HHII", 330, 4, 1000, 8)
    content = b"II*\x00" + struct.pack("<IH", 8, 1) + offsets + struct.pack("<I", 0)

    assert problem_of(tmp_path, save("a.tif", content)).code == "damaged-file"


def test_a_single_page_without_its_last_bytes_is_refused(save: Save, tmp_path: Path) -> None:
    problem = problem_of(tmp_path, save("a.tif", tiff(STACK[0])[:-1]))

    assert problem.message == "the file ends too early"


def test_fewer_segments_than_the_picture_needs_are_missed(save: Save, tmp_path: Path) -> None:
    content = tiff(STACK[0], compression="zlib", rowsperstrip=20)

    assert problem_of(tmp_path, save("a.tif", patched(content, 278, 1))).code == "damaged-file"


def test_samples_of_an_odd_width_are_named(save: Save, tmp_path: Path) -> None:
    content = patched(tiff(STACK[0], compression="zlib"), 258, 128)

    problem = problem_of(tmp_path, save("a.tif", content))

    assert problem.message == "its samples of 128 bits are not supported"


@pytest.mark.parametrize("slices", [3, 7])
def test_imagej_metadata_that_do_not_fit_the_pages_are_an_error(
    save: Save, tmp_path: Path, slices: int
) -> None:
    text = f"ImageJ=1.53t\nimages={slices}\nslices={slices}\nhyperstack=true\n"
    buffer = io.BytesIO()
    with tifffile.TiffWriter(buffer) as writer:
        for plane in STACK:
            writer.write(plane, description=text, metadata=None, compression="zlib")
            text = ""

    problem = problem_of(tmp_path, save("a.tif", buffer.getvalue()))

    assert problem.message == (
        f"its metadata announce {slices} x 20 x 30 samples, its pages hold 5 x 20 x 30"
    )


def test_a_png_that_does_not_begin_with_its_header_is_refused(save: Save, tmp_path: Path) -> None:
    content = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IDAT", b"") + png_chunk(b"IEND", b"")

    assert problem_of(tmp_path, save("a.png", content)).code == "damaged-file"


def test_a_segment_without_data_is_not_read_as_zeros(save: Save, tmp_path: Path) -> None:
    content = tiff(STACK[0], compression="zlib")

    problem = problem_of(tmp_path, save("a.tif", patched(content, 279, 0)))

    assert problem.message == "a part of the picture is not in the file"


@pytest.mark.parametrize("compression", ["jpeg2000", "webp", "jpegxl", "lerc"])
def test_a_compression_that_is_not_on_the_list_is_named(
    save: Save, tmp_path: Path, compression: str
) -> None:
    name = save(
        "a.tif",
        tiff(
            STACK[0].astype(np.uint8)[..., None].repeat(3, -1),
            compression=compression,
            photometric="rgb",
        ),
    )

    problem = problem_of(tmp_path, name)

    assert problem.code == "unsupported-compression"
    assert problem.hint == "save it without compression, or with LZW or deflate"


def test_a_jpeg_in_a_tiff_that_says_it_is_enormous_is_refused(save: Save, tmp_path: Path) -> None:
    content = tiff(np.zeros((16, 16), dtype=np.uint8), compression="jpeg")
    frame = content.index(b"\xff\xc0")
    bomb = content[: frame + 5] + b"\xff\xff\xff\xff" + content[frame + 9 :]

    assert problem_of(tmp_path, save("a.tif", bomb)).code == "image-too-large"


def ome(pixels: str, inside: str = "", before: str = "") -> bytes:
    xml = (
        f'{before}<OME><Image ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYZCT" '
        f'Type="uint16" SizeX="30" SizeY="20" {pixels}>{inside}</Pixels></Image></OME>'
    )
    return tiff(STACK[0], description=xml, metadata=None)


@pytest.mark.parametrize(
    "content",
    [
        ome('SizeC="1" SizeZ="1000000000" SizeT="1"', "<TiffData/>"),
        ome('SizeC="10000" SizeZ="10000" SizeT="1"', "<TiffData/>"),
        ome('SizeC="1" SizeZ="1" SizeT="1"', '<TiffData PlaneCount="1000000000000"/>'),
        ome('SizeC="1" SizeZ="-5" SizeT="1"', "<TiffData/>"),
        ome(
            'SizeC="1" SizeZ="1" SizeT="1"',
            '<ModuloAlongZ Type="lifetime" Start="0" End="1e12" Step="1e-3"/>',
        ),
    ],
)
def test_ome_xml_that_announces_more_than_the_file_holds_is_refused(
    save: Save, tmp_path: Path, content: bytes
) -> None:
    problem = problem_of(tmp_path, save("a.tif", content))

    assert problem.message == "its OME-XML announces too many planes"


def test_ome_xml_that_unfolds_is_ignored_and_the_image_is_read(save: Save, tmp_path: Path) -> None:
    bomb = '<!DOCTYPE OME [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
    name = save("a.tif", ome('SizeC="1" SizeZ="1" SizeT="1"', "&b;", before=bomb))

    image = read_image(tmp_path, name)

    assert image.acquired == ()
    assert image.notes == (
        (
            "its OME-XML declares a document type, which is never needed; the text is ignored, and "
            "all pages are used"
        ),
    )


def test_planes_that_ome_xml_promises_and_the_file_lacks_are_missed(
    save: Save, tmp_path: Path
) -> None:
    content = ome('SizeC="1" SizeZ="3" SizeT="1"', '<TiffData IFD="0" PlaneCount="3"/>')

    problem = problem_of(tmp_path, save("a.tif", content))

    assert problem.message == "plane 2 of 3 is missing from the file"


def test_broken_ome_xml_is_ignored_with_a_note(save: Save, tmp_path: Path) -> None:
    name = save("a.tif", tiff(STACK[0], description="<OME><Image></OME>", metadata=None))

    image = read_image(tmp_path, name)

    np.testing.assert_array_equal(image.array, STACK[0])
    assert "ignored" in image.notes[0]


@pytest.mark.parametrize("shape", [[10**9, 20, 30], [10**30, 20, 30], [-1, 20, 30], [7, 30], "x"])
def test_a_shape_in_the_description_that_the_data_cannot_have_does_no_harm(
    save: Save, tmp_path: Path, shape: object
) -> None:
    name = save("a.tif", tiff(STACK[0], description=json.dumps({"shape": shape}), metadata=None))

    outcome = read_or_code(tmp_path, name)

    if isinstance(outcome, str):
        assert outcome in {"image-too-large", "truncated-file", "damaged-file"}
    else:
        np.testing.assert_array_equal(outcome, STACK[0])


def test_imagej_metadata_that_promise_too_much_do_no_harm(save: Save, tmp_path: Path) -> None:
    text = "ImageJ=1.53t\nimages=1000000000\nslices=1000000000\nhyperstack=true\n"

    problem = problem_of(
        tmp_path, save("a.tif", tiff(STACK[0], description=text, metadata=None, compression="zlib"))
    )

    assert problem.code in {"image-too-large", "missing-plane", "damaged-file"}


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def test_a_png_that_says_it_is_enormous_is_refused_before_it_is_unpacked(
    save: Save, tmp_path: Path
) -> None:
    header = struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 16, 6, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + b"".join(
        png_chunk(*part)
        for part in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(10**6))), (b"IEND", b""))
    )

    problem = problem_of(tmp_path, save("a.png", content))

    assert problem.code == "image-too-large"
    assert problem.message.startswith("the image is too large: 2,147,483,647 x 2,147,483,647 x 4")


def test_a_png_with_one_wrong_bit_is_refused(save: Save, tmp_path: Path) -> None:
    save("a.png", STACK[0])
    content = bytearray((tmp_path / "a.png").read_bytes())
    content[content.index(b"IDAT") + 20] ^= 1

    assert problem_of(tmp_path, save("b.png", bytes(content))).code == "damaged-file"


@pytest.mark.parametrize(("depth", "colour"), [(3, 0), (8, 5), (16, 3)])
def test_a_png_header_that_no_png_has_is_refused(
    save: Save, tmp_path: Path, depth: int, colour: int
) -> None:
    header = struct.pack(">IIBBBBB", 4, 4, depth, colour, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IEND", b"")

    assert problem_of(tmp_path, save("a.png", content)).code == "damaged-file"


def test_a_jpeg_that_says_it_is_enormous_is_refused(save: Save, tmp_path: Path) -> None:
    save("a.jpg", STACK[0].astype(np.uint8))
    content = (tmp_path / "a.jpg").read_bytes()
    frame = content.index(b"\xff\xc0")

    bomb = content[: frame + 5] + b"\xff\xff\xff\xff" + content[frame + 9 :]

    assert problem_of(tmp_path, save("b.jpg", bomb)).code == "image-too-large"


class Exploding:
    def __reduce__(self) -> tuple[Any, ...]:
        return (os.mkdir, ("exploded",))


def test_a_pickle_inside_an_npy_is_never_loaded(
    save: Save, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    buffer = io.BytesIO()
    np.save(buffer, np.array([[Exploding()] * 2] * 2, dtype=object), allow_pickle=True)

    problem = problem_of(tmp_path, save("a.npy", buffer.getvalue()))

    assert problem.message == "the array holds Python objects, which are never loaded"
    assert not (tmp_path / "exploded").exists()


def npy(header: str, data: bytes = b"") -> bytes:
    text = header.encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("{'descr': '<u2', 'fortran_order': False, 'shape': (10**9,)}", "the file is damaged"),
        (
            "{'descr': '<u2', 'fortran_order': False, 'shape': (10000000, 10000000)}",
            "the image is too large: 10,000,000 x 10,000,000",
        ),
        (
            "{'descr': '<u2', 'fortran_order': False, 'shape': (100, 100)}",
            "the file ends too early",
        ),
        ("{'descr': '<u2', 'fortran_order': False, 'shape': (0, 100)}", "the image has no pixels"),
        ("{'descr': '<u2', 'fortran_order': False, 'shape': (-1, 100)}", "the array has the shape"),
        ("{'descr': '<u2', 'fortran_order': False, 'shape': (100,)}", "the array has the shape"),
        ("{'descr': '<u2', 'fortran_order': False, 'shape': ()}", "the array has the shape"),
        (
            "{'descr': '<c16', 'fortran_order': False, 'shape': (2, 2)}",
            "its samples have the type complex128, which no image has",
        ),
        (
            "{'descr': [('a', '<u2')], 'fortran_order': False, 'shape': (2, 2)}",
            "its samples have the type",
        ),
        ("{'descr': '|O', 'fortran_order': False, 'shape': (2, 2)}", "the array holds Python"),
        ("{'descr': '<U9', 'fortran_order': False, 'shape': (2, 2)}", "its samples have the type"),
        ("[" * 110, "the file is damaged"),
        ("__import__('os').mkdir('exploded')", "the file is damaged"),
    ],
)
def test_an_npy_header_is_judged_before_anything_is_made(
    save: Save, tmp_path: Path, header: str, message: str
) -> None:
    problem = problem_of(tmp_path, save("a.npy", npy(header, bytes(64))))

    assert problem.message.startswith(message)


def test_decoders_stay_silent(
    save: Save, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    planes = '<TiffData IFD="0" PlaneCount="3"/>'
    name = save("a.tif", ome('SizeC="1" SizeZ="3" SizeT="1"', planes))

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        problem_of(tmp_path, name)
        problem_of(tmp_path, save("b.tif", tiff(STACK)[:3000]))

    assert caught == []
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def test_a_machine_without_memory_is_told_so(
    save: Save, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("replicard.images.npy.native", refuse)

    problem = problem_of(tmp_path, save("a.npy", STACK))

    assert problem.message == "the image does not fit into memory"


def test_a_picture_larger_than_pillow_likes_is_still_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.fromarray(STACK[0].astype(np.uint8)).save(tmp_path / "a.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)

    assert read_image(tmp_path, "a.png").array.shape == (20, 30)
