"""Paragraphs in the manner of papers, compared with the card of a study."""

from pathlib import Path

import pytest

from replicard.loading import load_card
from replicard.manuscript import Comparison, compare
from replicard.manuscript.markup import read_markdown
from replicard_schema.evidence import Evidence

FOLDER = Path(__file__).parents[2] / "golden" / "methods" / "instance-segmentation"
CARD = load_card(FOLDER / "card.yaml").card
EVIDENCE = Evidence.model_validate_json((FOLDER / "evidence.json").read_bytes())


def compared(text: str) -> Comparison:
    return compare(read_markdown("paper.md", text.encode()), CARD, EVIDENCE)


def contradicted(text: str) -> list[tuple[str, str]]:
    return [(each.noun, each.said) for each in compared(text).contradictions if each.is_sure]


def found(text: str) -> set[str]:
    return {each.fact.field for each in compared(text).found}


AGREEING = {
    "nature": (
        "Images were acquired on a Marianas spinning-disk confocal microscope (3i) equipped with a "
        "63×/1.4 NA oil-immersion objective and a Prime 95B sCMOS camera (11 µm physical pixels), "
        "at an effective pixel size of 180 nm. Cells were cultured at 37 °C and 5% CO2 and "
        "incubated with 250 nM SiR-DNA for 2 h. SiR-DNA was excited with a 640-nm laser at 5% "
        "power, with 200-ms exposures."
    ),
    "training": (
        "A StarDist network^2^ (v0.8.3) was trained from scratch for 400 epochs (100 steps per "
        "epoch, batch size 2, patch size 256 × 256 px²) with Adam, an initial learning rate of "
        "0.0003 and mean absolute error as loss. Training on 45 images took about 1.5 h on a "
        "Tesla P100 (16 GB) GPU; 10% of the images were used for validation. The learning rate "
        "was halved when the loss had not improved for 40 epochs. The random seed was set to 42."
    ),
    "percent": (
        "The F1-score at an IoU threshold of 0.5 was 89.5% for StarDist, and 0.70 for Otsu "
        "thresholding. A 90:10 split was used, that is, a validation split of 0.1."
    ),
    "prose": (
        "Two annotators outlined nuclei in Fiji (version 2.9.0; Schindelin et al., 2012). "
        "We ran ZeroCostDL4Mic (v. 1.13) with TensorFlow 2.12. Training lasted 92 min. "
        "Images were recorded with a ×63 objective with a numerical aperture of 1.40."
    ),
    "other experiments": (
        "For western blots, 20 µg of protein were loaded and blots were exposed for 30 s. "
        "Proliferation was measured every 2 h for 3 days in an IncuCyte with a 10× objective. "
        "Scale bars, 10 µm. In Fig. 3, 12 images from 3 experiments are shown; n = 150 cells. "
        "Cells were fixed with 4% paraformaldehyde for 10 min at 20 °C and washed 3 times. "
        "Plots show 2.5 million cells, P = 0.03 (two-sided t-test), 95% confidence intervals. "
        "Data were analysed in R 4.2.1 and GraphPad Prism 9. Antibodies were diluted 1:200."
    ),
    "earlier work": (
        "Earlier work reported an accuracy of 0.75 and trained for days. The network has 22 "
        "layers and 1.4 million parameters. Flow cytometry used a 488 nm laser."
    ),
}


OTHERS = {"other experiments", "earlier work"}


@pytest.mark.parametrize("name", sorted(set(AGREEING) - OTHERS))
def test_text_that_agrees_contradicts_nothing(name: str) -> None:
    assert compared(AGREEING[name]).contradictions == ()


def test_what_is_about_something_else_contradicts_nothing_in_a_whole_paper() -> None:
    outcome = compared("\n\n".join(AGREEING.values()))

    assert [each for each in outcome.contradictions if each.is_sure] == []
    assert {each.said for each in outcome.contradictions} <= {"10×", "488 nm"}


CONTRADICTING = [
    ("The network was trained for 300 epochs.", ("number of epochs", "300")),
    ("We trained with mini-batches (batch size = 4).", ("batch size", "4")),
    ("Training used a batch size of four.", ("batch size", "four")),
    ("An initial learning rate of 3 × 10⁻³ was used.", ("learning rate", "3 × 10^-3")),
    ("The learning rate was set to 1e-4.", ("learning rate", "1e-4")),
    ("Patches of 128 × 128 pixels were cropped.", ("patch size", "128 × 128 pixels")),
    ("A 40× oil objective was used.", ("magnification", "40×")),
    ("An objective of NA 1.2 was used.", ("numerical aperture", "1.2")),
    ("The pixel size was 108 nm.", ("pixel size", "108 nm")),
    ("Voxels were imaged at 0.16 µm/pixel.", ("pixel size", "0.16 µm")),
    ("The exposure time was 100 ms.", ("exposure time", "100 ms")),
    ("SiR-DNA was excited by a 561-nm laser.", ("wavelength of the light", "561-nm")),
    ("Training took 3 h.", ("training time", "3 h")),
    ("The random seed was 43.", ("random seed", "43")),
    ("StarDist (version 0.7.1) was used.", ("version of StarDist", "0.7.1")),
    ("It was run in ZeroCostDL4Mic v1.12.", ("version of ZeroCostDL4Mic", "1.12")),
    ("TensorFlow 2.11 was used.", ("version of tensorflow", "2.11")),
    ("Version 2.8.0 of Fiji was used.", ("version of Fiji", "2.8.0")),
    ("The F1 score was 0.99.", ("F1 score", "0.99")),
    ("The model was trained on an NVIDIA A100.", ("processor", "A100")),
    ("It was trained with the SGD optimizer.", ("optimiser", "SGD")),
    ("Images were acquired in May 2021.", ("date (acquired)", "May 2021")),
    ("The code (commit 5e6f7a8) is public.", ("commit", "5e6f7a8")),
    ("Of the images, 20% were held out.", ("share held out", "20%")),
    ("Objects below 30 pixels were removed: removal of objects below 30 pixels.",
     ("postprocessing", "30")),
    ("A probability threshold of 0.5 was used.", ("probability_threshold", "0.5")),
    ("Data are at https://doi.org/10.5281/zenodo.3715493.", ("DOI", "10.5281/zenodo.3715493")),
    ("The training set contained 50 images.", ("number of images", "50")),
    ("Images of 512 × 512 pixels were used.", ("size of the images", "512 × 512 pixels")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CONTRADICTING, ids=lambda each: str(each)[:40])
def test_other_value_is_found_whatever_the_wording(text: str, expected: tuple[str, str]) -> None:
    assert contradicted(text) == [expected]


FOUND = [
    ("63×/1.4 NA oil", "datasets.training-nuclei.acquisition.objective.magnification"),
    ("a numerical aperture (NA) of 1.40",
     "datasets.training-nuclei.acquisition.objective.numerical_aperture"),
    ("180 nm pixels", "datasets.training-nuclei.acquisition.pixel_size.x"),
    ("pixel size: 0.18 × 0.18 µm²", "datasets.training-nuclei.acquisition.pixel_size.x"),
    ("a learning rate (Adam) of 3e-4",
     "models.stardist-nuclei.training.hyperparameters.learning_rate"),
    ("learning rate 0.0003", "models.stardist-nuclei.training.hyperparameters.learning_rate"),
    ("trained in 92 min", "models.stardist-nuclei.training.duration"),
    ("training for ~1.5 hours", "models.stardist-nuclei.training.duration"),
    ("a validation split of 0.1", "models.stardist-nuclei.training.validation.fraction"),
    ("10% of images were held out", "models.stardist-nuclei.training.validation.fraction"),
    ("annotated by two experts", "datasets.training-nuclei.ground_truth.annotators"),
    ("human cells", "datasets.training-nuclei.specimen.organism"),
    ("CC BY 4.0", "datasets.training-nuclei.deposit.license"),
    ("commit 4f2c1e9a7", "code[0].commit"),
    ("in 03/2020, that is March 2020", "datasets.training-nuclei.acquisition.date"),
    ("on June 15, 2020", "datasets.evaluation-nuclei.acquisition.date"),
    ("stardist 0.8.3", "models.stardist-nuclei.training.libraries.stardist"),
    ("mean absolute error as the loss", "models.stardist-nuclei.training.hyperparameters.loss"),
    ("an NMS threshold of 0.3", "models.stardist-nuclei.prediction.parameters.nms_threshold"),
    ("rotated and flipped", "models.stardist-nuclei.training.augmentation[1].name"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "field"), FOUND, ids=lambda each: each[:40])
def test_fact_is_found_in_other_words_and_units(text: str, field: str) -> None:
    assert field in found(f"Text: {text}.")


def test_less_exact_version_is_a_note() -> None:
    outcome = compared("We used tensorflow 2.12.")
    notes = {each.fact.field: each.note for each in outcome.found}

    assert notes["models.stardist-nuclei.training.libraries.tensorflow"] == (
        "less or more exact in the text: 2.12"
    )


def test_number_of_another_experiment_is_no_contradiction_but_a_difference() -> None:
    outcome = compared("A 63× objective was used, elsewhere an objective of 40×/1.3 NA.")
    differing = [(each.noun, each.said, each.is_sure) for each in outcome.contradictions]

    assert ("magnification", "40×", False) in differing


def test_quote_and_place_are_those_of_the_phrase() -> None:
    (found_one,) = compared("# Methods\n\nFirst.\n\nWe trained for 300 epochs.\n").contradictions

    assert found_one.quote == "We trained for 300 epochs."
    assert str(found_one.place) == "5:16, Methods"
