"""Notices as SARIF 2.1.0, the format that code scanners hand to editors and hosting services.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import hashlib
import os
from collections.abc import Iterable, Sequence
from typing import TypeAlias
from urllib.parse import quote

from replicard.errors import Position
from replicard.files.escape import printable
from replicard.render.notices import OPEN_QUESTION, Notice, NoticeLevel

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "%SRCROOT%"
Json: TypeAlias = dict[str, object]

_HELP = {
    OPEN_QUESTION: "Something that a checklist asks for is not answered by the card yet.",
    NoticeLevel.ERROR: "The card does not say what it must, or contradicts what was found.",
    NoticeLevel.WARNING: "A reader of the study would ask about this.",
    NoticeLevel.NOTE: "Advice that may or may not fit the study.",
}


def sarif_log(notices: Iterable[Notice], *, version: str) -> Json:
    """Return a log with one run, as plain data.

    Paths are relative to the folder that the program was started in.

    Parameters
    ----------
    version
        Version of this program.
    """
    listed = tuple(notices)
    # A code may occur with several levels; the most severe one comes first.
    kinds = {notice.code: notice for notice in reversed(listed)}
    codes = sorted(kinds)
    driver = {
        "name": "Replicard",
        "semanticVersion": version,
        "rules": [_rule(kinds[code]) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            _ROOT: {"description": {"text": "Folder that the check was started in."}}
        },
        "results": [_result(notice, codes) for notice in listed],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(notice: Notice) -> Json:
    about = _HELP.get(notice.code) or _HELP[notice.level]
    command = f"replicard explain {'FIELD' if notice.code == OPEN_QUESTION else 'FIELD-OR-ITEM'}"
    more = "says what a field of the card or an item of a checklist means, and why it is asked for."
    return {
        "id": notice.code,
        "shortDescription": {"text": notice.title},
        "fullDescription": {"text": about},
        "defaultConfiguration": {"level": notice.level.value},
        "help": {
            "text": f"{about} The command {command} {more}",
            "markdown": f"{about}\n\n`{command}` {more}",
        },
    }


def _result(notice: Notice, codes: Sequence[str]) -> Json:
    message = notice.message if not notice.hint else f"{notice.message}\n{notice.hint}"
    result: Json = {
        "ruleId": notice.code,
        "ruleIndex": codes.index(notice.code),
        "level": notice.level.value,
        "message": {"text": printable(message, keep="\n")},
        "locations": [_location(notice.file, notice.position, notice.field)],
        "partialFingerprints": {"replicard/v1": _fingerprint(notice)},
    }
    if notice.related:
        result["relatedLocations"] = [_location(name) for name in notice.related]
    if notice.items:
        result["properties"] = {"items": list(notice.items)}
    return result


def _location(file: str, position: Position | None = None, field: str = "") -> Json:
    place: Json = {"artifactLocation": {"uri": _uri(file), "uriBaseId": _ROOT}}
    if position is not None:
        place["region"] = {"startLine": position.line, "startColumn": position.column}
    location: Json = {"physicalLocation": place}
    if field:
        location["logicalLocations"] = [{"fullyQualifiedName": printable(field)}]
    return location


def _uri(file: str) -> str:
    """Return a file name as a relative reference that no reader takes for a scheme.

    >>> _uri("my study/a:b.yaml")
    'my%20study/a%3Ab.yaml'
    """
    return quote(os.fsencode(file), safe="/")


def _fingerprint(notice: Notice) -> str:
    """Return what stays the same when lines above are added, so that a result is known again."""
    parts = (notice.code, notice.file, notice.field, notice.message)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
