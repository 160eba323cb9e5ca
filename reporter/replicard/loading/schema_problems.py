"""What pydantic has against a document, said in the words of the document."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from replicard.errors import Problem
from replicard.loading.positions import FieldPath, dotted
from replicard.loading.reader import RawDocument, Typed
from replicard.loading.suggestions import field_hint, sibling_meant
from replicard.loading.wording import allowed, folded, lowered, one_of, words_of
from replicard_schema.fields import describe, element_of, kind_at, model_in
from replicard_schema.scalars import shown

# More than anybody reads; a hostile document can have as many faults as characters.
_MAX_LISTED = 500
# Stands in a path before the name of a field that is not there.
_MISSING = "(missing)"


@dataclass(frozen=True, slots=True)
class _Fault:
    """One error of pydantic, tied to the place in the document that it is about.

    Attributes
    ----------
    document
        What was validated.
    root
        Model of the whole document.
    details
        What pydantic says.
    path
        Where the value stands, in terms of the document.
    value
        What stands there.
    """

    document: RawDocument
    root: type[BaseModel]
    details: ErrorDetails
    path: FieldPath
    value: Typed

    @property
    def context(self) -> Mapping[str, Any]:
        return self.details.get("ctx", {})

    @property
    def last(self) -> str:
        """Name of the field in question, also where the document lacks it."""
        return str(self.details["loc"][-1]) if self.details["loc"] else ""

    @property
    def place(self) -> FieldPath:
        """What the error is about: a value, or a name that the document lacks."""
        is_missing = self.details["type"] == "missing"
        return (*self.path, _MISSING, self.last) if is_missing else self.path

    @property
    def kind(self) -> Any:  # noqa: ANN401 - an annotation has no type
        return kind_at(self.root, self.path)

    def owner(self, path: FieldPath) -> type[BaseModel] | None:
        """Return the model that has the field at ``path``, if one has."""
        owner = model_in(kind_at(self.root, path[:-1])) if path else None
        is_known = owner is not None and str(path[-1]) in owner.model_fields
        return owner if is_known else None

    def field(self, path: FieldPath) -> FieldInfo | None:
        """Return the field of a model that ``path`` names, if it names one."""
        owner = self.owner(path)
        return owner.model_fields[str(path[-1])] if owner is not None else None

    def meaning(self, path: FieldPath) -> str:
        """Return what the field at ``path`` means, as part of a sentence."""
        owner = self.owner(path)
        return lowered(describe(owner, str(path[-1]))) if owner is not None else ""


@dataclass(frozen=True, slots=True)
class _Finding:
    code: str
    message: str
    hint: str | None = None


def schema_problems(
    error: ValidationError, document: RawDocument, root: type[BaseModel]
) -> list[Problem]:
    """Return one problem for each place that pydantic complains about.

    Parameters
    ----------
    error
        What validation raised.
    document
        What was validated.
    root
        Model that it was validated against.
    """
    faults = list(islice(_faults(error, document, root), _MAX_LISTED))
    problems: dict[FieldPath, Problem] = {}
    for fault in faults:
        # The members of a union complain one by one; the first says enough.
        if fault.place not in problems:
            problems[fault.place] = _problem(fault)
    for misspelt in (fault.path for fault in faults if fault.details["type"] == "extra_forbidden"):
        meant = sibling_meant(root, misspelt)
        # A field is not missing if its name is only misspelt.
        problems.pop((*misspelt[:-1], _MISSING, meant or ""), None)
    return list(problems.values())


def _faults(
    error: ValidationError, document: RawDocument, root: type[BaseModel]
) -> Iterator[_Fault]:
    for details in error.errors(include_url=False):
        path = document.source_map.known(details["loc"])
        fault = _Fault(document, root, details, path, _value_at(document.value, path))
        if not document.is_damaged(path) and not _is_echo(fault):
            yield fault


def _is_echo(fault: _Fault) -> bool:
    """Say whether a list is only called too short because its entries are wrong."""
    is_filled = isinstance(fault.value, list | dict) and len(fault.value) > 0
    return fault.details["type"] == "too_short" and is_filled


def _value_at(value: Typed, path: Iterable[str | int]) -> Typed:
    for part in path:
        if isinstance(value, dict):
            value = value[str(part)]
        elif isinstance(value, list):
            value = value[int(part)]
    return value


def _problem(fault: _Fault) -> Problem:
    kind = fault.details["type"]
    path, source_map = fault.path, fault.document.source_map
    at = source_map.nearest(path)
    if kind == "missing" or fault.last == "[key]":
        at = source_map.key(path)
    elif kind == "extra_forbidden":
        # The message names the field; what is known is the part that it stands in.
        at, path = source_map.key(path), path[:-1]
    found = _finding(fault)
    return Problem(
        fault.document.source.shown_as, found.message, found.code, at, dotted(path), found.hint
    )


def _finding(fault: _Fault) -> _Finding:
    kind = fault.details["type"]
    if kind in _SENTENCES:
        return _SENTENCES[kind](fault)
    if "text" in fault.context:
        hint = fault.context.get("hint") or _custom_hint(fault)
        return _Finding(kind.replace("_", "-"), str(fault.context["text"]), hint)
    if fault.value is None and fault.last != "[key]":
        return _needs_value(fault)
    for noun, kinds in _EXPECTED.items():
        if kind in kinds:
            message = f"expected {noun}, got {shown(fault.value)}"
            return _Finding("wrong-type", message, _type_hint(fault, noun))
    if kind in _LIMITS:
        whole = {
            name: int(value) if isinstance(value, float) and value.is_integer() else value
            for name, value in fault.context.items()
        }
        limit = _LIMITS[kind].format(**whole)
        return _Finding("out-of-range", f"{limit}, got {_given(fault)}")
    words = fault.details["msg"]
    if kind != "value_error":
        words = words[:1].lower() + words[1:]
    return _Finding(kind.replace("_", "-"), words.removeprefix("Value error, "))


_EXPECTED = {
    "a mapping": {"model_type", "model_attributes_type", "dict_type", "mapping_type"},
    "a list": {"tuple_type", "list_type", "set_type", "frozen_set_type"},
    "text": {"string_type"},
    "a whole number": {"int_type", "int_parsing", "int_from_float"},
    "a number": {"float_type", "float_parsing", "finite_number"},
    "true or false": {"bool_type", "bool_parsing"},
}
_LIMITS = {
    "greater_than": "must be greater than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "string_too_long": "must have at most {max_length} characters",
    "string_too_short": "must have at least {min_length} characters",
    "string_pattern_mismatch": "does not have the expected form",
}


def _missing(fault: _Fault) -> _Finding:
    if isinstance(fault.details["loc"][-1], int):
        return _Finding("too-few", "needs another entry")
    path = (*fault.path, fault.last)
    hint = "; ".join(part for part in (fault.meaning(path), allowed(fault.field(path))) if part)
    return _Finding("missing-field", f"needs `{fault.last}`", hint or None)


def _unknown(fault: _Fault) -> _Finding:
    name = dotted((fault.last,))
    return _Finding("unknown-field", f"unknown field `{name}`", field_hint(fault.root, fault.path))


def _not_listed(fault: _Fault) -> _Finding:
    if fault.value is None:
        return _needs_value(fault)
    words = words_of(fault.kind)
    if isinstance(fault.value, list | dict):
        return _Finding("wrong-type", f"expected one word, got {shown(fault.value)}", one_of(words))
    given = fault.value or ""
    near = get_close_matches(folded(given), [folded(word) for word in words], n=1)
    hints = [f"did you mean `{word}`?" for word in words if near and folded(word) == near[0]]
    hint = " ".join((*hints[:1], one_of(words))) if len(words) > 1 else one_of(words)
    return _Finding("unknown-word", f"{shown(given)} is not known here", hint)


def _too_few(fault: _Fault) -> _Finding:
    least = int(fault.context["min_length"])
    entries = "one entry" if least == 1 else f"{least} entries"
    return _Finding("too-few", f"needs at least {entries}", fault.meaning(fault.path) or None)


def _too_many(fault: _Fault) -> _Finding:
    most, given = fault.context["max_length"], fault.context["actual_length"]
    return _Finding("too-many", f"takes at most {most} entries, got {given}")


_SENTENCES: Mapping[str, Callable[[_Fault], _Finding]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "enum": _not_listed,
    "literal_error": _not_listed,
    "too_short": _too_few,
    "too_long": _too_many,
}


def _needs_value(fault: _Fault) -> _Finding:
    hint = allowed(fault.field(fault.path)) or fault.meaning(fault.path)
    return _Finding("empty", "needs a value", hint or None)


def _given(fault: _Fault) -> str:
    if fault.details["type"] in {"string_too_long", "string_too_short"}:
        return str(len(str(fault.value)))
    return shown(fault.value)


def _custom_hint(fault: _Fault) -> str | None:
    """Return a hint for an error of one of our own types that brings none."""
    if fault.details["type"] == "empty":
        field = fault.field(fault.path)
        is_optional = field is not None and not field.is_required()
        return "write a text, or leave the field out" if is_optional else "write a text"
    return _type_hint(fault, "text") if isinstance(fault.value, list | dict) else None


def _type_hint(fault: _Fault, expected: str) -> str | None:
    name = dotted(fault.path[-1:])
    if expected == "a mapping":
        model = model_in(fault.kind)
        if isinstance(fault.value, str) and model is not None and "name" in model.model_fields:
            return f"write `{name}: {{name: {shown(fault.value)[1:-1]}}}`"
        return "write `name: value` lines below it, indented by two spaces"
    if expected == "a list":
        return _list_hint(fault, name)
    if isinstance(fault.value, list | dict):
        place = fault.document.source_map.nearest(fault.path)
        starts = fault.document.source.lines.starts
        mark = fault.document.source.text[starts[place.line - 1] + place.column - 1 :][:1]
        if mark in {"{", "["}:
            return f"a text that starts with `{mark}` must stand in quotes"
        return "write one text; `>` after the colon lets it go over several lines"
    return None


def _list_hint(fault: _Fault, name: str) -> str:
    holds_models = model_in(element_of(fault.kind)) is not None
    if holds_models and isinstance(fault.value, str):
        return f"write `{name}: [{{name: {shown(fault.value)[1:-1]}}}]`"
    if holds_models:
        return "put a dash before the first field of every entry"
    return f"write `{name}: [a, b]`, or one entry per line after a dash"
