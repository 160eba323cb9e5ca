import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import grimp
import numpy as np
import pytest
import tifffile
from tests.unit.pipeline.conftest import Study, objects

from replicard.execution import Store, Workers
from replicard.pipeline.kept import cache_size, clear_cache
from replicard.pipeline.tasks import scoring
from replicard.pipeline.tasks.keeping import CODE, key_of
from replicard_schema.evidence import Evidence


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the paths of the predictions that are measured from here on."""
    paths: list[str] = []
    measure = scoring._measure

    def counting(settings: object, target: object, prediction: object) -> object:
        paths.append(prediction.path)  # type: ignore[attr-defined] # a loaded image
        return measure(settings, target, prediction)  # type: ignore[arg-type] # as it came

    monkeypatch.setattr(scoring, "_measure", counting)
    return paths


def add_image(study: Study, name: str) -> None:
    rng = np.random.default_rng(9)
    study.write("images", {name: rng.integers(0, 99, (32, 48), dtype=np.uint16)})
    study.write("targets", {name: objects(count=1)})
    study.write("predictions", {name: objects(count=1, shift=2)})


def test_adding_one_image_computes_one_image(
    study: Study, cache: Path, measured: list[str]
) -> None:
    study.evaluate(cache=cache)
    assert len(measured) == 2
    measured.clear()
    add_image(study, "c")

    found = study.evaluate(cache=cache).evidence.validations["check"]

    assert measured == ["predictions/c.tif"]
    assert found.n_images == 3


def test_kept_results_give_the_same_bytes(study: Study, cache: Path, measured: list[str]) -> None:
    first = study.evaluate(cache=cache).path.read_bytes()
    measured.clear()
    study.write_card(validation=", iou_thresholds: [0.5]")
    study.evaluate(cache=cache)
    study.write_card()
    (study.folder / "card.evidence.json").unlink()

    again = study.evaluate(cache=cache).path.read_bytes()

    assert again == first
    assert measured == []


def test_every_kind_of_result_is_kept(study: Study, cache: Path, measured: list[str]) -> None:
    rng = np.random.default_rng(1)
    for task, validation in (
        ("denoising", ""),
        ("instance segmentation", ""),
        ("semantic segmentation", ""),
        ("semantic segmentation", ", label_kind: binary"),
    ):
        study.write_card(task=task, validation=validation)
        if task == "denoising":
            for side in ("images", "targets", "predictions"):
                study.write(side, {n: rng.normal(9, 2, (32, 48)).astype("f4") for n in "ab"})
        else:
            study.write("targets", {"a": objects(), "b": objects(count=2)})
            study.write("predictions", {"a": objects(), "b": objects(shift=1, count=2)})
        study.evaluate(fresh=True, cache=cache)
        (study.folder / "card.evidence.json").unlink()
        measured.clear()
        study.evaluate(cache=cache)
        assert measured == [], task


def test_a_renamed_file_is_the_same_file(study: Study, cache: Path, measured: list[str]) -> None:
    study.evaluate(cache=cache)
    measured.clear()
    for side in ("images", "targets", "predictions"):
        (study.folder / side / "a.tif").rename(study.folder / side / "z.tif")

    pairs = study.evaluate(cache=cache).evidence.validations["check"].pairs

    assert measured == []
    assert [pair.target.path for pair in pairs if pair.target] == ["targets/b.tif", "targets/z.tif"]


@pytest.mark.parametrize(
    "change",
    [
        {"validation": ", iou_thresholds: [0.7]"},
        {"validation": ", metrics: [f1]"},
        {"validation": ", label_kind: binary, metrics: [iou]"},
        {"dataset": ", axes: YX"},
    ],
)
def test_other_settings_are_computed_anew(
    study: Study, cache: Path, measured: list[str], change: dict[str, str]
) -> None:
    study.evaluate(cache=cache)
    measured.clear()
    study.write_card(**change)

    study.evaluate(cache=cache)

    assert len(measured) == 2


def test_other_code_or_libraries_compute_anew(
    study: Study, cache: Path, measured: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    study.evaluate(cache=cache)
    (study.folder / "card.evidence.json").unlink()
    measured.clear()
    monkeypatch.setattr("replicard.pipeline.tasks.keeping.surroundings", lambda: (("numpy", "99"),))

    study.evaluate(cache=cache)

    assert len(measured) == 2


def test_fresh_ignores_what_is_kept(study: Study, cache: Path, measured: list[str]) -> None:
    study.evaluate(cache=cache)
    measured.clear()

    study.evaluate(fresh=True, cache=cache)

    assert len(measured) == 2


def test_a_poisoned_entry_is_computed_anew(study: Study, cache: Path, measured: list[str]) -> None:
    first = study.evaluate(cache=cache).path.read_bytes()
    (study.folder / "card.evidence.json").unlink()
    measured.clear()
    for path in cache.rglob("*.json"):
        path.write_bytes(path.read_bytes().replace(b'"value": 1.0', b'"value": 0.9'))

    again = study.evaluate(cache=cache).path.read_bytes()

    assert again == first
    assert len(measured) == 2


def test_nothing_private_is_kept(study: Study, cache: Path) -> None:
    study.evaluate(cache=cache)

    content = b"".join(path.read_bytes() for path in cache.rglob("*.json"))
    assert b"predictions/" not in content
    assert str(study.folder).encode() not in content


def test_a_run_that_is_killed_loses_nothing_that_is_done(
    study: Study, cache: Path, measured: list[str]
) -> None:
    rng = np.random.default_rng(9)
    for number in range(40):
        image = rng.normal(99, 9, (256, 256)).astype("f4")
        for side in ("images", "targets", "predictions"):
            (study.folder / side).mkdir(exist_ok=True)
            noise = rng.normal(0, 1, (256, 256)).astype("f4")
            tifffile.imwrite(study.folder / side / f"{number}.tif", image + noise)
    for side in ("images", "targets", "predictions"):
        for name in "ab":
            (study.folder / side / f"{name}.tif").unlink()
    study.write_card(task="denoising")
    command = [sys.executable, "-m", "replicard", "evaluate", str(study.card), "--workers", "1"]
    environment = {**os.environ, "REPLICARD_CACHE_DIR": str(cache)}
    process = subprocess.Popen(command, env=environment)  # noqa: S603 - our own program
    end = time.monotonic() + 60
    while len(list(cache.rglob("*.json"))) < 20 and time.monotonic() < end:
        time.sleep(0.005)
    process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    process.wait()
    assert not (study.folder / "card.evidence.json").exists()

    study.evaluate(cache=cache)

    assert 0 < len(measured) < 80
    measured.clear()
    (study.folder / "card.evidence.json").unlink()
    study.evaluate(cache=cache)
    assert measured == []


@pytest.mark.parametrize(
    "workers", [Workers(1), Workers(2), Workers(5), Workers(2, in_processes=True)]
)
def test_evidence_does_not_depend_on_who_works(study: Study, workers: Workers) -> None:
    for number in range(9):
        add_image(study, f"c{number}")
    (study.folder / "predictions" / "c3.tif").write_bytes(b"broken")
    study.write_card(task="semantic segmentation")
    first = study.evaluate(workers=Workers(1)).path.read_bytes()

    assert study.evaluate(fresh=True, workers=workers).path.read_bytes() == first
    assert Evidence.model_validate_json(first).validations["check"].n_images == 10


def test_all_code_that_a_task_can_run_is_part_of_the_key() -> None:
    graph = grimp.build_graph("replicard", "replicard_schema")
    reached = graph.find_upstream_modules("replicard.pipeline.tasks", as_package=True)
    covered = tuple(place.removesuffix(".py").replace("/", ".") for place in CODE)

    missing = [
        module
        for module in reached
        if not any(module == place or module.startswith(f"{place}.") for place in covered)
    ]

    assert missing == []


def test_keys_differ_wherever_something_differs() -> None:
    keys = {key_of("a", 1), key_of("a", 1.0), key_of("a", "1"), key_of("b", 1), key_of("a", (1,))}

    assert len(keys) == 5


def test_what_is_kept_can_be_counted_and_removed(study: Study, cache: Path) -> None:
    environ = {"REPLICARD_CACHE_DIR": str(cache)}
    study.evaluate(cache=cache)

    size = cache_size(environ)

    assert (size.folder, size.entries) == (cache, Store(cache).size().entries)
    assert size.entries > 0
    assert clear_cache(environ) == size.entries
    assert cache_size(environ).bytes == 0
    assert cache_size({"REPLICARD_CACHE_DIR": ""}).folder is None
