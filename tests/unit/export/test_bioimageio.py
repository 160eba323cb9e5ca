"""bioimage.io: training, evaluation and limits, in a file of their own or a given one."""

import difflib
import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue
from tests.unit.export.conftest import Validate, exported, only

from replicard.export import Material
from replicard.export.into_yaml import IntoYamlError, merged

CONFIG = """
import json, sys, yaml
from bioimageio.spec.model.v0_5 import BioimageioConfig
block = yaml.safe_load(sys.argv[1])["config"]["bioimageio"]
config = BioimageioConfig.model_validate(block)
print(json.dumps({
    "epochs": config.training.training_epochs,
    "metrics": [len(e.metrics) for e in config.evaluations],
    "limits": config.bias_risks_limitations.limitations,
}))
"""
WHOLE = """
import sys, yaml
from bioimageio.spec import validate_format
from bioimageio.spec._internal.validation_context import ValidationContext
with ValidationContext(perform_io_checks=False):
    summary = validate_format(yaml.safe_load(open(sys.argv[1], encoding="utf-8")))
print(summary.status, sum(len(d.errors) for d in summary.details))
"""


def test_the_part_alone_is_what_the_format_knows(trained: Material, validate: Validate) -> None:
    text = only(exported(trained, "bioimageio"))

    said = json.loads(validate("bioimageio.spec", CONFIG, text))

    assert said["epochs"] == 200
    assert said["metrics"] == [5]
    evaluation = yaml.safe_load(text)["config"]["bioimageio"]["evaluations"][0]
    assert evaluation["dataset_source"] == "https://doi.org/10.5281/zenodo.7"
    assert evaluation["dataset_role"] == "test"
    assert evaluation["sample_count"] == 8


def test_a_description_keeps_every_other_byte(full: Material, shared_data: Path) -> None:
    for file in sorted((shared_data / "model_artifacts").glob("bioimageio_*/*.yaml")):
        given_text = file.read_bytes().decode("utf-8")

        text = only(exported(replace(full, templates={"bioimageio": given_text}), "bioimageio"))

        steps = difflib.ndiff(given_text.splitlines(keepends=True), text.splitlines(keepends=True))
        assert not [step for step in steps if step.startswith("-")], file.name
        block = yaml.safe_load(text)["config"]["bioimageio"]
        assert block["training"]["training_epochs"] == 400


def test_a_description_stays_as_valid_as_it_was(
    full: Material, shared_data: Path, validate: Validate, tmp_path: Path
) -> None:
    (folder,) = (shared_data / "model_artifacts").glob("bioimageio_0.5*")
    given_text = (folder / "bioimageio.yaml").read_text(encoding="utf-8")
    text = only(exported(replace(full, templates={"bioimageio": given_text}), "bioimageio"))
    before, after = tmp_path / "before.yaml", tmp_path / "after.yaml"
    before.write_text(given_text, encoding="utf-8")
    after.write_text(text, encoding="utf-8")

    assert validate("bioimageio.spec", WHOLE, str(after)) == validate(
        "bioimageio.spec", WHOLE, str(before)
    )


def test_what_a_description_says_already_stays_and_is_told(full: Material) -> None:
    given_text = "name: Nuclei network\nconfig:\n  bioimageio:\n    task: counting  # ours\n"

    export = exported(replace(full, templates={"bioimageio": given_text}), "bioimageio")

    assert "    task: counting  # ours\n" in only(export)
    assert "config.bioimageio.task of the model description stays as it is" in export.notes


def test_which_model_it_describes_is_asked_for(full: Material) -> None:
    models = {**full.card.models, "second": full.card.models["nuclei"]}
    card = full.card.model_copy(update={"models": models})
    material = replace(full, card=card, templates={"bioimageio": "name: Another\n"})

    assert "is of 'Another'" in exported(material, "bioimageio").needs[0].message


@pytest.mark.parametrize("text", ["- a list\n", "a: &x 1\nb: *x\n", "", "a: [\n"])
def test_what_cannot_be_added_to_is_said(text: str) -> None:
    with pytest.raises(IntoYamlError):
        merged(text, (), {"b": "c"})


VALUES: st.SearchStrategy[JsonValue] = st.recursive(
    st.one_of(
        st.text(st.characters(exclude_categories=["C"]), max_size=8),
        st.integers(-9, 9),
        st.floats(0, 1),
        st.booleans(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=2),
        st.dictionaries(st.sampled_from("abcd"), inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)
FILES = st.sampled_from(
    [
        "name: A\n",
        "name: A",
        "# head\nconfig:\n",
        "config: {}\n",
        "config: {x: 1}  # flow\nz: 1\n",
        "config:\n    x: 1\n    # inside\n\n# below\nz: 1\n",
        "config:\n  bioimageio:\n    a: 1\nz: |\n  text\n\n",
        "config: null\r\nz: 1\r\n",
        "%YAML 1.2\n---\nname: A\n",
        "config:\n  bioimageio: {}\n  last: >\n    folded\n",
    ]
)


@given(FILES, st.dictionaries(st.sampled_from("abcd"), VALUES, min_size=1, max_size=3))
def test_adding_reads_back_as_what_was_there_and_what_was_added(
    text: str, values: dict[str, JsonValue]
) -> None:
    done = merged(text, ("config", "bioimageio"), values)

    block = yaml.safe_load(done.text)["config"]["bioimageio"]
    kept = {path.rpartition(".")[2] for path in done.kept}
    assert {k: v for k, v in block.items() if k not in kept and k in values} == {
        k: v for k, v in values.items() if k not in kept
    }
    lines = done.text.splitlines()
    assert all(line in lines or ":" in line for line in text.splitlines())
