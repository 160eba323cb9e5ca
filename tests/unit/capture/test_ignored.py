from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from replicard.capture.git.ignored import IgnoreRules, parse_rule
from replicard.capture.git.unreadable import UnreadableRepositoryError
from replicard.capture.git.wildcards import match, parse

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.capture.conftest import Workshop

PATHS = ("a", "ab", "a.b", "b/a", "b/ab", "a/b", "a/b/c", "x/a/b", "x/y/a", "c d", "[a]", "B/A")
RULES = (
    "a",
    "a/",
    "/a",
    "b/a",
    "/b/*",
    "*",
    "a*",
    "?b",
    "*.b",
    "**/a",
    "x/**",
    "x/**/a",
    "**/b/c",
    "[ab]",
    "[!a]",
    "[^a]*",
    "[a-c]?",
    "[[:alpha:]]",
    "[]a]",
    r"\[a]",
    r"\a",
    "c d",
    "c d   ",
    "# a",
    "!a",
    r"\#a",
    "[a",
    "a\\",
    "",
    "/",
    "*\n!a",
    "*\n!*/\n!b/a",
    "b\r",
    "a\n!a\na/b",
)


def is_ignored(rules: IgnoreRules, path: str) -> bool:
    """Ask as the walk does: folder by folder from the top."""
    group = rules.of_folder("")
    parts = path.split("/")
    folders = ["/".join(parts[:depth]) for depth in range(1, len(parts))]
    return any(rules.leave_out(folder, group, is_folder=True) for folder in folders) or (
        rules.leave_out(path, group, is_folder=False)
    )


@pytest.mark.parametrize("text", RULES)
def test_rules_mean_what_they_mean_to_git(workshop: Workshop, text: str) -> None:
    workshop.write(".gitignore", f"{text}\n")
    rules = IgnoreRules(workshop.root, ignores_case=False)

    found = [path for path in PATHS if is_ignored(rules, path)]

    assert found == workshop.ignored(*PATHS)


def test_case_is_ignored_where_the_file_system_does(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.TIF\n", encoding="utf-8")
    rules = IgnoreRules(tmp_path, ignores_case=True)

    assert rules.leave_out("Image.tif", rules.of_folder(""), is_folder=False)


def test_a_byte_order_mark_is_no_part_of_the_first_rule(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("a.txt\n", encoding="utf-8-sig")
    rules = IgnoreRules(tmp_path, ignores_case=False)

    assert rules.leave_out("a.txt", rules.of_folder(""), is_folder=False)


def test_rules_that_are_too_much_work_are_refused(tmp_path: Path) -> None:
    pattern = "a*" * 200 + "b"
    (tmp_path / ".gitignore").write_text(f"{pattern}\n" * 600, encoding="utf-8")
    rules = IgnoreRules(tmp_path, ignores_case=False)
    group = rules.of_folder("")

    def apply() -> None:
        for _ in range(1000):
            rules.leave_out("a" * 100, group, is_folder=False)

    with pytest.raises(UnreadableRepositoryError, match="too long"):
        apply()


def test_many_stars_take_no_time() -> None:
    started = time.perf_counter()

    assert not match(parse("*a" * 100 + "b"), "a" * 250)
    assert time.perf_counter() - started < 1


def test_a_pattern_that_is_too_long_is_no_rule() -> None:
    assert parse_rule("a" * 501) is None
