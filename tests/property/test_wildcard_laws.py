"""Laws of the patterns of ``.gitignore`` files."""

import fnmatch
import re

from hypothesis import given
from hypothesis import strategies as st

from replicard.capture.git.ignored import parse_rule
from replicard.capture.git.wildcards import match, parse

names = st.text(alphabet="ab.-", max_size=8)
patterns = st.lists(
    st.sampled_from(["a", "b", ".", "*", "?", "[ab]", "[!a]", "[a-b]"]), max_size=8
).map("".join)


@given(patterns, names)
def test_one_name_matches_as_in_the_standard_library(pattern: str, name: str) -> None:
    expected = re.match(fnmatch.translate(pattern), name) is not None

    assert match(parse(pattern), name) == expected


@given(st.text(min_size=1, max_size=20).filter(lambda name: "/" not in name))
def test_an_escaped_name_matches_itself_alone(name: str) -> None:
    pattern = "".join(f"\\{character}" for character in name)

    assert match(parse(pattern), name)
    assert not match(parse(pattern), f"{name}x")


@given(st.text(max_size=60), st.lists(names, min_size=1, max_size=5))
def test_any_line_is_a_rule_or_none(line: str, path: list[str]) -> None:
    rule = parse_rule(line)

    if rule is not None:
        rule.applies(path, is_folder=True)


@given(st.lists(names.filter(bool), min_size=2, max_size=5), st.integers(1, 4))
def test_all_in_a_folder_is_not_the_folder_itself(path: list[str], depth: int) -> None:
    folder = path[:depth]
    rule = parse_rule(f"/{'/'.join(folder)}/**")

    assert rule is not None
    assert not rule.applies(folder, is_folder=True)
    assert rule.applies([*folder, "x"], is_folder=False)
