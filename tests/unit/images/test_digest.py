"""Recognising the same pixels."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from replicard.images import pixels_digest, read_image

Save = Callable[..., str]
VALUES = np.random.default_rng(3).integers(0, 200, (40, 50))


def test_a_copy_in_another_format_is_recognised(save: Save, tmp_path: Path) -> None:
    copies: list[tuple[str, str, dict[str, Any]]] = [
        ("a.tif", "uint8", {}),
        ("b.tif", "uint16", {"compression": "zlib"}),
        ("c.tif", "int32", {"byteorder": ">", "tile": (16, 16)}),
        ("d.png", "uint8", {}),
        ("e.png", "uint16", {}),
        ("f.npy", "int64", {}),
    ]

    digests = {
        pixels_digest(read_image(tmp_path, save(name, VALUES.astype(dtype), **options)).array)
        for name, dtype, options in copies
    }

    assert len(digests) == 1


@pytest.mark.parametrize(
    "other",
    [
        VALUES.T,
        VALUES[:-1],
        VALUES + 1,
        VALUES.reshape(50, 40),
        VALUES[None],
        VALUES - 300,
        VALUES.astype(float),
        np.where(VALUES.max() == VALUES, 0, VALUES),
    ],
)
def test_other_pixels_have_another_digest(other: np.ndarray[Any, Any]) -> None:
    assert pixels_digest(other) != pixels_digest(VALUES)


def test_floats_of_different_width_with_equal_values_agree() -> None:
    values = VALUES.astype(np.float32) / 7

    assert pixels_digest(values) == pixels_digest(values.astype(">f8"))


def test_large_images_are_hashed_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pixels_digest(VALUES)

    monkeypatch.setattr("replicard.images.view._BLOCK_PIXELS", 100)

    assert pixels_digest(VALUES) == whole


def test_the_digest_does_not_change_between_versions() -> None:
    digest = pixels_digest(np.arange(6, dtype=np.uint8).reshape(2, 3))

    assert digest == "e98b31f31c8545afad4c02bb85d79a0e13a6bebb0e65eb2f30b6635f2154cd7d"
