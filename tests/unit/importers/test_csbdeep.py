"""Model folders of CSBDeep, Noise2Void and StarDist."""

import json
from pathlib import Path

import pytest
from tests.unit.importers.conftest import Import, values

from replicard_schema.evidence import FactKind

STARDIST = {
    "n_dim": 2,
    "n_rays": 32,
    "unet_n_depth": 3,
    "unet_n_filter_base": 32,
    "train_epochs": 400,
    "train_learning_rate": 0.0003,
    "train_patch_size": [256, 256],
    "train_dist_loss": "mae",
    "unet_prefix": "",
}


def test_a_stardist_configuration_says_what_was_asked_for(tmp_path: Path, read: Import) -> None:
    (tmp_path / "config.json").write_text(json.dumps(STARDIST), encoding="utf-8")

    reading = read(tmp_path, "config.json")

    assert values(reading) == {
        "algorithm.name": "StarDist",
        "task": "instance segmentation",
        "training.hyperparameters.epochs": "400",
        "training.hyperparameters.patch_size": ["256", "256"],
        "training.hyperparameters.learning_rate": "0.0003",
        "training.hyperparameters.loss": "mae",
        "architecture": "U-Net, 2D, depth 3, 32 filters in the first layer, 32 rays",
    }
    assert {fact.kind for fact in reading.facts} == {FactKind.CONFIGURED}
    assert reading.unknown == ("unet_prefix",)


def test_a_configuration_that_is_cut_off_says_where(tmp_path: Path, read: Import) -> None:
    text = json.dumps(STARDIST)[:-20]
    (tmp_path / "config.json").write_text(text, encoding="utf-8")

    reading = read(tmp_path, "config.json")

    assert reading.unreadable_because is not None
    assert reading.unreadable_because.startswith("is not whole JSON")
    assert reading.facts == ()


@pytest.mark.parametrize(
    ("folder", "algorithm"),
    [
        ("stardist_2d_demo", "StarDist"),
        ("care_2d", "CARE"),
        ("n2v_test_config", "Noise2Void"),
        ("zerocostdl4mic_stardist_breast_cancer", "StarDist"),
    ],
)
def test_real_model_folders_tell_their_algorithm(
    shared_data: Path, read: Import, folder: str, algorithm: str
) -> None:
    reading = read(shared_data / "model_artifacts", f"{folder}/config.json")

    assert values(reading)["algorithm.name"] == algorithm


def test_real_thresholds_keep_their_digits(shared_data: Path, read: Import) -> None:
    reading = read(shared_data / "model_artifacts", "stardist_2d_demo/thresholds.json")

    assert values(reading) == {
        "prediction.parameters.probability_threshold": "0.4861655269131771",
        "prediction.parameters.nms_threshold": "0.5",
    }


def test_paths_of_a_machine_never_become_facts(tmp_path: Path, read: Import) -> None:
    settings = {**STARDIST, "train_loss": "/home/somebody/secret/loss.py", "path/to": "x"}
    (tmp_path / "config.json").write_text(json.dumps(settings), encoding="utf-8")

    reading = read(tmp_path, "config.json")

    assert "somebody" not in reading.model_dump_json()
    assert "train_loss" in reading.unknown
