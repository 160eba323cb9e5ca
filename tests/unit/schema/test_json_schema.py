"""The exported JSON Schema is what the models say, in a form that editors read."""

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from replicard_schema.json_schema import (
    CHECKLIST_SCHEMA_FILE,
    SCHEMA_FILE,
    card_json_schema,
    checklist_json_schema,
    exported_json_schema,
    json_schema_text,
)
from replicard_schema.passports import NORMALISATIONS, PASSPORTS
from replicard_schema.plug_in_id import PATTERN

# Keywords of draft-07, and one that editors read and validators ignore.
DRAFT_07 = {
    "$id",
    "$ref",
    "$schema",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "definitions",
    "description",
    "enum",
    "examples",
    "exclusiveMinimum",
    "items",
    "maxItems",
    "maximum",
    "minItems",
    "minimum",
    "oneOf",
    "pattern",
    "patternErrorMessage",
    "patternProperties",
    "properties",
    "required",
    "title",
    "type",
}


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return card_json_schema()


def subschemas(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    for name in ("properties", "patternProperties", "definitions"):
        for child in schema.get(name, {}).values():
            yield from subschemas(child)
    for name in ("anyOf", "allOf", "oneOf"):
        for child in schema.get(name, []):
            yield from subschemas(child)
    for name in ("items", "additionalProperties"):
        if isinstance(schema.get(name), dict):
            yield from subschemas(schema[name])


def test_exported_file_is_fresh(golden: Callable[[Path, str], None]) -> None:
    golden(Path(str(files("replicard_schema"))) / "json" / SCHEMA_FILE, json_schema_text())

    assert exported_json_schema() == json_schema_text()


def test_schema_is_draft_07_without_later_keywords(schema: dict[str, Any]) -> None:
    jsonschema.Draft7Validator.check_schema(schema)

    assert {keyword for part in subschemas(schema) for keyword in part} == DRAFT_07


def test_nothing_stands_beside_a_reference(schema: dict[str, Any]) -> None:
    assert all(len(part) == 1 for part in subschemas(schema) if "$ref" in part)


def test_every_reference_leads_somewhere(schema: dict[str, Any]) -> None:
    targets = {part["$ref"] for part in subschemas(schema) if "$ref" in part}

    assert targets == {f"#/definitions/{name}" for name in schema["definitions"]}


def test_unknown_keys_are_refused_except_among_settings(schema: dict[str, Any]) -> None:
    is_open = {
        name
        for name, part in schema["definitions"].items()
        if "properties" in part and part["additionalProperties"] is not False
    }

    assert schema["additionalProperties"] is False
    assert is_open == {"augmentation", "hyperparameters"}


def test_every_field_has_hover_help(schema: dict[str, Any]) -> None:
    for part in subschemas(schema):
        for name, field in part.get("properties", {}).items():
            target = schema["definitions"].get(field.get("$ref", "").rpartition("/")[2], field)
            assert target["description"], name


def test_every_metric_is_offered_with_its_name_and_definition(schema: dict[str, Any]) -> None:
    *offered, foreign = schema["definitions"]["metric-id"]["oneOf"]

    assert foreign["pattern"] == f"^{PATTERN}$"
    assert {one["const"]: one["description"] for one in offered} == {
        metric.value: f"{passport.name}: {passport.definition}"
        for metric, passport in PASSPORTS.items()
    }


def test_every_normalisation_is_offered_with_its_name_and_definition(
    schema: dict[str, Any],
) -> None:
    offered = schema["definitions"]["normalisation-method"]["oneOf"]

    assert {one["const"]: one["description"] for one in offered} == {
        method.value: f"{passport.name}: {passport.definition}"
        for method, passport in NORMALISATIONS.items()
    }


def test_an_acceptance_is_offered_the_metrics_and_takes_any_name(schema: dict[str, Any]) -> None:
    metric = schema["definitions"]["acceptance"]["properties"]["metric"]
    validator = jsonschema.Draft7Validator({**metric, "definitions": schema["definitions"]})

    assert {"$ref": "#/definitions/metric-id"} in metric["anyOf"]
    assert validator.is_valid("hd95")
    assert validator.is_valid("HOTA")


def test_patterns_work_in_the_unicode_mode_of_javascript(schema: dict[str, Any]) -> None:
    # That mode refuses escapes of characters that need none.
    for part in subschemas(schema):
        escaped = part.get("pattern", "").replace(r"\\", "").split("\\")[1:]
        assert {rest[0] for rest in escaped} <= set("sS.^+?")


def test_schema_is_json_with_characters_as_they_are() -> None:
    text = exported_json_schema()

    assert "µm" in text
    assert json.loads(text) == card_json_schema()


def test_the_schema_of_own_checklists_is_fresh_and_fits_the_example(
    golden: Callable[[Path, str], None],
) -> None:
    schema = checklist_json_schema()
    folder = Path(str(files("replicard_schema"))) / "json"
    golden(folder / CHECKLIST_SCHEMA_FILE, json_schema_text(schema))
    example = Path(__file__).resolve().parents[3] / "examples" / "checklists" / "imaging-core.yaml"
    document = yaml.safe_load(example.read_text(encoding="utf-8"))
    validator = jsonschema.Draft7Validator(schema)

    jsonschema.Draft7Validator.check_schema(schema)
    assert {keyword for part in subschemas(schema) for keyword in part} <= DRAFT_07 | {
        "minProperties",
        "maxProperties",
    }
    assert validator.is_valid(document)
    assert not validator.is_valid({**document, "titel": "A list"})
    assert not validator.is_valid({**document, "items": [{"id": "A", "text": "T", "scope": "x"}]})
    for part in subschemas(schema):
        for name, field in part.get("properties", {}).items():
            assert field.get("description") or "$ref" in field, name
