"""Which images belong together, by the card and by what the files show."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.pipeline.conftest import Study

from replicard.errors import DataError
from replicard.pipeline.evaluate import evaluate_card
from replicard_schema.evidence import ValidationEvidence

Squares = Callable[..., NDArray[np.uint16]]
N_IMAGES = 12


@pytest.fixture
def many(study: Study, squares: Squares) -> Study:
    """Twelve images of two wells each, every one with noise and outlines of its own."""
    rng = np.random.default_rng(2)
    names = [f"w{number // 2}_s{number % 2}" for number in range(N_IMAGES)]
    for side in ("images", "targets", "predictions"):
        for file in (study.folder / side).glob("*.tif"):
            file.unlink()
    study.write("images", {name: rng.integers(0, 99, (32, 48), dtype="u2") for name in names})
    truth = {
        name: squares(shift=place % 3, count=1 + place % 3) for place, name in enumerate(names)
    }
    for place, name in enumerate(names):
        truth[name][0, place] = 9
    study.write("targets", truth)
    study.write("predictions", {n: squares(shift=p % 4, count=3) for p, n in enumerate(names)})
    return study


def _validation(study: Study) -> ValidationEvidence:
    found: ValidationEvidence = study.evaluate().evidence.validations["check"]
    return found


def test_without_groups_each_image_is_drawn_alone(many: Study) -> None:
    found = _validation(many)

    assert found.n_groups is None
    assert found.resampling is not None
    assert (found.resampling.unit, found.resampling.n_units) == ("image", N_IMAGES)
    interval = found.candidates["net"].results[0].mean_interval
    assert interval is not None
    assert interval.low is not None


def test_groups_of_a_pattern_are_drawn_as_a_whole(many: Study) -> None:
    many.write_card(dataset=', groups: "{well}_s*"')

    found = _validation(many)

    assert found.resampling is not None
    assert (found.resampling.unit, found.resampling.n_units, found.n_groups) == ("group", 6, 6)
    assert found.resampling.grouped_by == "the pattern {well}_s* of names"


def test_groups_of_a_table_are_found_by_name_or_file(many: Study) -> None:
    rows = [f"w{n // 2}_s{n % 2}{'.tif' if n % 2 else ''},donor {n // 4}" for n in range(N_IMAGES)]
    (many.folder / "donors.csv").write_text("image,group\n" + "\n".join(rows), encoding="utf-8")
    many.write_card(dataset=", group_table: donors.csv")

    found = _validation(many)

    assert found.n_groups == 3
    assert found.pairs[0].group == "donor 0"
    assert [table.path for table in found.tables] == ["donors.csv"]
    interval = found.candidates["net"].results[0].mean_interval
    assert interval is not None
    assert interval.undefined_because is not None


def test_a_changed_table_of_groups_is_computed_again(many: Study) -> None:
    names = [f"w{n // 2}_s{n % 2}" for n in range(N_IMAGES)]
    table = many.folder / "donors.csv"
    table.write_text("image,group\n" + "\n".join(f"{n},a" for n in names), encoding="utf-8")
    many.write_card(dataset=", group_table: donors.csv")
    assert _validation(many).n_groups == 1

    table.write_text("image,group\n" + "\n".join(f"{n},{n}" for n in names), encoding="utf-8")

    assert _validation(many).n_groups == N_IMAGES


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("name,group\na,b\n", "needs the columns image and group"),
        ("image,group\nw0_s0,\n", "row 2 lacks an image or a group"),
        ("image,group\nw0_s0,a\nw0_s0,b\n", "row 3 puts 'w0_s0' into a second group"),
        ("image,group\nw0_s0,a\n", "does not name 'w0_s1', 'w1_s0', 'w1_s1' and 8 more"),
    ],
)
def test_a_table_of_groups_that_cannot_be_used_is_refused(
    many: Study,
    table: str,
    reason: str,
) -> None:
    (many.folder / "donors.csv").write_text(table, encoding="utf-8")
    many.write_card(dataset=", group_table: donors.csv")

    with pytest.raises(DataError, match=reason):
        many.evaluate()


def test_images_with_one_ground_truth_are_one_group(many: Study, squares: Squares) -> None:
    many.write("targets", {f"w0_s{n}": squares() for n in (0, 1)})

    found = _validation(many)

    assert found.n_groups == N_IMAGES - 1
    assert found.resampling is not None
    assert found.resampling.grouped_by == "shared ground truth or equal pixels"
    assert [pair.group for pair in found.pairs][:3] == ["repeats 1", "repeats 1", None]
    (finding,) = [f for f in found.findings if f.code == "repeated-images"]
    assert "equal ones are counted as one group" in finding.message


def test_empty_ground_truth_joins_no_images(many: Study) -> None:
    many.write("targets", {f"w0_s{n}": np.zeros((32, 48), dtype="u2") for n in (0, 1)})

    found = _validation(many)

    assert found.n_groups is None
    assert not [f for f in found.findings if f.code == "repeated-images"]


def test_the_choice_of_the_card_is_followed(many: Study) -> None:
    many.write_card(
        validation=", intervals: {level: 90 %, method: percentile, resamples: 2000, seed: 5}"
    )

    found = _validation(many)

    assert found.resampling is not None
    assert (found.resampling.level, found.resampling.seed) == (0.9, 5)
    interval = found.candidates["net"].results[0].mean_interval
    assert interval is not None
    assert (interval.method, interval.fallback_because) == ("percentile", None)


def test_captures_of_real_data_that_share_a_ground_truth_are_found(
    shared_data: Path, tmp_path: Path
) -> None:
    source = shared_data / "fmd_denoise_real"
    for side in ("noisy", "gt", "pred_nlm"):
        (tmp_path / side).mkdir()
        for file in (source / side).glob("Confocal_*.png"):
            (tmp_path / side / file.name).write_bytes(file.read_bytes())
    (tmp_path / "card.yaml").write_text(
        'card_version: "1.0"\n'
        "study: {title: A study, authors: [{name: Given Family}]}\n"
        "datasets: {fmd: {images: noisy/*.png, targets: gt/*.png}}\n"
        "models: {net: {task: denoising, algorithm: {name: NLM}, provenance: trained}}\n"
        "validations:\n"
        "  check: {dataset: fmd, candidates: {net: pred_nlm/*.png}, metrics: [rmse]}\n",
        encoding="utf-8",
    )

    found = evaluate_card(tmp_path / "card.yaml", environ={}).evidence.validations["check"]

    assert (found.n_images, found.n_groups) == (6, 3)
