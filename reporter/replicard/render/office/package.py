"""Office files are ZIP archives of XML: making them, and making them the same every time."""

import io
import re
import zipfile
from collections.abc import Mapping

_FIRST_TIME = (1980, 1, 1, 0, 0, 0)
_MIMETYPE = "mimetype"
_TIMES = re.compile(
    rb"(<(dcterms:created|dcterms:modified|meta:creation-date|dc:date)\b[^>]*>)[^<]*(</\2>)"
)
_TIMED = ("docProps/core.xml", "meta.xml")


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """Return an archive of named parts in their order; the same parts give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _FIRST_TIME)
            # OpenDocument wants its type readable at the start of the file.
            is_plain = name == _MIMETYPE
            entry.compress_type = zipfile.ZIP_STORED if is_plain else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, content)
    return target.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the parts of an archive in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def dated(parts: Mapping[str, bytes], date: str) -> dict[str, bytes]:
    """Return parts in which every time is midnight of a day.

    Parameters
    ----------
    date
        Such as ``2026-11-25``.
    """
    midnight = rb"\g<1>" + f"{date}T00:00:00Z".encode() + rb"\g<3>"
    return {
        name: _TIMES.sub(midnight, part) if name in _TIMED else part for name, part in parts.items()
    }
