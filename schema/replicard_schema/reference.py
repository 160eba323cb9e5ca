"""The field reference: every field of card and own checklist, written from the models."""

import types
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from replicard_schema import dates, identifiers, own_checklist, paths, quantities, scalars
from replicard_schema.card import Card
from replicard_schema.fields import describe, element_of, model_in
from replicard_schema.json_schema import NOT_IN_JSON_SCHEMA

_NAMES: tuple[tuple[object, str], ...] = (
    (scalars.Text, "text"),
    (scalars.Line, "text on one line"),
    (scalars.Count, "whole number from 1"),
    (scalars.Integer, "whole number"),
    (scalars.Number, "number"),
    (scalars.SpelledNumber, "number above 0"),
    (scalars.Fraction, "share, 0 to 1 or in %"),
    (scalars.Level, "share, 0.5 to 0.999 or in %"),
    (scalars.Resamples, "whole number, 1000 to 100000"),
    (scalars.Seed, "whole number from 0"),
    (scalars.Percentile, "number from 0 to 100"),
    (scalars.Aperture, "number above 0, up to 2"),
    (scalars.Axes, "axes, such as `ZYX`"),
    (scalars.Flag, "yes or no"),
    (scalars.Id, "id"),
    (own_checklist.Name, "id"),
    (scalars.FreeValue, "any value"),
    (dates.PartialDate, "date: year, month or day"),
    (identifiers.Doi, "DOI"),
    (identifiers.Reference, "DOI or citation key"),
    (identifiers.Orcid, "ORCID iD"),
    (identifiers.Spdx, "SPDX licence"),
    (identifiers.Url, "web address"),
    (paths.FilePath, "path of a file"),
    (paths.FilePattern, "pattern of files"),
    (quantities.Length, "length with unit"),
    (quantities.Tolerance, "distance with unit, or in px"),
    (quantities.Duration, "duration with unit"),
    (quantities.Power, "power with unit"),
    (quantities.Temperature, "temperature with unit"),
    (quantities.Magnification, "magnification"),
    (str, "text on one line"),
)


def field_reference(root: type[BaseModel] = Card, *, title: str = "The card") -> str:
    """Return a table of fields for every part of a document, as Markdown.

    A part that occurs in several places is described where it occurs first.

    Parameters
    ----------
    title
        Heading of the document itself.
    """
    parts: dict[type[BaseModel], str] = {}
    _collect(root, "", parts)
    return "\n".join(_section(model, at or title, parts) for model, at in parts.items())


def unchecked_rules() -> str:
    """Return the rules that an editor does not check, as a Markdown list."""
    return "".join(f"- {rule}\n" for rule in NOT_IN_JSON_SCHEMA.values())


def _collect(model: type[BaseModel], at: str, parts: dict[type[BaseModel], str]) -> None:
    parts.setdefault(model, at)
    for name, field in model.model_fields.items():
        found, path = _part(field.annotation, f"{at}.{name}" if at else name)
        if found is not None and found not in parts:
            _collect(found, path, parts)


def _part(kind: Any, path: str) -> tuple[type[BaseModel] | None, str]:  # noqa: ANN401 - an annotation has no type
    """Return the model that a field holds, and the path of one of them."""
    element = element_of(kind)
    if element is None or model_in(kind) is not None:
        return model_in(kind), path
    return _part(element, path + ("[]" if _is_list(kind) else ".<id>"))


def _section(model: type[BaseModel], title: str, parts: dict[type[BaseModel], str]) -> str:
    hints = get_type_hints(model, include_extras=True)
    heading = f"`{title}`" if title == parts[model] else title
    rows = [
        f"| `{name}` | {_kind(hints[name], parts)} | {_meaning(model, name)} |"
        for name in model.model_fields
    ]
    lines = [f"### {heading}", "", " ".join((model.__doc__ or "").split("\n\n")[0].split()), ""]
    lines += ["| field | value | meaning |", "|---|---|---|", *rows]
    if model.model_config.get("extra") == "allow":
        lines += ["", "Further fields are kept as they are."]
    return "\n".join(lines) + "\n"


def _meaning(model: type[BaseModel], name: str) -> str:
    needed = "**Needed.** " if model.model_fields[name].is_required() else ""
    return (needed + describe(model, name)).replace("|", "\\|")


def _kind(kind: Any, parts: dict[type[BaseModel], str]) -> str:  # noqa: ANN401 - an annotation has no type
    named = next((words for known, words in _NAMES if kind is known or kind == known), None)
    if named is not None:
        return named
    arguments = get_args(kind)
    if arguments:
        return _composed(kind, parts)
    if issubclass(kind, Enum):
        return "one of " + ", ".join(f"`{word.value}`" for word in kind)
    return f"see `{parts[kind]}`"


def _composed(kind: Any, parts: dict[type[BaseModel], str]) -> str:  # noqa: ANN401 - an annotation has no type
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return ", ".join(f'`"{word}"`' for word in arguments)
    if origin is dict:
        return f"by name: {_kind(arguments[1], parts)}"
    if origin is tuple:
        size = "list" if Ellipsis in arguments else f"list of {len(arguments)}"
        return f"{size}: {_kind(arguments[0], parts)}"
    if origin is Annotated and _is_list(kind):
        return f"one or a list: {_kind(element_of(kind), parts)}"
    first = next(member for member in arguments if member is not type(None))
    return _kind(first, parts)


def _is_list(kind: Any) -> bool:  # noqa: ANN401 - an annotation has no type
    origin = get_origin(kind)
    if origin is Annotated:
        return _is_list(get_args(kind)[0])
    if origin in {Union, types.UnionType}:
        return any(_is_list(member) for member in get_args(kind))
    return origin is tuple
