"""Media types of the files that studies have."""

from pathlib import PurePosixPath

_FORMATS = {
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".yaml": "application/yaml",
}


def format_of(path: str) -> str | None:
    """Return the media type of a file by its name; None for formats without one.

    >>> format_of("a/B.TIF"), format_of("weights.h5")
    ('image/tiff', None)
    """
    return _FORMATS.get(PurePosixPath(path).suffix.lower())
