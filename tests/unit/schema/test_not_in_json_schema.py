"""Rules that JSON Schema cannot express: an editor sees nothing, the program does."""

import math

import jsonschema
import pytest
import yaml

from replicard.errors import Problem
from replicard.loading import read_document, source_of, validate
from replicard_schema.card import Card
from replicard_schema.json_schema import NOT_IN_JSON_SCHEMA, card_json_schema
from replicard_schema.scalars import core_value

CARD = """\
card_version: "1.0"
study: {title: Nuclei, authors: [{name: Given Family}]}
models:
  nuclei: {task: denoising, algorithm: {name: CARE}, provenance: trained}
datasets:
  tiles: {images: data/*.tif}
"""


def changed(old: str, new: str) -> str:
    assert old in CARD
    return CARD.replace(old, new)


BREAKING = {
    "references": CARD + "validations: {v: {dataset: tile, candidates: {nuclei: p/*.tif}}}\n",
    "unique ids": CARD + "baselines: {nuclei: {name: Otsu}}\n",
    "not applicable": CARD + "not_applicable: {models.nuclei.wights: Not shared.}\n",
    "validation": CARD + "validations: {v: {dataset: tiles}}\n",
    "second predictions": CARD + "validations: {v: {dataset: tiles, stated_scores: "
    "[{metric: ssim, value: 1}], second_predictions: {nuclei: p/*.tif}}}\n",
    "limit": CARD + "validations: {v: {dataset: tiles, candidates: {nuclei: p/*.tif},"
    " acceptance: [{metric: ssim, because: Enough.}]}}\n",
    "groups": changed("data/*.tif", 'data/*.tif, groups: "{well}_*", group_table: wells.csv'),
    "percentiles": CARD + "validations: {v: {dataset: tiles, candidates: {nuclei: p/*.tif},"
    " normalisation: {method: percentile, percentiles: [99.8, 1]}}}\n",
    "check digit": changed("Given Family", "Given Family, orcid: 0000-0002-1825-0098"),
    "licence": changed("title: Nuclei", "title: Nuclei, license: CC-BY-9.9"),
    "calendar": changed("title: Nuclei", "title: Nuclei, date: 2021-02-30"),
    "path": changed("data/*.tif", "../data/*.tif"),
    "axes": changed("data/*.tif", "data/*.tif, axes: ZZYX"),
    "one line": changed("title: Nuclei", 'title: "Nuclei\\nand cells"'),
    "length": changed("title: Nuclei", f"title: {'x' * 501}"),
    "web address": CARD + "code: [{url: 'https://name:password@example.org'}]\n",
    "zero duration": changed("data/*.tif", "data/*.tif, acquisition: {exposure: 0 h 0 min}"),
    "finite number": CARD + "validations: {v: {dataset: tiles, stated_scores: "
    "[{metric: hd95, value: 1e999}]}}\n",
    "number in quotes": changed("trained", 'trained, training: {validation: {fraction: "5"}}'),
    "card version": changed('"1.0"', "1"),
    "whole number": changed("trained", "trained, training: {seed: 4.0}"),
    "date as a number": changed("title: Nuclei", "title: Nuclei, date: 2020.0"),
    "identifier as a number": changed("Given Family", "Given Family, orcid: 1825"),
    "free number": changed("trained", "trained, training: {seed: 0x1F}"),
}


def read_by_editor(text: str) -> object:
    return from_node(yaml.compose(text, Loader=yaml.CSafeLoader))


def from_node(node: yaml.Node | None) -> object:
    if isinstance(node, yaml.MappingNode):
        return {key.value: from_node(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [from_node(entry) for entry in node.value]
    assert isinstance(node, yaml.ScalarNode)
    if node.style:
        return node.value
    # JavaScript turns a number that is too large into infinity.
    return math.inf if node.value == "1e999" else core_value(node.value)


def read_by_program(text: str) -> list[Problem]:
    document = read_document(source_of(text.encode(), shown_as="card.yaml", noun="card"))
    outcome = validate(document, Card)
    return [] if isinstance(outcome, Card) else list(outcome)


def test_every_rule_that_is_listed_is_tested() -> None:
    assert set(BREAKING) == set(NOT_IN_JSON_SCHEMA)


def test_the_card_that_the_tests_change_is_right() -> None:
    assert read_by_program(CARD) == []


@pytest.mark.parametrize("rule", NOT_IN_JSON_SCHEMA)
def test_breaking_the_rule_is_seen_by_the_program_alone(rule: str) -> None:
    validator = jsonschema.Draft7Validator(card_json_schema())

    assert [error.message for error in validator.iter_errors(read_by_editor(BREAKING[rule]))] == []
    assert read_by_program(BREAKING[rule]) != []
