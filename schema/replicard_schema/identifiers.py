"""Identifiers that others resolve: DOI, ORCID iD, licence, web address.

The forms in which people write them are accepted and brought to one form. Nothing is
looked up.
"""

import re
from difflib import get_close_matches
from typing import Annotated, TypeAlias
from urllib.parse import urlsplit

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.licenses._spdx import LICENSES
from pydantic import BeforeValidator, WithJsonSchema

from replicard_schema.scalars import problem

_DOI_PREFIX = r"(?:[hH][tT][tT][pP][sS]?://(?:dx\.)?doi\.org/|[dD][oO][iI]:\s{0,3})?"
_DOI_BODY = r"10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,3}/[^\s]{1,300}"
_DOI = re.compile(f"{_DOI_PREFIX}({_DOI_BODY})")
_ORCID = re.compile(r"(?:https?://orcid\.org/)?([0-9]{4}-?[0-9]{4}-?[0-9]{4}-?[0-9]{3}[0-9Xx])")
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]{1,2000}", re.IGNORECASE)
_LICENCE_HABITS = {
    "cc0": "CC0-1.0",
    "cc zero": "CC0-1.0",
    "public domain": "CC0-1.0",
    "bsd": "BSD-3-Clause",
    "gpl": "GPL-3.0-or-later",
    "apache": "Apache-2.0",
}


def _doi(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _DOI.fullmatch(value.strip())
    if found is None:
        raise problem(
            "doi", f"{value!r} is not a DOI: expected a form such as 10.1038/s41592-021-01284-3"
        )
    return found[1].rstrip(".")


def orcid_checksum(digits: str) -> str:
    """Return the check character of the first 15 digits of an ORCID iD.

    Parameters
    ----------
    digits
        At least 15 digits without hyphens; further characters are ignored.

    Returns
    -------
    str
        A digit, or ``X`` for ten.

    References
    ----------
    ISO/IEC 7064, MOD 11-2.

    Examples
    --------
    >>> orcid_checksum("000000021825009")
    '7'
    """
    total = 0
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)  # noqa: PLR2004 - ten has no digit


def _orcid(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _ORCID.fullmatch(value.strip())
    if found is None:
        raise problem(
            "orcid",
            f"{value!r} is not an ORCID iD: expected 0000-0002-1825-0097 or its web address",
        )
    digits = found[1].replace("-", "").upper()
    if orcid_checksum(digits) != digits[-1]:
        raise problem(
            "orcid",
            f"{value!r} is not an ORCID iD: the check digit does not fit, so a digit is mistyped",
        )
    return "-".join(digits[i : i + 4] for i in range(0, 16, 4))


def _licence_guess(text: str) -> str:
    words = text.strip().lower().removesuffix(" license").removesuffix(" licence")
    return _LICENCE_HABITS.get(words, "-".join(words.split()))


def _spdx(value: object) -> object:
    if not isinstance(value, str):
        return value
    for attempt in (value.strip(), _licence_guess(value)):
        try:
            return str(canonicalize_license_expression(attempt))
        except InvalidLicenseExpression:
            continue
    known = [entry["id"] for entry in LICENSES.values()]
    near = get_close_matches(_licence_guess(value), [name.lower() for name in known], n=1)
    names = {name.lower(): name for name in known}
    hint = (
        f"; did you mean {names[near[0]]}?"
        if near
        else ", such as CC-BY-4.0, CC0-1.0, MIT or BSD-3-Clause"
    )
    raise problem("licence", f"{value!r} is not an SPDX licence identifier{hint}")


def _url(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = value.strip()
    if not _URL.fullmatch(text):
        raise problem("url", f"{value!r} is not a web address: expected https://…")
    try:
        parts = urlsplit(text)
        has_password = parts.username is not None
    except ValueError as error:
        raise problem("url", f"{value!r} is not a web address: {error}") from error
    if has_password:
        raise problem("url", "the web address holds a user name or password: leave it out")
    if not parts.hostname:
        raise problem("url", f"{value!r} is not a web address: the host is missing")
    return text


Doi: TypeAlias = Annotated[
    str,
    BeforeValidator(_doi),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^\s*{_DOI_PREFIX}{_DOI_BODY}\s*$",
            "examples": ["10.1038/s41592-021-01284-3"],
        }
    ),
]
"""Digital object identifier without prefix; ``https://doi.org/…`` and ``doi:…`` are accepted."""

Orcid: TypeAlias = Annotated[
    str,
    BeforeValidator(_orcid),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^\s*{_ORCID.pattern}\s*$",
            "examples": ["0000-0002-1825-0097"],
        }
    ),
]
"""ORCID iD of a person, with valid check digit."""

Spdx: TypeAlias = Annotated[
    str,
    BeforeValidator(_spdx),
    WithJsonSchema(
        {
            "type": "string",
            "minLength": 1,
            "examples": ["CC-BY-4.0", "CC0-1.0", "MIT", "BSD-3-Clause", "Apache-2.0"],
        }
    ),
]
"""SPDX licence identifier or expression."""

Url: TypeAlias = Annotated[
    str,
    BeforeValidator(_url),
    WithJsonSchema({"type": "string", "pattern": r"^\s*[hH][tT][tT][pP][sS]?://\S+\s*$"}),
]
"""Web address with http or https."""
