"""Commits that no other copy has, and repositories within the repository."""

from pathlib import Path

from tests.unit.capture.conftest import Workshop

from replicard_schema.evidence import Submodule, Unavailable


def _push(workshop: Workshop, tmp_path: Path) -> None:
    other = tmp_path / "other.git"
    workshop.git("init", "--quiet", "--bare", str(other))
    workshop.git("remote", "add", "origin", str(other))
    workshop.git("push", "--quiet", "origin", "HEAD:refs/heads/main")


def test_without_a_remote_branch_nothing_is_said_of_pushing(workshop: Workshop) -> None:
    workshop.write("card.yaml")
    workshop.commit()

    assert workshop.captured().unpushed_commits is None


def test_a_pushed_commit_is_known_elsewhere(workshop: Workshop, tmp_path: Path) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    _push(workshop, tmp_path / "remote")

    assert workshop.captured().unpushed_commits == 0


def test_commits_after_a_push_are_counted(workshop: Workshop, tmp_path: Path) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    _push(workshop, tmp_path / "remote")
    for number in range(3):
        workshop.write("notes.txt", str(number))
        workshop.commit()
    workshop.git("pack-refs", "--all")

    assert workshop.captured().unpushed_commits == 3


def test_a_merge_counts_each_commit_once(workshop: Workshop, tmp_path: Path) -> None:
    workshop.write("card.yaml")
    workshop.commit()
    _push(workshop, tmp_path / "remote")
    workshop.git("checkout", "--quiet", "-b", "side")
    workshop.write("a.txt")
    workshop.commit()
    workshop.git("checkout", "--quiet", "main")
    workshop.write("b.txt")
    workshop.commit()
    workshop.git("merge", "--quiet", "--no-edit", "side")

    assert workshop.captured().unpushed_commits == 3


def test_a_damaged_history_has_a_reason(workshop: Workshop, tmp_path: Path) -> None:
    workshop.write("card.yaml")
    first = workshop.commit()
    workshop.write("card.yaml", "more\n")
    workshop.commit()
    reference = workshop.root / ".git" / "refs" / "remotes" / "origin" / "main"
    reference.parent.mkdir(parents=True)
    reference.write_text("0" * 39 + "1\n", encoding="ascii")
    del first, tmp_path

    assert isinstance(workshop.captured().unpushed_commits, Unavailable)


def test_submodules_are_named_with_their_commits(workshop: Workshop) -> None:
    workshop.write("card.yaml")
    workshop.git("add", "--all")
    commit = "1234567890" * 4
    workshop.git("update-index", "--add", "--cacheinfo", f"160000,{commit},tools/net")
    workshop.git("commit", "--quiet", "--message", "A message")

    assert workshop.captured().submodules == (Submodule(path="tools/net", commit=commit),)
