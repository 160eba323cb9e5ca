"""Model cards of Hugging Face."""

import re
from typing import Any

import pytest
import yaml
from tests.unit.export.conftest import Validate, exported, only, with_card

from replicard.export import Material
from replicard.export.markdown import markdown_text

READ = """
import sys
from huggingface_hub import ModelCard
card = ModelCard(sys.argv[1], ignore_metadata_errors=False)
print(len(card.data.eval_results or []), card.data.license, card.data.model_name)
"""


def front(text: str) -> dict[str, Any]:
    found = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    assert found is not None
    values = yaml.safe_load(found[1])
    assert isinstance(values, dict)
    return values


def test_scores_are_results_with_task_data_and_metric(trained: Material) -> None:
    text = only(exported(trained, "huggingface"))

    (index,) = front(text)["model-index"]
    (result,) = index["results"]
    assert result["task"] == {"type": "image-to-image", "name": "denoising"}
    assert result["dataset"] == {"type": "test-tiles", "name": "test-tiles"}
    ssim = next(metric for metric in result["metrics"] if metric["type"] == "ssim")
    assert 0.5 < ssim["value"] < 1
    assert "| test-tiles | SSIM |" in text
    assert "total" not in text.partition("## Evaluation")[2]


def test_the_licence_is_asked_for(full: Material) -> None:
    models = {"net": {"task": "denoising", "algorithm": {"name": "N2V"}, "provenance": "trained"}}

    export = exported(with_card(full, models=models, validations=None), "huggingface")

    assert [need.field for need in export.needs] == ["models.net.deposit.license"]


def test_models_by_others_get_no_card(evaluated: Material) -> None:
    assert "trained no model" in exported(evaluated, "huggingface").needs[0].message


def test_the_library_of_the_hub_reads_it(
    trained: Material, full: Material, validate: Validate
) -> None:
    said = validate("huggingface_hub", READ, only(exported(trained, "huggingface")))
    assert said.split()[1:] == ["mit", "small", "U-Net"]
    assert int(said.split()[0]) >= 5

    said = validate("huggingface_hub", READ, only(exported(full, "huggingface")))
    assert said.split() == ["0", "apache-2.0", "None"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<script>", r"\<script\>"),
        ("# title", r"\# title"),
        ("1. first", r"1\. first"),
        ("- item", r"\- item"),
        ("a|b", r"a\|b"),
    ],
)
def test_words_of_authors_are_no_markup(text: str, written: str) -> None:
    assert markdown_text(text) == written
