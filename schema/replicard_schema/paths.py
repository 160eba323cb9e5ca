"""Paths and patterns of files, as a card may name them: below its own folder."""

import re
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema

from replicard_schema.scalars import ANY_SCALAR, pattern_schema, problem, shown

_MAX_PATH = 1000
_DRIVE = re.compile(r"[A-Za-z]:")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")


def _relative(value: object) -> object:
    if not isinstance(value, str):
        raise problem("path", f"expected the path of a file, got {shown(value)}")
    # Windows users write backslashes; no file of a portable project has one in its name.
    text = value.strip().replace("\\", "/")
    while text.startswith("./"):
        text = text[2:].lstrip("/")
    if not text:
        raise problem("path", "is empty", hint="write the path of a file, or leave the field out")
    fault = _fault(text)
    if fault is not None:
        message, hint = fault
        raise problem("path", f"{shown(value)} {message}", hint=hint)
    return text


def _fault(text: str) -> tuple[str, str] | None:
    if len(text) > _MAX_PATH:
        return f"is longer than {_MAX_PATH} characters", "move the card closer to the files"
    if "\n" in text or "\r" in text:
        return "goes over several lines", "write one path, or one pattern that covers the files"
    if _SCHEME.match(text):
        return "is a web address", "files must lie beside the card; give the address under deposit"
    if text.startswith(("/", "~")) or _DRIVE.match(text):
        return "is an absolute path", "write it relative to the card, such as data/images/*.tif"
    if ".." in text.split("/"):
        return "leads out of the folder of the card", "move the card to the top of the project"
    return None


FilePath: TypeAlias = Annotated[
    str,
    BeforeValidator(_relative),
    WithJsonSchema(pattern_schema(list(ANY_SCALAR), r"\S", "the path of a file")),
]
"""Path of one file, relative to the card, with forward slashes."""

FilePattern: TypeAlias = Annotated[
    str,
    BeforeValidator(_relative),
    WithJsonSchema(
        pattern_schema(
            list(ANY_SCALAR), r"\S", "a pattern of files", examples=["data/images/*.tif"]
        )
    ),
]
"""Pattern of files relative to the card: ``*`` within a folder, ``**`` across folders."""
