"""Folders of tools as sources, and whole projects of one tool."""

import json
from pathlib import Path

import pytest

from replicard.errors import DataError, OutputError, UnsafePathError
from replicard.loading import load_card
from replicard.pipeline.importing import ENVIRONMENT_FILE, import_sources, write_environment
from replicard.pipeline.starting import start_card

CARD = """\
card_version: "1.0"
study: {title: Nuclei, authors: [{name: Given Family}]}
datasets:
  plates: {}
models:
  nuclei: {task: instance segmentation, algorithm: {name: nnU-Net}, provenance: trained}
"""
PLANS = {
    "plans_name": "nnUNetPlans",
    "configurations": {
        "2d": {"batch_size": 12, "patch_size": [512, 512]},
        "3d_fullres": {"batch_size": 2, "patch_size": [64, 128, 128]},
    },
}
DATA = {"channel_names": {"0": "DAPI"}, "labels": {"background": 0, "nucleus": 1}, "numTraining": 5}
LOG = """\
2024-01-02 03:04:05.123456: Epoch 0
2024-01-02 03:04:05.223456: Current learning rate: 0.01
2024-01-02 03:05:05.123456: train_loss -0.1
2024-01-02 03:05:05.123456: val_loss -0.2
2024-01-02 03:05:05.123456: Pseudo dice [0.5]
2024-01-02 03:05:05.123456: Epoch time: 60.0 s
"""


def _nnunet(root: Path) -> Path:
    top = root / "Dataset001_Nuclei" / "nnUNetTrainer__nnUNetPlans__2d"
    (top / "fold_0" / "validation").mkdir(parents=True)
    for path, value in (
        ("plans.json", PLANS),
        ("dataset.json", DATA),
        ("fold_0/debug.json", {"my_init_kwargs": "nnUNetTrainer", "torch_version": "2.1.0"}),
        ("fold_0/validation/summary.json", {"foreground_mean": {"Dice": 0.91, "IoU": 0.84}}),
        ("splits_final.json", [{"train": ["a", "b", "c", "d"], "val": ["e"]}] * 5),
    ):
        (top / path).write_text(json.dumps(value), encoding="utf-8")
    (top / "fold_0" / "training_log_2024_1_2_03_04_05.txt").write_text(LOG, encoding="utf-8")
    return top


def test_a_folder_of_results_of_nnunet_becomes_a_whole_model(tmp_path: Path) -> None:
    _nnunet(tmp_path)

    outcome = start_card(tmp_path)

    card = load_card(outcome.card).card
    (model,) = card.models.values()
    assert list(card.datasets) == ["Dataset001_Nuclei"]
    assert model.training is not None
    assert model.training.datasets == ("Dataset001_Nuclei",)
    assert model.training.libraries == {"torch": "2.1.0"}
    text = outcome.card.read_text(encoding="utf-8")
    assert "patch_size: [512, 512]" in text
    assert "fraction: 0.2" in text
    assert "duration: 60 s" in text
    assert "but 1000 in" in text
    assert "(default)" in text
    remarks = [remark for reading in outcome.readings for remark in reading.remarks]
    assert any("Dice 0.91" in remark and "held out" not in remark for remark in remarks)


def test_a_folder_is_a_source_and_an_id_is_that_of_its_section(tmp_path: Path) -> None:
    _nnunet(tmp_path)
    card = tmp_path / "card.yaml"
    card.write_text(CARD, encoding="utf-8")

    outcome = import_sources(card, ["Dataset001_Nuclei"], named="nuclei")

    added = {".".join(addition.path) for addition in outcome.added}
    assert "models.nuclei.training.hyperparameters.batch_size" in added
    assert "datasets.plates.classes" in added
    assert "datasets.nuclei.classes" not in added


def test_a_folder_without_anything_known_has_a_reason(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "card.yaml").write_text(CARD, encoding="utf-8")

    with pytest.raises(DataError, match="holds no file of a tool that is known"):
        import_sources(tmp_path / "card.yaml", ["empty"])


@pytest.mark.parametrize("source", ["../outside.json", "/etc"])
def test_a_source_outside_the_folder_of_the_card_has_a_reason(tmp_path: Path, source: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "outside.json").write_text("{}", encoding="utf-8")
    (folder / "card.yaml").write_text(CARD, encoding="utf-8")

    with pytest.raises((DataError, UnsafePathError), match=r"leads out|absolute"):
        import_sources(folder / "card.yaml", [source])


def test_an_unknown_id_adds_a_model_and_says_what_it_lacks(tmp_path: Path) -> None:
    card = tmp_path / "card.yaml"
    card.write_text(CARD, encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("torch==2.1.0\n", encoding="utf-8")

    outcome = import_sources(card, ["requirements.txt"], named="other")

    (finding,) = outcome.findings
    assert finding.code == "incomplete-model"
    assert "task, algorithm.name, provenance" in finding.message


def test_the_packages_of_this_python_are_listed_only_when_asked_for(tmp_path: Path) -> None:
    card = tmp_path / "card.yaml"
    card.write_text(CARD, encoding="utf-8")

    outcome = import_sources(card, [write_environment(tmp_path)])

    assert "models.nuclei.training.libraries.numpy" in {".".join(a.path) for a in outcome.added}
    text = (tmp_path / ENVIRONMENT_FILE).read_text(encoding="utf-8")
    assert "/" not in text
    assert write_environment(tmp_path) == ENVIRONMENT_FILE
    (tmp_path / ENVIRONMENT_FILE).write_text("mine\n", encoding="utf-8")
    with pytest.raises(OutputError, match="kept"):
        write_environment(tmp_path)


@pytest.mark.parametrize(
    "before",
    [
        b"\xef\xbb\xbf" + CARD.encode(),
        CARD.replace("\n", "\r\n").encode(),
        CARD.replace("Nuclei,", "Nuclei, \t").encode(),
        CARD.rstrip("\n").encode(),
    ],
    ids=["byte order mark", "Windows", "tab", "no line end"],
)
def test_every_line_of_the_author_stays_byte_for_byte(tmp_path: Path, before: bytes) -> None:
    _nnunet(tmp_path)
    card = tmp_path / "card.yaml"
    card.write_bytes(before)

    import_sources(card, ["Dataset001_Nuclei"])

    after = card.read_bytes()
    assert after.startswith(before[:40])
    rest = iter(after)
    assert all(byte in rest for byte in before.replace(b"{}", b""))


def test_a_folder_of_weights_and_biases_and_one_of_mlflow(tmp_path: Path) -> None:
    run = tmp_path / "wandb" / "run-20240102_030405-abc" / "files"
    run.mkdir(parents=True)
    (run / "config.yaml").write_text("wandb_version: 1\nlr:\n  value: 0.1\n", encoding="utf-8")
    (run / "requirements.txt").write_text("torch==2.1.0\n", encoding="utf-8")
    (run / "wandb-metadata.json").write_text('{"host": "h", "gpu": "A100"}', encoding="utf-8")
    params = tmp_path / "mlruns" / "0" / ("ab" * 16) / "params"
    params.mkdir(parents=True)
    (params / "epochs").write_text("5", encoding="utf-8")
    card = tmp_path / "card.yaml"
    card.write_text(CARD, encoding="utf-8")

    outcome = import_sources(card, ["wandb/run-20240102_030405-abc/files", "mlruns"])

    added = {".".join(a.path): a.value for a in outcome.added}
    assert added["models.nuclei.training.libraries.torch"] == "2.1.0"
    assert added["models.nuclei.training.hardware"] == "A100"
    assert added["models.nuclei.training.hyperparameters.epochs"] == "5"


NOTEBOOK = """\
config: {dl4miceverywhere: {notebook_version: 1.20.5}}
license: MIT
"""


def test_a_part_that_would_lack_what_it_needs_is_not_added(tmp_path: Path) -> None:
    card = tmp_path / "card.yaml"
    card.write_text(CARD, encoding="utf-8")
    (tmp_path / "configuration.yaml").write_text(NOTEBOOK, encoding="utf-8")

    outcome = import_sources(card, ["configuration.yaml"])

    (finding,) = outcome.findings
    assert finding.field == "models.nuclei.prediction.tool"
    assert "needs name" in finding.message
    assert load_card(card).card.models["nuclei"].prediction is None


def test_a_new_card_is_valid_though_a_part_of_it_is_not_whole(tmp_path: Path) -> None:
    config = json.dumps({"n_dim": 2, "n_rays": 32, "train_epochs": 4})
    (tmp_path / "config.json").write_text(config, encoding="utf-8")
    (tmp_path / "configuration.yaml").write_text(NOTEBOOK, encoding="utf-8")

    outcome = start_card(tmp_path)

    assert outcome.check.valid
    assert "#:     version: 1.20.5" in outcome.card.read_text(encoding="utf-8")
