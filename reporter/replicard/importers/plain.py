"""Reading JSON and YAML of strangers as plain data: bounded, nothing executed."""

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml
from pydantic import JsonValue
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent

from replicard.importers.source import Content, UnreadableSourceError

_MAX_DEPTH = 40
_MAX_NODES = 200_000
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_WORDS: Mapping[str, JsonValue] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_Loader: type[yaml.CSafeLoader | yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def text_of(content: Content) -> str:
    """Decode UTF-8 with or without byte order mark.

    Raises
    ------
    UnreadableSourceError
        If it is not UTF-8.
    """
    try:
        return content.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableSourceError("is not a text in UTF-8") from error


def json_object(content: Content) -> dict[str, JsonValue]:
    """Read a JSON object.

    Raises
    ------
    UnreadableSourceError
        If it is cut off, nested too deep, or no object.
    """
    try:
        # Decimal numbers keep their spelling, as an author would have typed them.
        value = json.loads(text_of(content), parse_float=str)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UnreadableSourceError(f"is not whole JSON: it cannot be read from {where}") from error
    except (RecursionError, ValueError) as error:
        raise UnreadableSourceError("is not JSON that can be read") from error
    if not isinstance(value, dict):
        raise UnreadableSourceError("holds JSON, but no object with names and values")
    return value


def yaml_object(content: Content) -> dict[str, JsonValue]:
    """Read a YAML mapping; scalars by the core rules of YAML 1.2, dates stay text.

    Tags and aliases are refused, since nothing that describes a model needs them.

    Raises
    ------
    UnreadableSourceError
        If it is not such a mapping.
    """
    text = text_of(content)
    try:
        _check(text)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f" from line {mark.line + 1}" if mark else ""
        raise UnreadableSourceError(f"is not YAML that can be read{where}") from error
    except (yaml.YAMLError, ArithmeticError, LookupError, RecursionError, ValueError) as error:
        raise UnreadableSourceError("is not YAML that can be read") from error
    value = _plain(node)
    if not isinstance(value, dict):
        raise UnreadableSourceError("holds YAML, but no mapping with names and values")
    return value


def _check(text: str) -> None:
    depth = nodes = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, CollectionStartEvent)
        depth -= isinstance(event, CollectionEndEvent)
        nodes += isinstance(event, NodeEvent)
        if depth > _MAX_DEPTH or nodes > _MAX_NODES:
            raise UnreadableSourceError("is nested too deep or has too many values")
        if isinstance(event, AliasEvent):
            raise UnreadableSourceError("uses YAML aliases, which are not followed")
        tag = getattr(event, "tag", None)
        if tag is not None and not isinstance(event, AliasEvent):
            raise UnreadableSourceError("uses YAML tags, which are not followed")


def _plain(node: Any) -> JsonValue:  # noqa: ANN401 - PyYAML's nodes are untyped
    match node:
        case yaml.MappingNode():
            return {str(key.value): _plain(value) for key, value in node.value}
        case yaml.SequenceNode():
            return [_plain(entry) for entry in node.value]
        case yaml.ScalarNode():
            return _scalar(str(node.value), is_plain=not node.style)
        case _:
            return None


def _scalar(text: str, *, is_plain: bool) -> JsonValue:
    if not is_plain:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text) and len(text) < 20 and not text.lstrip("+-").startswith("0"):  # noqa: PLR2004 - longer ones are ids
        return int(text)
    # Decimal numbers keep their spelling: a version is not 1.1 where the file says 1.10.
    return text


def number_of(value: JsonValue) -> float | None:
    """Return a number, also one spelled as text; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    return float(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else None
