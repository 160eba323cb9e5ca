"""Settings of a training as scripts save them."""

import json
from pathlib import Path

from tests.unit.importers.conftest import Import, values


def test_settings_of_lightning_are_read(tmp_path: Path, read: Import) -> None:
    (tmp_path / "hparams.yaml").write_text("lr: 1e-4\nbatch_size: 8\nnum_layers: 3\n", "utf-8")

    reading = read(tmp_path, "hparams.yaml")

    assert values(reading) == {
        "training.hyperparameters.batch_size": "8",
        "training.hyperparameters.learning_rate": "1e-4",
    }
    assert reading.unknown == ("num_layers",)


def test_arguments_of_a_script_are_read_and_its_paths_are_not(tmp_path: Path, read: Import) -> None:
    settings = {"epochs": 400, "lr": 0.0001, "imsize": 256, "seed": 1, "exp_dir": "/home/ann/x"}
    (tmp_path / "args.txt").write_text(json.dumps(settings), encoding="utf-8")

    reading = read(tmp_path, "args.txt")

    assert values(reading)["training.hyperparameters.patch_size"] == ["256"]
    assert values(reading)["training.seed"] == "1"
    assert "ann" not in reading.model_dump_json()


def test_real_arguments_keep_their_numbers(shared_data: Path, read: Import) -> None:
    found = values(read(shared_data / "model_artifacts", "fmd_noise2noise_pytorch/args.txt"))

    assert found["training.hyperparameters.epochs"] == "400"
    assert found["training.hyperparameters.learning_rate"] == "0.0001"
