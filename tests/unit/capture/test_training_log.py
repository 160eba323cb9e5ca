from collections.abc import Sequence
from pathlib import Path

import pytest

from replicard.capture import MAX_LOG_BYTES, read_training_log
from replicard.files import HashedFile
from replicard_schema.evidence import LossCurve, TrainingLog, Unavailable

UNKNOWN = "no column of the file is known as a loss; its columns are "


def read(text: str | bytes) -> TrainingLog | Unavailable:
    data = text.encode() if isinstance(text, str) else text
    return read_training_log([HashedFile("log.csv", data, "0" * 64)])


def log(text: str | bytes) -> TrainingLog:
    found = read(text)
    assert isinstance(found, TrainingLog), found
    return found


def reason(text: str | bytes) -> str:
    found = read(text)
    assert isinstance(found, Unavailable), found
    return found.unavailable_because


def values(curve: LossCurve | None) -> list[float | None]:
    assert curve is not None
    return list(curve.values)


def curve(losses: Sequence[float]) -> str:
    rows = [f"{place},{value / 2},{value}" for place, value in enumerate(losses, start=1)]
    return "\n".join(["epoch,loss,val_loss", *rows])


def test_keras_counts_from_0_and_sorts_its_columns() -> None:
    found = log("epoch,accuracy,loss,lr,val_loss\n0,0.5,1,3e-4,2\n1,0.6,0.5,3e-4,1.5\n")

    assert found.layout == "Keras CSVLogger"
    assert list(found.epochs) == [0, 1]
    assert values(found.loss) == [1, 0.5]
    assert found.best_epoch == 1
    assert [other.name for other in found.others] == ["accuracy", "lr"]


def test_zerocostdl4mic_has_no_epochs() -> None:
    found = log("loss,val_loss,learning rate\n2,3,0.1\n1,2,0.1\n")

    assert (found.layout, found.epochs, found.best_epoch) == ("ZeroCostDL4Mic", (1, 2), 2)
    assert "It has no column of epochs: its rows are counted from 1." in found.reading


def test_rows_of_one_epoch_are_brought_together() -> None:
    found = log(
        "epoch,step,train_loss_step,train_loss_epoch,val_loss\n"
        "0,9,4,,\n0,19,2,,\n0,23,,3,\n0,23,,,5\n1,29,1,,\n1,47,,1.5,\n1,47,,,4\n"
    )

    assert found.layout == "Lightning CSVLogger"
    assert list(found.epochs) == [0, 1]
    assert found.loss is not None
    assert found.loss.name == "train_loss_epoch"
    assert values(found.loss) == [3, 1.5]
    assert values(found.validation_loss) == [5, 4]
    assert [(other.name, other.values) for other in found.others] == [("train_loss_step", (3, 1))]


def test_a_mean_of_steps_is_called_one() -> None:
    found = log("epoch,step,train_loss\n0,9,4\n0,19,2\n1,29,1\n")

    assert values(found.loss) == [3, 1]
    assert (
        "The training loss of an epoch is the mean of the values logged during it." in found.reading
    )


def test_a_test_loss_is_no_validation_loss() -> None:
    found = log("epoch,train_loss,test_loss\n1,2,3\n")

    assert found.validation_loss is None
    assert [other.name for other in found.others] == ["test_loss"]


@pytest.mark.parametrize(
    "text",
    [
        "Epoch;Training Loss;Validation Loss\n1;0,5;0,75\n2;0,25;0,5\n",
        "epoch\ttrain/loss\tval/loss\r\n1\t0.5\t0.75\r\n2\t.25\t5e-1\r\n",
        "\ufeff,epoch,train_loss,valid_loss\n0,1,0.5,0.75\n1,2,0.25,0.5\n\n",
        "# epoch, loss, val_loss\n1, 0.5, 0.75\n2, 0.25, 0.5",
        "epoch,loss,val_loss\n1,0.5,0.75\n2,0.25,0.5\n".encode("utf-16"),
    ],
)
def test_common_spellings_are_read_alike(text: str | bytes) -> None:
    found = log(text)

    assert list(found.epochs) == [1, 2]
    assert values(found.loss) == [0.5, 0.25]
    assert values(found.validation_loss) == [0.75, 0.5]
    assert found.others == ()


def test_values_that_are_not_finite_become_sentences() -> None:
    found = log("epoch,loss,val_loss\n1,1,1\n2,nan,inf\n3,-inf,1e999\n4,,2\n")

    assert values(found.loss) == [1, None, None, None]
    why = "first at epoch 2: training diverged there, or the loss overflowed."
    assert list(found.reading[1:4]) == [
        f"The training loss is not a finite number in 2 of 4 epochs, {why}",
        f"The validation loss is not a finite number in 2 of 4 epochs, {why}",
        "The training loss is given for 3 of 4 epochs.",
    ]


def test_a_row_that_was_cut_short_is_kept() -> None:
    found = log("epoch,loss,val_loss\n1,1,2\n2,0.5")

    assert values(found.loss) == [1, 0.5]
    assert values(found.validation_loss) == [2, None]


def test_rows_without_an_epoch_are_counted() -> None:
    found = log("epoch,step,loss\n0,1,1\n,2,7\n1,3,0.5\n")

    assert list(found.epochs) == [0, 1]
    assert "1 row without an epoch was left out." in found.reading


def test_a_rise_after_an_early_minimum_is_read_as_overfitting() -> None:
    falling = [10 - place for place in range(10)]
    rising = [1 + place * 0.05 for place in range(1, 11)]

    found = log(curve([*falling, *rising]))

    assert " ".join(found.reading) == (
        "The log covers 20 epochs, from 1 to 20. "
        "The validation loss is smallest at epoch 10 (1). "
        "Over the last 2 epochs the training loss averages 0.738 and the validation loss 1.48, "
        "2 times as large. "
        "The validation loss ends 44 % above its smallest average over 2 epochs, which it has "
        "from epoch 10 to 11. "
        "A rise of more than 10 % above a minimum in the first 80 % of the run is read as a "
        "sign of overfitting."
    )


def test_noise_around_a_plateau_is_not_read_as_overfitting() -> None:
    noise = [1.0, 1.3, 0.9, 1.2, 1.05] * 20
    noise[50] = 0.5

    reading = " ".join(log(curve(noise)).reading)

    assert "smallest at epoch 51 (0.5)" in reading
    assert "overfitting" not in reading


def test_a_late_rise_is_not_read_as_overfitting() -> None:
    reading = " ".join(log(curve([*range(20, 1, -1), 9])).reading)

    assert "ends 120 % above" in reading
    assert "overfitting" not in reading


def test_a_loss_that_still_falls_is_read_as_a_short_run() -> None:
    reading = log(curve([100 * 0.9**place for place in range(20)])).reading

    assert reading[-1] == (
        "The last 10 % of the epochs lowered the smallest validation loss by 19 %; more than "
        "1 % is read as a sign that training ended too soon."
    )


def test_a_loss_that_has_settled_is_not_read_as_a_short_run() -> None:
    reading = " ".join(log(curve([1 + 0.5**place for place in range(40)])).reading)

    assert "too soon" not in reading
    assert "ends at its smallest average over 4 epochs" in reading


def test_a_few_epochs_are_too_few_for_a_short_run() -> None:
    reading = " ".join(log(curve([9, 8, 7, 1])).reading)

    assert "too soon" not in reading
    assert "The validation loss ends at its smallest value." in reading


def test_without_a_validation_loss_nothing_is_said_of_overfitting() -> None:
    assert log("epoch,loss\n1,4\n2,2\n3,3\n").reading == (
        "The log covers 3 epochs, from 1 to 3.",
        "The log has no validation loss, so it cannot show overfitting.",
        "The training loss is smallest at epoch 2 (2).",
        "At the last epoch the training loss is 3.",
    )


def test_a_single_epoch_is_not_judged() -> None:
    assert " ".join(log("epoch,loss,val_loss\n5,0.5,0.75\n").reading) == (
        "The log holds a single epoch, number 5. "
        "At the last epoch the training loss is 0.5 and the validation loss 0.75, "
        "1.5 times as large."
    )


def test_a_restart_is_told() -> None:
    assert log("epoch,loss\n1,3\n2,2\n1,2\n2,1\n").reading[1] == (
        "The count of epochs falls back 1 time (from 2 to 1): the log holds more than one run, "
        "or a run that was resumed. What follows is about the last run, 2 epochs from 1 to 2."
    )


def test_many_restarts_are_counted() -> None:
    rows = "1,3\n2,2\n" * 6

    assert (
        "falls back 5 times (from 2 to 1, from 2 to 1, from 2 to 1 and at 2 more places)"
        in log(f"epoch,loss\n{rows}").reading[1]
    )


def test_a_gap_is_told_unless_every_step_is_as_wide() -> None:
    assert log("epoch,loss\n1,3\n2,2\n3,2\n9,1\n").reading[1] == (
        "Epochs are missing between 3 and 9."
    )
    assert "missing" not in " ".join(log("epoch,loss\n5,3\n10,2\n15,2\n").reading)


def test_a_loss_below_zero_has_no_percentage() -> None:
    reading = " ".join(log(curve([-1 - place for place in range(20)])).reading)

    assert "smallest at epoch 20 (-20)" in reading
    assert "% above" not in reading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "the file has no rows below a header"),
        ("epoch,loss\n", "the file has no rows below a header"),
        ("\n\n", "the file has no rows below a header"),
        (
            "0.1,0.2\n0.3,0.4\n",
            "the first row of the file holds numbers, where names of columns are expected",
        ),
        (
            "image,mSSIM\n1.tif,0.9\n",
            f"{UNKNOWN}image, mSSIM",
        ),
        (
            "a,b,c,d,e,f,g,h,i,j\n1\n",
            f"{UNKNOWN}a, b, c, d, e, f, g, h and 2 more",
        ),
        (
            "loss\x1b[2J\n1\n",
            rf"{UNKNOWN}loss\x1b[2J",
        ),
        ("epoch,loss\n1,2,3\n", "row 1 has 3 cells, but the header names 2"),
        ("epoch,loss\na,2\nnan,3\n", "the column of epochs holds no number"),
        (b"epoch,loss\n1,\xe9\n", "the file is not text in UTF-8"),
        (b"\xff\xfee", "the file is not text in UTF-8"),
        (b"\x93NUMPY\x01", "the file is not text in UTF-8"),
        ("loss," * 61 + "\n1\n", "the file has more than 60 columns"),
        ('loss\n"' + "1" * 200_000 + '"\n', "the file is not a table of text: "),
        ("loss\n" + "1\n" * 100_001, "the file has more than 100,000 rows"),
    ],
)
def test_what_is_no_training_log_is_a_reason(text: str | bytes, expected: str) -> None:
    assert reason(text).startswith(expected)


def test_a_file_that_is_too_large_is_a_reason() -> None:
    assert reason(b"1" * (MAX_LOG_BYTES + 1)) == "the file is larger than 16 MiB"


QC = "Quality Control/training_evaluation.csv"
REAL_LOGS = {
    f"model_artifacts/zerocostdl4mic_stardist_breast_cancer/{QC}": (
        ("ZeroCostDL4Mic", 100, 11, "sign of overfitting")
    ),
    "model_artifacts/bioimageio_0.4_zerocost_unet2d_keras/training_evaluation.csv": (
        ("ZeroCostDL4Mic", 100, 68, "ends at its smallest average over 10 epochs")
    ),
    "model_artifacts/zerocost_layout_care_2d/Quality Control/training_evaluation.csv": (
        ("ZeroCostDL4Mic", 30, 29, "ends 0.5 % above its smallest average")
    ),
    "model_artifacts/lightning_logs/version_0/metrics.csv": (
        ("Lightning CSVLogger", 8, None, "no validation loss")
    ),
    "bbbc039_denoise_semisynthetic/model/training_log.csv": (
        ("table with an epoch column", 30, 29, "lowered the smallest validation loss by 1.2 %")
    ),
}


@pytest.mark.parametrize("path", REAL_LOGS)
def test_logs_of_real_tools_are_read(shared_data: Path, path: str) -> None:
    layout, epochs, best, says = REAL_LOGS[path]

    found = log((shared_data / path).read_bytes())

    assert (found.layout, len(found.epochs), found.best_epoch) == (layout, epochs, best)
    assert says in " ".join(found.reading)


def test_a_table_of_scores_is_no_training_log(shared_data: Path) -> None:
    folder = shared_data / "model_artifacts" / "zerocost_layout_stardist_2d" / "Quality Control"

    found = reason(next(folder.glob("Quality_Control*.csv")).read_bytes())

    assert "its columns are image, Prediction v. GT Intersection over Union," in found
