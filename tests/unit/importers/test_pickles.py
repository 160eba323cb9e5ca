"""Pickles with code in them, in many shapes."""

import io
import os
import pickle
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from replicard.importers import UnreadableSourceError
from replicard.importers.pickles import PickledArray, load

RAN: list[str] = []


def _run(text: str) -> list[str]:
    RAN.append(text)
    return RAN


class _Reduced:
    def __reduce__(self) -> tuple[object, ...]:
        return _run, ("reduce",)


class _WithState:
    def __reduce__(self) -> tuple[object, ...]:
        return _run, ("state",), {"x": 1}, iter([1]), iter([("a", 1)])


class _Plain:
    def __init__(self) -> None:
        self.x = 1


HOSTILE: dict[str, object] = {
    "reduce": _Reduced(),
    "reduce with state": _WithState(),
    "instance": _Plain(),
    "class": _Plain,
    "function": os.system,
    "builtin": eval,
    "within a list": [1, [2, {"a": _Reduced()}]],
    "within an array": np.array([_Reduced(), 1], dtype=object),
    "ordered dictionary": OrderedDict(a=1),
    "set": {1, 2},
    "complex": 1 + 2j,
}


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_code_is_refused_and_not_run(value: object, protocol: int) -> None:
    data = pickle.dumps({"masks": value}, protocol=protocol)

    with pytest.raises(UnreadableSourceError, match=r"code|keys"):
        load(io.BytesIO(data))

    assert RAN == []


RAW: dict[str, bytes] = {
    "global and reduce": b"cos\nsystem\n(S'true'\ntR.",
    "instance of protocol 0": b"(S'true'\nios\nsystem\n.",
    "object": b"(cos\nsystem\nS'true'\no.",
    "through the memo": b"cos\nsystem\np0\n0g0\n(S'true'\ntR.",
    "attribute of NumPy": b"\x80\x04\x8c\x05numpy\x8c\x0dndarray.dumps\x93.",
    "numpy.load": b"cnumpy\nload\n(S'x'\ntR.",
    "builtins": b"cbuiltins\nexec\n(S'1'\ntR.",
    "extension": b"\x80\x02\x82\x01.",
    "persistent id": b"Pevil\n.",
    "state for a list": b"(l(dS'a'\nI1\nsb.",
    "call of a text": b"S'x'\n(tR.",
    "new object": b"cnumpy\nndarray\n(t\x81.",
}


@pytest.mark.parametrize("data", RAW.values(), ids=RAW)
def test_instructions_that_call_or_name_code_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableSourceError):
        load(io.BytesIO(data))


def test_keys_that_take_for_ever_to_be_hashed_are_refused() -> None:
    nested = b")" + b"q\x00h\x00\x86" * 60
    data = b"\x80\x02}" + nested + b"K\x01s."

    with pytest.raises(UnreadableSourceError, match="keys"):
        load(io.BytesIO(data))


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize(
    "make",
    [
        lambda: np.arange(4, dtype=np.int32),
        lambda: np.array([True, False]),
        lambda: np.array([1.5], dtype=">f8"),
        lambda: np.asfortranarray(np.ones((2, 2), np.uint16)),
    ],
)
def test_arrays_are_read_as_they_were_written(
    make: Callable[[], "np.ndarray[tuple[int, ...], np.dtype[np.generic]]"], protocol: int
) -> None:
    array = make()

    found = load(io.BytesIO(pickle.dumps(array, protocol=protocol)))

    assert isinstance(found, PickledArray)
    assert found.values() == array.ravel(order="A").tolist()


def test_numbers_of_numpy_and_paths_are_read_as_plain_values() -> None:
    value = {"a": np.float32(17.5), "b": np.int64(3), "c": Path("/home/ann/x")}

    assert load(io.BytesIO(pickle.dumps(value))) == {"a": 17.5, "b": 3, "c": None}
