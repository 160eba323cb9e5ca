"""Recording runs into a card."""

import datetime as dt
import math
import subprocess
import sys
import types
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

import replicard
from replicard.errors import OutputError
from replicard.loading import load_card
from replicard.recording.epochs import EpochLog
from replicard.recording.machine import hardware, libraries_in_use

TODAY = dt.date(2023, 4, 5)


def _record(card: Path, **options: str) -> AbstractContextManager[replicard.Run]:
    return replicard.record(card, environ={}, today=TODAY, **options)


@pytest.fixture
def card(tmp_path: Path) -> Path:
    (tmp_path / "study").mkdir()
    return tmp_path / "study" / "card.yaml"


def test_a_loop_ends_with_a_card(card: Path) -> None:
    with _record(card, model="net", task="denoising", algorithm="U-Net") as run:
        run.hyperparameters(epochs=5, batch_size=8, learning_rate=1e-3, width=32)
        run.dataset("noisy", images="data/*.tif")
        run.seed(7)
        run.augmentation("flip")
        for epoch in range(3):
            run.log_epoch(epoch, loss=1 / (epoch + 1), val_loss=2 / (epoch + 1))
        run.weights("weights.pt", kept="last epoch")

    model = load_card(card).card.models["net"]
    assert model.algorithm.name == "U-Net"
    assert model.weights == "weights.pt"
    training = model.training
    assert training is not None
    assert training.hyperparameters is not None
    assert training.hyperparameters.epochs == 3
    assert training.datasets == ("noisy",)
    assert training.log == "logs/net-training.csv"
    assert training.seed == 7
    assert str(training.date) == "2023-04-05"
    assert "epochs_planned: 5" in card.read_text(encoding="utf-8")


def test_what_the_author_wrote_stays_and_the_run_says_what_differs(card: Path) -> None:
    card.write_text(
        "card_version: '1.0'\nstudy: {title: Mine}  # keep\nmodels:\n  net:\n"
        "    task: denoising\n    algorithm: {name: CARE}\n    provenance: trained\n"
        "    training: {seed: 1}\n",
        encoding="utf-8",
    )

    with _record(card, model="net") as run:
        run.seed(2)
        run.log_epoch(1, loss=0.5)

    text = card.read_text(encoding="utf-8")
    assert "study: {title: Mine}  # keep" in text
    assert "seed: 1" in text
    (finding,) = run.findings
    assert finding.message.startswith("The card says 1; the run says 2")


def test_a_run_that_fails_leaves_what_it_recorded(card: Path) -> None:
    with (  # noqa: PT012 - what a run leaves behind depends on all that it did
        pytest.raises(ZeroDivisionError),
        _record(card, model="net", task="denoising", algorithm="U-Net") as run,
    ):
        run.log_epoch(0, loss=0.5)
        run.log_epoch(1, loss=1 / 0)

    model = load_card(card).card.models["net"]
    assert model.training is not None
    assert model.training.hyperparameters is not None
    assert model.training.hyperparameters.epochs == 1


def test_a_new_model_needs_task_and_algorithm(card: Path) -> None:
    with (
        pytest.raises(ValueError, match="no model 'net' yet: give algorithm"),
        _record(card, model="net"),
    ):
        pass

    assert not card.exists()


def test_a_value_that_no_field_takes_is_refused(card: Path) -> None:
    with (
        pytest.raises(OutputError, match="seed"),
        _record(card, model="net", task="denoising", algorithm="U-Net") as run,
    ):
        run._known["models", "net", "training", "seed"] = "many"


def test_the_log_is_on_disk_after_every_epoch(tmp_path: Path) -> None:
    log = EpochLog(tmp_path / "log.csv")

    log.add(0, {"loss": 0.5})
    first = (tmp_path / "log.csv").read_text(encoding="utf-8")
    log.add(1, {"loss": math.inf, "lr": 1e-4})

    assert first == "epoch,loss\n0,0.5\n"
    assert (tmp_path / "log.csv").read_text(encoding="utf-8") == (
        "epoch,loss,lr\n0,0.5,\n1,inf,0.0001\n"
    )


def test_an_epoch_without_a_value_is_an_error_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one value"):
        EpochLog(tmp_path / "log.csv").add(0, {})


def test_libraries_are_those_that_were_imported() -> None:
    assert set(libraries_in_use(["numba.core", "json", "torch_not_there"])) <= {"numba"}


def test_some_hardware_is_named() -> None:
    found = hardware({})

    assert found is None or found.strip()


def test_no_framework_is_imported_by_recording(card: Path) -> None:
    script = (
        "import sys, replicard\n"
        f"with replicard.record({str(card)!r}, model='a', task='denoising', algorithm='x') as r:\n"
        "    r.log_epoch(0, loss=1)\n"
        "print([m for m in ('keras', 'lightning', 'torch', 'tensorflow') if m in sys.modules])\n"
    )

    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_the_callback_of_keras_logs_every_epoch(
    card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    callbacks = types.ModuleType("keras.callbacks")
    callbacks.__dict__["Callback"] = type("Callback", (), {})
    monkeypatch.setitem(sys.modules, "keras", types.ModuleType("keras"))
    monkeypatch.setitem(sys.modules, "keras.callbacks", callbacks)

    with _record(card, model="net", task="denoising", algorithm="U-Net") as run:
        callback = run.keras_callback()
        callback.on_epoch_end(0, {"loss": 0.5})
        callback.on_epoch_end(1, {"loss": 0.25})

    log = (card.parent / "logs" / "net-training.csv").read_text(encoding="utf-8")
    assert log == "epoch,loss\n0,0.5\n1,0.25\n"


def test_the_callback_of_lightning_logs_every_epoch(
    card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    callbacks = types.ModuleType("lightning.pytorch.callbacks")
    callbacks.__dict__["Callback"] = type("Callback", (), {})
    for name in ("lightning", "lightning.pytorch"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    monkeypatch.setitem(sys.modules, "lightning.pytorch.callbacks", callbacks)
    trainer = types.SimpleNamespace(current_epoch=0, callback_metrics={"train_loss": 0.5})

    with _record(card, model="net", task="denoising", algorithm="U-Net") as run:
        run.lightning_callback().on_train_epoch_end(trainer, None)

    log = (card.parent / "logs" / "net-training.csv").read_text(encoding="utf-8")
    assert log == "epoch,train_loss\n0,0.5\n"
