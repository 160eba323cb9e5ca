"""What the style processor leaves to be mended in a formatted entry.

It drops a sign that is doubled, but not a full stop behind a question mark, and does not
move a comma or a stop inside the quotation marks where the language wants it there. The
rules are those of the CSL specification and of what citeproc-js does.
"""

import re
from collections.abc import Callable, Sequence

from replicard.render.citations.runs import Character

_DROPPED = (
    re.compile(r"(?<= )( +)"),
    re.compile(r"( +)(?=[,;.](?:\s|$))"),
    # The second of two signs where the first says it all; dots of an ellipsis stay.
    re.compile(r"(?<=[?!])([.:,;])(?![.])"),
    re.compile(r"(?<=[?!][”’])(\.)"),
    re.compile(r"(?<=\.[”’])(\.)"),
    re.compile(r"(?<=[,;:])([.,;])(?![.])"),
    re.compile(r"(?<=\.)(:)(?=\s)"),
    re.compile(r"(?<=[^.]\.)(\.)(?![.])"),
)
_OUTSIDE_QUOTE = re.compile(r"([”’]+)([.,])")


def mended(found: Sequence[Character], *, punctuation_in_quote: bool) -> tuple[Character, ...]:
    """Return the characters of an entry with its punctuation in order.

    Parameters
    ----------
    punctuation_in_quote
        Whether stops and commas stand inside quotation marks, as in American English.
    """
    kept = list(found)
    if punctuation_in_quote:
        kept = _applied(_OUTSIDE_QUOTE, kept, _swapped)
    for pattern in _DROPPED:
        kept = _applied(pattern, kept, _dropped)
    return tuple(_stripped(kept))


def _applied(
    pattern: re.Pattern[str],
    found: list[Character],
    change: Callable[[list[Character], re.Match[str]], list[Character]],
) -> list[Character]:
    """Apply a change from the last hit to the first, so that earlier places stay valid."""
    text = "".join(sign for sign, _ in found)
    for hit in reversed(list(pattern.finditer(text))):
        found = change(found, hit)
    return found


def _swapped(found: list[Character], hit: re.Match[str]) -> list[Character]:
    (quote, stop), end = hit.span(1), hit.end(2)
    return [*found[:quote], *found[stop:end], *found[quote:stop], *found[end:]]


def _dropped(found: list[Character], hit: re.Match[str]) -> list[Character]:
    return [*found[: hit.start(1)], *found[hit.end(1) :]]


def _stripped(found: list[Character]) -> list[Character]:
    shown = [i for i, (sign, _) in enumerate(found) if not sign.isspace()]
    return found[shown[0] : shown[-1] + 1] if shown else []
