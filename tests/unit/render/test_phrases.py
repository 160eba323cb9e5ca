"""Noun phrases, as they come out for what a card states."""

from typing import Any

import pytest
from pydantic import BaseModel

from replicard.render.facts import Fact, Place
from replicard.render.marks import visible
from replicard.render.phrases import (
    availability,
    image_sets,
    imaging,
    judgement,
    networks,
    software,
)
from replicard.render.phrases.metric_words import NOUNS, noun
from replicard_schema.evidence import ImageRecord
from replicard_schema.sections.dataset import (
    Channel,
    Detector,
    Label,
    Microscope,
    Objective,
    PixelSize,
    Specimen,
)
from replicard_schema.sections.deposit import Code, Deposit
from replicard_schema.sections.model import Augmentation, InitialWeights
from replicard_schema.sections.software import Software
from replicard_schema.sections.validation import Acceptance
from replicard_schema.vocabulary import MetricId


def fact(value: object, path: str = "x") -> Fact:
    return Fact(value, (Place("card", path),))


def record(kind: type[BaseModel], /, **fields: object) -> Fact:
    return fact(kind.model_validate(fields))


def seen(marked: str | None) -> str | None:
    return None if marked is None else visible(marked)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"manufacturer": "3i", "model": "Marianas"}, "a 3i Marianas microscope"),
        ({"manufacturer": "Zeiss", "model": "Zeiss LSM 880"}, "a Zeiss LSM 880 microscope"),
        (
            {"manufacturer": "Nikon", "model": "Ti2", "kind": "inverted"},
            "a Nikon Ti2 inverted microscope",
        ),
        ({"kind": "inverted microscope"}, "an inverted microscope"),
        ({"model": "Operetta imaging microscope"}, "an Operetta imaging microscope"),
        ({}, None),
    ],
)
def test_microscope(fields: dict[str, str], expected: str | None) -> None:
    assert seen(imaging.microscope(record(Microscope, **fields))) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"magnification": "63", "numerical_aperture": "1.4", "immersion": "oil"},
            "a 63×/1.4 NA oil-immersion objective",
        ),
        ({"magnification": "8x"}, "an 8× objective"),
        ({"magnification": "20x", "immersion": "air"}, "a 20× air objective"),
        ({"immersion": "Dry", "magnification": "10"}, "a 10× Dry objective"),
        ({"immersion": "none", "magnification": "10"}, "a 10× objective"),
        ({"immersion": "Water immersion"}, "a Water-immersion objective"),
        (
            {"magnification": "40", "model": "Plan-Apochromat", "manufacturer": "Zeiss"},
            "a Plan-Apochromat 40× objective (Zeiss)",
        ),
        ({"manufacturer": "Zeiss"}, "an objective by Zeiss"),
        ({}, None),
    ],
)
def test_objective(fields: dict[str, str], expected: str | None) -> None:
    assert seen(imaging.objective(record(Objective, **fields))) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"kind": "sCMOS", "model": "Prime 95B"}, "an sCMOS camera (Prime 95B)"),
        ({"kind": "HyD"}, "a HyD detector"),
        ({"kind": "Photomultiplier tube"}, "a Photomultiplier tube"),
        ({"model": "Orca Flash"}, "an Orca Flash detector"),
        ({"kind": "CCD", "binning": "2x2 binning"}, "a CCD camera (binning 2x2)"),
        ({"gain": "300"}, "a detector (gain 300)"),
        ({}, None),
    ],
)
def test_detector(fields: dict[str, str], expected: str | None) -> None:
    assert seen(imaging.detector(record(Detector, **fields))) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"excitation": "640 nm laser", "power": "5 %", "exposure": "200 ms"},
            "640\u202fnm laser excitation at 5\u202f% power and 200\u202fms exposure",
        ),
        ({"power": "2 mW"}, "2\u202fmW power"),
        (
            {"excitation": "excitation filter 470/40", "emission": "525/50"},
            "excitation filter 470/40 and 525/50 emission",
        ),
        ({}, None),
    ],
)
def test_channel(fields: dict[str, str], expected: str | None) -> None:
    assert seen(imaging.channel(record(Channel, name="GFP", **fields))) == expected


def test_species_are_set_in_italics_and_common_names_are_not() -> None:
    species = record(Specimen, organism="Homo sapiens", sample="HeLa cells")

    assert "italic" in imaging.organism(fact("Homo sapiens"))
    assert "italic" not in imaging.organism(fact("mouse"))
    assert seen(imaging.specimen(species)) == "HeLa cells (Homo sapiens)"
    assert seen(imaging.specimen(record(Specimen, sample="Live cells"))) == "live cells"
    assert seen(imaging.specimen(record(Specimen, organism="mouse"))) == "mouse"
    assert imaging.specimen(record(Specimen)) is None


def test_verbs_of_labels_agree_and_are_not_repeated() -> None:
    labels = (
        Label(target="nuclei", fluorophore="DAPI"),
        Label(target="Actin", fluorophore="phalloidin", method="Fixed dye"),
        Label(target="membrane"),
    )

    assert seen(imaging.labelling(fact(labels))) == (
        "nuclei were labelled with DAPI, Actin with phalloidin (fixed dye) "
        "and membrane was labelled"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("confocal", "confocal microscopy"),
        ("light-sheet imaging", "light-sheet imaging"),
        ("STORM", "STORM"),
        ("DIC", "DIC microscopy"),
    ],
)
def test_modality_can_stand_behind_by(text: str, expected: str) -> None:
    assert seen(imaging.modality(fact(text))) == expected


def test_pixel_sizes_that_differ_are_both_given() -> None:
    same = record(PixelSize, x="65 nm", y="65 nm")
    different = record(PixelSize, x="65 nm", y="70 nm")

    assert seen(imaging.pixel_size(same)) == "65\u202fnm"
    assert seen(imaging.pixel_size(different)) == "65\u202fnm in x and 70\u202fnm in y"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("acquired for this study", "the images were acquired for this study."),
        ("Taken from a public set", "the images were taken from a public set."),
        ("same experiment", "the images come from the same experiment."),
        ("the Allen Institute", "the images come from the Allen Institute."),
        ("BBBC039", "the images come from BBBC039."),
        ("public benchmark", "the images come from a public benchmark."),
        ("public benchmarks", "origin of the images: public benchmarks."),
        ("unpublished, own", "origin of the images: unpublished, own."),
        ("They were simulated", "They were simulated."),
    ],
)
def test_origin_of_images_becomes_a_sentence(text: str, expected: str) -> None:
    assert seen(image_sets.origin(fact(text), "the images")) == expected


def image(*shape: int, axes: str = "YX") -> ImageRecord:
    return ImageRecord(
        path="a.tif", sha256="0" * 64, bytes=1, shape=shape, axes=axes, dtype="uint8"
    )


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        ([image(64, 64)], "one image of 64 × 64 pixels"),
        ([image(64, 32)] * 2, "two images of 64 × 32 pixels (height × width)"),
        (
            [image(9, 64, 64, axes="ZYX")] * 12,
            "12 images of 9 planes of 64 × 64 pixels",
        ),
        ([image(64, 64), image(32, 32)], "two images"),
        ([image(3, 64, 64, axes="CYX")], "one image"),
    ],
)
def test_files_are_counted_and_measured_if_alike(images: list[ImageRecord], expected: str) -> None:
    assert seen(image_sets.files_of(fact(tuple(images)), "image")) == expected


@pytest.mark.parametrize(
    ("fields", "text", "bracketed"),
    [
        ({"version": "1.10"}, "Fiji 1.10", "Fiji 1.10"),
        ({"version": "v2"}, "Fiji v2", "Fiji v2"),
        ({"version": "nightly"}, "Fiji (nightly)", "Fiji, nightly"),
        ({"obtained": "2020"}, "Fiji (as obtained in 2020)", "Fiji, as obtained in 2020"),
        (
            {"version": "2.9", "obtained": "2020-03"},
            "Fiji 2.9 (obtained in March 2020)",
            "Fiji 2.9, obtained in March 2020",
        ),
        ({}, "Fiji", "Fiji"),
    ],
)
def test_software_has_its_version_or_date(
    fields: dict[str, str], text: str, bracketed: str
) -> None:
    program = record(Software, name="Fiji", **fields)

    assert seen(software.release(program)) == text
    assert seen(software.release_in_brackets(program)) == bracketed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NVIDIA Tesla P100", "an NVIDIA Tesla P100"),
        ("Quadro RTX 6000", "a Quadro RTX 6000"),
        ("2 × NVIDIA A100", "2 × NVIDIA A100"),
        ("NVIDIA A100 and V100", "NVIDIA A100 and V100"),
        ("NVIDIA GPUs", "NVIDIA GPUs"),
        ("Google Colab", "Google Colab"),
    ],
)
def test_single_cards_take_an_article(text: str, expected: str) -> None:
    assert seen(software.hardware(fact(text))) == expected


def test_settings_keep_the_names_of_the_software() -> None:
    entries = [
        (fact("grid"), fact(("2", "2"))),
        (fact("lr"), fact("1e-4")),
        (fact("model"), None),
        (fact("options"), fact({"a": "1", "b": None})),
        (fact("empty"), fact(())),
        (fact("version"), fact("1.10")),
    ]

    assert seen(software.settings(entries)) == (
        "grid = (2, 2), lr = 1 × 10⁻⁴, model = none, options = (a 1), empty = none "
        "and version = 1.10"
    )


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"range": ["0.6", "2.0"]}, "scaling (range 0.6–2.0)"),
        ({"range": ["-5", "5"]}, "scaling (range −5 to 5)"),
        ({"range": ["low", "high"]}, "scaling (range (low, high))"),
        ({"max_shift": "5"}, "scaling (max shift 5)"),
        ({}, "scaling"),
    ],
)
def test_augmentations_carry_their_settings(settings: dict[str, Any], expected: str) -> None:
    augmentation = fact(
        Augmentation.model_validate({"name": "scaling", **settings}), "augmentation[0]"
    )

    assert seen(software.augmentation(augmentation)) == expected


def test_a_single_patch_length_goes_for_both_axes() -> None:
    assert seen(software.patch(fact((64,)))) == "64 × 64 pixels"
    assert seen(software.patch(fact((16, 64, 64)))) == "16 × 64 × 64 pixels"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"repository": "Zenodo"}, "on Zenodo"),
        ({"repository": "BioImage Archive"}, "in the BioImage Archive"),
        ({"repository": "The Cell Bank"}, "in The Cell Bank"),
        (
            {"repository": "Zenodo", "doi": "10.5281/z", "version": "2", "license": "MIT"},
            "on Zenodo (https://doi.org/10.5281/z, version 2) under the MIT licence",
        ),
        (
            {"repository": "EMPIAR", "accession": "EMPIAR-1", "date": "2020-03"},
            "in EMPIAR (accession EMPIAR-1, published in March 2020)",
        ),
    ],
)
def test_deposit(fields: dict[str, str], expected: str) -> None:
    assert seen(software.deposit(record(Deposit, **fields))) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"url": "https://a.b/c", "commit": "4f2c1e9", "license": "MIT"},
            "custom code is available at https://a.b/c (commit 4f2c1e9) under the MIT licence.",
        ),
        (
            {"url": "https://a.b", "doi": "10.1234/z", "archive": "Zenodo"},
            "custom code is available at https://a.b and is archived on Zenodo (https://doi.org/10.1234/z).",
        ),
        ({"doi": "10.5281/z"}, "custom code is archived at https://doi.org/10.5281/z."),
        (
            {"archive": "Software Heritage", "description": "Figures"},
            "custom code (Figures) is archived in Software Heritage.",
        ),
        ({"version": "1.2"}, "custom code (version 1.2) was used."),
    ],
)
def test_custom_code(fields: dict[str, str], expected: str) -> None:
    assert seen(availability.custom_code(record(Code, **fields), True)) == expected  # noqa: FBT003 - as Jinja calls it


def test_places_of_a_program_are_listed_with_its_licence() -> None:
    program = record(
        Software,
        name="Cellpose",
        documentation="https://a.b/d",
        source_code="https://a.b/s",
        license="BSD-3-Clause",
    )

    assert seen(availability.places(program)) == (
        "the documentation of Cellpose is available at https://a.b/d and its source code at "
        "https://a.b/s under the BSD-3-Clause licence"
    )
    assert seen(availability.places(record(Software, name="X", license="MIT"))) == (
        "the program X is distributed under the MIT licence"
    )
    assert availability.places(record(Software, name="X")) is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"kind": "random"}, "random weights"),
        ({"kind": "pretrained", "model": "cyto2"}, "the pretrained weights of cyto2"),
        (
            {"kind": "Pretrained", "model": "ImageNet weights"},
            "pretrained ImageNet weights",
        ),
    ],
)
def test_start_of_training(fields: dict[str, str], expected: str) -> None:
    assert seen(networks.start(record(InitialWeights, **fields))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("best validation loss", "the weights with the best validation loss were kept."),
        ("last epoch", "the weights of the last epoch were kept."),
        ("average of ten", "weights that were kept: average of ten."),
    ],
)
def test_kept_weights(text: str, expected: str) -> None:
    assert seen(networks.kept_weights(fact(text), "")) == expected


@pytest.mark.parametrize(
    ("name", "interface", "expected"),
    [
        ("ZeroCostDL4Mic", "notebook", "the notebook ZeroCostDL4Mic"),
        ("CSBDeep plugin", "plugin", "the CSBDeep plugin"),
        ("Cellpose", None, "Cellpose"),
    ],
)
def test_tool(name: str, interface: str | None, expected: str) -> None:
    assert seen(networks.tool(record(Software, name=name, interface=interface))) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"metric": "f1", "at": "0.5", "at_least": "0.8"},
            "an F1 score of at least 0.8 at an IoU threshold of 0.5",
        ),
        ({"metric": "psnr", "at_least": "28"}, "a PSNR of at least 28\u202fdB"),
        ({"metric": "HOTA", "at_least": "0.6"}, "a value of at least 0.6 in HOTA"),
        (
            {"metric": "rmse", "at_least": "0", "at_most": "0.1"},
            "an RMSE of at least 0 and at most 0.1",
        ),
    ],
)
def test_required(fields: dict[str, str], expected: str) -> None:
    limit = record(Acceptance, because="It must.", **fields)

    assert seen(judgement.required(limit)) == expected


def test_every_metric_has_a_noun() -> None:
    assert set(NOUNS) == set(MetricId)
    assert noun("Panoptic quality") == "panoptic quality"
    assert seen(judgement.metric_noun(fact(MetricId.TP))) == "true positives"
