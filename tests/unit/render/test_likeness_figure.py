"""The figure of images that show the same."""

from xml.etree import ElementTree as ET

import numpy as np

from replicard.render.figures.likeness import LikenessPanel, likeness_figure


def panel(name: str = "a.tif", change: str = "mirrored") -> LikenessPanel:
    pixels = np.linspace(0, 1, 64 * 80, dtype=np.float32).reshape(64, 80)
    part = pixels[10:30, 20:60]
    return LikenessPanel(
        validation="nuclei",
        training="train",
        names=(name, "b.tif (channel 2)"),
        planes=(pixels, pixels),
        boxes=((10, 20, 20, 40), (10, 20, 20, 40)),
        parts=(part, part),
        change=change,
        similarity=0.987,
    )


def test_the_description_names_the_pair_and_how_alike_it_is() -> None:
    figure = likeness_figure([panel()], n_pairs=1)

    assert figure.id == "likeness-nuclei-train"
    assert figure.alt == (
        "a.tif beside b.tif (channel 2), mirrored: the framed parts are alike, correlation 0.99."
    )
    assert "Shown are all pairs that were found." in figure.legend


def test_of_many_pairs_the_legend_says_how_many_are_shown() -> None:
    figure = likeness_figure([panel(), panel("c.tif", "")], n_pairs=9)

    assert "the 2 most similar of 9 pairs" in figure.legend
    assert "c.tif beside b.tif (channel 2): the framed parts" in figure.alt


def test_the_drawing_is_the_same_each_time_and_holds_the_names() -> None:
    drawn = [likeness_figure([panel()], n_pairs=1).svg for _ in range(2)]

    assert drawn[0] == drawn[1]
    texts = "".join(ET.fromstring(drawn[0]).itertext())  # noqa: S314 - drawn by us
    assert "a.tif" in texts
    assert "Correlation 0.99" in texts


def test_long_names_and_flat_images_fit() -> None:
    long = panel("a very long name that no one would ever give to a file " * 4)
    flat = np.ones((1, 900), dtype=np.float32)
    thin = LikenessPanel(
        "nuclei", "train", ("x", "y"), (flat, flat), ((0, 0, 1, 900),) * 2, (flat, flat), "", 1.0
    )

    assert likeness_figure([long, thin], n_pairs=2).svg.startswith("<svg")
