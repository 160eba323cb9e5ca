"""Writing plain data as JSON and YAML: the same data give the same bytes."""

import json
from collections.abc import Mapping

import yaml
from pydantic import JsonValue


def json_text(document: Mapping[str, JsonValue]) -> str:
    """Write JSON with the keys in the order given."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


class _Quoting(yaml.SafeDumper):
    """Writes every text in quotation marks, so that no reader makes a number of ``1.10``."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - that of the base
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - as above
        # Lists are indented below their key, as people write them.
        super().increase_indent(flow, indentless=False)


class _Key(str):
    """A key, which stays without quotation marks where it can."""

    __slots__ = ()


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')


def _plain(dumper: yaml.SafeDumper, text: _Key) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text))


_Quoting.add_representer(str, _quoted)
_Quoting.add_representer(_Key, _plain)


def yaml_text(document: Mapping[str, JsonValue]) -> str:
    """Write YAML with the keys in the order given and every text in quotation marks.

    >>> print(yaml_text({"version": "1.10", "keywords": ["no"]}), end="")
    version: "1.10"
    keywords:
      - "no"
    """
    return _dumped(document, in_one_line=False)


def flow_text(value: JsonValue) -> str:
    """Write a value on one line, as it may stand between brackets in YAML.

    JSON would not do: readers of YAML 1.1 take its ``1e-05`` for a text.

    >>> flow_text({"rate": 1e-05, "loss": "mae"})
    '{rate: 1.0e-05, loss: "mae"}'
    """
    return _dumped(value, in_one_line=True).strip().removesuffix("\n...")


def _dumped(value: JsonValue | Mapping[str, JsonValue], *, in_one_line: bool) -> str:
    text: str = yaml.dump(
        _with_plain_keys(dict(value) if isinstance(value, Mapping) else value),
        Dumper=_Quoting,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=in_one_line,
        width=2**31,
        indent=2,
    )
    return text


def _with_plain_keys(value: JsonValue) -> object:
    if isinstance(value, dict):
        return {_Key(key): _with_plain_keys(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_with_plain_keys(part) for part in value]
    return value


def filled(values: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Return the entries that say something.

    >>> filled({"a": 0, "b": None, "c": [], "d": ""})
    {'a': 0}
    """
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}
