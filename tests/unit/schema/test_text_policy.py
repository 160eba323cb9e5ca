"""Text policy: what is refused, what is not, and how it is named."""

import sys
import time
import unicodedata

import pytest

from replicard_schema.text_policy import escape_forbidden, forbidden_character

NON_CHARACTERS = {0xFDD0 + offset for offset in range(32)} | {
    plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
}
BIDIRECTIONAL = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def test_every_code_point_is_judged_as_the_rule_says() -> None:
    refused = {code for code in range(sys.maxunicode + 1) if forbidden_character(chr(code))}

    controls = {
        code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cc"
    } - {0x09, 0x0A, 0x0D}
    surrogates = set(range(0xD800, 0xE000))
    assert refused == controls | BIDIRECTIONAL | surrogates | NON_CHARACTERS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00", (1, "U+0000, a control character")),
        ("ab\x85", (2, "U+0085, a control character")),
        ("\u2067", (0, "U+2067, a character that changes the direction of text")),
        ("x\udcff", (1, "U+DCFF, half of a surrogate pair")),
        ("\ufffe", (0, "U+FFFE, a code point that is not a character")),
        ("ok \U0010ffff", (3, "U+10FFFF, a code point that is not a character")),
    ],
)
def test_the_first_forbidden_character_is_named(text: str, expected: tuple[int, str]) -> None:
    assert forbidden_character(text) == expected


def test_scripts_of_the_world_are_allowed() -> None:
    assert forbidden_character("Zellkörper, клетка, 細胞, خلية\u200f, 🔬\r\n\t") is None


def test_escaped_text_is_clean_and_shows_what_was_there() -> None:
    escaped = escape_forbidden("a\x1b\u202e\udcff\U0001fffe")

    assert escaped == r"a\x1b\u202e\udcff\U0001fffe"
    assert forbidden_character(escaped) is None


def test_a_megabyte_is_judged_in_a_moment() -> None:
    text = "Größe µm, αβγ 🔬 words\n" * 45_000

    started = time.perf_counter()
    found = forbidden_character(text)

    assert found is None
    assert time.perf_counter() - started < 0.5
