"""Paths and patterns of files, as a card may name them: below its own folder."""

import re
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field, WithJsonSchema

from replicard_schema.scalars import problem

_DRIVE = re.compile(r"[A-Za-z]:")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")


def _relative(value: object) -> object:
    if not isinstance(value, str):
        return value
    # Windows users write backslashes; no file of a portable project has one in its name.
    text = value.strip().replace("\\", "/")
    while text.startswith("./"):
        text = text[2:]
    if not text:
        raise problem("path", "is empty: write the path of a file, or leave the field out")
    if _SCHEME.match(text):
        raise problem(
            "path",
            f"{value!r} is a web address: files must lie beside the card; give the address under deposit",
        )
    if text.startswith(("/", "~")) or _DRIVE.match(text):
        raise problem(
            "path",
            f"{value!r} is an absolute path: write it relative to the card, such as data/images/*.tif",
        )
    if ".." in text.split("/"):
        raise problem(
            "path",
            f"{value!r} leads out of the folder of the card: move the card to the top of the project",
        )
    return text


FilePath: TypeAlias = Annotated[
    str,
    BeforeValidator(_relative),
    Field(max_length=1000),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 1000}),
]
"""Path of one file, relative to the card, with forward slashes."""

FilePattern: TypeAlias = Annotated[
    str,
    BeforeValidator(_relative),
    Field(max_length=1000),
    WithJsonSchema(
        {
            "type": "string",
            "minLength": 1,
            "maxLength": 1000,
            "examples": ["data/images/*.tif"],
        }
    ),
]
"""Pattern of files relative to the card: ``*`` within a folder, ``**`` across folders."""
