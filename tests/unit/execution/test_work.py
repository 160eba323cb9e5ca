import os
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from replicard.execution import UnfitWorkersError, Workers, WorkInTurn, processors
from replicard.execution.processes import WorkInProcesses
from replicard.execution.work import UNDER_WAY, WorkInThreads

Item = TypeVar("Item")


@dataclass(frozen=True)
class Square:
    """A task that takes longer the smaller its number is."""

    number: int
    deadly: str = ""

    def __call__(self) -> int:
        time.sleep(0.002 * (5 - self.number % 5))
        if self.deadly == "always":
            os._exit(3)
        if self.deadly and not Path(self.deadly).exists():
            Path(self.deadly).write_text("died once")
            os._exit(3)
        return self.number**2

    def lost(self, why: str) -> int:
        assert "died" in why
        return -1


@dataclass(frozen=True)
class Share:
    def __call__(self) -> int:
        return processors()

    def lost(self, why: str) -> int:
        raise AssertionError(why)


@pytest.mark.parametrize("work", [WorkInTurn(), WorkInThreads(3), WorkInProcesses(2)])
def test_outcomes_come_in_the_order_of_the_tasks(
    work: WorkInTurn | WorkInThreads | WorkInProcesses,
) -> None:
    assert work.run([Square(n) for n in range(12)], label="x") == [n**2 for n in range(12)]
    assert work.run([], label="x") == []


def test_few_tasks_are_under_way_at_once() -> None:
    begun: list[int] = []
    seen: list[int] = []

    def track(items: Iterable[Item], *, label: str, total: int) -> Iterator[Item]:
        del label, total
        for done, item in enumerate(items):
            seen.append(len(begun) - done)
            yield item

    @dataclass(frozen=True)
    class Begin:
        def __call__(self) -> None:
            begun.append(threading.get_ident())

        def lost(self, why: str) -> None:
            raise AssertionError(why)

    WorkInThreads(2, track).run([Begin() for _ in range(50)], label="x")

    assert max(seen) <= UNDER_WAY * 2 + 1


def test_a_fault_of_the_program_is_raised() -> None:
    @dataclass(frozen=True)
    class Faulty:
        def __call__(self) -> None:
            raise ZeroDivisionError

        def lost(self, why: str) -> None:
            raise AssertionError(why)

    with pytest.raises(ZeroDivisionError):
        WorkInThreads(2).run([Faulty() for _ in range(9)], label="x")


def test_workers_share_the_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("replicard.execution.work.usable_processors", lambda: 8)

    assert WorkInThreads(4).run([Share()] * 9, label="x") == [2] * 9
    assert WorkInThreads(4).run([Share()], label="x") == [8]
    assert WorkInThreads(99).run([Share()] * 99, label="x") == [1] * 99


def test_a_task_that_kills_its_process_is_lost_and_the_rest_goes_on(tmp_path: Path) -> None:
    tasks = [Square(n) for n in range(8)]
    tasks[2] = Square(2, deadly="always")
    tasks[5] = Square(5, deadly=str(tmp_path / "once"))

    outcomes = WorkInProcesses(2).run(tasks, label="x")

    assert outcomes == [0, 1, -1, 9, 16, 25, 36, 49]


def test_no_worker_is_too_few() -> None:
    with pytest.raises(UnfitWorkersError, match="at least one"), Workers(0).work(check=str):
        pass
