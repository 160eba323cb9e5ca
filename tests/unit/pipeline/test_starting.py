"""Starting a card from a project folder."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import tifffile

from replicard.errors import OutputError
from replicard.loading import load_card
from replicard.pipeline.starting import start_card

CONFIG = {"n_dim": 2, "n_rays": 32, "train_epochs": 4, "train_batch_size": 2}
LOG = "loss,val_loss,learning rate\n0.3,0.4,0.1\n0.2,0.3,0.1\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    model = tmp_path / "models" / "nuclei"
    (model / "Quality Control").mkdir(parents=True)
    (model / "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    (model / "Quality Control" / "training_evaluation.csv").write_text(LOG, encoding="utf-8")
    (model / "weights_best.h5").write_bytes(b"\x89HDF")
    for folder in ("train/images", "train/masks", "test/images", "test/masks", "results/nuclei"):
        (tmp_path / "data" / folder).mkdir(parents=True)
        for name in ("a", "b"):
            pixels = np.zeros((8, 8), np.uint8)
            tifffile.imwrite(tmp_path / "data" / folder / f"{name}.tif", pixels)
    return tmp_path


def test_a_project_becomes_a_valid_card(project: Path) -> None:
    outcome = start_card(project)

    card = load_card(outcome.card).card
    model = card.models["nuclei"]
    assert model.algorithm.name == "StarDist"
    assert model.weights == "models/nuclei/weights_best.h5"
    assert model.training is not None
    assert model.training.log == "models/nuclei/Quality Control/training_evaluation.csv"
    assert model.training.datasets == ("training-images",)
    assert card.datasets["evaluation-images"].targets == "data/test/masks/*.tif"
    assert card.validations["evaluation-images"].candidates == {
        "nuclei": "data/results/nuclei/*.tif"
    }
    assert outcome.check.valid


def test_every_value_says_where_it_was_read(project: Path) -> None:
    outcome = start_card(project)

    lines = outcome.card.read_text(encoding="utf-8").splitlines()
    (place,) = [n for n, line in enumerate(lines) if line.strip() == "epochs: 2"]
    log = "models/nuclei/Quality Control/training_evaluation.csv"
    assert [line.strip() for line in lines[place - 2 : place]] == [
        f"# {log}, epochs run (observed); but 4 in",
        "# models/nuclei/config.json, train_epochs (configured)",
    ]
    assert all(len(line) <= 120 for line in lines if "#:" not in line)
    assert all(
        addition.comment or addition.path[-1] == "source_files" for addition in outcome.filled
    )


def test_every_example_of_an_empty_start_is_valid(tmp_path: Path) -> None:
    card = start_card(tmp_path).card
    text = card.read_text(encoding="utf-8")
    card.write_text(re.sub(r"(?m)^( *)#: ?", r"\1", text), encoding="utf-8")

    loaded = load_card(card).card

    assert set(loaded.datasets) == {"training-nuclei", "evaluation-nuclei"}
    assert loaded.models["my-model"].algorithm.name == "StarDist"
    assert loaded.validations["my-validation"].candidates


def test_a_model_of_which_too_little_is_known_stands_there_as_an_example(tmp_path: Path) -> None:
    (tmp_path / "net").mkdir()
    thresholds = json.dumps({"prob": 0.5, "nms": 0.3})
    (tmp_path / "net" / "thresholds.json").write_text(thresholds, encoding="utf-8")

    outcome = start_card(tmp_path)

    assert load_card(outcome.card).card.models == {}
    assert "#:         nms_threshold: 0.3" in outcome.card.read_text(encoding="utf-8")


def test_answers_of_the_author_fill_what_no_file_tells(tmp_path: Path) -> None:
    asked = []

    def ask(question: str, *, choices: Sequence[str] = ()) -> str | None:
        asked.append(question)
        return "yes" if choices == ("yes", "no") else choices[0] if choices else "Given Family"

    outcome = start_card(tmp_path, ask=ask)

    card = load_card(outcome.card).card
    assert card.study.authors[0].name == "Given Family"
    assert set(card.models) == {"my-model"}
    assert len(asked) <= 6


def test_hidden_folders_links_and_environments_are_left_out(project: Path) -> None:
    for folder in (".hidden", "venv311"):
        (project / folder).mkdir()
        (project / folder / "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    (project / "venv311" / "pyvenv.cfg").write_text("home = x", encoding="utf-8")
    (project / "loop").symlink_to(project, target_is_directory=True)

    outcome = start_card(project)

    assert [reading.file.path for reading in outcome.readings] == [
        "models/nuclei/config.json",
        "models/nuclei/Quality Control/training_evaluation.csv",
    ]


def test_a_damaged_file_is_named_and_the_rest_is_read(project: Path) -> None:
    (project / "models" / "other").mkdir()
    broken = json.dumps(CONFIG)[:-3]
    (project / "models" / "other" / "config.json").write_text(broken, encoding="utf-8")

    outcome = start_card(project)

    reasons = [r.unreadable_because for r in outcome.readings if r.unreadable_because]
    assert len(reasons) == 1
    assert "is not whole JSON" in outcome.as_text()
    assert set(load_card(outcome.card).card.models) == {"nuclei"}


def test_a_card_is_not_replaced_without_being_told(tmp_path: Path) -> None:
    card = start_card(tmp_path).card
    card.write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError, match="kept"):
        start_card(tmp_path)

    assert card.read_text(encoding="utf-8") == "mine"
    start_card(tmp_path, overwrite=True)
    assert card.read_text(encoding="utf-8") != "mine"


def test_the_schema_that_the_card_names_lies_beside_it(tmp_path: Path) -> None:
    card = start_card(tmp_path).card

    assert "$schema=reporting-card-1.0.schema.json" in card.read_text(encoding="utf-8")
    assert (tmp_path / "reporting-card-1.0.schema.json").is_file()


@pytest.mark.parametrize(
    ("n_dim", "doi"), [(2, "10.1007/978-3-030-00934-2_30"), (3, "10.1109/WACV45572.2020.9093435")]
)
def test_the_paper_of_a_known_algorithm_is_named_to_be_checked(
    tmp_path: Path, n_dim: int, doi: str
) -> None:
    config = json.dumps({**CONFIG, "n_dim": n_dim})
    (tmp_path / "config.json").write_text(config, encoding="utf-8")

    outcome = start_card(tmp_path)

    assert load_card(outcome.card).card.models["stardist"].algorithm.references == (doi,)
    assert "put the one that you follow" in outcome.card.read_text(encoding="utf-8")


def test_an_interrupted_interview_leaves_nothing_behind(project: Path) -> None:
    before = sorted(project.rglob("*"))

    def ask(question: str, *, choices: Sequence[str] = ()) -> str | None:
        raise KeyboardInterrupt(question, choices)

    with pytest.raises(KeyboardInterrupt):
        start_card(project, ask=ask)

    assert sorted(project.rglob("*")) == before
