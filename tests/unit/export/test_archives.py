"""Croissant, MIFA, REMBI and the registry of DOME."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.export.conftest import Validate, exported, only, with_card

from replicard.export import Material
from replicard.export.rembi import instrument, parameters
from replicard.pipeline.exporting import export_card
from replicard_schema.sections.dataset import Acquisition

CROISSANT = """
import sys
import mlcroissant
for text in sys.argv[1:]:
    open("croissant.json", "w", encoding="utf-8").write(text)
    data = mlcroissant.Dataset("croissant.json")
    assert not data.metadata.ctx.issues.errors
    print(len(data.metadata.distribution), *data.metadata.ctx.issues.warnings)
"""
REMBI = """
import json, sys
from bia_rembi_models.acquisition import ImageAcquisition
from bia_rembi_models.sample import Biosample
from bia_rembi_models.specimen import Specimen
from bia_rembi_models.study import Study
from bia_rembi_models.study_component import StudyComponent
document = json.loads(sys.argv[1])
Study.parse_obj(document["study"])
for part in document["study_components"]:
    StudyComponent.parse_obj(part)
    Biosample.parse_obj(part["biosample"])
    Specimen.parse_obj(part["specimen"])
    ImageAcquisition.parse_obj(part["image_acquisition"])
"""


def first(material: Material, name: str) -> Any:  # noqa: ANN401 - any JSON
    export = exported(material, name)
    assert export.needs == ()
    return json.loads(next(iter(export.files.values())))


def with_owned(material: Material, **deposit: str) -> Material:
    """Return the study with evidence as if its images were made for it."""
    data = material.card.datasets["sample-field"]
    kept = data.deposit.model_copy(update=deposit) if data.deposit else None
    own = data.model_copy(update={"made_for_study": True, "deposit": kept})
    card = material.card.model_copy(update={"datasets": {"sample-field": own}})
    return replace(material, card=card)


def test_croissant_lists_files_by_digest(evaluated: Material) -> None:
    document = first(with_owned(evaluated, date="2024-04-05"), "croissant")

    assert document["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert len(document["distribution"]) == 8
    file = document["distribution"][0]
    assert file["contentUrl"] == "images/tile_r0_c0.tif"
    assert len(file["sha256"]) == 64
    assert document["license"] == "https://spdx.org/licenses/BSD-3-Clause"


def test_the_library_of_croissant_reads_it(
    full: Material, evaluated: Material, validate: Validate
) -> None:
    texts = list(exported(full, "croissant").files.values())
    texts.append(only(exported(with_owned(evaluated, date="2024-04-05"), "croissant")))

    said = validate("mlcroissant", CROISSANT, *texts).splitlines()
    assert [line.split()[0] for line in said] == ["0", "0", "8"]


def test_croissant_asks_for_licence_address_and_date(full: Material) -> None:
    data = {"images": {"made_for_study": True}}
    material = with_card(full, datasets=data, models=None, validations=None)

    assert [need.field for need in exported(material, "croissant").needs] == [
        "datasets.images.description",
        "datasets.images.deposit.license",
        "datasets.images.deposit.doi",
        "datasets.images.deposit.date",
    ]


def test_mifa_tells_how_annotations_were_made(full: Material) -> None:
    material = with_card(full, study={**study(full), "funding": "Paid by a foundation."})

    document = first(material, "mifa")

    assert document["study"]["license"] == "CC_BY"
    assert document["study"]["funding_statement"] == "Paid by a foundation."
    assert document["study"]["authors"][1]["author_last_name"] == "van der Sample"
    assert document["study"]["ai_models_trained"] == ["https://doi.org/10.5281/zenodo.5678"]
    (annotations,) = document["annotations"]
    assert annotations["annotation_overview"] == "manual outlines"
    assert annotations["annotation_method"].startswith("Two biologists. 2 annotators.")
    assert "version" not in document["version"], "1.10 is no number"
    assert document["version"]["timestamp"] == "2024-04-05"


def test_mifa_pairs_annotations_with_images(evaluated: Material) -> None:
    truth = evaluated.card.datasets["sample-field"].ground_truth
    assert truth is not None
    material = with_owned(evaluated, license="CC0-1.0")
    own = material.card.datasets["sample-field"].model_copy(
        update={"ground_truth": truth.model_copy(update={"type": "segmentation mask"})}
    )
    told = {**study(evaluated), "keywords": ["nuclei"], "funding": "None."}
    told["links"] = [{"url": "https://example.org"}]
    material = replace(
        material, card=material.card.model_copy(update={"datasets": {"sample-field": own}})
    )

    document = first(with_card(material, study=told), "mifa")

    assert document["annotations"][0]["file_metadata"][0] == {
        "annotation_id": "masks/tile_r0_c0.tif",
        "annotation_type": ["segmentation_mask"],
        "source_image_id": "images/tile_r0_c0.tif",
    }


def test_mifa_asks_for_what_its_schema_demands(full: Material) -> None:
    truth = {"annotators": 2, "type": "doodles"}
    data = {"images": {"made_for_study": True, "ground_truth": truth}}
    material = with_card(full, datasets=data, models=None, validations=None, study={"title": "A"})

    assert [need.field for need in exported(material, "mifa").needs] == [
        "study.description",
        "study.keywords",
        "study.funding",
        "study.links",
        "datasets.images.deposit.license",
        "datasets.images.ground_truth.kind",
        "datasets.images.ground_truth.type",
    ]


def test_rembi_says_sample_and_acquisition(full: Material) -> None:
    document = first(full, "rembi")

    assert document["study"]["private_until_date"] == "2024-04-06"
    assert [person["last_name"] for person in document["study"]["authors"]] == [
        "Family",
        "van der Sample",
    ]
    part = document["study_components"][0]
    assert part["biosample"]["organism"]["scientific_name"] == "Homo sapiens"
    assert part["image_acquisition"]["imaging_instrument"] == "Maker Stand"


def test_the_models_of_rembi_take_it(full: Material, validate: Validate) -> None:
    validate("bia_rembi_models", REMBI, only(exported(full, "rembi")))


def test_acquisition_is_told_in_words() -> None:
    acquisition = Acquisition.model_validate(
        {
            "objective": {"magnification": "63", "numerical_aperture": "1.4", "immersion": "oil"},
            "channels": [{"name": "DNA", "excitation": "640 nm laser", "exposure": "200 ms"}],
            "pixel_size": {"x": "0.18 µm", "y": "0.18 µm"},
        }
    )

    assert "NA 1.4 oil" in instrument(acquisition)
    assert list(parameters(acquisition)) == [
        "DNA 640 nm laser 200 ms",
        "pixel size 0.18 µm × 0.18 µm",
    ]


def test_dome_has_the_keys_of_the_registry_and_no_filler(full: Material) -> None:
    export = exported(full, "dome")
    document = json.loads(only(export))

    assert set(document) <= {"publication", "dataset", "optimization", "model", "evaluation"}
    assert "StarDist" in document["optimization"]["algorithm"]
    texts = [text for name in document if name != "publication" for text in document[name].values()]
    assert all(text and not text.endswith("…") for text in texts)
    assert any("left out" in note for note in export.notes)


def test_dome_gives_long_answers_whole(tmp_path: Path) -> None:
    origin = "They were taken for this study at the microscope of the institute. " * 8
    card = tmp_path / "card.yaml"
    card.write_text(
        'card_version: "1.0"\nstudy: {title: A, authors: [{name: Given Family}]}\n'
        f"datasets:\n  images:\n    origin: {origin}\n",
        encoding="utf-8",
    )

    (text,) = export_card(card, ["dome"]).files.values()

    assert origin.strip() in json.loads(text)["dataset"]["provenance"]


@pytest.mark.parametrize("name", ["croissant", "mifa", "rembi", "dome"])
def test_the_same_study_gives_the_same_bytes(full: Material, name: str) -> None:
    assert exported(full, name) == exported(full, name)


def study(material: Material) -> dict[str, Any]:
    values = json.loads(material.card.study.model_dump_json(exclude_defaults=True))
    assert isinstance(values, dict)
    return values
