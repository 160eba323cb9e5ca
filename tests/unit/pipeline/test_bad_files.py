"""Every row of the table of bad files that the documentation prints is true."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
from tests.unit.pipeline.conftest import Study

from replicard.errors import DataError
from replicard.execution import Task
from replicard.files import changed
from replicard.images import Budget, open_image
from replicard.metrics.bad_input import FILES
from replicard.pipeline.gathering import gather_evidence
from replicard_schema.evidence import Evidence

Check = Callable[[Study, pytest.MonkeyPatch], None]


def left_out(study: Study) -> list[str]:
    """Evaluate, and return the reason for each image that was left out."""
    evaluation = study.evaluate()
    skipped = evaluation.evidence.validations["check"].skipped
    assert evaluation.exit_code == int(bool(skipped))
    return [fault.because for image in skipped for fault in image.faults]


def unreadable(study: Study, _: pytest.MonkeyPatch) -> None:
    (study.folder / "predictions" / "a.tif").write_bytes(b"II*\0")

    assert left_out(study) == ["the file ends too early"]
    with pytest.raises(DataError, match=r"predictions/a\.tif"):
        study.evaluate(strict=True)


def changes_meanwhile(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    read = open_image

    def reading(root: Path, path: str) -> object:
        if path == "targets/b.tif":
            raise changed(path)
        return read(root, path)

    monkeypatch.setattr("replicard.pipeline.tasks.opening.open_image", reading)

    assert left_out(study)[:1] == ["changed while it was read"]


def none_usable(study: Study, _: pytest.MonkeyPatch) -> None:
    before = study.evaluate().path.read_bytes()
    for name in "ab":
        (study.folder / "predictions" / f"{name}.tif").write_bytes(b"")

    with pytest.raises(DataError, match="0 bytes"):
        study.evaluate()
    assert (study.folder / "card.evidence.json").read_bytes() == before


def without_partner(study: Study, _: pytest.MonkeyPatch) -> None:
    (study.folder / "targets" / "a.tif").unlink()

    with pytest.raises(DataError, match=r"images/a\.tif: has no"):
        study.evaluate()


def unused_file(study: Study, _: pytest.MonkeyPatch) -> None:
    study.write("training", {n: np.ones((4, 4), np.uint8) for n in "xy"})
    (study.folder / "training" / "y.tif").write_bytes(b"")
    text = study.card.read_text(encoding="utf-8")
    study.card.write_text(
        text.replace("models:", "  train: {images: training/*.tif}\nmodels:"), encoding="utf-8"
    )

    evaluation = study.evaluate()

    assert [f.path for f in evaluation.evidence.datasets["train"].skipped] == ["training/y.tif"]
    assert evaluation.exit_code == 1


def large(_: Study, __: pytest.MonkeyPatch) -> None:
    assert Budget().in_memory_bytes == 128 << 20
    assert Budget().is_large((8193, 8192), np.uint16)
    assert not Budget().is_large((8192, 8192), np.uint16)


@dataclass(frozen=True)
class _DyingWorkers:
    def run(self, tasks: Sequence[Task[object]], *, label: str) -> list[object]:
        del label
        return [
            task.lost("the process that worked on it died") if number == 1 else task()
            for number, task in enumerate(tasks)
        ]


def worker_dies(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def gathering(*arguments: object, **options: object) -> Evidence:
        return gather_evidence(*arguments, **{**options, "work": _DyingWorkers()})  # type: ignore[arg-type] # as they came

    monkeypatch.setattr("replicard.pipeline.evaluate.gather_evidence", gathering)

    assert left_out(study) == ["the process that worked on it died"]


CHECKS: MappingProxyType[str, Check] = MappingProxyType(
    {
        "unreadable": unreadable,
        "changes-meanwhile": changes_meanwhile,
        "none-usable": none_usable,
        "without-partner": without_partner,
        "unused-file": unused_file,
        "large": large,
        "worker-dies": worker_dies,
    }
)


def test_every_row_has_its_test() -> None:
    assert list(CHECKS) == [row.id for row in FILES]


@pytest.mark.parametrize("row", [row.id for row in FILES])
def test_a_row_says_what_happens(row: str, study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    CHECKS[row](study, monkeypatch)
