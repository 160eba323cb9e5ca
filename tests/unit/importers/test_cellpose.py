"""Logs and segmentations of Cellpose."""

import os
import pickle
from pathlib import Path

import numpy as np
import pytest
from tests.unit.importers.conftest import Import, values

LOG = """\
2026-11-22 07:50:58,820 [INFO] >>>> using CPU
2026-11-22 07:50:59,144 [INFO] >>> n_epochs=12, n_train=6, n_test=2
2026-11-22 07:50:59,144 [INFO] >>> SGD, learning_rate=0.05000, weight_decay=0.00010, momentum=0.900
2026-11-22 07:51:00,186 [INFO] >>> saving model to /home/ann/models/demo
2026-11-22 07:51:24,073 [INFO] 0, train_loss=1.6821, test_loss=1.4249, LR=0.000000, time 23.89s
2026-11-22 07:55:18,007 [INFO] 10, train_loss=0.3452, test_loss=0.4153, LR=0.050000, time 257.82s
"""


class _Code:
    """Pickled, it runs a command wherever it is loaded without care."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("echo it ran",)


def _save(path: Path, value: object) -> None:
    array = np.empty((), dtype=object)
    array[()] = value
    np.save(path, array, allow_pickle=True)


def test_a_log_of_training_says_what_was_asked_for_and_what_ran(
    tmp_path: Path, read: Import
) -> None:
    (tmp_path / "run.log").write_text(LOG, encoding="utf-8")

    reading = read(tmp_path, "run.log")

    kinds = {fact.field: (fact.value, fact.kind.value) for fact in reading.facts}
    assert kinds["training.hyperparameters.epochs"] == ("12", "configured")
    assert kinds["training.hyperparameters.learning_rate"] == ("0.05000", "configured")
    assert kinds["training.date"] == ("2026-11-22", "observed")
    assert kinds["training.duration"] == ("258 s", "observed")
    assert "The last epoch that it logs is number 10" in reading.remarks[1]
    assert "ann" not in reading.model_dump_json()


def test_a_segmentation_gives_its_settings(tmp_path: Path, read: Import) -> None:
    segmentation = {
        "masks": np.ones((4, 4), np.uint16),
        "est_diam": np.float32(17.5),
        "flow_threshold": 0.4,
        "chan_choose": [0, 0],
        "ismanual": np.array([True, False]),
        "filename": "/home/ann/image.tif",
        "extra": 1,
    }
    _save(tmp_path / "a_seg.npy", segmentation)

    reading = read(tmp_path, "a_seg.npy")

    found = values(reading)
    assert found["prediction.parameters.diameter"] == "17.5"
    assert found["prediction.parameters.channels"] == ["0", "0"]
    assert reading.remarks == ("1 of its outlines were drawn by hand.",)
    assert reading.unknown == ("extra",)


def test_a_segmentation_with_code_in_it_is_refused(
    tmp_path: Path, read: Import, capfd: pytest.CaptureFixture[str]
) -> None:
    _save(tmp_path / "a_seg.npy", {"masks": _Code()})

    reading = read(tmp_path, "a_seg.npy")

    assert reading.unreadable_because is not None
    assert reading.unreadable_because.startswith("holds code in its pickle")
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize("length", [9, 60, 130, 200])
def test_a_segmentation_that_is_cut_off_is_refused(
    tmp_path: Path, read: Import, length: int
) -> None:
    _save(tmp_path / "a_seg.npy", {"masks": np.ones((4, 4))})
    whole = (tmp_path / "a_seg.npy").read_bytes()
    (tmp_path / "a_seg.npy").write_bytes(whole[:length])

    assert read(tmp_path, "a_seg.npy").unreadable_because == "is a damaged file of Cellpose"


def test_a_pickle_under_the_name_of_an_array_is_no_source(tmp_path: Path, read: Import) -> None:
    (tmp_path / "a_seg.npy").write_bytes(pickle.dumps({"masks": 1}))

    with pytest.raises(AssertionError, match="not recognised"):
        read(tmp_path, "a_seg.npy")


def test_a_real_log_is_read(shared_data: Path, read: Import) -> None:
    reading = read(shared_data / "model_artifacts", "cellpose3_training_log/run.log")

    assert values(reading)["training.hyperparameters.epochs"] == "12"
