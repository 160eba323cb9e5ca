"""A Dask cluster of two worker processes on this machine, one of them killed in the middle."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from tests.unit.pipeline.conftest import Study, objects

from replicard.errors import MissingExtraError
from replicard.execution import UnfitWorkersError, Workers
from replicard.pipeline.evaluate import evaluate_card
from replicard.pipeline.tasks.fitness import fitness_check
from replicard.pipeline.tasks.keeping import surroundings

distributed = pytest.importorskip("distributed")

Item = TypeVar("Item")
N_IMAGES = 30
PATIENCE_SECONDS = 60
# Threads of Dask close their sockets when they get round to it.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
]


@dataclass(slots=True)
class Cluster:
    address: str
    workers: list[subprocess.Popen[bytes]]


def start(module: str, *arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments]
    environment = {**os.environ, "DASK_DISTRIBUTED__ADMIN__LOG_FORMAT": ""}
    with (folder / f"{module}.log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - our own interpreter
            command, cwd=folder, env=environment, stdout=log, stderr=log
        )


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    told = folder / "scheduler.json"
    here = ("--host", "127.0.0.1", "--no-dashboard")
    scheduler = start(
        "dask_scheduler", *here, "--port", "0", "--scheduler-file", str(told), folder=folder
    )
    processes = [scheduler]
    try:
        end = time.monotonic() + PATIENCE_SECONDS
        while not told.exists() and time.monotonic() < end:
            time.sleep(0.05)
        settings = ("--nthreads", "1", "--no-nanny", "--scheduler-file", str(told))
        workers = [start("dask_worker", *here, *settings, folder=folder) for _ in range(2)]
        processes += workers
        with distributed.Client(
            scheduler_file=str(told), set_as_default=False, timeout=PATIENCE_SECONDS
        ) as client:
            client.wait_for_workers(2, timeout=PATIENCE_SECONDS)
            address = client.scheduler.address
        yield Cluster(address, workers)
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            process.wait()


@pytest.fixture
def study(tmp_path: Path) -> Study:
    study = Study(tmp_path)
    rng = np.random.default_rng(5)
    for number in range(N_IMAGES):
        name = f"{number:02d}"
        study.write("images", {name: rng.integers(0, 99, (32, 48), dtype=np.uint16)})
        study.write("targets", {name: objects()})
        study.write("predictions", {name: objects(shift=number % 5)})
    study.write_card()
    return study


def test_no_cluster_is_a_clear_error(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("replicard.execution.cluster._PATIENCE_SECONDS", 1)

    with pytest.raises(UnfitWorkersError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1"):
        study.evaluate(workers=Workers(scheduler="tcp://127.0.0.1:9"))


def test_without_dask_the_extra_is_named(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(MissingExtraError, match=r"replicard\[cluster\]"):
        study.evaluate(workers=Workers(scheduler="tcp://127.0.0.1:9"))


def test_workers_that_see_other_files_are_refused(cluster: Cluster, study: Study) -> None:
    check = replace(fitness_check(study.card, "0" * 64), root=Path("/not/shared"))

    with (
        pytest.raises(UnfitWorkersError, match="file system that all machines share"),
        Workers(scheduler=cluster.address).work(check=check),
    ):
        pass


def test_workers_of_other_versions_are_refused(cluster: Cluster, study: Study) -> None:
    other = tuple((name, "9.9" if name == "numpy" else v) for name, v in surroundings())
    check = replace(fitness_check(study.card, "0" * 64), expected=other)

    with (
        pytest.raises(UnfitWorkersError, match=r"it has numpy .* instead of 9\.9"),
        Workers(scheduler=cluster.address).work(check=check),
    ):
        pass


def test_a_worker_that_dies_changes_no_byte(cluster: Cluster, study: Study) -> None:
    expected = study.evaluate(workers=Workers(1)).path.read_bytes()
    victim = cluster.workers[0]

    def kill_one(items: Iterable[Item], *, label: str, total: int) -> Iterator[Item]:
        del label, total
        for done, item in enumerate(items):
            if done == N_IMAGES // 3:
                victim.kill()
                victim.wait()
            yield item

    evaluation = evaluate_card(
        study.card,
        fresh=True,
        workers=Workers(scheduler=cluster.address),
        track=kill_one,
        environ={"SOURCE_DATE_EPOCH": "0"},
    )

    assert victim.poll() is not None
    assert evaluation.path.read_bytes() == expected
