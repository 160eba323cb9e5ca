from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from replicard.capture import CaptureContext, capture_repository
from replicard_schema.evidence import Repository, Unavailable

if TYPE_CHECKING:
    from tests.unit.capture.conftest import Workshop

posix_only = pytest.mark.skipif(os.name == "nt", reason="needs links or a POSIX shell")


def reason(found: object) -> str:
    assert isinstance(found, Unavailable), found
    return found.unavailable_because


def test_a_folder_outside_of_any_repository_says_so(tmp_path: Path) -> None:
    found = capture_repository(CaptureContext(tmp_path, {}))

    assert reason(found) == "the folder of the card is not inside a git repository"


def test_a_clean_repository_has_its_commit_and_branch(workshop: Workshop) -> None:
    workshop.write("card.yaml")
    commit = workshop.commit()

    assert workshop.captured() == Repository(commit=commit, branch="main")


def test_the_repository_of_a_folder_above_is_found(workshop: Workshop) -> None:
    workshop.write("studies/nuclei/card.yaml")
    commit = workshop.commit()
    workshop.write("analysis.py")

    found = workshop.captured("studies/nuclei")

    assert (found.commit, found.untracked_count) == (commit, 1)


def test_a_repository_without_commits_says_so(workshop: Workshop) -> None:
    assert "no commit yet" in reason(workshop.capture())


def test_a_detached_head_has_no_branch(workshop: Workshop) -> None:
    workshop.write("card.yaml")
    commit = workshop.commit()
    workshop.git("checkout", "--quiet", "--detach")

    assert workshop.captured() == Repository(commit=commit, branch=None)


@pytest.mark.parametrize("packed", [False, True])
def test_an_annotated_tag_comes_before_a_plain_one(workshop: Workshop, *, packed: bool) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    workshop.git("tag", "a-plain-2")
    workshop.git("tag", "--annotate", "v1.0", "--message", "A release")
    workshop.write("more.txt")
    if packed:
        workshop.git("pack-refs", "--all")

    assert workshop.captured().tag == "v1.0"


def test_a_tag_of_another_commit_is_not_reported(workshop: Workshop) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    workshop.git("tag", "--annotate", "v1.0", "--message", "A release")
    workshop.write("card.yaml", "changed\n")
    workshop.commit()

    assert workshop.captured().tag is None


def test_a_plain_tag_with_a_number_comes_before_one_without(workshop: Workshop) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    workshop.git("tag", "latest")
    workshop.git("tag", "release/2.1")

    assert workshop.captured().tag == "release/2.1"


def test_packed_objects_and_references_are_read(workshop: Workshop) -> None:
    for number in range(40):
        workshop.write("data/table.csv", "value\n" * 500 + str(number))
        workshop.write(f"data/part{number}.csv", "x" * number)
        commit = workshop.commit()
    workshop.git("gc", "--quiet", "--aggressive")
    workshop.write("data/part3.csv", "other")

    found = workshop.captured()

    assert not any(workshop.root.glob(".git/objects/[0-9a-f][0-9a-f]"))
    assert (found.commit, found.changed_files) == (commit, ("data/part3.csv",))


def test_an_additional_working_tree_is_read(workshop: Workshop, tmp_path: Path) -> None:
    workshop.write("card.yaml")
    commit = workshop.commit()
    second = tmp_path / "second"
    workshop.git("worktree", "add", "--quiet", "-b", "second", str(second))
    (second / "card.yaml").write_text("changed\n", encoding="utf-8")

    found = capture_repository(CaptureContext(second, {}))

    assert found == Repository(commit=commit, branch="second", changed_files=("card.yaml",))


def test_a_shallow_clone_is_read(workshop: Workshop, tmp_path: Path) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    workshop.write("card.yaml", "changed\n")
    commit = workshop.commit()
    clone = tmp_path / "clone"
    workshop.git("clone", "--quiet", "--depth=1", workshop.root.as_uri(), str(clone))

    found = capture_repository(CaptureContext(clone, {}))

    assert found == Repository(commit=commit, branch="main", unpushed_commits=0)


def test_the_remote_is_reported_without_its_token(workshop: Workshop) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    workshop.git("remote", "add", "backup", "/mnt/backup/nuclei")
    workshop.git(
        "remote", "add", "origin", "https://name:tok3n@example.org/lab/nuclei.git?key=s3cret"
    )

    document = workshop.captured().model_dump_json()

    assert '"remote":"https://example.org/lab/nuclei.git"' in document
    assert "tok3n" not in document
    assert "s3cret" not in document
    assert "backup" not in document
    assert str(workshop.root) not in document


def test_the_remote_that_the_branch_follows_comes_first(workshop: Workshop) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    workshop.git("remote", "add", "origin", "https://example.org/lab/nuclei.git")
    workshop.git("remote", "add", "fork", "https://example.org/fork/nuclei.git")
    workshop.git("config", "branch.main.remote", "fork")

    assert workshop.captured().remote == "https://example.org/fork/nuclei.git"


def test_a_folder_that_is_only_called_git_is_passed_by(workshop: Workshop) -> None:
    workshop.write("card.yaml")
    commit = workshop.commit()
    workshop.write("study/.git/readme.txt")

    assert workshop.captured("study").commit == commit
