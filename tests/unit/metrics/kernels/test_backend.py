import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from replicard.metrics.kernels import backend, kernel_versions, use_kernels, use_threads
from replicard.metrics.kernels.numpy_kernels import NumpyKernels
from replicard.metrics.kernels.threads import in_order, n_threads
from replicard.metrics.registry import library_versions, software_used
from replicard_schema.vocabulary import MetricId

USE_NUMBA = """
import numpy as np
from replicard.metrics.kernels import errors, use_kernels
with use_kernels("numba"):
    print(errors(np.array([1.0, 2.0]), np.array([1.0, 4.0])).squared)
"""


@pytest.fixture
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the process look as if nothing had been computed yet."""
    monkeypatch.delenv(backend.VARIABLE, raising=False)
    monkeypatch.setattr(backend, "_meter", backend._Meter())
    yield
    backend._compiled.cache_clear()


@pytest.mark.usefixtures("_fresh")
def test_small_work_is_left_to_numpy_and_large_work_is_compiled() -> None:
    pytest.importorskip("numba")

    assert backend.kernels(1000).name == "numpy"
    assert backend.kernels(2**25).name == "numba"
    assert backend.kernels(1000).name == "numba"


@pytest.mark.usefixtures("_fresh")
def test_what_is_asked_for_is_used_from_the_first_pixel_on(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    monkeypatch.setenv(backend.VARIABLE, "numba")
    assert backend.kernels(1).name == "numba"

    with use_kernels("numpy"):
        assert backend.kernels(2**40).name == "numpy"
        assert kernel_versions() == {"kernels": "numpy"}


@pytest.mark.usefixtures("_fresh")
def test_without_numba_everything_is_left_to_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.delitem(sys.modules, "replicard.metrics.kernels.numba_kernels", raising=False)
    backend._compiled.cache_clear()

    assert isinstance(backend.kernels(2**40), NumpyKernels)
    assert kernel_versions() == {"kernels": "numpy"}


@pytest.mark.usefixtures("_fresh")
def test_other_loops_than_there_are_cannot_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(backend.VARIABLE, "fortran")

    with pytest.raises(ValueError, match="REPLICARD_KERNELS is numba or numpy, not 'fortran'"):
        backend.kernels(1)


@pytest.mark.usefixtures("_fresh")
def test_evidence_names_numba_but_does_not_go_stale_without_it() -> None:
    pytest.importorskip("numba")
    used = software_used([MetricId.SSIM])

    assert used["kernels"] == "numba"
    assert used["numba"]
    assert "numba" not in library_versions([MetricId.SSIM])
    assert "kernels" not in software_used([MetricId.CLASS_ACCURACY])


def _run(code: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own interpreter and text
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_but_work_imports_numba() -> None:
    code = "import sys, replicard, replicard.metrics.kernels; print('numba' in sys.modules)"

    assert _run(code, {}).stdout.strip() == "False"


def test_where_nothing_can_be_kept_on_disk_loops_are_compiled_anew(tmp_path: Path) -> None:
    """As in a container whose packages and home cannot be written to."""
    pytest.importorskip("numba")
    file = tmp_path / "no-folder"
    file.touch()
    unusable = str(file / "below")
    # the folder of the package is writable here, so what finds it is taken away
    settings = "from numba.core.caching import CacheImpl as c\n"
    settings += "c._locator_classes = [l for l in c._locator_classes if 'Wide' in l.__name__]\n"

    done = _run(
        settings + USE_NUMBA,
        {"XDG_CACHE_HOME": unusable, "HOME": unusable, "LOCALAPPDATA": unusable},
    )

    assert done.stdout.strip() == "4.0", done.stderr


def test_a_cache_elsewhere_is_used(tmp_path: Path) -> None:
    pytest.importorskip("numba")

    done = _run(USE_NUMBA, {"NUMBA_CACHE_DIR": str(tmp_path)})

    assert done.stdout.strip() == "4.0", done.stderr
    assert list(tmp_path.rglob("*.nbi"))


def test_results_come_in_the_order_of_the_tasks() -> None:
    for threads in (1, 3):
        with use_threads(threads):
            assert list(in_order(lambda n: n * n, range(50))) == [n * n for n in range(50)]


def test_an_error_in_a_thread_reaches_the_caller() -> None:
    def fail(n: int) -> int:
        raise OSError(f"strip {n} cannot be read")

    with use_threads(2), pytest.raises(OSError, match="strip 0 cannot be read"):
        list(in_order(fail, range(9)))


def test_the_number_of_threads_can_be_chosen() -> None:
    assert n_threads() >= 1
    with use_threads(3):
        assert n_threads() == 3
    with pytest.raises(ValueError, match="at least one thread"), use_threads(0):
        pass


def test_both_sets_of_loops_have_a_name() -> None:
    assert NumpyKernels().name == "numpy"
    counts = np.zeros(65536, dtype=np.int64)
    NumpyKernels().count_digits(np.array([7, 7], np.uint16), counts)
    assert counts[7] == 2
