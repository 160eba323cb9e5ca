"""Run the benchmarks and print the table."""

import argparse
import ctypes
import gc
import platform
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from tests.benchmarks.large import check_large_image
from tests.benchmarks.work import Row, rows

from replicard.metrics.kernels import use_kernels, use_threads

THREADS = 2
_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def main() -> None:
    """Measure every row and print it as soon as it is known."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", default="", help="rows whose name contains this")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--peers", type=Path, help="folder with further libraries")
    parser.add_argument("--large", action="store_true", help="also 20,000 x 20,000 pixels")
    chosen = parser.parse_args()
    libraries = ("numpy", "scipy", "scikit-image", "numba")
    print(f"Python {platform.python_version()}, {THREADS} threads,", end=" ")
    print(", ".join(f"{name} {version(name)}" for name in libraries), end="\n\n")
    titles = ("work", "peer", "peer s", "numba s", "ratio", "target", "NumPy s", "ratio")
    print(f"| {' | '.join(titles)} | extra MiB peer, numba, NumPy | same |")
    print(f"|{'---|' * (len(titles) + 2)}")
    with use_threads(THREADS):
        for name, make in rows(chosen.peers):
            if chosen.only.lower() not in name.lower():
                continue
            try:
                print(_measured(make(), chosen.repeats), flush=True)
            except ImportError as error:
                print(f"| {name} | left out: {error} |")
        if chosen.large:
            check_large_image()


def _measured(row: Row, repeats: int) -> str:
    """Measure ours and the peer in turns, and return the line of the table."""
    ways: dict[str, Callable[[], Any]] = {
        "peer": row.peer,
        "numba": lambda: _with_kernels("numba", row),
        "numpy": lambda: _with_kernels("numpy", row),
    }
    results = {name: way() for name, way in ways.items()}
    is_same = _is_equal(results["numba"], results["numpy"]) and row.agree(
        results["numba"], results["peer"]
    )
    del results
    memory = {name: _extra_mib(way) for name, way in ways.items()}
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(repeats):
        for name, way in ways.items():
            best[name] = min(best[name], _seconds(way))
    ratios = {name: best["peer"] / best[name] for name in ways}
    cells = (
        row.name,
        row.peer_name,
        f"{best['peer']:.3f}",
        f"{best['numba']:.4f}",
        f"{ratios['numba']:.1f}",
        f"{row.target:g}",
        f"{best['numpy']:.4f}",
        f"{ratios['numpy']:.1f}",
        ", ".join("?" if extra is None else f"{extra:.0f}" for extra in memory.values()),
        "yes" if is_same else "NO",
    )
    return f"| {' | '.join(cells)} |"


def _with_kernels(name: str, row: Row) -> object:
    with use_kernels(name):
        return row.ours()


def _is_equal(one: object, other: object) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return all(map(_is_equal, one, other))
    return bool(np.array_equal(np.asarray(one), np.asarray(other)))


def _seconds(way: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    way()
    return time.perf_counter() - start


def _extra_mib(way: Callable[[], object]) -> float | None:
    """Return the peak of memory during a call above what was held before, on Linux."""
    if not _RESET.exists():
        return None
    gc.collect()
    # what was freed is given back, or it would be used again unseen
    ctypes.CDLL(None).malloc_trim(0)
    _RESET.write_text("5", encoding="ascii")
    before = _memory_kib("VmRSS")
    way()
    return (_memory_kib("VmHWM") - before) / 1024


def _memory_kib(name: str) -> int:
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(name)))


if __name__ == "__main__":
    main()
