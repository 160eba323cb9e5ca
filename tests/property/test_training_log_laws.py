"""Laws of reading training logs."""

import re
import struct
from itertools import pairwise
from math import isfinite
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from replicard.capture import read_training_log
from replicard.capture.logs.event_files.checksum import masked_crc32c
from replicard.files import HashedFile
from replicard_schema.evidence import TrainingLog

EVENTS = (
    Path(__file__).parents[1]
    / "unit/capture/event_files/resumed/events.out.tfevents.1000000000.host.1.0"
)

losses = st.lists(
    st.tuples(st.floats(allow_nan=True, allow_infinity=True), st.none() | st.floats()),
    min_size=1,
    max_size=60,
)


def read(data: bytes) -> object:
    return read_training_log([HashedFile("log.csv", data, "0" * 64)])


def written(rows: list[tuple[float, float | None]], delimiter: str) -> bytes:
    lines = [
        delimiter.join([str(epoch), repr(loss), "" if validation is None else repr(validation)])
        for epoch, (loss, validation) in enumerate(rows)
    ]
    return "\n".join([delimiter.join(("epoch", "loss", "val_loss")), *lines]).encode()


@given(losses, st.sampled_from([",", ";", "\t"]))
def test_what_is_written_is_read_and_put_into_finite_sentences(
    rows: list[tuple[float, float | None]], delimiter: str
) -> None:
    found = read(written(rows, delimiter))

    assert isinstance(found, TrainingLog)
    assert found.loss is not None
    assert found.validation_loss is not None
    assert list(found.epochs) == list(range(len(rows)))
    assert list(found.loss.values) == [loss if isfinite(loss) else None for loss, _ in rows]
    known = [(v, epoch) for epoch, (_, v) in enumerate(rows) if v is not None and isfinite(v)]
    assert found.best_epoch == (min(known)[1] if known else None)
    assert all(isfinite(n) for sign in found.signs for n in sign.numbers.values())
    for sentence in found.reading:
        assert re.search(r"\b(nan|inf|None)\b", sentence) is None
        assert sentence.endswith(".")


@given(st.binary(max_size=400))
def test_any_bytes_are_a_log_or_a_reason(data: bytes) -> None:
    read(data)


table = st.text(alphabet='epoch,lsval_0123456789.-e;\t\n"\r \x00ü', max_size=200)


@given(table, st.sampled_from(["loss", "epoch,loss", "epoch;val_loss", "epoch,step,train_loss"]))
def test_any_table_is_a_log_or_a_reason(text: str, header: str) -> None:
    read(f"{header}\n{text}".encode())


@given(
    st.lists(st.floats(0.001, 1000), min_size=1, max_size=60), st.sampled_from([0.25, 8.0, 1024.0])
)
def test_a_rise_does_not_depend_on_the_scale_of_the_loss(
    validation: list[float], factor: float
) -> None:
    readings = []
    for scale in (1.0, factor):
        found = read(written([(1.0, value * scale) for value in validation], ","))
        assert isinstance(found, TrainingLog)
        readings.append([s.startswith("A rise of more than") for s in found.reading].count(True))

    assert readings[0] == readings[1]


NNUNET = """\
2024-04-23 15:22:40.711169: Epoch 0
2024-04-23 15:22:40.711169: train_loss {0}
2024-04-23 15:22:40.711169: val_loss {1}
2024-04-23 15:22:40.711169: Pseudo dice [{1}]
"""
LAYOUTS = (
    NNUNET,
    "[INFO] >>> n_epochs={0}\n[INFO] {1}, train_loss={0}, test_loss={1}, LR={0}, time 1.00s\n",
    '{{"epoch": {0}, "train_loss": {1}, "test_loss": {0}}}\n',
    '{{"loss": [{0}, {1}], "val_loss": [{1}]}}',
    "Epoch {0}/{1} - loss: {0} - val_loss: {1}\n",
)
numbers = st.sampled_from(
    ["0", "1", "-1", "1e308", "-1e308", "nan", "NaN", "inf", "", "x", "9" * 30]
)


@given(st.sampled_from(LAYOUTS), st.lists(st.tuples(numbers, numbers), min_size=1, max_size=30))
def test_any_numbers_in_any_layout_are_a_finite_log_or_a_reason(
    layout: str, rows: list[tuple[str, str]]
) -> None:
    found = read("".join(layout.format(*row) for row in rows).encode())

    if isinstance(found, TrainingLog):
        assert all(isfinite(epoch) for epoch in found.epochs)
        assert all(isfinite(n) for sign in found.signs for n in sign.numbers.values())
        assert TrainingLog.model_validate_json(found.model_dump_json()) == found


def framed(content: bytes) -> bytes:
    length = struct.pack("<Q", len(content))
    return b"".join(part + struct.pack("<I", masked_crc32c(part)) for part in (length, content))


@given(st.lists(st.binary(max_size=60), min_size=1, max_size=5), st.integers(0, 3))
def test_any_events_are_a_log_or_a_reason(contents: list[bytes], cut: int) -> None:
    read(b"".join(map(framed, contents))[: -cut or None])


@given(st.data())
def test_a_changed_bit_of_an_event_file_is_never_read(
    data: st.DataObject,
) -> None:
    original = EVENTS.read_bytes()
    place = data.draw(st.integers(0, len(original) - 1))
    changed = bytearray(original)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))

    assert not isinstance(read(bytes(changed)), TrainingLog)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=40))
def test_the_run_that_is_judged_counts_upwards(epochs: list[int]) -> None:
    found = read("\n".join(["epoch,loss", *(f"{epoch},1" for epoch in epochs)]).encode())

    assert isinstance(found, TrainingLog)
    assert len(found.restarts) == sum(b < a for a, b in pairwise(found.epochs))
    assert found.epochs_run == epochs[-1] + (min(epochs) == 0)
