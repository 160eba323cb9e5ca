"""What the models accept, the JSON Schema accepts, however an editor types the text."""

import math
from enum import Enum
from functools import partial
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from replicard.loading import read_document, source_of, validate
from replicard_schema import dates, identifiers, paths, quantities, scalars
from replicard_schema.card import Card
from replicard_schema.fields import element_of
from replicard_schema.json_schema import card_json_schema

SCHEMA = jsonschema.Draft7Validator(card_json_schema())
NOT_FINITE = {".inf": math.inf, "+.inf": math.inf, "-.inf": -math.inf, ".nan": math.nan}


def typed_by_editor(text: str) -> object:
    """Type a plain scalar by the core rules of YAML 1.2, as editors do."""
    return NOT_FINITE.get(text.lower(), scalars.core_value(text))


def read_by_editor(text: str) -> object:
    return from_node(yaml.compose(text, Loader=yaml.CSafeLoader))


def from_node(node: yaml.Node | None) -> object:
    if isinstance(node, yaml.MappingNode):
        return {key.value: from_node(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [from_node(entry) for entry in node.value]
    assert isinstance(node, yaml.ScalarNode)
    return node.value if node.style else typed_by_editor(node.value)


def alarms(document: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in SCHEMA.iter_errors(document)]


# Spellings of every type: right ones, and text made of the same characters.

digits = st.text("0123456789", min_size=1, max_size=5)
decimals = st.one_of(
    digits,
    st.builds("{}.{}".format, digits, digits),
    st.builds("{}.".format, digits),
    st.builds(".{}".format, digits),
    st.builds("{}e{}".format, digits, st.integers(-5, 5)),
)
wholes = st.builds("{}{}".format, st.sampled_from(["", "+", "-", "0"]), digits)
numbers = st.builds("{}{}".format, st.sampled_from(["", "", "+", "-"]), decimals)
words = st.sampled_from(
    [
        *("no", "Yes", "true", "null", "~", "on", "1.10", "0123456", "0o17", "0x1F", "1e400"),
        *(".inf", "2020", "2020-03", "0.5.1", "µm", "細胞", "a: b", "# x", "*.tif", "{well}", "-"),
    ]
)
# What no text may hold, and line ends of other scripts, are no matter of this schema.
printable = st.characters(exclude_categories=["Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"])
lines = st.one_of(words, numbers, st.text(printable, min_size=1, max_size=8))
units = st.sampled_from(
    ["ms", "s", "min", "h", "days", "nm", "µm", "um", "mm", "%", "mW", "°C", "K", "x", "px"]
)
measures = st.builds(
    "{}{}{}".format, st.one_of(decimals, numbers), st.sampled_from(["", " ", "  "]), units
)


def measured(names: list[str]) -> st.SearchStrategy[str]:
    blanks = st.sampled_from(["", " ", "  "])
    return st.builds("{}{}{}".format, decimals, blanks, st.sampled_from(names))


days = st.builds(
    "{}{}{:02}{}{}".format,
    st.integers(1890, 2110),
    st.sampled_from("-/"),
    st.integers(0, 13),
    st.sampled_from("-/"),
    st.integers(1, 31),
)
doi_prefixes = ["", "doi:", "doi: ", "DOI ", "https://doi.org/", "http://dx.doi.org/", "doi.org/"]
dois = st.builds(
    "{}10.{}/{}".format,
    st.sampled_from(doi_prefixes),
    st.integers(1000, 99999),
    st.text("abcxyzABC0123.-_()/:", min_size=1, max_size=12),
)

keys = st.builds(
    "{}{}".format,
    st.sampled_from(["key:", "key: ", "@", "key:  ", "Key:"]),
    st.text("abcXYZ019_.:+/-éß ", min_size=1, max_size=8),
)


@st.composite
def orcids(draw: st.DrawFn) -> str:
    number = f"{draw(st.integers(0, 10**15 - 1)):015}"
    whole = number + identifiers.orcid_checksum(number)
    hyphen = draw(st.sampled_from(["-", "", "‐"]))
    prefix = draw(st.sampled_from(["", "https://orcid.org/", "orcid.org/"]))
    return prefix + hyphen.join(whole[i : i + 4] for i in range(0, 16, 4))


ids = st.one_of(
    st.text("abcXYZ019_-", min_size=1, max_size=6), st.sampled_from(["2020", "no", "1e3", "null"])
)
file_names = st.one_of(
    st.sampled_from(["data/*.tif", "./a/**/b.tif", "a\\b.tif", "2020", "1.10", "true", "x:y"]),
    st.text("abc/.*\\ ", min_size=1, max_size=10),
)
licences = st.sampled_from(["MIT", "cc by 4.0", "CC0", "0BSD", "mit OR apache-2.0", "gpl-3.0+"])
addresses = st.sampled_from(
    ["https://example.org", "HTTP://example.org/a?b=c#d", "https://ü.example"]
)

SPELLINGS: tuple[tuple[Any, st.SearchStrategy[str]], ...] = (
    (scalars.Text, lines),
    (scalars.Line, lines),
    (scalars.Count, wholes),
    (scalars.Integer, wholes),
    (scalars.Number, numbers),
    (scalars.SpelledNumber, numbers),
    (scalars.Fraction, st.one_of(numbers, st.builds("{} %".format, decimals))),
    (scalars.Level, st.sampled_from(["0.95", "95 %", "99.9%", "5e-1", "0.68"])),
    (scalars.Resamples, st.integers(900, 100_001).map(str)),
    (scalars.Seed, wholes),
    (scalars.Percentile, numbers),
    (scalars.Aperture, st.builds("{}.{}".format, st.sampled_from("012"), digits)),
    (scalars.Axes, st.sampled_from(["YX", "zyx", "CZYX", "tczyx", "YXS", "XY"])),
    (scalars.Flag, st.sampled_from(["yes", "No", "true", "FALSE", "True", "on"])),
    (scalars.Id, ids),
    (scalars.FreeValue, lines),
    (dates.PartialDate, st.one_of(days, digits, st.dates().map(str))),
    (identifiers.Doi, dois),
    (identifiers.Reference, st.one_of(dois, keys)),
    (identifiers.Orcid, orcids()),
    (identifiers.Spdx, licences),
    (identifiers.Url, addresses),
    (paths.FilePath, file_names),
    (paths.FilePattern, file_names),
    (quantities.Tolerance, measured(["nm", "um", "px", "pixel", "pixels"])),
    (quantities.Length, measured(["nm", "µm", "μm", "um", "Å", "A\u030a", "mm", "microns"])),
    (quantities.Duration, measured(["ms", "s", "min", "h 5 min", "days", "µs"])),
    (quantities.Power, measured(["%", "mW", "W/cm^2", "W/cm²", "uW/mm2"])),
    (quantities.Temperature, measured(["°C", "C", "K", "\u212a", "℃"])),
    (quantities.Magnification, st.one_of(decimals, st.builds("{}x".format, decimals))),
)


@pytest.mark.parametrize(("kind", "spellings"), SPELLINGS)
def test_schema_of_a_type_takes_every_spelling_that_the_type_takes(
    kind: Any,  # noqa: ANN401 - an annotation has no type
    spellings: st.SearchStrategy[str],
) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    validator = jsonschema.Draft202012Validator(adapter.json_schema())
    accepted: list[str] = []

    @given(st.one_of(spellings, spellings, spellings, lines, numbers, measures))
    def law(text: str) -> None:
        try:
            adapter.validate_python(text)
        except ValidationError:
            return
        accepted.append(text)
        assert list(validator.iter_errors(text)) == []
        # The program reads a plain null as a field left out, before its type sees it.
        if text == text.strip() and scalars.core_value(text) is not None:
            assert list(validator.iter_errors(typed_by_editor(text))) == []

    law()
    assert len(set(accepted)) >= 2


# Whole cards, generated from the models.


def spelling_of(kind: Any) -> st.SearchStrategy[str] | None:  # noqa: ANN401 - an annotation has no type
    for known, spellings in SPELLINGS:
        if kind is known or kind == known:
            return spellings.filter(partial(is_accepted, TypeAdapter(kind)))
    return None


def is_accepted(adapter: TypeAdapter[Any], text: str) -> bool:
    try:
        adapter.validate_python(text)
    except ValidationError:
        return False
    return scalars.core_value(text) is not None


def values_of(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - an annotation has no type
    spelling = spelling_of(kind)
    if spelling is not None:
        return spelling
    if get_args(kind):
        return composed_values_of(kind)
    if issubclass(kind, Enum):
        return st.sampled_from([word.value for word in kind])
    assert issubclass(kind, BaseModel)
    return documents_of(kind)


def composed_values_of(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - an annotation has no type
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is dict:
        keys = ids.filter(lambda key: key[0] not in "-_") if arguments[0] is not str else lines
        return st.dictionaries(keys, values_of(arguments[1]), min_size=1, max_size=2)
    if origin is tuple:
        size = len(arguments) if Ellipsis not in arguments else None
        element = values_of(arguments[0])
        return st.lists(element, min_size=size or 1, max_size=size or 2)
    if origin is Annotated:
        element = values_of(element_of(kind))
        return st.one_of(element, st.lists(element, max_size=2))
    known = [values_of(member) for member in arguments if member is not type(None)]
    return st.one_of(st.none(), *known)


def documents_of(model: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    hints = get_type_hints(model, include_extras=True)
    fields = {name: values_of(hints[name]) for name in model.model_fields}
    needed = {name for name, field in model.model_fields.items() if field.is_required()}
    optional = {
        name: st.one_of(st.none(), value) for name, value in fields.items() if name not in needed
    }
    return st.fixed_dictionaries({name: fields[name] for name in needed}, optional=optional)


def written(value: Any, *, quoted: bool) -> str:  # noqa: ANN401 - a document has no narrower type
    """Write a value in YAML, plain wherever that reads back as the same text."""
    if value is None:
        return "null" if quoted else ""
    if isinstance(value, dict):
        entries = (
            f"{written(k, quoted=True)}: {written(v, quoted=quoted)}" for k, v in value.items()
        )
        return "{" + ", ".join(entries) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(written(entry, quoted=quoted) for entry in value) + "]"
    text = str(value)
    if not quoted and is_plain(text):
        return text
    return "'" + text.replace("'", "''") + "'"


def is_plain(text: str) -> bool:
    try:
        document = yaml.compose(f"[{text}]", Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return False
    entries = document.value if isinstance(document, yaml.SequenceNode) else []
    only = entries[0] if len(entries) == 1 else None
    return isinstance(only, yaml.ScalarNode) and not only.style and only.value == text


cards = documents_of(Card)


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(cards, st.booleans())
def test_schema_takes_every_card_that_the_models_take(
    card: dict[str, Any],
    quoted: bool,  # noqa: FBT001 - drawn, not passed
) -> None:
    text = written(card, quoted=quoted)
    document = read_document(source_of(text.encode(), shown_as="card.yaml", noun="card"))
    outcome = validate(document, Card)
    problems = [] if isinstance(outcome, Card) else [found.code for found in outcome]

    # References are random here; that they lead nowhere is no fault of a type.
    if not document.problems and set(problems) <= {"rule"}:
        assert alarms(document.value) == []
        assert alarms(read_by_editor(text)) == []
