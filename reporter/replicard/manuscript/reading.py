"""Reading a manuscript by the format that its name tells."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from replicard.errors import UnsafePathError
from replicard.files import read_hashed
from replicard.manuscript.document import Manuscript, Reader, unreadable
from replicard.manuscript.latex import read_latex
from replicard.manuscript.markup import read_markdown, read_text
from replicard.manuscript.opendocument import read_odt
from replicard.manuscript.word import read_docx

MAX_BYTES = 64 << 20
"""Largest manuscript; one with many figures in it may be this large."""

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".docx": read_docx,
        ".odt": read_odt,
        ".md": read_markdown,
        ".markdown": read_markdown,
        ".tex": read_latex,
        ".txt": read_text,
    }
)
"""How a file is read, by the end of its name."""


def read_manuscript(path: Path) -> Manuscript:
    """Read a manuscript.

    Parameters
    ----------
    path
        A DOCX, ODT, Markdown, LaTeX or plain text file of at most 64 MiB.

    Raises
    ------
    ManuscriptError
        If the format is not read, or the file is damaged or too large.
    DataError
        If there is no such file or it may not be read.
    """
    name = path.as_posix()
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        what = f"a {path.suffix} file is not read" if path.suffix else "the name tells no format"
        raise unreadable(name, what, hint=f"save the manuscript as one of {known}")
    try:
        # The file was named by the person at the keyboard, so a link may lead anywhere.
        real = path.resolve()
        data = read_hashed(real.parent, real.name, max_bytes=MAX_BYTES).content
    except UnsafePathError as error:
        raise unreadable(name, str(error)) from error
    return reader(path.name, data)
