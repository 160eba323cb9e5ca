import pytest

from replicard.capture import Fingerprint, check_independence, compare_files
from replicard_schema.evidence import Independence, SharedFile, Unavailable

IDS = {
    "validation": "nuclei",
    "model": "stardist",
    "evaluation_dataset": "evaluation",
    "training_dataset": "training",
}


def image(path: str, content: str, pixels: str | None = None) -> Fingerprint:
    return Fingerprint(path, content, pixels)


def test_different_images_are_not_shared() -> None:
    assert compare_files([image("a", "1", "p1")], [image("b", "2", "p2")]) == ()


def test_the_same_bytes_come_before_the_same_pixels() -> None:
    training = [image("t/1", "9", "p1"), image("t/2", "1", "p1")]

    found = compare_files([image("e/1", "1", "p1")], training)

    assert found == (SharedFile(evaluation="e/1", training="t/2", same="bytes"),)


def test_the_same_pixels_in_another_file_are_found() -> None:
    found = compare_files([image("e/1.png", "1", "p")], [image("t/1.tif", "2", "p")])

    assert found == (SharedFile(evaluation="e/1.png", training="t/1.tif", same="pixels"),)


def test_images_that_were_not_decoded_are_not_taken_for_equal() -> None:
    assert compare_files([image("a", "1")], [image("b", "2")]) == ()


def test_each_image_is_named_once_with_its_first_twin() -> None:
    evaluation = [image("e/2", "1"), image("e/1", "1")]
    training = [image("t/1", "1"), image("t/2", "1")]

    found = compare_files(evaluation, training)

    assert [(pair.evaluation, pair.training) for pair in found] == [
        ("e/2", "t/1"),
        ("e/1", "t/1"),
    ]


def test_many_images_are_compared_at_once() -> None:
    evaluation = [image(f"e/{n}", f"{n}", f"p{n}") for n in range(10_000)]
    training = [image(f"t/{n}", f"{n}", f"p{n}") for n in range(9_000, 19_000)]

    assert len(compare_files(evaluation, training)) == 1000


def test_the_outcome_says_how_many_were_compared() -> None:
    found = check_independence(
        **IDS, evaluation=[image("e/1", "1")], training=[image("t/1", "2"), image("t/2", "3")]
    )

    assert found == Independence(**IDS, n_evaluation=1, n_training=2)
    assert found.is_checked


@pytest.mark.parametrize("side", ["evaluation", "training"])
@pytest.mark.parametrize(
    ("images", "expected"),
    [
        ([], "{} has no images to compare"),
        (
            Unavailable(unavailable_because="the files are not here"),
            "the images of {} are not known: the files are not here",
        ),
    ],
)
def test_without_images_on_both_sides_nothing_is_claimed(
    side: str, images: list[Fingerprint] | Unavailable, expected: str
) -> None:
    known = [image("a", "1")]

    found = check_independence(
        **IDS,
        evaluation=images if side == "evaluation" else known,
        training=images if side == "training" else known,
    )

    assert not found.is_checked
    assert found.not_checked_because == expected.format(side)
    assert found.shared == ()
