"""Fonts of the PDF, taken from files that matplotlib carries.

Named files instead of installed fonts: the page looks the same on every machine, and
the renderer does not crash on one that has no fonts at all.
"""

from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl


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
        return (
            f'@font-face {{ font-family: "{self.family}"; font-weight: {self.weight}; '
            f'font-style: {self.style}; src: url("{self.address}") format("truetype"); }}'
        )

    def content(self) -> bytes:
        """Return the font file."""
        return (Path(mpl.get_data_path()) / "fonts" / "ttf" / self.file).read_bytes()


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


def font_rules() -> str:
    """Return the style sheet that names all faces."""
    return "\n".join(font.rule() for font in FONTS)


def font_files() -> dict[str, bytes]:
    """Return all font files by the address under which the renderer asks for them."""
    return {font.address: font.content() for font in FONTS}
