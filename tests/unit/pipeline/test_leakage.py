"""Evaluation images that show what training images show, from the files to the report."""

import re
from pathlib import Path

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from scipy import ndimage
from tests.unit.pipeline.conftest import Study

from replicard.findings import all_findings
from replicard.leakage import Placement
from replicard.pipeline.build import build_card
from replicard.pipeline.tasks import OverlapTask
from replicard_schema.evidence import Evidence, Independence

Picture = NDArray[np.uint16]


def field(seed: int) -> Picture:
    """Return a field of textured cells with camera noise."""
    rng = np.random.default_rng(seed)
    spots = np.where(rng.random((200, 240)) < 0.001, rng.uniform(4e4, 2e5, (200, 240)), 0)
    texture = ndimage.gaussian_filter(rng.uniform(0, 2, spots.shape), 2)
    cells = ndimage.gaussian_filter(spots, 5) * texture
    return np.asarray(
        np.clip(100 + cells + rng.normal(0, 3, spots.shape), 0, 65535), dtype=np.uint16
    )


@pytest.fixture
def leaky(study: Study) -> Study:
    """Add a training set with a turned crop of the first image, and another field."""
    for side in ("images", "targets", "predictions"):
        images = {name: field(number) for number, name in enumerate("ab")}
        labels = {name: (image > 500).astype(np.uint8) for name, image in images.items()}
        study.write(side, images if side == "images" else labels)
    crop = np.rot90(field(0)[20:180, 40:230])
    study.write("training", {"well1_x": field(7), "well2_y": (crop // 3).astype(np.uint16)})
    study.write_card(
        task="semantic segmentation",
        model=", training: {datasets: [train], validation: {fraction: 0.2}}",
    )
    text = study.card.read_text(encoding="utf-8")
    study.card.write_text(
        text.replace("models:", "  train: {images: training/*.tif}\nmodels:"), encoding="utf-8"
    )
    return study


def independence(evidence: Evidence) -> Independence:
    (found,) = evidence.independence
    return found


def test_a_turned_crop_is_found_with_its_place(leaky: Study) -> None:
    found = independence(leaky.evaluate().evidence)

    (pair,) = found.near
    assert (pair.evaluation.file, pair.training.file) == ("images/a.tif", "training/well2_y.tif")
    assert (pair.mirrored, pair.rotated, pair.scale) == (False, 90, 1.0)
    where = (pair.evaluation.top, pair.evaluation.left)
    size = (pair.evaluation.height, pair.evaluation.width)
    assert (where, size) == ((20, 40), (160, 190))
    assert (pair.training.share, pair.evaluation.share) == (1.0, round(160 * 190 / 48000, 3))
    assert pair.similarity > 0.99
    assert found.near_method is not None
    assert found.affected == ("images/a.tif",)


def test_the_finding_and_the_figure_show_the_pair(leaky: Study) -> None:
    built = build_card(leaky.card, with_pdf=False)

    errors = [f for f in built.report.findings if f.code == "near-copies"]
    assert [f.files for f in errors] == [("images/a.tif",)]
    assert "figures/likeness-check-train.svg" in built.files
    html = (built.folder / "report.html").read_text(encoding="utf-8")
    assert 'id="figure-likeness-check-train"' in html
    assert re.search(r"a\.tif beside well2_y\.tif, turned by 90°: the framed parts are alike", html)


def test_a_random_split_is_looked_into(leaky: Study) -> None:
    leaky.write("training", {"well3_z": field(7)[:, ::-1], "well4_z": field(7)})
    evidence = leaky.evaluate().evidence

    (split,) = evidence.random_splits
    assert split.identical == (("training/well1_x.tif", "training/well4_z.tif"),)
    (view,) = split.near
    assert (view.first.file, view.second.file) == ("training/well1_x.tif", "training/well3_z.tif")
    assert view.mirrored


def test_an_identical_image_is_told_once(leaky: Study) -> None:
    leaky.write("training", {"same": field(1)})

    found = independence(leaky.evaluate().evidence)

    assert [shared.evaluation for shared in found.shared] == ["images/b.tif"]
    assert [pair.evaluation.file for pair in found.near] == ["images/a.tif"]


def test_images_without_structure_are_named(leaky: Study) -> None:
    leaky.write("training", {"empty": np.full((200, 240), 7, dtype=np.uint16)})

    found = independence(leaky.evaluate().evidence)

    assert list(found.not_comparable) == ["training/empty.tif"]


def test_nothing_is_fingerprinted_without_files_on_both_sides(
    leaky: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("fingerprinted for nothing")

    text = leaky.card.read_text(encoding="utf-8")
    leaky.card.write_text(text.replace("images: training/*.tif", "image_count: 9"))
    monkeypatch.setattr("replicard.pipeline.tasks.facts.fingerprint_image", fail)

    assert not independence(leaky.evaluate(fresh=True).evidence).is_checked


def test_groups_by_name_are_compared_with_the_pattern_of_one_side(leaky: Study) -> None:
    leaky.write("images", {"well1_a": field(3)})
    for side in ("targets", "predictions"):
        leaky.write(side, {"well1_a": (field(3) > 500).astype(np.uint8)})
    for side in ("images", "targets", "predictions"):
        for name in "ab":
            (leaky.folder / side / f"{name}.tif").unlink()
    text = leaky.card.read_text(encoding="utf-8")
    leaky.card.write_text(
        text.replace("targets: targets/*.tif", 'targets: targets/*.tif, groups: "{well}_*"'),
        encoding="utf-8",
    )
    evaluation = leaky.evaluate()

    groups = independence(evaluation.evidence).groups

    assert groups is not None
    assert [(g.name, g.n_evaluation, g.n_training) for g in groups.shared] == [("well1", 1, 1)]
    codes = [f.code for f in all_findings(evaluation.loaded.card, evaluation.evidence)]
    assert "shared-groups" in codes


def test_real_fields_of_one_screen_are_told_apart_and_a_binned_crop_is_found(
    study: Study, shared_data: Path
) -> None:
    root = shared_data
    fields = sorted((root / "bbbc039_segmentation" / "images").glob("*.tif"))
    crops = sorted((root / "bbbc039_denoise_semisynthetic" / "test" / "gt").glob("*.tif"))
    for name in "ab":
        for side in ("images", "targets", "predictions"):
            (study.folder / side / f"{name}.tif").unlink()
    for path in crops:
        image = tifffile.imread(path)
        study.write("images", {path.stem[:20]: image})
        for side in ("targets", "predictions"):
            study.write(side, {path.stem[:20]: (image > 500).astype(np.uint8)})
    study.write("training", {path.stem: tifffile.imread(path) for path in fields})
    study.write_card(task="semantic segmentation", model=", training: {datasets: [train]}")
    text = study.card.read_text(encoding="utf-8")
    study.card.write_text(
        text.replace("models:", "  train: {images: training/*.tif}\nmodels:"), encoding="utf-8"
    )

    (pair,) = independence(study.evaluate().evidence).near

    assert (pair.evaluation.file[:22], pair.training.file[:24]) == (
        "images/IXMtest_H18_s7_",
        "training/IXMtest_H18_s7_",
    )
    assert pair.scale == 2.0
    assert pair.similarity > 0.99


def test_a_file_that_is_gone_when_it_is_compared_shows_nothing(leaky: Study) -> None:
    task = OverlapTask(
        leaky.folder,
        "images/a.tif",
        "images/gone.tif",
        (None, None),
        (0, 0),
        Placement(0, 1.0, (0.0, 0.0)),
        points=3,
    )

    assert task() is None
    assert task.lost("it died") is None  # type: ignore[func-returns-value]
