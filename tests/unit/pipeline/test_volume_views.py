"""Planes of volumes and channels of inputs, from files to figures."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import tifffile

from replicard.loading import load_card
from replicard.pipeline.evaluate import evaluate_card
from replicard.pipeline.panels import example_panels
from replicard.pipeline.sources import Reader
from replicard.pipeline.volume_views import middle, views_of
from replicard.render.figures.panels import ExamplePanel, View, ViewKind
from replicard.render.figures.volumes import volume_figure

CARD = """\
card_version: "1.0"
study: {title: Volumes}
datasets:
  test:
    images: img/*.tif
    targets: gt/*.tif
    acquisition:
      channels: [{name: nuclei}, {name: membrane}]
      pixel_size: {x: 0.2 µm, y: 0.2 µm, z: 0.5 µm}
models:
  net:
    task: instance segmentation
    algorithm: {name: StarDist, version: "0.9"}
    provenance: trained
validations:
  v: {dataset: test, candidates: {net: pred/*.tif}}
"""


def save(path: Path, pixels: np.ndarray, axes: str) -> None:
    path.parent.mkdir(exist_ok=True)
    tifffile.imwrite(path, pixels, imagej=True, metadata={"axes": axes})


@pytest.fixture
def panels(tmp_path: Path) -> Sequence[ExamplePanel]:
    labels = np.zeros((6, 20, 30), np.uint16)
    labels[1:5, 4:12, 5:15] = 1
    labels[2:6, 14:18, 18:26] = 2
    for number in range(3):
        found = labels.copy()
        found[:, :, : 4 + 3 * number] = 0
        both = np.stack([labels * 50, labels * 20], axis=1).astype(np.uint16)
        save(tmp_path / "img" / f"f{number}.tif", both, "ZCYX")
        save(tmp_path / "gt" / f"f{number}.tif", labels, "ZYX")
        save(tmp_path / "pred" / f"f{number}.tif", found, "ZYX")
    card = tmp_path / "card.yaml"
    card.write_text(CARD, encoding="utf-8")
    evidence = evaluate_card(card).evidence
    return tuple(example_panels(load_card(card).card, evidence, reader=Reader(tmp_path)))


def test_planes_go_through_the_middle_and_say_which_axes_they_show() -> None:
    volume = np.arange(4 * 6 * 10).reshape(4, 6, 10)

    assert np.array_equal(middle(volume, View.XY), volume[2])
    assert np.array_equal(middle(volume, View.XZ), volume[:, 3])
    assert np.array_equal(middle(volume, View.YZ), volume[:, :, 5].T)


def test_codes_of_an_overlay_have_no_maximum() -> None:
    volume = np.ones((3, 4, 5))

    assert views_of("Overlay", volume, ViewKind.OVERLAY).highest is None
    highest = views_of("Input", volume, ViewKind.INTENSITIES).highest
    assert highest is not None
    assert highest.shape == (4, 5)


def test_one_image_of_a_validation_is_shown_along_all_axes(panels: Sequence[ExamplePanel]) -> None:
    (median,) = (panel for panel in panels if panel.volume)

    figure = volume_figure(median, name="net")

    assert median.rank == "median"
    assert [view.title for view in median.volume] == [
        "Input",
        "Prediction",
        "Ground truth",
        "Overlay",
    ]
    assert median.plane_distance == pytest.approx(2.5)
    assert "Planes are drawn at their distance" in figure.legend
    assert all(name in figure.svg for name in ("XZ, middle plane", "→ Z  ↓ Y", "maximum along Z"))


def test_the_channels_of_an_input_are_shown_together(panels: Sequence[ExamplePanel]) -> None:
    assert [[channel.name for channel in panel.channels] for panel in panels] == [
        ["nuclei", "membrane"]
    ] * 3
