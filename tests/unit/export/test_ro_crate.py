"""RO-Crate with Process Run Crate: what was run, on what, with what, giving what."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import JsonValue
from tests.unit.export.conftest import Validate, exported, only, with_card

from replicard.export import Material

# The context is part of the rocrate package, so that nothing is fetched.
VALIDATE = """
import json, sys
from importlib.resources import files
from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester
terms = json.loads(files("rocrate").joinpath("data/ro-crate.jsonld").read_text("utf-8"))
class Answer:
    status_code, ok, text = 200, True, json.dumps(terms)
    headers = {"Content-Type": "application/ld+json"}
    def json(self): return terms
HttpRequester.get = lambda self, url, **kw: Answer()
result = services.validate(services.ValidationSettings(
    rocrate_uri=sys.argv[1], profile_identifier=sys.argv[2], offline=True,
    requirement_severity=models.Severity.REQUIRED, abort_on_first=False))
assert len(result.executed_checks) > 30
print(*(f"{i.check.identifier} {i.message}" for i in result.get_issues()), sep="\\n")
sys.exit(bool(result.get_issues()))
"""
READ = """
import sys
from rocrate.rocrate import ROCrate
crate = ROCrate(sys.argv[1])
print(crate.name, len(crate.data_entities))
"""


def graph(text: str) -> dict[str, dict[str, JsonValue]]:
    return {entity["@id"]: entity for entity in json.loads(text)["@graph"]}


def test_actions_have_instrument_object_result_and_agent(evaluated: Material) -> None:
    found = graph(only(exported(evaluated, "ro-crate")))

    evaluation = found["#evaluation-nuclei"]
    assert evaluation["instrument"] == {"@id": "#software-Replicard-0.1.0"}
    assert evaluation["endTime"] == "2024-05-07"
    assert {"@id": "#predictions-nuclei-unet-nuclei-broad"} in as_list(evaluation["object"])
    assert {"@id": "card.evidence.json"} in as_list(evaluation["result"])
    prediction = found["#prediction-unet-nuclei-broad"]
    assert prediction["instrument"] == {"@id": "#software-ONNX-Runtime-1.32.0"}
    assert prediction["endTime"] == "2026-11-22"
    assert found["#baseline-otsu-watershed"]["instrument"] == {
        "@id": "#software-scikit-image-0.26.0"
    }
    image = found["images/tile_r0_c0.tif"]
    assert len(str(image["sha256"])) == 64
    assert image["encodingFormat"] == "image/tiff"


def test_training_has_settings_data_and_day(full: Material) -> None:
    found = graph(only(exported(full, "ro-crate")))

    training = found["#training-nuclei"]
    assert training["startTime"] == training["endTime"] == "2023-02-03"
    assert {"@id": "#data-training-nuclei"} in as_list(training["object"])
    assert found["#setting-nuclei-learning_rate"]["value"] == "3e-4"
    assert training["result"] == {"@id": "#model-nuclei"}


def test_models_by_others_were_not_trained_here(full: Material) -> None:
    assert "#training-cyto2" not in only(exported(full, "ro-crate"))


def test_description_licence_and_date_are_asked_for(full: Material) -> None:
    study = {"title": "A", "authors": [{"name": "Given Family"}]}

    export = exported(with_card(full, study=study), "ro-crate")

    asked = [need.field for need in export.needs]
    assert asked == ["study.description", "study.license", "study.date"]


def test_files_that_are_not_in_the_crate_are_not_listed(evaluated: Material) -> None:
    here = frozenset({"card.yaml", "images/tile_r0_c0.tif"})
    material = replace(evaluated, folder="study/", present=here)

    found = graph(only(exported(material, "ro-crate")))

    listed = [name for name, entity in found.items() if entity["@type"] == "File"]
    assert sorted(listed) == ["study/card.yaml", "study/images/tile_r0_c0.tif"]


@pytest.mark.parametrize("profile", ["ro-crate-1.1", "process-run-crate-0.5"])
def test_the_validator_of_the_profile_takes_it(
    evaluated: Material, folder: Path, validate: Validate, tmp_path: Path, profile: str
) -> None:
    crate = tmp_path / "crate"
    shutil.copytree(folder, crate)
    (crate / "ro-crate-metadata.json").write_text(
        only(exported(evaluated, "ro-crate")), encoding="utf-8"
    )

    validate("rocrate_validator", VALIDATE, str(crate), profile)


def test_the_library_of_the_format_reads_it(
    evaluated: Material, folder: Path, validate: Validate, tmp_path: Path
) -> None:
    crate = tmp_path / "crate"
    shutil.copytree(folder, crate)
    text = only(exported(evaluated, "ro-crate"))
    (crate / "ro-crate-metadata.json").write_text(text, encoding="utf-8")

    said = validate("rocrate", READ, str(crate))

    assert said.startswith(evaluated.card.study.title)


def as_list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [value]
