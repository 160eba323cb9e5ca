"""Layouts of training logs that are no tables."""

import math
import struct
from pathlib import Path

import pytest

from replicard.capture import read_training_log
from replicard.capture.logs.event_files.checksum import masked_crc32c
from replicard.errors import DataError, UnsafePathError
from replicard.files import HashedFile
from replicard.pipeline.logs import read_log
from replicard_schema.evidence import LossCurve, SignCode, TrainingLog, Unavailable

EVENT_FILES = Path(__file__).parent / "event_files"
LIGHTNING = EVENT_FILES / "lightning" / "events.out.tfevents.1000000000.host.1.0"


def read(*contents: str | bytes) -> TrainingLog | Unavailable:
    encoded = [text.encode() if isinstance(text, str) else text for text in contents]
    return read_training_log(
        [HashedFile(f"run/{place}.log", data, "0" * 64) for place, data in enumerate(encoded)]
    )


def log(*contents: str | bytes) -> TrainingLog:
    found = read(*contents)
    assert isinstance(found, TrainingLog), found
    return found


def reason(*contents: str | bytes) -> str:
    found = read(*contents)
    assert isinstance(found, Unavailable), found
    return found.unavailable_because


def of_folder(name: str) -> TrainingLog:
    found = read_log(EVENT_FILES, name)
    assert isinstance(found, TrainingLog), found
    return found


def values(curve: LossCurve | None) -> list[float | None]:
    assert curve is not None
    return list(curve.values)


def codes(found: TrainingLog) -> list[SignCode]:
    return [sign.code for sign in found.signs if sign.is_striking]


def nnunet(epochs: range, *, done: bool = False, scalar: str = "np.float32({})") -> str:
    time = "2024-04-23 15:22:40.711169: "
    lines = ["", "#####", "Please cite the following paper when using nnU-Net:", f"{time}do_dummy"]
    for epoch in epochs:
        dice = ", ".join(scalar.format(value) for value in (0.8, 0.6))
        lines += [
            time,
            f"{time}Epoch {epoch} ",
            f"{time}Current learning rate: {0.01 - 0.001 * epoch:.5f} ",
            f"{time}train_loss {0.3 - 0.1 * epoch:.4f} ",
            f"{time}val_loss {0.2 - 0.05 * epoch:.4f} ",
            f"{time}Pseudo dice [{dice}] ",
            f"{time}Epoch time: 61.1 s ",
            f"{time}Yayy! New best EMA pseudo Dice: 0.8196 ",
        ]
    return "\n".join([*lines, f"{time}Training done." if done else "", ""])


@pytest.mark.parametrize("scalar", ["np.float32({})", "{}"])
def test_nnunet_writes_an_epoch_in_several_lines(scalar: str) -> None:
    found = log(nnunet(range(5), done=True, scalar=scalar))

    assert (found.layout, found.epochs_run) == ("nnU-Net text log", 5)
    assert values(found.loss) == [0.3, 0.2, 0.1, 0.0, -0.1]
    assert values(found.validation_loss) == [0.2, 0.15, 0.1, 0.05, 0.0]
    others = {curve.name: curve.values[0] for curve in found.others}
    assert others == {"learning rate": 0.01, "mean pseudo Dice": 0.7, "epoch time (s)": 61.1}
    assert codes(found) == []
    assert "highest running mean of its pseudo Dice" in " ".join(found.reading)


def test_an_nnunet_log_without_an_end_is_unfinished() -> None:
    cut = nnunet(range(5)) + "2024-04-23 15:22:40.711169: Epoch 5 \n"

    found = log(cut)

    assert len(found.epochs) == 5
    assert codes(found) == [SignCode.UNFINISHED]


def test_nnunet_begins_a_new_file_when_it_is_resumed() -> None:
    found = log(nnunet(range(4)), nnunet(range(2, 6), done=True))

    assert found.restarts == (4,)
    assert (found.epochs_run, found.best_epoch, len(found.files)) == (6, 5, 2)
    assert "2 epoch numbers occur more than once (2, 3)." in found.reading


def test_the_first_nnunet_is_read_as_well() -> None:
    text = (
        "2022-02-11 09:32:44.207069: \nepoch:  6\n"
        "2022-02-11 09:34:49.625515: train loss : -0.6584\n"
        "2022-02-11 09:34:59.688008: validation loss: -0.7226\n"
        "2022-02-11 09:34:59.688808: Average global foreground Dice: [0.8837]\n"
        "2022-02-11 09:35:00.857095: lr: 0.009937\n"
        "2022-02-11 09:35:01.343246: This epoch took 137.136132 s\n"
    )

    found = log(text)

    assert (found.epochs, values(found.loss), values(found.validation_loss)) == (
        (6.0,),
        [-0.6584],
        [-0.7226],
    )


def test_a_rise_of_a_loss_below_0_is_told_in_shares_of_its_fall() -> None:
    rows = [f"{epoch},{-0.03 * epoch}" for epoch in range(20)]
    rows += [f"{epoch},{-0.6 + 0.02 * (epoch - 20)}" for epoch in range(20, 40)]

    sign = log("\n".join(["epoch,val_loss", *rows])).sign(SignCode.RISE)

    assert sign is not None
    assert sign.is_striking
    assert "% of its fall above its smallest average over 4 epochs" in sign.words


def cellpose(n: int, *, test: float = 0.4, end: str = "") -> str:
    told = [epoch for epoch in range(n) if epoch == 5 or epoch % 10 == 0]
    start = f"2026-11-22 07:50:59,144 [INFO] >>> n_epochs={n}, n_train=6, n_test=2\n"
    lines = [
        f"2026-11-22 07:51:24,073 [INFO] {epoch}, train_loss={1 / (1 + epoch):.4f}, "
        f"test_loss={test:.4f}, LR=0.000010, time {epoch:.2f}s\n"
        for epoch in told
    ]
    return start + "".join(lines) + end


SAVED = "2026-11-22 07:55:18,007 [INFO] saving network parameters to models/x\n"


def test_cellpose_tells_of_every_tenth_epoch() -> None:
    found = log(cellpose(100, end=SAVED))

    assert (found.layout, found.epochs_run, found.planned_epochs) == ("Cellpose text log", 100, 100)
    assert found.epochs[:4] == (0, 5, 10, 20)
    assert SignCode.GAPS not in codes(found)
    assert SignCode.UNFINISHED not in codes(found)


def test_cellpose_without_test_images_has_no_validation_loss() -> None:
    found = log(cellpose(30, test=0.0, end=SAVED))

    assert found.validation_loss is None
    assert "Cellpose was given no test images." in found.reading


def test_weights_saved_on_the_way_are_no_end() -> None:
    cut = cellpose(101).replace("n_epochs=101", "n_epochs=300") + SAVED
    assert log(cut).is_finished is False


def test_several_trainings_in_one_cellpose_log_are_told_and_the_last_is_judged() -> None:
    found = log(cellpose(50, end=SAVED) + cellpose(30, end=SAVED))

    assert found.epochs_run == 30
    assert codes(found) == [SignCode.RESTARTS]
    assert "the last run, 4 epochs from 0 to 20." in " ".join(found.reading)


def test_the_wording_of_older_cellpose_is_known() -> None:
    found = log(
        "2021-12-10 09:40:52,701 [INFO] Epoch 9, Time  5.6s, Loss 1.4405, Loss Test 525.1, LR 0.2\n"
        "2022-02-18 07:02:39,069 [INFO] Epoch 20, Time 28029.8s, Loss 0.4754, LR 0.2000\n"
    )

    assert values(found.loss) == [1.4405, 0.4754]
    assert values(found.validation_loss) == [525.1, None]


def test_the_real_interrupted_cellpose_run_has_11_of_12_epochs(shared_data: Path) -> None:
    found = read_log(shared_data / "model_artifacts", "cellpose3_training_log/run.log")

    assert isinstance(found, TrainingLog)
    assert codes(found) == [SignCode.UNFINISHED]
    unfinished = found.sign(SignCode.UNFINISHED)
    assert unfinished is not None
    assert unfinished.words.startswith("The log has 11 of 12 epochs")
    assert values(found.validation_loss) == [1.4249, 1.0847, 0.4153]


@pytest.mark.parametrize(
    ("text", "layout", "first"),
    [
        ('{"train_loss": 0.5, "test_loss": 0.75, "epoch": 0}\n', "JSON lines", 0),
        ('{"train/loss": 0.5, "val/loss": 0.75, "epoch": 1, "tag": "x"}\r\n', "JSON lines", 1),
        ('{"loss": [0.5, 0.4], "val_loss": [0.75]}', "JSON history", 1),
        ('{\n "loss": [0.5],\n "val_loss": [0.75]\n}\n', "JSON history", 1),
    ],
)
def test_json_is_read(text: str, layout: str, first: int) -> None:
    found = log(text)

    assert (found.layout, found.epochs[0]) == (layout, first)
    assert values(found.loss)[0] == 0.5
    assert values(found.validation_loss)[0] == 0.75


KERAS = """\
Epoch 1/2
10/10 [===] - 5s - loss: 0.9 - val_loss: 1.0
Epoch 2/2
 5/10 [=>..] - loss: 0.7\r10/10 [===] - 5s - loss: 0.5 - val_loss: 0.75
"""
ONE_LINE = """\
2025-07-07 INFO: Epoch [001/2] - Train Loss: 0.9, Valid Loss: 1.0, LR: [0.001]
2025-07-07 INFO: Epoch [002/2] - Train Loss: 0.5, Valid Loss: 0.75, LR: [0.001]
"""
OTHER_LOSSES = """\
Epoch 1: train_loss=0.9, val_loss=1.0, test_loss=7
Epoch 2: train_loss=0.5 | dice loss 3.0 | val_loss=0.75
"""
ITERATIONS = """\
epoch : 1, iteration : 1, train loss : 1.0
epoch : 1, iteration : 2, train loss : 0.8
epoch : 1, mean val loss : 1.0
epoch : 2, iteration : 3, train loss : 0.5
epoch : 2, mean val loss : 0.75
"""


@pytest.mark.parametrize("text", [KERAS, ONE_LINE, OTHER_LOSSES, ITERATIONS])
def test_printed_lines_are_read(text: str) -> None:
    found = log(text)

    assert (found.layout, found.epochs) == ("printed lines", (1, 2))
    assert values(found.loss) == [pytest.approx(0.9), 0.5]
    assert values(found.validation_loss) == [1.0, 0.75]


def test_printed_lines_may_say_how_many_epochs_were_planned() -> None:
    found = log("Epoch 1/9 loss: 3\nEpoch 2/9 loss: 2\n")

    assert (found.planned_epochs, found.epochs_run) == (9, 2)
    assert codes(found) == [SignCode.UNFINISHED]


def test_folders_tell_training_from_validation() -> None:
    found = of_folder("keras")

    assert (found.layout, found.noun, found.epochs_run) == ("TensorBoard event files", "epoch", 20)
    assert values(found.loss)[3] == pytest.approx(math.exp(-3 / 4) + 0.1)
    assert values(found.validation_loss)[3] == pytest.approx(math.exp(-3 / 4) + 0.15)


def test_a_scalar_named_epoch_turns_steps_into_epochs() -> None:
    found = of_folder("lightning")

    assert (found.noun, found.epochs) == ("epoch", tuple(range(12)))
    assert found.loss is not None
    assert found.loss.name == "train_loss_epoch"
    assert values(found.validation_loss)[11] == pytest.approx(math.exp(-11 / 4) + 0.12)


def test_each_start_of_a_run_has_an_event_file_of_its_own() -> None:
    found = of_folder("resumed")

    assert (found.noun, found.epochs_run, found.restarts) == ("step", None, (6,))
    assert found.best_epoch == 14
    assert "from 5 to 4" in " ".join(found.reading)


def test_one_event_file_is_a_log_too(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(LIGHTNING.read_bytes())

    found = read_log(tmp_path, "x")

    assert isinstance(found, TrainingLog)
    assert len(found.epochs) == 12


def test_a_training_loss_of_every_batch_is_brought_to_the_validation_steps() -> None:
    events = b"".join(
        scalar_record(step, "train/loss", float(step))
        + (scalar_record(step, "val/loss", 0.5) if step % 10 == 9 else b"")
        for step in range(40)
    )

    found = log(events)

    assert list(found.epochs) == [9, 19, 29, 39]
    assert values(found.loss) == [4.5, 14.5, 24.5, 34.5]


def scalar_record(step: int, tag: str, value: float) -> bytes:
    name = tag.encode()
    entry = b"\x0a" + bytes([len(name)]) + name + b"\x15" + struct.pack("<f", value)
    summary = b"\x0a" + bytes([len(entry)]) + entry
    event = b"\x10" + bytes([step]) + b"\x2a" + bytes([len(summary)]) + summary
    return record(event)


def record(content: bytes) -> bytes:
    length = struct.pack("<Q", len(content))
    return (
        length
        + struct.pack("<I", masked_crc32c(length))
        + content
        + struct.pack("<I", masked_crc32c(content))
    )


def test_a_run_cut_off_within_a_record_keeps_what_came_before() -> None:
    found = log(LIGHTNING.read_bytes()[:-7])

    assert len(found.epochs) == 12
    assert "The last record of 0.log is cut off and left out." in found.reading


def damaged(data: bytes) -> bytes:
    return data[:300] + bytes([data[300] ^ 1]) + data[301:]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (damaged(LIGHTNING.read_bytes()), "the event file is damaged: the checksum of record"),
        (LIGHTNING.read_bytes()[:20], "no scalar of the file is known as a loss"),
        (record(b"\x2a\xff\xff\xff\xff\x7f"), "the event file is damaged: a record is no event"),
        (record(b"\xff" * 30), "the event file is damaged: a record is no event"),
        (record(b"\x0b"), "the event file is damaged: a record is no event"),
        (scalar_record(1, "accuracy", 0.5), "no scalar of the file is known as a loss; its scalar"),
        (record(b"") * 200_001, "the event file has more than 200,000 records"),
        ("{" * 100_000, "the file begins like JSON and is none"),
        ('{"loss": ' + "[" * 100_000, "the file begins like JSON and is none"),
        ('{"loss": 1' + "0" * 5000 + ', "epoch": 1}', "the file begins like JSON and is none"),
        ('{"a": 1}\n[1]\n', "a line of the file is no record in JSON"),
        ('{"loss": []}', "the file has no epochs, or more than 100,000"),
        ('{"accuracy": 1, "epoch": 1}', "no value of the file is known as a loss; its values are"),
        ("epoch,loss\n1,2\n".encode("utf-16-le"), "the file is not text: it holds null bytes"),
        ("epoch,loss\n1,\0\n", "the file is not text: it holds null bytes"),
        (b"\0" * 100, "the file is not text: it holds null bytes"),
        ("After epoch 100 the loss: 0.5 was kept.\n", "the file is no table, and its lines"),
        ("a\n" * 9 + "x,y,z,1\n", "no column of the file is known as a loss; its columns are a"),
    ],
    ids=range(18),
)
def test_what_is_no_log_has_one_reason(data: str | bytes, expected: str) -> None:
    assert reason(data).startswith(expected)


def test_nnunet_with_other_line_ends_is_the_same() -> None:
    text = nnunet(range(3), done=True)

    assert log(text.replace("\n", "\r\n").encode("utf-16")).signs == log(text).signs


def test_a_huge_record_is_skipped_unread() -> None:
    picture = record(b"\x2a" + b"\x00" * 5000)

    found = log(scalar_record(0, "loss", 1.0) + picture + scalar_record(1, "loss", 0.5))

    assert values(found.loss) == [1.0, 0.5]


def test_a_folder_without_logs_says_what_was_looked_for(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()

    with pytest.raises(DataError, match="folder without event files of TensorBoard or text logs"):
        read_log(tmp_path, "run")


def test_a_folder_of_nnunet_is_a_log(tmp_path: Path) -> None:
    folder = tmp_path / "fold_0"
    folder.mkdir()
    (folder / "training_log_2024_4_9_10_0_0.txt").write_text(nnunet(range(4)))
    (folder / "training_log_2024_4_10_9_0_0.txt").write_text(nnunet(range(2, 6), done=True))
    (folder / "progress.png").write_bytes(b"")

    found = read_log(tmp_path, "fold_0/")

    assert isinstance(found, TrainingLog)
    assert found.epochs == (0, 1, 2, 3, 2, 3, 4, 5)


def test_a_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "events.out.tfevents.1").write_bytes(LIGHTNING.read_bytes())
    (root / "events.out.tfevents.1").symlink_to(tmp_path / "events.out.tfevents.1")

    with pytest.raises(UnsafePathError, match="leads out"):
        read_log(root, "events.out.tfevents.1")


def test_two_gigabytes_are_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "log.csv").open("wb") as handle:
        handle.truncate(2 * 2**30)

    with pytest.raises(DataError, match="the file is too large"):
        read_log(tmp_path, "log.csv")


def test_the_checksum_is_that_of_the_standard() -> None:
    assert masked_crc32c(b"\0" * 32) == _masked(0x8A9136AA)


def _masked(crc: int) -> int:
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def test_every_layout_leaves_room_for_nothing_but_finite_numbers() -> None:
    found = log(nnunet(range(3)).replace("train_loss 0.2000", "train_loss nan"))

    assert values(found.loss) == [0.3, None, 0.1]
    assert SignCode.NOT_FINITE in codes(found)
