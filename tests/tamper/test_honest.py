"""No false alarm: honest files are the same whoever verifies them, wherever and whenever."""

import os
import shutil
import time
from pathlib import Path

import pytest
from dulwich import porcelain
from tests.tamper.conftest import Study, changed

from replicard.execution import Workers
from replicard.metrics.kernels import use_kernels
from replicard.pipeline.evaluate import evaluate_card
from replicard_schema.verification import Agreement, ClaimKind, Verification


def whole(found: Verification) -> bool:
    """Say whether every claim was checked and holds, exactly."""
    left = found.having(Agreement.CHANGED, Agreement.NOT_CHECKED, Agreement.WITHIN_TOLERANCE)
    return not list(left) and found.n_scores_same == found.n_scores > 0


def test_honest_files_are_the_same(study: Study) -> None:
    assert whole(study.verify())


def test_nothing_is_written(study: Study) -> None:
    before = {path: path.stat().st_mtime_ns for path in study.folder.rglob("*")}

    study.verify()

    assert {path: path.stat().st_mtime_ns for path in study.folder.rglob("*")} == before


@pytest.mark.parametrize(
    "workers", [Workers(1), Workers(4), Workers(2, in_processes=True)], ids=repr
)
def test_the_number_of_workers_and_processes_does_not_matter(
    study: Study, workers: Workers
) -> None:
    assert whole(study.verify(workers=workers))


def test_the_folder_does_not_matter(study: Study, tmp_path: Path) -> None:
    elsewhere = tmp_path / "another place" / "with spaces"
    shutil.copytree(study.folder, elsewhere)

    assert whole(Study(elsewhere).verify())


def test_timestamps_do_not_matter(study: Study) -> None:
    for path in study.folder.rglob("*.tif"):
        os.utime(path, (1_000_000_000, 1_000_000_000))

    assert whole(study.verify())


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the system sets no time zone by process")
def test_the_time_zone_does_not_matter(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        assert whole(study.verify())
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("name", ["numpy", "numba"])
def test_what_computes_the_kernels_does_not_matter(study: Study, name: str) -> None:
    pytest.importorskip(name)
    with use_kernels(name):
        found = study.verify(workers=Workers(1))

    assert found.exit_code == 0
    assert found.is_complete
    assert not any(found.having(Agreement.WITHIN_TOLERANCE))


def test_kept_results_that_were_poisoned_do_not_matter(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setenv("REPLICARD_CACHE_DIR", str(cache))
    (study.folder / "card.evidence.json").rename(study.folder / "kept.json")
    evaluate_card(study.card)
    (study.folder / "kept.json").replace(study.evidence_file)
    entries = list(cache.rglob("*.json"))
    for path in entries:
        path.write_bytes(path.read_bytes().replace(b"0.", b"1."))

    assert entries
    assert whole(study.verify())


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("environment", "cpu_count"), 96),
        (("environment", "cpu"), "Another processor"),
        (("environment", "os"), "Windows 11"),
        (("environment", "packages", "numpy"), "9.9.9"),
        (("environment", "packages"), {}),
        (("computed_with", "numpy"), "9.9.9"),
        (("computed_with", "kernels"), "numpy"),
        (("date",), "2031-01-01"),
    ],
    ids=lambda each: str(each)[:40],
)
def test_other_surroundings_are_told_and_are_no_fault(
    study: Study, place: tuple[str, ...], value: object
) -> None:
    document = study.evidence
    part = document
    for name in place[:-1]:
        part = part[name]
    part[place[-1]] = value
    study.write_evidence(document)

    found = study.verify()

    assert found.exit_code == 0
    assert found.n_scores_same == found.n_scores
    if place != ("date",):
        told = list(found.having(Agreement.SURROUNDINGS))
        assert any(place[-1] in f"{i.place} {i.changes}" for i in told)


@pytest.mark.parametrize("name", ["card.yaml", "training.csv", "donors.csv"])
def test_line_ends_of_another_system_are_the_same_within_tolerance(study: Study, name: str) -> None:
    path = study.folder / name
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    found = study.verify()

    assert not changed(found)
    told = [i.place for i in found.having(Agreement.WITHIN_TOLERANCE)]
    assert name in told


def test_a_commit_that_is_reached_is_the_same_and_its_evidence_may_come_later(
    study: Study,
) -> None:
    repository = porcelain.init(str(study.folder))
    study.evidence_file.unlink()
    _commit(study)
    evaluate_card(study.card, environ={"SOURCE_DATE_EPOCH": "0"})
    assert whole(study.verify())
    _commit(study)
    repository.close()

    found = study.verify()

    assert found.exit_code == 0
    commit = next(i for i in found.items if i.place == "repository.commit")
    assert commit.agreement is Agreement.SAME


def test_a_commit_that_is_not_in_the_history_is_told(study: Study) -> None:
    repository = porcelain.init(str(study.folder))
    study.evidence_file.unlink()
    _commit(study)
    repository.close()
    evaluate_card(study.card, environ={"SOURCE_DATE_EPOCH": "0"})
    document = study.evidence
    document["repository"]["commit"] = "0" * 40
    study.write_evidence(document)

    assert ClaimKind.REPOSITORY in changed(study.verify())


def test_code_that_was_edited_since_is_told(study: Study) -> None:
    (study.folder / "predict.py").write_text("print('predict')\n", encoding="utf-8")
    repository = porcelain.init(str(study.folder))
    study.evidence_file.unlink()
    _commit(study)
    repository.close()
    evaluate_card(study.card, environ={"SOURCE_DATE_EPOCH": "0"})
    (study.folder / "predict.py").write_text("print('edited')\n", encoding="utf-8")

    assert ClaimKind.REPOSITORY in changed(study.verify())


def test_a_history_that_is_not_here_cannot_be_checked(study: Study) -> None:
    repository = porcelain.init(str(study.folder))
    study.evidence_file.unlink()
    _commit(study)
    repository.close()
    evaluate_card(study.card, environ={"SOURCE_DATE_EPOCH": "0"})
    shutil.rmtree(study.folder / ".git")

    found = study.verify()

    assert found.exit_code == 0
    assert [i.kind for i in found.having(Agreement.NOT_CHECKED)] == [ClaimKind.REPOSITORY]


def _commit(study: Study) -> None:
    paths = [str(path) for path in study.folder.rglob("*") if ".git" not in path.parts]
    porcelain.add(str(study.folder), [path for path in paths if Path(path).is_file()])
    who = b"Given Family <given@example.org>"
    porcelain.commit(str(study.folder), message=b"Study", author=who, committer=who)
