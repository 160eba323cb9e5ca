"""Telling file formats apart by their first bytes, never by their name."""

from enum import StrEnum

from replicard.images.raster import DecodeError


class Format(StrEnum):
    """The formats that are read."""

    TIFF = "TIFF"
    PNG = "PNG"
    JPEG = "JPEG"
    NPY = "NPY"


_SIGNATURES = (
    (b"II*\x00", Format.TIFF),
    (b"MM\x00*", Format.TIFF),
    (b"II+\x00", Format.TIFF),
    (b"MM\x00+", Format.TIFF),
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"\xff\xd8\xff", Format.JPEG),
    (b"\x93NUMPY", Format.NPY),
)
_EXPORT = "export it as TIFF"
_IMPORT = "export it as TIFF; `replicard import` takes from it how the images were taken"
_DOWNLOAD = "download the file again; the address may ask for a login"
# Files that people try to use as images, so that the error can name what they have.
_OTHERS = (
    (b"version https://git-lfs.github.com/", "a Git LFS pointer", "fetch it with `git lfs pull`"),
    (b"PK\x03\x04", "a ZIP archive (or NPZ)", "unpack it, or save each array as NPY"),
    (b"\x1f\x8b", "gzip-compressed", "unpack it"),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file", _EXPORT),
    (b"ZISRAWFILE", "a Zeiss CZI file", _IMPORT),
    (b"\xda\xce\xbe\x0a", "a Nikon ND2 file", _IMPORT),
    (b"\x70\x00\x00\x00", "a Leica LIF file", _IMPORT),
    (b"\xd0\xcf\x11\xe0", "an Olympus OIB or other OLE file", _EXPORT),
    (b"GIF8", "a GIF", _EXPORT),
    (b"BM", "a BMP", _EXPORT),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 file", _EXPORT),
    (b"\x80\x04\x95", "a Python pickle, which is never loaded", "save the array as NPY"),
    (b"<!DOCTYPE html", "a web page", _DOWNLOAD),
    (b"<!doctype html", "a web page", _DOWNLOAD),
    (b"<html", "a web page", _DOWNLOAD),
)


def detect(content: bytes) -> Format:
    """Return the format of a file.

    Raises
    ------
    DecodeError
        If the first bytes are those of no format that is read.
    """
    if not content:
        raise DecodeError(
            "the file is empty (0 bytes)", code="empty-file", hint="copy or download it again"
        )
    for signature, known in _SIGNATURES:
        if content.startswith(signature):
            return known
    what, hint = next(
        (
            (f"{what}, " if what else "", hint)
            for start, what, hint in _OTHERS
            if content.startswith(start)
        ),
        ("", "save the image as TIFF or PNG"),
    )
    raise DecodeError(
        f"the file is {what}not a TIFF, PNG, JPEG or NPY file", code="unknown-format", hint=hint
    )
