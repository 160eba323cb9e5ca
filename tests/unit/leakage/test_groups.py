"""Groups on both sides, by the names of the files."""

import pytest

from replicard.leakage import NamedImages, compare_groups


def shared(evaluation: NamedImages, training: NamedImages) -> list[tuple[str, int, int]]:
    found = compare_groups(evaluation, training).shared
    return [(group.name, group.n_evaluation, group.n_training) for group in found]


def test_patterns_of_both_sides_are_compared_by_the_words_they_share() -> None:
    evaluation = NamedImages("test", ["p1_B05_s1", "p1_B05_s2", "p1_C01_s1"], "{plate}_{well}_*")
    training = NamedImages("train", ["B05-a", "B05-b", "D01-a"], "{well}-*")

    assert shared(evaluation, training) == [("B05", 2, 2)]
    assert compare_groups(evaluation, training).words == ("well",)


def test_words_in_another_order_catch_the_same() -> None:
    evaluation = NamedImages("test", ["B05_p1"], "{well}_{plate}")
    training = NamedImages("train", ["p1_B05", "p2_B05"], "{plate}_{well}")

    assert shared(evaluation, training) == [("B05/p1", 1, 1)]


def test_patterns_without_a_word_in_common_are_not_compared() -> None:
    found = compare_groups(
        NamedImages("test", ["a_1"], "{well}_*"), NamedImages("train", ["a_1"], "{donor}_*")
    )

    assert found.not_compared_because == "the patterns of the groups have no word in common"


def test_a_pattern_that_no_name_has_is_told() -> None:
    found = compare_groups(
        NamedImages("test", ["a_1"], "{well}_*"), NamedImages("train", ["a1", "b1"])
    )

    assert found.not_compared_because == "no image of train has a name of this pattern"


@pytest.mark.parametrize(
    ("evaluation", "training", "expected"),
    [
        (["IXM_B05_s7_ab", "IXM_C01_s1_cd"], ["IXM_B05_s1_ef"], [("IXM_B05", 1, 1)]),
        (["IXM_B05_s7_ab"], ["IXM_B05_s7_ef", "IXM_D01_s1_gh"], [("IXM_B05_s7", 1, 1)]),
        (["img_001", "img_002"], ["img_001", "img_004"], []),  # counters of each data set
        (["exp7_a", "exp7_b"], ["exp7_c"], []),  # what all names begin with tells nothing
        (["a", "b"], ["c"], []),
        ([], ["donor1_a"], []),
    ],
)
def test_names_that_begin_alike_are_a_hint(
    evaluation: list[str], training: list[str], expected: list[tuple[str, int, int]]
) -> None:
    sides = NamedImages("test", evaluation), NamedImages("train", training)

    assert shared(*sides) == expected
    assert compare_groups(*sides).basis == "names"
