"""The formats of cards and of own checklists as JSON Schema, for editors.

Editors read draft-07 well and later drafts in part, so what pydantic writes is brought to
draft-07. What is left of the models here is what an editor can show: names, descriptions,
words to choose from, forms of values. ``NOT_IN_JSON_SCHEMA`` lists the rest.
"""

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, TypeAlias

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core.core_schema import EnumSchema, ModelSchema

from replicard_schema.card import CARD_VERSION, Card
from replicard_schema.fields import describe
from replicard_schema.own_checklist import CHECKLIST_VERSION, OwnChecklist
from replicard_schema.passport import NormalisationPassport, Passport
from replicard_schema.passports import NORMALISATIONS, PASSPORTS
from replicard_schema.plug_in_id import PATTERN as PLUG_IN_ID
from replicard_schema.vocabulary import MetricId, NormalisationMethod

SCHEMA_FILE = f"reporting-card-{CARD_VERSION}.schema.json"
CHECKLIST_SCHEMA_FILE = f"reporting-checklist-{CHECKLIST_VERSION}.schema.json"
_DRAFT = "http://json-schema.org/draft-07/schema#"
_TITLE = "Reporting card for deep learning in microscopy"
_CHECKLIST_TITLE = "Checklist for reporting cards"

NOT_IN_JSON_SCHEMA = {
    "references": "names of data sets, models and baselines exist in the card",
    "unique ids": "a model and a baseline do not share an id",
    "not applicable": "what does not apply is a checklist item or a field of the card",
    "validation": "a validation compares something or says why it does not",
    "second predictions": "a candidate with second predictions has first ones",
    "limit": "an acceptance has a limit, at least or at most",
    "groups": "groups are stated once, by a pattern or by a table",
    "percentiles": "the lower percentile comes first",
    "check digit": "the check digit of an ORCID iD fits",
    "licence": "a licence stands in the SPDX list",
    "calendar": "a date is in the calendar",
    "path": "a path is relative, leads to no parent folder and is no web address",
    "axes": "axes hold Y and X, and no letter twice",
    "one line": "a name stays on one line",
    "length": "a name has at most 500 characters, a text at most 20,000, a path at most 1,000",
    "web address": "a web address holds no user name and no password",
    "zero duration": "a duration is longer than 0",
    "finite number": "a number is not so large that it overflows",
    "number in quotes": "a number in quotation marks keeps to the limits of its field, too",
    "card version": "the version of the format is written with its decimal",
    "whole number": "a whole number is written without point and exponent",
    "date as a number": "a year is written with four digits, without point and exponent",
    "identifier as a number": "an ORCID iD without hyphens has sixteen digits",
    "free number": "a number may not be written as .inf, .nan, octal or hexadecimal",
}
"""Rules of the card that JSON Schema cannot express, or not without false alarms, by name.

A card that breaks one of them looks right to an editor and is refused by the program.
"""

_Schema: TypeAlias = dict[str, Any]

_MEANINGS: Mapping[type, Mapping[Any, Passport | NormalisationPassport]] = {
    MetricId: PASSPORTS,
    NormalisationMethod: NORMALISATIONS,
}
"""Words that have a definition of their own."""


_OTHERS: Mapping[type, tuple[_Schema, ...]] = {
    MetricId: (
        {
            "type": "string",
            "pattern": f"^{PLUG_IN_ID}$",
            "description": "A metric of another package, as distribution:name.",
        },
    )
}
"""Words that are not listed."""


class _Generator(GenerateJsonSchema):
    """Adds what fields and metrics mean, and leaves out titles, which editors would show."""

    def model_schema(self, schema: ModelSchema) -> _Schema:
        model = super().model_schema(schema)
        for name, field in model.get("properties", {}).items():
            field["description"] = describe(schema["cls"], name)
        return model

    def enum_schema(self, schema: EnumSchema) -> _Schema:
        plain = super().enum_schema(schema)
        words = _MEANINGS.get(schema["cls"])
        if words is None:
            return plain
        # An enumeration has one text for all of its words, alternatives have one each.
        rest = {name: value for name, value in plain.items() if name not in {"enum", "type"}}
        meanings = [_meaning(words[word]) for word in schema["cls"]]
        return {**rest, "oneOf": [*meanings, *_OTHERS.get(schema["cls"], ())]}

    def field_title_should_be_set(self, schema: object) -> bool:
        del schema
        return False


def card_json_schema() -> _Schema:
    """Return the JSON Schema of the card, in draft-07.

    What the models accept the schema accepts, whether a reader leaves scalars as text or
    types them by the core rules of YAML 1.2, as editors do.
    """
    schema = _schema_of(Card, name=f"reporting-card:{CARD_VERSION}", title=_TITLE)
    _offer_metrics(schema["definitions"]["acceptance"]["properties"])
    return schema


def checklist_json_schema() -> _Schema:
    """Return the JSON Schema of a checklist that a user writes, in draft-07.

    That items point to questions, fields and levels that exist, the program checks alone.
    """
    name = f"reporting-checklist:{CHECKLIST_VERSION}"
    return _schema_of(OwnChecklist, name=name, title=_CHECKLIST_TITLE)


def exported_json_schema(name: str = SCHEMA_FILE) -> str:
    """Return the text of an exported schema, as it is shipped."""
    file = files("replicard_schema") / "json" / name
    return file.read_text(encoding="utf-8")


def json_schema_text(schema: _Schema | None = None) -> str:
    """Return a schema, by default that of the card, as the text that is exported."""
    plain = card_json_schema() if schema is None else schema
    return json.dumps(plain, indent=2, ensure_ascii=False) + "\n"


def _schema_of(model: type[BaseModel], *, name: str, title: str) -> _Schema:
    generated = model.model_json_schema(schema_generator=_Generator, ref_template="{model}")
    definitions = {
        _spelled(part): _draft_07(schema)
        for part, schema in sorted(generated.pop("$defs").items())
        if part != "FreeValue"
    }
    head = {"$schema": _DRAFT, "$id": f"urn:replicard:schema:{name}", "title": title}
    return {**head, **_draft_07(generated), "definitions": definitions}


def _meaning(passport: Passport | NormalisationPassport) -> _Schema:
    return {"const": passport.id.value, "description": f"{passport.name}: {passport.definition}"}


def _offer_metrics(fields: _Schema) -> None:
    """Offer the metrics that are computed, where any name will do since one may be stated."""
    anything = fields["metric"]
    description = anything.pop("description")
    metrics = {"$ref": f"#/definitions/{_spelled(MetricId.__name__)}"}
    fields["metric"] = {"anyOf": [metrics, anything], "description": description}


def _spelled(name: str) -> str:
    """Return the name of a model in words, since editors show it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def _draft_07(schema: _Schema) -> _Schema:
    """Return a schema and all in it in terms of draft-07."""
    # What stands for any value needs no name of its own.
    if schema.get("$ref") == "FreeValue":
        schema = {name: value for name, value in schema.items() if name != "$ref"}
    plain = {name: _converted(name, value) for name, value in schema.items()}
    plain.pop("default", None)
    plain.pop("title", None)
    if "prefixItems" in plain:
        plain["items"] = plain.pop("prefixItems")[0]
    if "patternProperties" in plain:
        plain["additionalProperties"] = False
    if "const" in plain and "enum" in plain:
        # A version such as 1.0 is a number to an editor.
        plain = {name: value for name, value in plain.items() if name not in {"const", "type"}}
    if "properties" in plain:
        required = plain.get("required", [])
        plain["properties"] = {
            name: field if name in required else _nullable(field)
            for name, field in plain["properties"].items()
        }
    if "$ref" in plain and len(plain) > 1:
        # Draft-07 ignores whatever stands beside a reference.
        plain = {"allOf": [{"$ref": plain.pop("$ref")}], **plain}
    return plain


def _converted(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    if name == "$ref":
        return f"#/definitions/{_spelled(value)}"
    if name in {"properties", "patternProperties"}:
        return {key: _draft_07(schema) for key, schema in value.items()}
    if name in {"anyOf", "oneOf", "prefixItems"}:
        return [_draft_07(schema) for schema in value]
    if name in {"items", "additionalProperties"} and isinstance(value, dict):
        return _draft_07(value)
    return " ".join(value.split()) if name == "description" else value


def _nullable(schema: _Schema) -> _Schema:
    """Return a schema that also admits a field without a value."""
    annotations = {
        name: value for name, value in schema.items() if name in {"description", "examples"}
    }
    rules = {name: value for name, value in schema.items() if name not in annotations}
    options = rules.get("anyOf") or ([rules] if rules else [])
    if not options or {"type": "null"} in options:
        return schema
    return {"anyOf": [*options, {"type": "null"}], **annotations}
