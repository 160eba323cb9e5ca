"""Descriptions and packages of the BioImage Model Zoo."""

import io
import zipfile
from pathlib import Path

import pytest
from tests.unit.importers.conftest import Import, values

from replicard_schema.evidence import FactKind

DESCRIPTION = """\
format_version: 0.5.4
type: model
name: Nuclei
id: chatty-frog
version: 1.10
authors: [{name: "Given Family;@account"}, {name: Other Name}]
cite: [{text: A paper, doi: "https://doi.org/10.1234/abc."}, {text: None, url: https://example.org}]
git_repo: https://example.org/code
documentation: README.md
tags: [Denoising, unet2d]
inputs:
  - id: raw
    preprocessing:
      - {id: ensure_dtype, kwargs: {dtype: float32}}
      - {id: scale_range, kwargs: {min_percentile: 1.0, axes: [x, y]}}
weights: {keras_hdf5: {source: w.h5, tensorflow_version: 2.9.2}}
covers: [cover.png]
"""


def test_a_description_says_who_made_the_model_and_how_images_are_prepared(
    tmp_path: Path, read: Import
) -> None:
    (tmp_path / "rdf.yaml").write_text(DESCRIPTION, encoding="utf-8")

    reading = read(tmp_path, "rdf.yaml")

    assert values(reading) == {
        "name": "Nuclei",
        "task": "denoising",
        "algorithm.name": "U-Net",
        "algorithm.source_code": "https://example.org/code",
        "provenance": "third-party",
        "version": "1.10",
        "trained_by": "Given Family, Other Name",
        "references": ["10.1234/abc"],
        "training.libraries.tensorflow": "2.9.2",
        "prediction.preprocessing": ["scale range (min percentile 1.0, axes x y)"],
        "zoo": "https://bioimage.io/#/?id=chatty-frog",
    }
    assert {fact.kind for fact in reading.facts} == {FactKind.DESCRIBED}
    assert reading.unknown == ("covers",)


def _zip(tmp_path: Path, names: list[str]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in names:
            package.writestr(name, DESCRIPTION)
    (tmp_path / "model.zip").write_bytes(stream.getvalue())


def test_a_package_is_read_without_unpacking_it(tmp_path: Path, read: Import) -> None:
    _zip(tmp_path, ["rdf.yaml", "weights.onnx"])

    assert values(read(tmp_path, "model.zip"))["name"] == "Nuclei"


def test_a_package_with_names_that_lead_out_of_it_is_refused(tmp_path: Path, read: Import) -> None:
    _zip(tmp_path, ["rdf.yaml", "../../evil.sh"])

    reading = read(tmp_path, "model.zip")

    assert reading.unreadable_because == "holds names that lead out of it, so it is not read"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name: !!python/object/apply:os.system [ls]\n", "uses YAML tags, which are not followed"),
        ("a: &x [1]\nb: *x\n", "uses YAML aliases, which are not followed"),
        ("type: dataset\n", "describes a resource of type 'dataset', which is no model"),
        ("name: [", "is not YAML that can be read from line 2"),
        ("- a\n- b\n", "holds YAML, but no mapping with names and values"),
    ],
)
def test_what_cannot_be_read_has_a_reason(
    tmp_path: Path, read: Import, text: str, reason: str
) -> None:
    (tmp_path / "rdf.yaml").write_text(text, encoding="utf-8")

    assert read(tmp_path, "rdf.yaml").unreadable_because == reason


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("bioimageio_0.3_defcon/model.yaml", "SMLM Density Map Estimation (DEFCoN)"),
        ("bioimageio_0.4_unet2d_nuclei_broad/rdf.yaml", "UNet 2D Nuclei Broad"),
        ("bioimageio_0.5_unet2d_nuclei_broad/bioimageio.yaml", "UNet 2D Nuclei Broad"),
    ],
)
def test_real_descriptions_of_all_formats_are_read(
    shared_data: Path, read: Import, file: str, name: str
) -> None:
    found = values(read(shared_data / "model_artifacts", file))

    assert found["name"] == name
    assert found["references"]
    assert found["trained_by"]
