"""Pages as tagged PDFs for archives, rendered in a process of their own."""

import base64
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final, Literal

from replicard.errors import ReplicardError
from replicard.render.fonts import HOW_TO_INSTALL as HOW_TO_ADD_FONTS
from replicard.render.fonts import font_files, has_asian_fonts
from replicard.render.pdf_worker import MISSING

VARIANT: Final = "pdf/a-3a"
_SECONDS: Final = 300
_MEMORY_BYTES: Final = 6 * 2**30
_NO_FONT_FOLDERS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""

_NO_GLYPH = re.compile(r'\.notdef glyph rendered .* fonts: "(.+)" \(U\+', re.DOTALL)
_CHARACTERS_SHOWN = 20
_ASIAN = re.compile(r"[\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")

HOW_TO_INSTALL: Final = (
    "install it with `pip install 'replicard[pdf]'` and its native library Pango with "
    "`apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0` (Debian, Ubuntu), "
    "`brew install pango` (macOS) or `pacman -S mingw-w64-x86_64-pango` in MSYS2 (Windows)"
)


class PdfUnavailableError(ReplicardError):
    """A PDF that could not be made, with the reason and what to do in one sentence.

    Everything else can still be built.
    """


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished PDF.

    Attributes
    ----------
    content
        The file.
    messages
        What the renderer complained about, such as characters that no font has, each
        thing once.
    """

    content: bytes
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside a PDF.

    Attributes
    ----------
    name
        File name, in ASCII.
    relationship
        What it is to the document, by ISO 32000-2, 7.11.3: what the document was made
        from, the data that it shows, or something beside it.
    media_type
        Such as ``text/csv``.
    """

    name: str
    content: bytes
    description: str
    relationship: Literal["Source", "Data", "Supplement"]
    media_type: str


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A page to be rendered.

    Attributes
    ----------
    html
        HTML that names no address but those of ``files``.
    files
        Images by their address. The fonts are there without being named.
    attachments
        Files that travel inside, each name once.
    date
        Day of the attachments, as ``2024-05-06``.
    """

    html: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    date: str = "1980-01-01"


def render_pages(pages: Sequence[PaperPage], *, timeout_seconds: int = _SECONDS) -> tuple[Pdf, ...]:
    """Render pages one after another in a process of their own.

    One process for several pages, because loading the renderer takes longer than a page.
    The same page gives the same bytes.

    Parameters
    ----------
    timeout_seconds
        When to give up on all of them.

    Raises
    ------
    PdfUnavailableError
        If WeasyPrint or a native library is missing, or the renderer fails.
    """
    job = {
        "fonts": _encoded(font_files()),
        "pages": [_page_of_job(page) for page in pages],
        "variant": VARIANT,
        "memory_bytes": _MEMORY_BYTES,
        "seconds": timeout_seconds,
    }
    with tempfile.TemporaryDirectory(prefix="replicard-pdf-") as folder:
        finished = _run(json.dumps(job), Path(folder), timeout_seconds=timeout_seconds)
    return _outcome(finished)


def _page_of_job(page: PaperPage) -> dict[str, object]:
    attached = [
        {**asdict(one), "content": base64.b64encode(one.content).decode()}
        # Readers look names up in a sorted list.
        for one in sorted(page.attachments, key=lambda one: one.name)
    ]
    return {
        "html": page.html,
        "files": _encoded(page.files),
        "attachments": attached,
        "date": page.date,
    }


def _encoded(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: base64.b64encode(body).decode() for name, body in files.items()}


def _run(job: str, folder: Path, *, timeout_seconds: int) -> subprocess.CompletedProcess[str]:
    # -P and a folder of our own: no module beside the card is imported by accident.
    command = [sys.executable, "-P", "-X", "utf8", "-m", "replicard.render.pdf_worker"]
    try:
        return subprocess.run(  # noqa: S603 - our own module
            command,
            input=job,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=folder,
            env=_environment(folder),
            timeout=timeout_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PdfUnavailableError(
            f"the PDF was not made: rendering took longer than {timeout_seconds} s"
        ) from error


def _environment(folder: Path) -> dict[str, str]:
    settings = folder / "fonts.conf"
    settings.write_text(_NO_FONT_FOLDERS, encoding="utf-8")
    here = {
        "FONTCONFIG_FILE": str(settings),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "TMPDIR": str(folder),
    }
    return {**os.environ, **here}


def _outcome(finished: subprocess.CompletedProcess[str]) -> tuple[Pdf, ...]:
    if finished.returncode == MISSING:
        raise PdfUnavailableError(
            f"the PDF was not made, because WeasyPrint cannot be loaded: {HOW_TO_INSTALL}"
        )
    if finished.returncode != 0:
        raise PdfUnavailableError(f"the PDF was not made: {_how_it_ended(finished)}")
    return tuple(
        Pdf(base64.b64decode(each["pdf"]), _told(each["messages"]))
        for each in json.loads(finished.stdout)
    )


def _told(complaints: Sequence[str]) -> tuple[str, ...]:
    """Say what the renderer complained about, each thing once.

    >>> no_glyph = '.notdef glyph rendered for Unicode string unsupported by fonts: "{}" (U+1F52C)'
    >>> _told([no_glyph.format("🔬"), no_glyph.format("🔬"), "no such property"])
    ('no such property', 'its fonts lack 🔬, shown as an empty box or a gap; the HTML shows it')
    """
    glyphs = [(complaint, _NO_GLYPH.match(complaint)) for complaint in complaints]
    told = dict.fromkeys(complaint for complaint, found in glyphs if found is None)
    lacking = "".join(dict.fromkeys(found[1] for _, found in glyphs if found is not None))
    return (*told, *([_lacking(lacking)] if lacking else []))


def _lacking(characters: str) -> str:
    help_ = "" if has_asian_fonts() or not _ASIAN.search(characters) else f"; {HOW_TO_ADD_FONTS}"
    if len(characters) == 1:
        return (
            f"its fonts lack {characters}, shown as an empty box or a gap; the HTML shows it{help_}"
        )
    more = "" if len(characters) <= _CHARACTERS_SHOWN else " …"
    return (
        f"its fonts lack {len(characters)} characters, shown as empty boxes or gaps "
        f"({characters[:_CHARACTERS_SHOWN]}{more}); the HTML shows them{help_}"
    )


def _how_it_ended(finished: subprocess.CompletedProcess[str]) -> str:
    if finished.returncode < 0:
        return f"the renderer was stopped by signal {-finished.returncode}"
    said = finished.stderr.strip().splitlines()
    return f"the renderer failed: {said[-1]}" if said else "the renderer failed"
