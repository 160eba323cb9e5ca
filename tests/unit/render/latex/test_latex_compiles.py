"""What the escaper writes, set by LaTeX and read from the PDF."""

import unicodedata
from collections.abc import Callable

import pytest

from replicard.render.latex import FALLBACK, escape_latex, to_latex
from replicard.render.latex.characters import ACCENTS, COMMANDS, LITERAL, SUBSCRIPTS, SUPERSCRIPTS
from replicard_schema.report import Span, SpanStyle

Compile = Callable[..., str]

HOSTILE = [
    r"\input{/etc/passwd}",
    r"\write18{touch x} \immediate\openout1=x \csname input\endcsname",
    "^^M ^^5cinput ^^^^0041",
    "% not a comment",
    "# #1 ## &amp; & $x$ $$ \\( x \\) \\[ y \\]",
    "\\end{document} \\iffalse \\catcode`\\%=12",
    "unbalanced } and { and ] and [",
    "~ ^ _ a_b ` '' ``x'' -- --- ,, << >> ?` !`",
    '"a "quoted" text"',
    "\\",
    "a\\\\[1cm] b",
]


def document(
    lines: list[str], *, packages: str = r"\usepackage{cmap}\usepackage[T1]{fontenc}"
) -> str:
    body = "\n\n".join(lines)
    return (
        f"\\documentclass{{article}}\n{packages}\n\\usepackage{{textcomp,url}}\n"
        f"{FALLBACK}\\begin{{document}}\n{body}\n\\end{{document}}\n"
    )


def flat(text: str) -> str:
    return "".join(text.replace("’", "'").replace("‘", "'").split())


def test_hostile_text_is_shown_and_does_nothing(compiled: Compile) -> None:
    shown = flat(compiled(document([escape_latex(text) for text in HOSTILE])))

    for text in HOSTILE:
        assert flat(text) in shown


def test_every_character_that_we_write_compiles(compiled: Compile) -> None:
    known = [*LITERAL, *COMMANDS, *SUPERSCRIPTS, *SUBSCRIPTS]
    accented = [unicodedata.normalize("NFC", f"e{mark}") for mark in ACCENTS]

    compiled(document([f"x{escape_latex(character)}x" for character in [*known, *accented]]))


def test_the_characters_of_our_own_texts_are_found_in_the_pdf(compiled: Compile) -> None:
    texts = ["0.32 µm", "5 ± 2", "128 × 128", "10–20", "90°", "Schönberger", "Dollár", "Šmíd Řehoř"]

    shown = compiled(document([escape_latex(text) for text in texts]))

    for text in texts:
        assert flat(unicodedata.normalize("NFKC", text)) in flat(
            unicodedata.normalize("NFKC", shown)
        )


def test_an_unknown_character_is_shown_by_its_number(compiled: Compile) -> None:
    shown = compiled(document([escape_latex("sign 漢 end")]))

    assert "sign U+6F22 end" in shown


def test_an_engine_that_knows_all_characters_sets_them(compiled: Compile) -> None:
    shown = compiled(document([escape_latex("sign Ж end")], packages=""), engine="lualatex")

    assert "U+" not in shown


@pytest.mark.parametrize("packages", ["", r"\usepackage[T1]{fontenc}"])
def test_addresses_can_hold_what_latex_has_commands_for(compiled: Compile, packages: str) -> None:
    address = "https://x.org/a_b?c=%20&d=$1#e~f^g{h}\\i"

    shown = compiled(
        document([to_latex([Span(text=address, style=SpanStyle.LINK)])], packages=packages)
    )

    assert "https://x.org/a_b?c=%20&d=$1#e" in flat(shown).replace("%7E", "~")
