"""CAREamics, BiaPy, Weights & Biases, MLflow, notebooks, model cards."""

import json
import sqlite3
from pathlib import Path

import pytest
from tests.unit.importers.conftest import Import, values

CAREAMICS = """\
version: 0.1.0
experiment_name: demo
algorithm_config:
  algorithm: n2v
  loss: n2v
  model: {architecture: UNet, conv_dims: 2, depth: 2, num_channels_init: 32, n2v2: false}
  optimizer: {name: Adam, parameters: {lr: 0.0001}}
data_config:
  axes: YX
  patch_size: [64, 64]
  batch_size: 16
  transforms: [{name: XYFlip}, {name: XYRandomRotate90}, {name: N2VManipulate}]
training_config: {num_epochs: 10}
"""
BIAPY = """\
PROBLEM: {TYPE: INSTANCE_SEG, NDIM: 2D}
DATA: {PATCH_SIZE: "(256, 256, 1)", VAL: {SPLIT_TRAIN: 0.1}, TRAIN: {PATH: /home/ann/data}}
AUGMENTOR: {ENABLE: True, VFLIP: True, HFLIP: False, RANDOM_ROT: True}
MODEL: {ARCHITECTURE: resunet}
TRAIN: {EPOCHS: 150, BATCH_SIZE: 6, LR: 1.E-3, OPTIMIZER: ADAMW}
"""


def test_careamics_tells_algorithm_and_settings(tmp_path: Path, read: Import) -> None:
    (tmp_path / "config.yml").write_text(CAREAMICS, encoding="utf-8")

    assert values(read(tmp_path, "config.yml")) == {
        "algorithm.name": "Noise2Void",
        "task": "denoising",
        "training.strategy": "self-supervised",
        "architecture": "U-Net, 2D, depth 2, 32 filters in the first layer",
        "training.hyperparameters.loss": "n2v",
        "training.hyperparameters.optimizer": "Adam",
        "training.hyperparameters.learning_rate": "0.0001",
        "training.hyperparameters.batch_size": "16",
        "training.hyperparameters.patch_size": ["64", "64"],
        "training.hyperparameters.epochs": "10",
        "training.augmentation": [
            {"name": "flip"},
            {"name": "rotation by multiples of 90 degrees"},
        ],
    }


def test_biapy_tells_task_and_settings(tmp_path: Path, read: Import) -> None:
    (tmp_path / "workflow.yaml").write_text(BIAPY, encoding="utf-8")

    reading = read(tmp_path, "workflow.yaml")

    found = values(reading)
    assert found["task"] == "instance segmentation"
    assert found["training.hyperparameters.patch_size"] == ["256", "256"]
    assert found["training.hyperparameters.learning_rate"] == "1.E-3"
    assert found["training.augmentation"] == [{"name": "rotation"}, {"name": "vertical flip"}]
    assert "ann" not in reading.model_dump_json()


def test_a_run_of_weights_and_biases_gives_settings_and_hardware(
    tmp_path: Path, read: Import
) -> None:
    config = "wandb_version: 1\n_wandb: {value: {t: 1}}\nlr: {desc: null, value: 0.001}\n"
    (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
    metadata = {"host": "ann-pc", "username": "ann", "gpu": "NVIDIA A100", "gpu_count": 2}
    metadata["startedAt"] = "2023-04-05T06:07:08"
    (tmp_path / "wandb-metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    (tmp_path / "wandb-summary.json").write_text('{"_runtime": 61.5, "loss": 1}', encoding="utf-8")

    assert values(read(tmp_path, "config.yaml")) == {
        "training.hyperparameters.learning_rate": "0.001"
    }
    machine = read(tmp_path, "wandb-metadata.json")
    assert values(machine) == {
        "training.hardware": "2 × NVIDIA A100",
        "training.date": "2023-04-05",
    }
    assert "ann-pc" not in machine.model_dump_json()
    assert values(read(tmp_path, "wandb-summary.json")) == {"training.duration": "62 s"}


def test_a_store_of_mlflow_gives_the_run_that_ended_last(tmp_path: Path, read: Import) -> None:
    store = sqlite3.connect(tmp_path / "mlflow.db")
    store.execute("CREATE TABLE runs (run_uuid TEXT, start_time INTEGER, end_time INTEGER)")
    store.execute("CREATE TABLE params (run_uuid TEXT, key TEXT, value TEXT)")
    store.execute("INSERT INTO runs VALUES ('a', 1000, 2000), ('b', 1680000000000, 1680000090000)")
    store.execute("INSERT INTO params VALUES ('a', 'lr', '1'), ('b', 'lr', '3e-4')")
    store.commit()
    store.close()

    reading = read(tmp_path, "mlflow.db")

    assert values(reading) == {
        "training.hyperparameters.learning_rate": "3e-4",
        "training.date": "2023-03-28",
        "training.duration": "90 s",
    }
    assert reading.remarks == ("It holds 2 runs; the one that ended last was read.",)


def test_a_database_of_something_else_has_a_reason(tmp_path: Path, read: Import) -> None:
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE x (y)")
    other.commit()
    other.close()

    assert (
        read(tmp_path, "other.db").unreadable_because
        == "is an SQLite file without the tables of MLflow"
    )


def test_the_file_store_of_mlflow_is_read_file_by_file(tmp_path: Path, read: Import) -> None:
    run = tmp_path / "mlruns" / "0" / "abc"
    (run / "params").mkdir(parents=True)
    (run / "params" / "batch_size").write_text("8", encoding="utf-8")
    meta = "run_id: abc\nuser_id: ann\nstart_time: 1680000000000\nend_time: 1680000090000\n"
    (run / "meta.yaml").write_text(meta, encoding="utf-8")

    assert values(read(tmp_path, "mlruns/0/abc/params/batch_size")) == {
        "training.hyperparameters.batch_size": "8"
    }
    assert values(read(tmp_path, "mlruns/0/abc/meta.yaml"))["training.duration"] == "90 s"


def test_a_real_notebook_is_the_tool(shared_data: Path, read: Import) -> None:
    folder = "dl4miceverywhere_stardist_2d"
    found = values(read(shared_data / "model_artifacts", f"{folder}/configuration.yaml"))

    assert found["prediction.tool.name"] == "StarDist (2D) - ZeroCostDL4Mic"
    assert found["prediction.tool.version"] == "1.20.5"
    assert found["prediction.tool.references"] == [
        "10.1038/s41467-021-22518-0",
        "10.1007/978-3-030-00934-2_30",
    ]


@pytest.mark.parametrize(
    ("file", "trap"),
    [
        (
            "zerocost_layout_care_2d/Quality Control/QC_metrics_zerocost_layout_care_2d.csv",
            "legacy_zerocost_nrmse",
        ),
        (
            (
                "zerocost_layout_stardist_2d/Quality Control/"
                "Quality_Control for zerocost_layout_stardist_2d.csv"
            ),
            "optimised on these very images",
        ),
    ],
)
def test_scores_of_notebooks_come_with_their_traps(
    shared_data: Path, read: Import, file: str, trap: str
) -> None:
    reading = read(shared_data / "model_artifacts", file)

    assert reading.facts == ()
    assert any(trap in remark for remark in reading.remarks)


def test_a_model_card_says_what_it_was_tuned_from(tmp_path: Path, read: Import) -> None:
    text = "---\nlicense: apache-2.0\nbase_model: lab/base\ndatasets: [lab/cells]\n---\n# Model\n"
    (tmp_path / "README.md").write_text(text, encoding="utf-8")

    reading = read(tmp_path, "README.md")

    assert values(reading) == {
        "training.initial_weights.kind": "pretrained",
        "training.initial_weights.model": "lab/base",
        "provenance": "fine-tuned",
        "deposit.repository": "Hugging Face",
        "deposit.license": "Apache-2.0",
    }
    assert reading.remarks == ("It names its training data: lab/cells.",)
