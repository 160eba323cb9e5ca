"""A small study on disk, to be changed by each test."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray

from replicard.execution import Workers
from replicard.pipeline.evaluate import Evaluation, evaluate_card

CARD = """\
card_version: "1.0"
study: {{title: A study, authors: [{{name: Given Family}}]}}
datasets:
  test: {{images: images/*.tif, targets: targets/*.tif{dataset}}}
models:
  net: {{task: {task}, algorithm: {{name: U-Net}}, provenance: trained{model}}}
validations:
  check: {{dataset: test, candidates: {{net: predictions/*.tif}}{validation}}}
{more}"""


@dataclass(frozen=True, slots=True)
class Study:
    """Folder with a card and images."""

    folder: Path

    @property
    def card(self) -> Path:
        return self.folder / "card.yaml"

    def write_card(
        self,
        *,
        task: str = "instance segmentation",
        dataset: str = "",
        model: str = "",
        validation: str = "",
        more: str = "",
    ) -> None:
        """Write the card; the arguments go into its parts, each beginning with a comma."""
        text = CARD.format(
            task=task, dataset=dataset, model=model, validation=validation, more=more
        )
        self.card.write_text(text, encoding="utf-8")

    def write(self, side: str, images: Mapping[str, NDArray[np.generic]]) -> None:
        """Write images into one folder, by stem."""
        (self.folder / side).mkdir(exist_ok=True)
        for name, image in images.items():
            tifffile.imwrite(
                self.folder / side / f"{name}.tif", image, photometric="minisblack", metadata=None
            )

    def evaluate(
        self,
        *,
        fresh: bool = False,
        strict: bool = False,
        workers: Workers | None = None,
        cache: Path | None = None,
    ) -> Evaluation:
        """Evaluate the card; results are kept only in a folder that is named."""
        kept = {} if cache is None else {"REPLICARD_CACHE_DIR": str(cache)}
        return evaluate_card(
            self.card,
            fresh=fresh,
            strict=strict,
            workers=workers,
            environ={"SOURCE_DATE_EPOCH": "0", **kept},
        )


def objects(*, shift: int = 0, count: int = 3) -> NDArray[np.uint16]:
    """Return a label image with squares side by side, moved down by ``shift``."""
    labels = np.zeros((32, 48), dtype=np.uint16)
    for number in range(count):
        labels[4 + shift : 14 + shift, 2 + 14 * number : 12 + 14 * number] = number + 1
    return labels


@pytest.fixture
def squares() -> Callable[..., NDArray[np.uint16]]:
    return objects


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Two images with three objects each; the second prediction is moved by one pixel."""
    study = Study(tmp_path)
    rng = np.random.default_rng(5)
    noise = {name: rng.integers(0, 99, (32, 48), dtype=np.uint16) for name in ("a", "b")}
    study.write("images", noise)
    study.write("targets", {"a": objects(), "b": objects(count=2)})
    study.write("predictions", {"a": objects(), "b": objects(shift=1, count=2)})
    study.write_card()
    return study
