"""Files of nnU-Net v2."""

import json
from pathlib import Path

from tests.unit.importers.conftest import Import, values


def test_real_plans_say_how_images_are_prepared(shared_data: Path, read: Import) -> None:
    reading = read(shared_data / "model_artifacts", "nnunet_v2_stenunet/plans.json")

    assert values(reading) == {
        "algorithm.name": "nnU-Net",
        "task": "semantic segmentation",
        "training.hyperparameters.batch_size": "12",
        "training.hyperparameters.patch_size": ["512", "512"],
        "training.preprocessing": ["z-score normalisation"],
        "architecture": "PlainConvUNet as planned by nnU-Net",
    }


def test_a_real_data_set_names_its_classes(shared_data: Path, read: Import) -> None:
    reading = read(shared_data / "model_artifacts", "nnunet_v2_stenunet/dataset.json")

    assert values(reading) == {
        "classes": {"1": "sten"},
        "image_count": "1200",
        "acquisition.channels": [{"name": "grey"}],
    }


def test_debugging_output_tells_epochs_and_hardware(tmp_path: Path, read: Import) -> None:
    text = json.dumps(
        {
            "my_init_kwargs": "{'plans': 'nnUNetPlans', 'fold': 0}",
            "num_epochs": "250",
            "initial_lr": "0.01",
            "gpu_name": "NVIDIA A100",
            "torch_version": "2.3.1",
            "output_folder": "/home/ann/nnUNet_results",
        }
    )
    (tmp_path / "debug.json").write_text(text, encoding="utf-8")

    reading = read(tmp_path, "debug.json")

    found = values(reading)
    assert found["training.hyperparameters.epochs"] == "250"
    assert found["training.hardware"] == "NVIDIA A100"
    assert "ann" not in reading.model_dump_json()
