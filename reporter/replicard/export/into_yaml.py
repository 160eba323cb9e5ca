"""Adding to a YAML file of somebody else: all that was there stays, byte for byte."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml
from pydantic import JsonValue
from yaml.nodes import MappingNode, Node

from replicard.export.writing import flow_text, yaml_text
from replicard.loading.editing.layout import Insertions, entry_of, is_null, root_of

_STEP = 2


class IntoYamlError(Exception):
    """A text that cannot be added to; the message says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A text after values were added.

    Attributes
    ----------
    kept
        Dotted paths that had a value already, which stayed.
    """

    text: str
    kept: tuple[str, ...]


def merged(text: str, at: tuple[str, ...], values: Mapping[str, JsonValue]) -> Merged:
    """Add values below a path of keys; mappings are joined, other values stay.

    Raises
    ------
    IntoYamlError
        If the text is no mapping, uses aliases, or would not read back as intended.
    """
    _refuse_aliases(text)
    try:
        root = root_of(text)
        before = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:
        raise IntoYamlError("it is not a mapping in YAML") from error
    if root is None:
        raise IntoYamlError("it is empty")
    document: dict[str, JsonValue] = dict(values)
    for key in reversed(at):
        document = {key: document}
    into = Insertions(text)
    kept = tuple(_fill(into, root, document, ()))
    after = into.applied()
    if _read(after) != _joined(before, document):
        raise IntoYamlError("its layout is one that cannot be added to safely")
    return Merged(after, kept)


def _read(text: str) -> JsonValue:
    try:
        value: JsonValue = yaml.safe_load(text)
    except yaml.YAMLError:
        return None
    return value


def _refuse_aliases(text: str) -> None:
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            raise IntoYamlError("it uses aliases")
    except yaml.YAMLError as error:
        raise IntoYamlError("it is not YAML") from error


def _fill(
    into: Insertions, node: MappingNode, values: Mapping[str, JsonValue], path: tuple[str, ...]
) -> Iterator[str]:
    """Plan what goes below a mapping; yield what stays instead."""
    new: dict[str, JsonValue] = {}
    for key, value in values.items():
        entry = entry_of(node, key)
        if entry is None:
            new[key] = value
        elif isinstance(entry, MappingNode) and isinstance(value, dict):
            yield from _fill(into, entry, value, (*path, key))
        elif is_null(entry):
            _fill_empty(into, node, entry, value, key)
        else:
            yield ".".join((*path, key))
    if new:
        _extend(into, node, new)


def _extend(into: Insertions, node: MappingNode, new: Mapping[str, JsonValue]) -> None:
    if not node.flow_style:
        indent = node.value[0][0].start_mark.column
        into.put_lines_below(node, _lines(new, indent))
        return
    close = node.end_mark.index - 1
    lead = ", " if node.value and not into.text[:close].rstrip().endswith(",") else ""
    entries = flow_text(dict(new))[1:-1]
    at = len(into.text[:close].rstrip()) if node.value else close
    into.put(at, lead + entries)


def _fill_empty(
    into: Insertions, parent: MappingNode, entry: Node, value: JsonValue, key: str
) -> None:
    start, end = entry.start_mark.index, entry.end_mark.index
    space = "" if into.text[start - 1 : start].isspace() else " "
    if parent.flow_style or not isinstance(value, dict):
        into.put(start, space + flow_text(value), end=end)
        return
    indent = next(name.start_mark.column for name, _ in parent.value if name.value == key)
    into.put_lines_after(end, _lines(value, indent + _STEP))
    if end > start:
        into.put(start, "", end=end)


def _lines(values: Mapping[str, JsonValue], indent: int) -> list[str]:
    return [" " * indent + line for line in yaml_text(values).splitlines()]


def _joined(before: JsonValue, values: Mapping[str, JsonValue]) -> JsonValue:
    """Return what the text must read as: what it held, and what was added."""
    if not isinstance(before, dict):
        return dict(values)
    result = dict(before)
    for key, value in values.items():
        held = result.get(key)
        if held is None:
            result[key] = value
        elif isinstance(held, dict) and isinstance(value, dict):
            result[key] = _joined(held, value)
    return result
