"""Comparing training data with other data, on real files."""

import shutil
from pathlib import Path

import pytest

from replicard.pipeline.evaluate import evaluate_card
from replicard_schema.evidence import Evidence, Mark, Similarity

CARD = """\
card_version: "1.0"
study: {title: T, authors: [{name: A B}]}
datasets:
  one: {images: one/images/*.tif, targets: one/masks/*.tif}
  two: {images: two/images/*.tif, targets: two/masks/*.tif}
  stardist: {images: stardist/image.tif, targets: stardist/mask.tif}
  staphylococci: {images: aureus/*.tif, targets: aureus/*.tif}
  denoising: {images: noisy/*.tif}
  absent: {description: Images that are not at hand.}
models:
  net:
    task: instance segmentation
    algorithm: {name: StarDist, version: "1"}
    provenance: trained
    training: {datasets: [one]}
    prediction: {datasets: [two, stardist, staphylococci, denoising, absent]}
validations:
  v: {dataset: two, candidates: {net: two/masks/*.tif}}
"""


@pytest.fixture(scope="module")
def evidence(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    root = tmp_path_factory.mktemp("similarity")
    nuclei = shared_data / "bbbc039_segmentation"
    for place, image in enumerate(sorted((nuclei / "images").glob("*.tif"))):
        half = root / ("one", "two")[place % 2]
        for side, source in (("images", image), ("masks", nuclei / "masks_gt" / image.name)):
            (half / side).mkdir(parents=True, exist_ok=True)
            shutil.copy(source, half / side)
    (root / "stardist").mkdir()
    shutil.copy(shared_data / "stardist_sample_2d" / "img2d.tif", root / "stardist" / "image.tif")
    shutil.copy(shared_data / "stardist_sample_2d" / "mask2d.tif", root / "stardist" / "mask.tif")
    shutil.copytree(shared_data / "rescale4dl_saureus_instance" / "masks_gt", root / "aureus")
    noisy = shared_data / "bbbc039_denoise_semisynthetic" / "test" / "noisy"
    shutil.copytree(noisy, root / "noisy")
    card = root / "card.yaml"
    card.write_text(CARD, encoding="utf-8")
    return evaluate_card(card, environ={}).evidence


def compared(evidence: Evidence, other: str, role: str = "application") -> Similarity:
    (found,) = [e for e in evidence.similarity if (e.other_dataset, e.role) == (other, role)]
    return found


def different(evidence: Evidence, other: str) -> list[str]:
    return [found.id for found in compared(evidence, other).differences]


def test_two_halves_of_one_experiment_are_alike(evidence: Evidence) -> None:
    found = compared(evidence, "two")

    assert found.differences == ()
    alike = {one.id for one in found.files if one.mark is Mark.ALIKE}
    assert {"signal", "snr", "saturated", "object_diameter_pixels", "object_coverage"} <= alike
    assert compared(evidence, "two", "evaluation").differences == ()


def test_another_microscope_is_not(evidence: Evidence) -> None:
    assert different(evidence, "stardist") == ["signal", "snr"]


def test_smaller_objects_are_noticed(evidence: Evidence) -> None:
    assert different(evidence, "staphylococci") == ["object_diameter_pixels"]
    (found,) = compared(evidence, "staphylococci").differences
    assert found.factor == pytest.approx(2.3, abs=0.1)


def test_more_noise_on_the_same_images_is_noticed(evidence: Evidence) -> None:
    assert different(evidence, "denoising") == ["snr"]


def test_absent_images_say_why(evidence: Evidence) -> None:
    found = compared(evidence, "absent")

    assert found.files == ()
    assert found.not_compared_because == "the card names no image files of absent"


def test_statistics_of_each_data_set_are_kept(evidence: Evidence) -> None:
    statistics = evidence.datasets["one"].statistics

    assert statistics is not None
    assert (statistics.n_images, statistics.axes, statistics.dtypes) == (5, ("YX",), ("uint16",))
    assert statistics.numbers["noise"].median == pytest.approx(5.9, abs=0.4)
    assert statistics.numbers["object_count"].median == 115
    assert evidence.datasets["absent"].statistics is None
