"""Every format, sample type and set of axes, written and read back."""

import hashlib
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image

from replicard.errors import DataError
from replicard.images import Budget, read_image

Save = Callable[..., str]
TYPES = ["uint8", "uint16", "uint32", "int16", "int32", "float32", "float64", "bool"]


def pixels(*shape: int, dtype: str = "uint16") -> NDArray[Any]:
    values = np.random.default_rng(1).integers(0, 200, shape)
    return values > 100 if dtype == "bool" else values.astype(dtype)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("extension", ["tif", "npy"])
def test_samples_come_back_as_they_were(
    save: Save, tmp_path: Path, dtype: str, extension: str
) -> None:
    array = pixels(6, 7, dtype=dtype)

    image = read_image(tmp_path, save(f"a.{extension}", array))

    np.testing.assert_array_equal(image.array, array)
    assert image.array.dtype == array.dtype
    assert (image.axes, image.record.axes, image.record.dtype) == ("YX", "YX", dtype)
    assert image.record.shape == (6, 7)


def test_the_record_is_of_the_bytes_in_the_file(save: Save, tmp_path: Path) -> None:
    name = save("folder/a.tif", pixels(4, 5))

    record = read_image(tmp_path, name).record

    content = (tmp_path / name).read_bytes()
    assert record.path == "folder/a.tif"
    assert record.bytes == len(content)
    assert record.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("compression", [None, "lzw", "zlib", "zstd", "packbits", "lzma"])
@pytest.mark.parametrize("options", [{}, {"tile": (16, 16)}, {"rowsperstrip": 3}])
@pytest.mark.parametrize("container", [{}, {"bigtiff": True}, {"byteorder": ">"}])
def test_tiff_is_read_however_it_is_packed(
    save: Save,
    tmp_path: Path,
    compression: str | None,
    options: dict[str, Any],
    container: dict[str, Any],
) -> None:
    array = pixels(20, 33, dtype="uint8")

    name = save("a.tif", array, compression=compression, **options, **container)
    image = read_image(tmp_path, name)

    np.testing.assert_array_equal(image.array, array)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("dtype", ["u2", "i4", "f4", "f8"])
@pytest.mark.parametrize("extension", ["tif", "npy"])
def test_numbers_end_up_in_the_byte_order_of_the_machine(
    save: Save, tmp_path: Path, order: str, dtype: str, extension: str
) -> None:
    array = pixels(5, 6, 7).astype(order + dtype)
    options = {"byteorder": order} if extension == "tif" else {}

    image = read_image(tmp_path, save(f"a.{extension}", array, **options))

    np.testing.assert_array_equal(image.array, array)
    assert image.array.dtype.isnative
    assert image.array.flags.writeable


@pytest.mark.parametrize(
    ("axes", "shape"),
    [
        ("ZYX", (5, 6, 7)),
        ("CYX", (2, 6, 7)),
        ("TYX", (5, 6, 7)),
        ("CZYX", (2, 5, 6, 7)),
        ("TCYX", (3, 2, 6, 7)),
        ("TCZYX", (3, 2, 5, 6, 7)),
    ],
)
def test_ome_tiff_names_its_axes(
    save: Save, tmp_path: Path, axes: str, shape: tuple[int, ...]
) -> None:
    array = pixels(*shape)

    image = read_image(tmp_path, save("a.tif", array, ome=True, metadata={"axes": axes}))

    assert (image.axes, image.has_guessed_axes, image.notes) == (axes, False, ())
    np.testing.assert_array_equal(image.array, array)


@pytest.mark.parametrize("compression", [None, "zlib"])
def test_an_imagej_hyperstack_comes_in_the_common_order(
    save: Save, tmp_path: Path, compression: str | None
) -> None:
    array = pixels(3, 5, 2, 6, 7)  # ImageJ stores T, Z, C, Y, X

    name = save("a.tif", array, imagej=True, metadata={"axes": "TZCYX"}, compression=compression)
    image = read_image(tmp_path, name)

    assert image.axes == "TCZYX"
    assert (image.record.axes, image.record.shape) == ("TZCYX", (3, 5, 2, 6, 7))
    np.testing.assert_array_equal(image.array, array.swapaxes(1, 2))


def test_the_same_stack_from_ome_and_imagej_gives_the_same_array(
    save: Save, tmp_path: Path
) -> None:
    array = pixels(2, 5, 6, 7)

    ome = save("ome.tif", array, ome=True, metadata={"axes": "CZYX"})
    imagej = save("ij.tif", array.swapaxes(0, 1), imagej=True, metadata={"axes": "ZCYX"})

    np.testing.assert_array_equal(
        read_image(tmp_path, ome).array, read_image(tmp_path, imagej).array
    )


def test_axes_of_length_one_are_dropped_from_the_array_but_y_and_x_stay(
    save: Save, tmp_path: Path
) -> None:
    name = save("a.tif", pixels(1, 2, 1, 1, 7), ome=True, metadata={"axes": "TCZYX"})

    image = read_image(tmp_path, name)

    assert (image.axes, image.array.shape) == ("CYX", (2, 1, 7))


@pytest.mark.parametrize("planar", ["contig", "separate"])
def test_colour_samples_come_last(save: Save, tmp_path: Path, planar: str) -> None:
    array = pixels(6, 7, 3, dtype="uint8")
    stored = array if planar == "contig" else np.moveaxis(array, -1, 0)

    name = save("a.tif", stored, photometric="rgb", planarconfig=planar)
    image = read_image(tmp_path, name)

    assert image.axes == "YXS"
    np.testing.assert_array_equal(image.array, array)


@pytest.mark.parametrize("options", [{}, {"metadata": None}])
def test_an_axis_that_a_tiff_does_not_name_is_taken_as_z_and_said(
    save: Save, tmp_path: Path, options: dict[str, Any]
) -> None:
    image = read_image(tmp_path, save("a.tif", pixels(5, 6, 7), **options))

    assert (image.axes, image.has_guessed_axes) == ("ZYX", True)
    assert image.notes == ("the file does not name the axis of length 5; it is taken as Z",)


@pytest.mark.parametrize("extension", ["tif", "npy"])
def test_the_card_names_axes_that_the_file_leaves_open(
    save: Save, tmp_path: Path, extension: str
) -> None:
    array = pixels(4, 5, 6, 7)
    name = save(f"a.{extension}", array)

    with pytest.raises(DataError, match=r"does not name all of its axes \(4 x 5 x 6 x 7\)"):
        read_image(tmp_path, name)
    image = read_image(tmp_path, name, axes="ZCYX")

    assert (image.axes, image.notes) == ("CZYX", ())
    np.testing.assert_array_equal(image.array, array.swapaxes(0, 1))


def test_an_axis_of_an_unknown_kind_is_an_error_with_the_way_out(
    save: Save, tmp_path: Path
) -> None:
    name = save("a.tif", pixels(5, 6, 7), metadata={"axes": "RYX"})

    with pytest.raises(DataError, match="does not name all of its axes") as caught:
        read_image(tmp_path, name)

    assert caught.value.problems[0].hint == (
        "name them in the data set, such as `axes: ZYX`, or save the image as OME-TIFF"
    )
    assert read_image(tmp_path, name, axes="TYX").axes == "TYX"


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
@pytest.mark.parametrize("samples", [1, 2, 3, 4])
def test_png_comes_back_in_every_depth_and_colour(
    save: Save, tmp_path: Path, dtype: str, samples: int
) -> None:
    array = pixels(6, 7, samples, dtype=dtype) * (250 if dtype == "uint16" else 1)
    array = array.astype(dtype)[..., 0] if samples == 1 else array.astype(dtype)

    image = read_image(tmp_path, save("a.png", bytes(imagecodecs.png_encode(array))))

    assert image.axes == ("YX" if samples == 1 else "YXS")
    assert image.array.dtype == dtype
    np.testing.assert_array_equal(image.array, array)


def png(depth: int, colour: int, row: bytes, *extra: tuple[bytes, bytes]) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", 4, 1, depth, colour, 0, 0, 0)
    parts = [(b"IHDR", header), *extra, (b"IDAT", zlib.compress(b"\0" + row)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


@pytest.mark.parametrize(
    ("depth", "row", "values"),
    [
        (1, b"\xa0", [True, False, True, False]),
        (2, b"\x1b", [0, 1, 2, 3]),
        (4, b"\x01\x2f", [0, 1, 2, 15]),
    ],
)
def test_grey_png_of_few_bits_is_not_stretched(
    save: Save, tmp_path: Path, depth: int, row: bytes, values: list[int]
) -> None:
    image = read_image(tmp_path, save("a.png", png(depth, 0, row)))

    assert image.array.tolist() == [values]
    assert image.array.dtype == (bool if depth == 1 else np.uint8)


def test_a_palette_gives_its_indices(save: Save, tmp_path: Path) -> None:
    palette = (b"PLTE", bytes([9, 9, 9, 200, 0, 0, 0, 200, 0, 0, 0, 200]))

    image = read_image(tmp_path, save("a.png", png(2, 3, b"\x1b", palette)))

    assert image.array.tolist() == [[0, 1, 2, 3]]
    assert image.notes == ("the picture has a palette; values are palette indices",)


def test_transparency_of_one_value_is_ignored(save: Save, tmp_path: Path) -> None:
    image = read_image(tmp_path, save("a.png", png(8, 0, b"\0\1\2\3", (b"tRNS", b"\0\1"))))

    assert image.array.tolist() == [[0, 1, 2, 3]]


def test_sixteen_bit_colour_with_a_transparent_value_keeps_three_samples(
    save: Save, tmp_path: Path
) -> None:
    content = png(16, 2, bytes(range(24)), (b"tRNS", bytes(range(6))))

    image = read_image(tmp_path, save("a.png", content))

    assert image.array.tolist()[0][0] == [0x0001, 0x0203, 0x0405]


def test_an_animation_is_read_as_its_first_frame_and_said(tmp_path: Path) -> None:
    frames = [Image.fromarray(pixels(4, 5, dtype="uint8") + i) for i in range(2)]
    frames[0].save(tmp_path / "a.png", save_all=True, append_images=frames[1:])

    image = read_image(tmp_path, "a.png")

    assert image.notes == ("the picture is animated; the first frame is used",)


@pytest.mark.parametrize("shape", [(16, 24), (16, 24, 3)])
def test_jpeg_is_read_and_said_to_be_lossy(
    save: Save, tmp_path: Path, shape: tuple[int, ...]
) -> None:
    array = np.full(shape, 120, dtype=np.uint8)

    image = read_image(tmp_path, save("a.jpg", array, quality=95))

    assert image.is_lossy
    assert image.array.shape == shape
    assert np.abs(image.array.astype(int) - 120).max() <= 2
    assert "JPEG compression changed the pixel values" in image.notes


def test_jpeg_inside_a_tiff_is_lossy_too(save: Save, tmp_path: Path) -> None:
    name = save("a.tif", np.full((16, 24), 120, dtype=np.uint8), compression="jpeg")

    assert read_image(tmp_path, name).is_lossy


def test_a_jpeg_with_fill_bytes_between_its_markers_is_read(save: Save, tmp_path: Path) -> None:
    save("a.jpg", np.full((16, 24), 120, dtype=np.uint8))
    content = (tmp_path / "a.jpg").read_bytes()

    filled = save("b.jpg", content[:2] + b"\xff\xff" + content[2:])

    assert read_image(tmp_path, filled).array.shape == (16, 24)


def test_a_cmyk_jpeg_is_refused_by_name(tmp_path: Path) -> None:
    Image.new("CMYK", (8, 8)).save(tmp_path / "a.jpg")

    with pytest.raises(DataError, match="stored as CMYK, not as grey or RGB"):
        read_image(tmp_path, "a.jpg")


def test_the_name_does_not_decide_the_format(save: Save, tmp_path: Path) -> None:
    array = pixels(4, 5, dtype="uint8")
    save("a.png", array)
    (tmp_path / "a.png").rename(tmp_path / "a.tif")

    np.testing.assert_array_equal(read_image(tmp_path, "a.tif").array, array)


def test_fortran_order_is_undone(save: Save, tmp_path: Path) -> None:
    array = np.asfortranarray(pixels(3, 4, 5))

    np.testing.assert_array_equal(read_image(tmp_path, save("a.npy", array)).array, array)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            {
                "ome": True,
                "metadata": {
                    "axes": "ZYX",
                    "PhysicalSizeX": 180,
                    "PhysicalSizeXUnit": "nm",
                    "PhysicalSizeY": 0.18,
                    "PhysicalSizeYUnit": "µm",
                    "PhysicalSizeZ": 0.001,
                    "PhysicalSizeZUnit": "mm",
                },
            },
            {"Z": 1.0, "Y": 0.18, "X": 0.18},
        ),
        (
            {"ome": True, "metadata": {"axes": "ZYX", "PhysicalSizeX": 2}},
            {"X": 2.0},
        ),
        (
            {
                "ome": True,
                "metadata": {"axes": "ZYX", "PhysicalSizeX": 2, "PhysicalSizeXUnit": "pixel"},
            },
            {},
        ),
        (
            {
                "imagej": True,
                "resolution": (5, 4),
                "metadata": {"axes": "ZYX", "unit": "um", "spacing": 0.5},
            },
            {"Z": 0.5, "Y": 0.25, "X": 0.2},
        ),
        (
            {
                "imagej": True,
                "resolution": (5, 5),
                "metadata": {"axes": "ZYX", "unit": "\\u00B5m"},
            },
            {"Y": 0.2, "X": 0.2},
        ),
        ({"imagej": True, "resolution": (72, 72), "metadata": {"axes": "ZYX", "unit": "inch"}}, {}),
        (
            {
                "imagej": True,
                "resolution": (1e-6, 5),
                "metadata": {"axes": "ZYX", "unit": "um", "spacing": 0},
            },
            {"Y": 0.2},
        ),
        ({"resolution": (300, 300), "resolutionunit": "INCH"}, {}),
    ],
)
def test_the_pixel_size_is_what_ome_or_imagej_say(
    save: Save, tmp_path: Path, options: dict[str, Any], expected: dict[str, float]
) -> None:
    record = read_image(tmp_path, save("a.tif", pixels(5, 6, 7), **options)).record

    assert record.pixel_size_um == pytest.approx(expected)


def test_further_images_in_a_file_are_said_to_be_left_out(tmp_path: Path) -> None:
    first = pixels(6, 7)
    with tifffile.TiffWriter(tmp_path / "a.tif") as writer:
        writer.write(first)
        writer.write(pixels(3, 3))

    image = read_image(tmp_path, "a.tif")

    np.testing.assert_array_equal(image.array, first)
    assert image.notes == ("the file holds 2 images; the first is used",)


def test_the_pixel_size_is_that_of_the_first_image(tmp_path: Path) -> None:
    with tifffile.TiffWriter(tmp_path / "a.tif", ome=True) as writer:
        writer.write(pixels(6, 7), metadata={"PhysicalSizeX": 1})
        writer.write(pixels(6, 7), metadata={"PhysicalSizeX": 2})

    assert read_image(tmp_path, "a.tif").record.pixel_size_um == {"X": 1.0}


@pytest.mark.parametrize("is_ome", [True, False])
def test_the_highest_resolution_of_a_pyramid_is_read(tmp_path: Path, is_ome: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    array = pixels(64, 64)
    with tifffile.TiffWriter(tmp_path / "a.tif", ome=is_ome) as writer:
        writer.write(array, subifds=2, tile=(16, 16))
        writer.write(array[::2, ::2], subfiletype=1, tile=(16, 16))
        writer.write(array[::4, ::4], subfiletype=1, tile=(16, 16))

    image = read_image(tmp_path, "a.tif")

    np.testing.assert_array_equal(image.array, array)
    assert image.notes == ("the file holds 3 resolutions; the highest is used",)


def test_a_palette_and_white_as_zero_in_a_tiff_are_said(save: Save, tmp_path: Path) -> None:
    array = pixels(6, 7, dtype="uint8")
    colours = np.zeros((3, 256), dtype=np.uint16)

    palette = read_image(tmp_path, save("p.tif", array, photometric="palette", colormap=colours))
    white = read_image(tmp_path, save("w.tif", array, photometric="miniswhite"))

    np.testing.assert_array_equal(palette.array, array)
    np.testing.assert_array_equal(white.array, array)
    assert palette.notes == ("the picture has a palette; values are palette indices",)
    assert white.notes == ("the file stores white as zero; values are used as stored",)


def test_one_file_of_an_ome_set_is_read_alone_and_said(save: Save, tmp_path: Path) -> None:
    xml = (
        '<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0">'
        '<Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint16" SizeX="7" SizeY="6" '
        'SizeC="1" SizeZ="2" SizeT="1"><TiffData IFD="0" FirstZ="0" PlaneCount="1">'
        '<UUID FileName="../secret.tif">urn:uuid:1</UUID></TiffData></Pixels></Image></OME>'
    )
    array = pixels(6, 7)

    image = read_image(tmp_path, save("a.tif", array, description=xml, metadata=None))

    np.testing.assert_array_equal(image.array, array)
    assert image.notes == (
        "its OME-XML does not fit this file alone and is ignored; all pages are used",
    )


def test_the_budget_can_be_widened_and_narrowed(save: Save, tmp_path: Path) -> None:
    name = save("a.tif", pixels(10, 10))

    with pytest.raises(DataError, match="the image is too large: 10 x 10 samples of 2 bytes"):
        read_image(tmp_path, name, budget=Budget(max_samples=99))
    with pytest.raises(DataError, match="too large"):
        read_image(tmp_path, name, budget=Budget(max_decoded_bytes=199))
    with pytest.raises(DataError, match="the file is too large"):
        read_image(tmp_path, name, budget=Budget(max_file_bytes=100))
    assert read_image(tmp_path, name, budget=Budget(max_samples=100)).array.shape == (10, 10)


def test_real_ome_tiff_gives_its_pixel_size(shared_data: Path) -> None:
    image = read_image(shared_data, "ome_containers/u2os_hoechst.ome.tif")

    assert (image.axes, image.array.shape, image.array.dtype.name) == ("YX", (256, 256), "uint16")
    assert image.record.pixel_size_um == {"Y": 0.656, "X": 0.656}
    assert image.notes == ()


def test_real_microscope_files_are_read_without_a_note(shared_data: Path) -> None:
    folders = [
        "bbbc039_segmentation/images",
        "fmd_denoise_real/noisy",
        "stardist_sample_2d",
        "rescale4dl_saureus_instance/masks_gt",
        "rescale4dl_deepbacs_semantic/masks_gt",
    ]
    files = [path for name in folders for path in (shared_data / name).glob("*.[tp][in][fg]")]
    assert len(files) > 20

    for path in files:
        name = path.relative_to(shared_data).as_posix()
        image = read_image(shared_data, name)
        expected = tifffile.imread(path) if path.suffix == ".tif" else imagecodecs.imread(path)
        np.testing.assert_array_equal(image.array, expected)
        assert (image.axes, image.notes) == ("YX", ())
