"""Fonts of the PDF, taken from files that matplotlib and, for Asian scripts, mplfonts carry.

Named files instead of installed fonts: the page looks the same on every machine, and
the renderer does not crash on one that has no fonts at all.
"""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import matplotlib as mpl

from replicard.errors import MissingExtraError

HOW_TO_INSTALL = "`pip install 'replicard[cjk]'` adds Chinese, Japanese and Korean (85 MB)"

_FORMATS = {".ttf": "truetype", ".otf": "opentype"}


@dataclass(frozen=True, slots=True)
class Font:
    """One face of a family."""

    family: str
    file: str
    weight: int = 400
    style: str = "normal"

    @property
    def address(self) -> str:
        """Name under which the renderer asks for the file; it leads nowhere else."""
        return f"replicard:fonts/{self.file}"

    def rule(self) -> str:
        """Return the style sheet rule that names the face."""
        form = _FORMATS[Path(self.file).suffix]
        return (
            f'@font-face {{ font-family: "{self.family}"; font-weight: {self.weight}; '
            f'font-style: {self.style}; src: url("{self.address}") format("{form}"); }}'
        )

    def content(self) -> bytes:
        """Return the font file."""
        return (self.folder() / self.file).read_bytes()

    def folder(self) -> Path:
        """Return the folder that holds the file."""
        return Path(mpl.get_data_path()) / "fonts" / "ttf"


@dataclass(frozen=True, slots=True)
class AsianFont(Font):
    """A face of the package of the extra ``cjk``, which may be absent."""

    def folder(self) -> Path:
        """Return the folder that holds the file.

        Raises
        ------
        MissingExtraError
            If the package is not installed.
        """
        found = find_spec("mplfonts")
        if found is None or found.origin is None:
            raise MissingExtraError(f"fonts of Asian scripts are missing: {HOW_TO_INSTALL}")
        return Path(found.origin).parent / "fonts"


FONTS = (
    Font("Replicard Serif", "STIXGeneral.ttf"),
    Font("Replicard Serif", "STIXGeneralItalic.ttf", style="italic"),
    Font("Replicard Serif", "STIXGeneralBol.ttf", weight=700),
    Font("Replicard Serif", "STIXGeneralBolIta.ttf", weight=700, style="italic"),
    Font("Replicard Sans", "DejaVuSans.ttf"),
    Font("Replicard Sans", "DejaVuSans-Oblique.ttf", style="italic"),
    Font("Replicard Sans", "DejaVuSans-Bold.ttf", weight=700),
    Font("Replicard Sans", "DejaVuSans-BoldOblique.ttf", weight=700, style="italic"),
    Font("Replicard Mono", "DejaVuSansMono.ttf"),
)
ASIAN = AsianFont("Replicard Asian", "NotoSansCJKsc-Regular.otf")
"""Chinese, Japanese and Korean, for a name or a title; the last resort of every family."""


def has_asian_fonts() -> bool:
    """Say whether the PDF can show Chinese, Japanese and Korean."""
    return find_spec("mplfonts") is not None


def _faces() -> tuple[Font, ...]:
    return (*FONTS, ASIAN) if has_asian_fonts() else FONTS


def font_rules() -> str:
    """Return the style sheet that names all faces."""
    return "\n".join(font.rule() for font in _faces())


def font_files() -> dict[str, bytes]:
    """Return all font files by the address under which the renderer asks for them."""
    return {font.address: font.content() for font in _faces()}
