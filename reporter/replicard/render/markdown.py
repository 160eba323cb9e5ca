"""The one escaper of Markdown: card text comes out of a Markdown parser unchanged."""

import re

_SPECIAL = re.compile(r"[\\`*\[\]<>|~^$@&]")
_UNDERSCORES = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
_BLOCK_START = re.compile(r"^(?:[-+=#])")
# A number with a decimal point starts no list, so versions stay readable.
_ORDERED_START = re.compile(r"^([0-9]{1,9})([.)])(?=\s|$)")
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")


def escape_markdown(text: str) -> str:
    r"""Write text so that Markdown shows it as it is, on one line.

    Characters are escaped for CommonMark, GitHub and pandoc alike: the latter two
    know tables, mathematics, citations and superscripts. Underscores inside a word
    mean nothing to any of them and stay readable.

    >>> print(escape_markdown("*Mus* [x] n_rays _a_ 5 < 6"))
    \*Mus\* \[x\] n_rays \_a\_ 5 \< 6
    >>> print(escape_markdown("1. first"), escape_markdown("1.13"), escape_markdown("# title"))
    1\. first 1.13 \# title
    """
    return escape_block_start(escape_inline(_BLANKS.sub(" ", text).strip(" ")))


def escape_inline(text: str) -> str:
    r"""Escape what has a meaning inside a line.

    >>> print(escape_inline("a|b"))
    a\|b
    """
    escaped = _SPECIAL.sub(r"\\\g<0>", text)
    return _UNDERSCORES.sub(lambda run: run[0].replace("_", r"\_"), escaped)


def escape_block_start(line: str) -> str:
    r"""Escape what would make a line a heading, a list item or a rule.

    >>> print(escape_block_start("- not a list"))
    \- not a list
    """
    line = _BLOCK_START.sub(r"\\\g<0>", line)
    return _ORDERED_START.sub(r"\1\\\2", line)
