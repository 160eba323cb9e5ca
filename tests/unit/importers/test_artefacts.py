"""Real files of tools: each is recognised, or passed over for a reason that stands here."""

from pathlib import Path

import pytest

from replicard.importers import importer_of, look
from replicard.loading import load_card
from replicard.pipeline.readings import reading_of_log
from replicard.pipeline.starting import start_card

FOLDER = "model_artifacts"
_TEXT = "text for people"
READ = {
    "ome_xml/multi-channel-z-series.ome.xml": "OME-XML",
    "ome_xml/instrument.ome.xml": "OME-XML",
    "ome_xml/seq0000xy01c1.ome.xml": "OME-XML",
    "ome_xml/tubhiswt.ome.xml": "OME-XML",
    "care_2d/config.json": "CSBDeep configuration",
    "cellpose3_training_log/run.log": "Cellpose log",
    "bioimageio_0.4_frunet/rdf.yaml": "bioimage.io model description",
    "bioimageio_0.5_unet2d_nuclei_broad/bioimageio.yaml": "bioimage.io model description",
    "bioimageio_0.3_defcon/model.yaml": "bioimage.io model description",
    "dl4miceverywhere_stardist_2d/configuration.yaml": "DL4MicEverywhere configuration",
    "zerocostdl4mic_stardist_breast_cancer/Quality Control/training_evaluation.csv": (
        "training log (ZeroCostDL4Mic)"
    ),
    "zerocostdl4mic_stardist_breast_cancer/config.json": "CSBDeep configuration",
    "zerocostdl4mic_stardist_breast_cancer/thresholds.json": "StarDist thresholds",
    "stardist_2d_demo/config.json": "CSBDeep configuration",
    "stardist_2d_demo/thresholds.json": "StarDist thresholds",
    "n2v_test_config/config.json": "CSBDeep configuration",
    (
        "zerocost_layout_stardist_2d/Quality Control/"
        "Quality_Control for zerocost_layout_stardist_2d.csv"
    ): "ZeroCostDL4Mic quality control",
    "zerocost_layout_care_2d/Quality Control/training_evaluation.csv": (
        "training log (ZeroCostDL4Mic)"
    ),
    "zerocost_layout_care_2d/Quality Control/QC_metrics_zerocost_layout_care_2d.csv": (
        "ZeroCostDL4Mic quality control"
    ),
    "bioimageio_0.3_zerocost_stardist/model.yaml": "bioimage.io model description",
    "bioimageio_0.4_zerocost_unet2d_keras/rdf.yaml": "bioimage.io model description",
    "bioimageio_0.4_zerocost_unet2d_keras/training_evaluation.csv": (
        "training log (ZeroCostDL4Mic)"
    ),
    "rcan_3d/config.json": "settings of a training",
    "nnunet_v2_stenunet/plans.json": "nnU-Net plans",
    "nnunet_v2_stenunet/dataset.json": "nnU-Net data set",
    "lightning_logs/version_0/metrics.csv": "training log (Lightning CSVLogger)",
    "fmd_noise2noise_pytorch/args.txt": "settings of a training",
    "bioimageio_0.4_unet2d_nuclei_broad/rdf.yaml": "bioimage.io model description",
}
PASSED_OVER = {
    "PROVENANCE.csv": "list of these files",
    "README.md": _TEXT,
    "bioimageio_0.5_unet2d_nuclei_broad/README.md": _TEXT,
    "bioimageio_0.4_zerocost_unet2d_keras/README.md": _TEXT,
}
TAKEN: dict[str, dict[str, str | list[str]]] = {
    "care_2d": {"algorithm.name": "CARE", "task": "image restoration"},
    "cellpose3_training_log": {
        "algorithm.name": "Cellpose",
        "training.date": "2026-11-22",
        "training.initial_weights.kind": "random",
        "training.hyperparameters.momentum": "0.900",
        "training.hyperparameters.optimizer": "SGD",
    },
    "dl4miceverywhere_stardist_2d": {
        "algorithm.name": "StarDist",
        "prediction.tool.version": "1.20.5",
        "prediction.tool.interface": "notebook",
    },
    "n2v_test_config": {"algorithm.name": "Noise2Void", "task": "denoising"},
    "rcan_3d": {"training.hyperparameters.epochs": "300"},
    "fmd_noise2noise_pytorch": {
        "architecture": "unet",
        "training.seed": "1",
        "training.hyperparameters.weight_decay": "0.0",
    },
    "nnunet_v2_stenunet": {
        "algorithm.name": "nnU-Net",
        "training.hyperparameters.batch_size": "12",
        "training.preprocessing": ["z-score normalisation"],
    },
    "zerocostdl4mic_stardist_breast_cancer": {
        "training.hyperparameters.epochs": "100",
        "prediction.parameters.nms_threshold": "0.3",
        "training.log": "Quality Control/training_evaluation.csv",
    },
    "bioimageio_0.4_zerocost_unet2d_keras": {
        "training.libraries.tensorflow": "2.9.2",
        "provenance": "third-party",
        "task": "semantic segmentation",
    },
}


def test_every_file_is_in_the_table(shared_data: Path) -> None:
    root = shared_data / FOLDER
    found = {str(p.relative_to(root).as_posix()) for p in root.rglob("*") if p.is_file()}

    assert found == {*READ, *PASSED_OVER}


@pytest.mark.parametrize("path", READ)
def test_a_real_file_is_recognised(shared_data: Path, path: str) -> None:
    importer = importer_of(look(shared_data / FOLDER, path))
    log = reading_of_log(shared_data / FOLDER, path)

    formats = [importer.format] if importer else [log.format] if log else []
    assert formats == [READ[path]]


@pytest.mark.parametrize("path", PASSED_OVER)
def test_a_file_that_tells_nothing_for_a_card_is_passed_over(shared_data: Path, path: str) -> None:
    assert importer_of(look(shared_data / FOLDER, path)) is None
    assert reading_of_log(shared_data / FOLDER, path) is None


@pytest.mark.parametrize("folder", TAKEN)
def test_what_a_source_holds_is_in_the_card(shared_data: Path, tmp_path: Path, folder: str) -> None:
    source = shared_data / FOLDER / folder
    for file in (path for path in source.rglob("*") if path.is_file()):
        copy = tmp_path / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())

    outcome = start_card(tmp_path)

    filled = {".".join(a.path[2:]): a.value for a in outcome.filled if a.path[0] == "models"}
    assert {field: filled.get(field) for field in TAKEN[folder]} == TAKEN[folder]
    assert outcome.check.valid
    assert load_card(outcome.card).card.study.title
