"""Reading a pickle of NumPy arrays and plain values without running anything of it.

A pickle is a program. This reader knows the few instructions that build numbers, texts,
lists, dictionaries and arrays, and refuses all others before they do anything. Arrays
are not even made by NumPy, whose data types a crafted pickle can corrupt, but by
stand-ins that hold the bytes.
"""

import io
import pickle
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from replicard.importers.source import UnreadableSourceError

_MAX_INSTRUCTIONS = 2_000_000
_MAX_VALUES = 10_000
_MAX_BYTES = 1 << 30
_MODULES = ("numpy.core.multiarray", "numpy._core.multiarray")
_NUMERIC = ("numpy.core.numeric", "numpy._core.numeric")
_SIMPLE = frozenset(
    f"{mark}{kind}"
    for mark in ("", "<", ">", "=", "|")
    for kind in (
        *("?", "b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"),
        *("f2", "f4", "f8", "bool", "int8", "int16", "int32", "int64"),
        *("uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64"),
    )
)
_ALLOWED = frozenset(
    {
        *("PROTO", "FRAME", "STOP", "MARK", "POP", "POP_MARK", "DUP"),
        *("NONE", "NEWTRUE", "NEWFALSE", "INT", "BININT", "BININT1", "BININT2", "LONG"),
        *("LONG1", "LONG4", "FLOAT", "BINFLOAT"),
        *("STRING", "BINSTRING", "SHORT_BINSTRING", "BINBYTES", "SHORT_BINBYTES", "BINBYTES8"),
        *("UNICODE", "BINUNICODE", "SHORT_BINUNICODE", "BINUNICODE8"),
        *("EMPTY_LIST", "LIST", "APPEND", "APPENDS", "EMPTY_TUPLE", "TUPLE"),
        *("TUPLE1", "TUPLE2", "TUPLE3", "EMPTY_DICT", "DICT", "SETITEM", "SETITEMS"),
        *("PUT", "BINPUT", "LONG_BINPUT", "MEMOIZE", "GET", "BINGET", "LONG_BINGET"),
        *("GLOBAL", "STACK_GLOBAL", "REDUCE", "BUILD"),
    }
)


@dataclass(slots=True)
class _Dtype:
    """Data type of an array: only its name and byte order count."""

    name: str

    def __setstate__(self, state: Any) -> None:  # noqa: ANN401 - what a pickle holds
        order = state[1] if isinstance(state, tuple) and len(state) > 1 else ""
        if order in {"<", ">"} and self.name[:1] not in {"<", ">"}:
            self.name = f"{order}{self.name}"


@dataclass(slots=True)
class PickledArray:
    """An array as its pickle holds it.

    Attributes
    ----------
    data
        Its bytes, or a list of objects.
    """

    dtype: str = ""
    data: bytes | list[Any] = field(default=b"")

    def __setstate__(self, state: Any) -> None:  # noqa: ANN401 - what a pickle holds
        _, _, dtype, _, data = state
        if not isinstance(dtype, _Dtype) or not isinstance(data, bytes | str | list):
            raise UnreadableSourceError("is a damaged file of Cellpose")
        self.dtype = dtype.name
        self.data = data.encode("latin-1") if isinstance(data, str) else data

    def values(self) -> list[Any]:
        """Return at most 10,000 values; none of types that are no plain numbers."""
        if isinstance(self.data, list):
            return self.data[:_MAX_VALUES]
        if self.dtype not in _SIMPLE:
            return []
        dtype = np.dtype(self.dtype)
        length = min(len(self.data) // dtype.itemsize, _MAX_VALUES)
        return list(np.frombuffer(self.data, dtype, count=length).tolist())


def load(stream: io.BytesIO) -> Any:  # noqa: ANN401 - what a pickle holds
    """Read a pickle.

    Raises
    ------
    UnreadableSourceError
        If it holds anything but arrays and plain values. A damaged pickle raises whatever
        the standard library raises.
    """
    return _PlainOnly(stream).load()


def _reconstruct(*_: object) -> PickledArray:
    return PickledArray()


def _dtype(name: object, *_: object) -> _Dtype:
    return _Dtype(str(name)[:40])


def _scalar(dtype: _Dtype, data: object = b"") -> Any:  # noqa: ANN401 - a number
    raw = data.encode("latin-1") if isinstance(data, str) else data
    values = PickledArray(dtype.name, raw).values() if isinstance(raw, bytes) else []
    return values[0] if values else None


def _frombuffer(data: object, dtype: _Dtype, *_: object) -> PickledArray:
    return PickledArray(dtype.name, data if isinstance(data, bytes) else b"")


def _path(*_: object) -> None:
    """Make nothing of a path, which is private."""


def _encoded(text: str, encoding: str) -> bytes:
    # Protocol 2 writes bytes as text in Latin 1.
    return text.encode("latin-1") if encoding == "latin1" else b""


_STAND_INS: dict[tuple[str, str], Callable[..., Any]] = {
    **{(module, "_reconstruct"): _reconstruct for module in _MODULES},
    **{(module, "scalar"): _scalar for module in _MODULES},
    **{(module, "_frombuffer"): _frombuffer for module in _NUMERIC},
    ("numpy", "ndarray"): _reconstruct,
    ("numpy", "dtype"): _dtype,
    ("_codecs", "encode"): _encoded,
    **{
        (module, f"{kind}Path"): _path
        for module in ("pathlib", "pathlib._local")
        for kind in ("Posix", "Windows", "PurePosix", "PureWindows")
    },
}

_Instruction = Callable[["_PlainOnly"], None]
_BASE: Any = getattr(pickle, "_Unpickler")  # noqa: B009 - the one written in Python


class _PlainOnly(_BASE):  # type: ignore[misc] # the base class has no types
    """The unpickler of the standard library that is written in Python, with few words."""

    dispatch: ClassVar[dict[int, _Instruction]] = {}
    n_instructions = 0

    def find_class(self, module: str, name: str) -> Callable[..., Any]:
        """Return the stand-in for one of NumPy's functions."""
        found = _STAND_INS.get((str(module), str(name)))
        if found is None:
            raise UnreadableSourceError("holds code in its pickle, so it is not read")
        return found


def _guarded(name: str, instruction: _Instruction) -> _Instruction:
    """Return an instruction that counts, and holds its arguments against the rules."""

    def run(reader: _PlainOnly) -> None:
        reader.n_instructions += 1
        if reader.n_instructions > _MAX_INSTRUCTIONS:
            raise UnreadableSourceError("holds too many values")
        if name == "REDUCE" and reader.stack[-2] not in _STAND_INS.values():
            raise UnreadableSourceError("holds code in its pickle, so it is not read")
        if name == "BUILD" and not isinstance(reader.stack[-2], _Dtype | PickledArray):
            raise UnreadableSourceError("holds code in its pickle, so it is not read")
        if name in {"SETITEM", "SETITEMS", "DICT"}:
            keys = reader.stack[-2:-1] if name == "SETITEM" else reader.stack[::2]
            # A tuple of tuples of tuples can take for ever to be hashed.
            if not all(isinstance(key, str | int | float | None) for key in keys):
                raise UnreadableSourceError("holds keys that are no texts")
        instruction(reader)

    return run


def _refuse(reader: _PlainOnly) -> None:
    del reader
    raise UnreadableSourceError("holds code in its pickle, so it is not read")


def _bytes8(reader: _PlainOnly) -> None:
    """Read bytes of protocol 5; the standard library makes room for as many as are promised."""
    (length,) = struct.unpack("<Q", reader.read(8))
    data = reader.read(min(length, _MAX_BYTES))
    if len(data) != length:
        raise UnreadableSourceError("is cut off")
    reader.append(data)


def _build_dispatch() -> None:
    names = {getattr(pickle, n)[0]: n for n in dir(pickle) if n.isupper() and _is_code(n)}
    for code, instruction in _BASE.dispatch.items():
        name = names[code]
        _PlainOnly.dispatch[code] = _guarded(name, instruction) if name in _ALLOWED else _refuse
    _PlainOnly.dispatch[pickle.BYTEARRAY8[0]] = _bytes8


def _is_code(name: str) -> bool:
    value = getattr(pickle, name)
    return isinstance(value, bytes) and len(value) == 1


_build_dispatch()
