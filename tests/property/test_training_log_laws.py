"""Laws of reading training logs."""

import re
from math import isfinite

from hypothesis import given
from hypothesis import strategies as st

from replicard.capture import read_training_log
from replicard.files import HashedFile
from replicard_schema.evidence import TrainingLog

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
