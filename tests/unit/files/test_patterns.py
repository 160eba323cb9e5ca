"""The pattern language of file names."""

import time

import pytest

from replicard.errors import DataError
from replicard.files import NamePattern, PathPattern


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("a.tif", "a.tif", {}),
        ("a.tif", "a.tiff", None),
        ("*.tif", ".tif", {}),
        ("*.tif", "a.b.tif", {}),
        ("*.tif", "a.png", None),
        ("a*b*c", "abc", {}),
        ("a*b*c", "acb", None),
        ("a*a", "a", None),
        ("?.tif", "1.tif", {}),
        ("?.tif", "12.tif", None),
        ("img_??_*", "img_01_", {}),
        ("*?_x*", "1_x", {}),
        ("img[1].tif", "img[1].tif", {}),
        ("img[1].tif", "img1.tif", None),
        ("{name}_mask.tif", "cell_mask_mask.tif", {"name": "cell_mask"}),
        ("{name}_mask.tif", "_mask.tif", None),
        ("{well}_s{field}_*", "IXMtest_B05_s5_w1.tif", {"well": "IXMtest_B05", "field": "5"}),
        ("{a}-{a}.tif", "7-7.tif", {"a": "7"}),
        ("{a}-{a}.tif", "7-8.tif", None),
        ("{1}.tif", "{1}.tif", {}),
        ("{a-b}.tif", "{a-b}.tif", {}),
        ("**", "anything", {}),
        ("", "", {}),
        ("", "a", None),
    ],
)
def test_a_name_matches_as_written_down(
    pattern: str, name: str, expected: dict[str, str] | None
) -> None:
    assert NamePattern.parse(pattern).match(name) == expected


@pytest.mark.parametrize("pattern", ["{a}{b}.tif", "{a}*.tif", "*{a}", "x*{a}_{b}"])
def test_wildcards_that_touch_a_placeholder_are_refused(pattern: str) -> None:
    with pytest.raises(DataError, match="two wildcards stand side by side") as caught:
        PathPattern.parse(pattern)

    assert caught.value.problems[0].hint


@pytest.mark.parametrize("kind", [NamePattern, PathPattern])
def test_a_very_long_pattern_is_refused_and_not_printed_whole(
    kind: type[NamePattern | PathPattern],
) -> None:
    with pytest.raises(DataError, match="too long") as caught:
        kind.parse("*a" * 5000)

    assert len(str(caught.value)) < 100


def test_names_match_however_their_accents_are_encoded() -> None:
    assert NamePattern.parse("Zellk\u00f6rper*").match("Zellko\u0308rper_1.tif") == {}


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("data/*.tif", "data/a.tif", {}),
        ("data/*.tif", "data/x/a.tif", None),
        ("./data//*.tif", "data/a.tif", {}),
        ("**/*.tif", "a.tif", {}),
        ("**/*.tif", "x/y/a.tif", {}),
        ("data/**", "data/x/a.tif", {}),
        ("data/**/m/*.tif", "data/m/m/a.tif", {}),
        ("**/m/**/n/*.tif", "a/m/b/n/c.tif", {}),
        ("**/m/**/n/*.tif", "a/n/b/m/c.tif", None),
        ("a/**/a/b.tif", "a/b.tif", None),
        ("a/b/**", "a", None),
        ("{p}/**/{p}.tif", "x/y/x.tif", {"p": "x"}),
        ("{p}/**/{p}.tif", "x/y/z.tif", None),
        ("{id}/images/{id}.png", "3f/images/3f.png", {"id": "3f"}),
    ],
)
def test_a_path_matches_as_written_down(
    pattern: str, path: str, expected: dict[str, str] | None
) -> None:
    assert PathPattern.parse(pattern).match(path) == expected


def test_only_folders_that_can_hold_a_match_are_entered() -> None:
    pattern = PathPattern.parse("data/*_train/**/*.tif")

    assert pattern.may_hold(["data"])
    assert pattern.may_hold(["data", "a_train", "b", "c"])
    assert not pattern.may_hold(["data", "a_test"])
    assert not pattern.may_hold(["results"])
    assert not PathPattern.parse("data/*.tif").may_hold(["data", "x"])


@pytest.mark.parametrize("pattern", ["*a" * 400 + "b", "?a*" * 300 + "b", "{x}a*" + "a*" * 400])
def test_no_pattern_is_slow(pattern: str) -> None:
    parsed = NamePattern.parse(pattern)

    started = time.perf_counter()
    parsed.match("a" * 4000 + "c")

    assert time.perf_counter() - started < 1
