"""Identifiers that others resolve: DOI, ORCID iD, licence, web address.

The forms in which people write them are accepted and brought to one form. Nothing is
looked up.
"""

import re
from difflib import get_close_matches
from typing import Annotated, TypeAlias
from urllib.parse import urlsplit

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from replicard_schema.scalars import pattern_schema, problem, shown

# Letters in both cases, because the patterns of JSON Schema have no flag for that.
_WEB = r"[hH][tT][tT][pP][sS]?://"
_DOI_PREFIX = rf"(?:(?:{_WEB})?(?:dx\.|www\.)?[dD][oO][iI]\.[oO][rR][gG]/|[dD][oO][iI](?::\s?|\s))?"
_DOI_BODY = r"10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,3}/\S{1,300}"
_DOI = re.compile(f"{_DOI_PREFIX}({_DOI_BODY})")
_ORCID_PREFIX = rf"(?:(?:{_WEB})?(?:www\.)?[oO][rR][cC][iI][dD]\.[oO][rR][gG]/)?"
# Text copied from a PDF has typographic hyphens.
_ORCID_BODY = r"(?:[0-9]{4}[-‐‑–]?){3}[0-9]{3}[0-9Xx]"
_ORCID = re.compile(f"{_ORCID_PREFIX}({_ORCID_BODY})/?")
_KEY_BODY = r"[A-Za-z0-9][A-Za-z0-9_.:+/-]{0,99}"
_KEY = re.compile(rf"(?:key:\s?|@)({_KEY_BODY})")
_URL = re.compile(rf"{_WEB}[^\s<>\"{{}}|\\^`]{{1,2000}}")
_MAX_LICENCE = 200
_LICENCE_HABITS = {"cc0": "CC0-1.0", "cc-zero": "CC0-1.0"}
# Each of these names several licences, so the author has to choose.
_LICENCE_FAMILIES = {
    "agpl": ("AGPL-3.0-only", "AGPL-3.0-or-later"),
    "apache": ("Apache-2.0",),
    "bsd": ("BSD-3-Clause", "BSD-2-Clause"),
    "cc-by": ("CC-BY-4.0", "CC-BY-3.0"),
    "cc-by-nc": ("CC-BY-NC-4.0",),
    "cc-by-sa": ("CC-BY-SA-4.0",),
    "creative-commons": ("CC-BY-4.0", "CC0-1.0"),
    "gpl": ("GPL-3.0-only", "GPL-3.0-or-later", "GPL-2.0-only"),
    "lgpl": ("LGPL-3.0-only", "LGPL-2.1-or-later"),
    "public-domain": ("CC0-1.0", "PDDL-1.0"),
}


def _doi(value: object) -> object:
    found = _DOI.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise problem(
            "doi",
            f"{shown(value)} is not a DOI",
            hint="write it like 10.1038/s41592-021-01284-3 or https://doi.org/10.1038/…",
        )
    return found[1].rstrip(".,;")


def _reference(value: object) -> object:
    found = _KEY.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is not None:
        return f"key:{found[1]}"
    if isinstance(value, str) and value.strip().lower().startswith(("key:", "@")):
        raise problem(
            "citation-key",
            f"{shown(value)} is not a citation key",
            hint="a key has letters, digits and _ . : + / - only, as in key:smith2020",
        )
    try:
        return _doi(value)
    except PydanticCustomError as error:
        raise problem(
            "doi",
            f"{shown(value)} is not a DOI",
            hint="write it like 10.1038/s41592-021-01284-3; for a paper without DOI, name a "
            "file under bibliography and write key: and the citation key, as in key:smith2020",
        ) from error


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
    found = _ORCID.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise problem(
            "orcid",
            f"{shown(value)} is not an ORCID iD",
            hint="write it like 0000-0002-1825-0097 or https://orcid.org/0000-0002-1825-0097",
        )
    digits = re.sub(r"[^0-9Xx]", "", found[1]).upper()
    if orcid_checksum(digits) != digits[-1]:
        raise problem(
            "orcid",
            f"{shown(value)} is not an ORCID iD: the check digit does not fit",
            hint="one of the digits is mistyped",
        )
    return "-".join(digits[i : i + 4] for i in range(0, 16, 4))


def _spdx(value: object) -> object:
    text = value.strip() if isinstance(value, str) else ""
    dashed = "-".join(re.sub(r"\s+licen[cs]e$", "", text.lower()[:_MAX_LICENCE]).split())
    licence = _canonical(text) or _canonical(_LICENCE_HABITS.get(dashed, dashed))
    if licence is None:
        message = f"{shown(value)} is not an SPDX licence identifier"
        raise problem("licence", message, hint=_licence_hint(dashed))
    return licence


def _canonical(text: str) -> str | None:
    from packaging.licenses import (  # noqa: PLC0415 - its list is long and many cards need none
        InvalidLicenseExpression,
        canonicalize_license_expression,
    )

    if len(text) > _MAX_LICENCE:
        return None
    try:
        return str(canonicalize_license_expression(text))
    except InvalidLicenseExpression:
        return None


def _licence_hint(dashed: str) -> str:
    from packaging.licenses._spdx import LICENSES  # noqa: PLC0415 - only wanted on an error

    names = {name: entry["id"] for name, entry in LICENSES.items()}
    near = get_close_matches(dashed, list(names), n=1)
    options = _LICENCE_FAMILIES.get(dashed) or tuple(names[name] for name in near)
    if options:
        return f"did you mean {' or '.join(options)}?"
    return "write an identifier such as CC-BY-4.0, CC0-1.0, MIT or BSD-3-Clause"


def _url(value: object) -> object:
    text = value.strip() if isinstance(value, str) else ""
    if not _URL.fullmatch(text):
        message = f"{shown(value)} is not a web address"
        raise problem("url", message, hint="write it in full, starting with https://")
    try:
        parts = urlsplit(text)
        has_password = parts.username is not None
    except ValueError as error:
        raise problem("url", f"{shown(value)} is not a web address: {error}") from error
    if has_password:
        # Not repeated in the message, which may end up in a log.
        raise problem("url", "the web address holds a user name or password", hint="leave it out")
    if not parts.hostname:
        raise problem("url", f"{shown(value)} is not a web address: the host is missing")
    return text


Doi: TypeAlias = Annotated[
    str,
    BeforeValidator(_doi),
    WithJsonSchema(
        pattern_schema(
            "string",
            rf"^\s*{_DOI_PREFIX}{_DOI_BODY}\s*$",
            "a DOI such as 10.1038/s41592-021-01284-3",
            examples=["10.1038/s41592-021-01284-3"],
        )
    ),
]
"""Digital object identifier without prefix; ``https://doi.org/…`` and ``doi:…`` are accepted."""

Orcid: TypeAlias = Annotated[
    str,
    BeforeValidator(_orcid),
    WithJsonSchema(
        pattern_schema(
            # Sixteen digits without hyphens are a number to an editor.
            ["string", "integer"],
            rf"^\s*{_ORCID_PREFIX}{_ORCID_BODY}/?\s*$",
            "an ORCID iD such as 0000-0002-1825-0097",
            examples=["0000-0002-1825-0097"],
        )
    ),
]
"""ORCID iD of a person, with valid check digit."""

Spdx: TypeAlias = Annotated[
    str,
    BeforeValidator(_spdx),
    WithJsonSchema(
        pattern_schema(
            "string",
            r"\S",
            "an SPDX licence identifier such as CC-BY-4.0",
            examples=["CC-BY-4.0", "CC0-1.0", "MIT", "BSD-3-Clause", "Apache-2.0"],
        )
    ),
]
"""SPDX licence identifier or expression."""

Url: TypeAlias = Annotated[
    str,
    BeforeValidator(_url),
    WithJsonSchema(
        pattern_schema("string", rf"^\s*{_WEB}\S+\s*$", "a web address such as https://…")
    ),
]
"""Web address with http or https."""

Reference: TypeAlias = Annotated[
    str,
    BeforeValidator(_reference),
    WithJsonSchema(
        pattern_schema(
            "string",
            rf"^\s*(?:{_DOI_PREFIX}{_DOI_BODY}|(?:key:\s?|@){_KEY_BODY})\s*$",
            "a DOI such as 10.1038/s41592-021-01284-3, or key: and a citation key",
            examples=["10.1038/s41592-021-01284-3", "key:smith2020"],
        )
    ),
]
"""A paper: its DOI, or ``key:`` and the citation key of a record in a bibliography file."""
