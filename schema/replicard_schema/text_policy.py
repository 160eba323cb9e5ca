"""Which characters no text may hold, wherever it comes from.

Control characters steer terminals and break XML writers, bidirectional overrides
make text read differently from what it is, lone surrogates cannot be written as
UTF-8, and non-characters are promised never to mean anything. None of them is
wanted in a card, a file name or a report, so text that holds one is refused where it
comes in, and every writer behind that gate may stay simple.

Tab, line feed and carriage return are allowed. So are the marks U+200E, U+200F and
U+061C, which right-to-left scripts need and which cannot reorder distant text.
"""

import re
import sys

_ALLOWED = "".join(
    (
        "\t\n\r\x20-\x7e",
        "\xa0-\u2029\u202f-\u2065",  # without the bidirectional overrides
        "\u206a-\ud7ff",  # without the isolates
        "\ue000-\ufdcf\ufdf0-\ufffd",  # without surrogates and non-characters
        *(
            f"{chr(plane)}-{chr(plane + 0xFFFD)}"
            for plane in range(0x10000, sys.maxunicode, 0x10000)
        ),
    )
)
# What is allowed is listed rather than what is not: on a text of 1 MB this is ten times faster.
_FORBIDDEN = re.compile(f"[^{_ALLOWED}]")


def forbidden_character(text: str) -> tuple[int, str] | None:
    r"""Find the first character that no text may hold.

    Returns
    -------
    tuple of int and str, or None
        Where it stands, counted from 0, and what it is in words; None for clean text.

    Examples
    --------
    >>> forbidden_character("5 µm\t10 µm\r\n")
    >>> forbidden_character("red\x1b[31m")
    (3, 'U+001B, a control character')
    >>> forbidden_character("invoice\u202efdp.exe")
    (7, 'U+202E, a character that changes the direction of text')
    """
    found = _FORBIDDEN.search(text)
    if found is None:
        return None
    return found.start(), f"U+{ord(found[0]):04X}, {_kind(ord(found[0]))}"


def escape_forbidden(text: str) -> str:
    r"""Replace every forbidden character by how it is written in source code.

    For messages that must show a text which was refused.

    Examples
    --------
    >>> print(escape_forbidden("red\x1b[31m"))
    red\x1b[31m
    """
    return _FORBIDDEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _kind(code_point: int) -> str:
    if code_point < 0xA0:  # noqa: PLR2004 -- end of the C1 block
        return "a control character"
    if code_point < 0x2070:  # noqa: PLR2004 -- end of the block that holds them
        return "a character that changes the direction of text"
    if code_point < 0xE000:  # noqa: PLR2004 -- end of the surrogates
        return "half of a surrogate pair"
    return "a code point that is not a character"
