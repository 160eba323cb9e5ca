import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.metrics.kernels import count_pairs, use_threads


def _counted(*images: NDArray[np.generic]) -> dict[tuple[int, int], int]:
    first, second, pixels = (column.tolist() for column in count_pairs(*images))
    pairs = list(zip(first, second, strict=True))
    assert pairs == sorted(set(pairs))
    return dict(zip(pairs, pixels, strict=True))


def _expected(*images: NDArray[np.generic]) -> dict[tuple[int, int], int]:
    counted: dict[tuple[int, int], int] = {}
    for pair in zip(*(image.reshape(-1).tolist() for image in images), strict=True):
        counted[pair] = counted.get(pair, 0) + 1
    return counted


@pytest.mark.parametrize("n_labels", [2, 50, 100_000])
def test_every_pixel_is_counted_once(loops: str, n_labels: int) -> None:
    del loops
    generator = np.random.default_rng(4)
    reference = generator.integers(0, n_labels, (301, 977)).astype(np.uint32)
    prediction = np.repeat(generator.integers(0, n_labels, (301, 1)), 977, axis=1)

    assert _counted(reference, prediction) == _expected(reference, prediction)


def test_ids_may_be_as_large_as_63_bits_allow(loops: str) -> None:
    del loops
    reference = np.array([[2**63 - 1, 1, 1]], np.uint64)
    prediction = np.array([[2**63 - 1, 2**62, 7]], np.int64)

    assert _counted(reference, prediction) == {
        (2**63 - 1, 2**63 - 1): 1,
        (1, 2**62): 1,
        (1, 7): 1,
    }


def test_an_id_beyond_is_refused(loops: str) -> None:
    del loops
    huge = np.array([[2**63]], np.uint64)

    with pytest.raises(ValueError, match=f"label id {2**63} is beyond {2**63 - 1}"):
        count_pairs(huge, huge)


def test_the_smallest_of_negative_ids_is_named(loops: str) -> None:
    del loops
    labels = np.zeros((2000, 600), np.int32)
    labels[0, 0], labels[-1, -1] = -1, -7

    with pytest.raises(ValueError, match="the smallest here is -7"):
        count_pairs(labels, labels)


def test_what_is_no_label_image_is_refused() -> None:
    with pytest.raises(ValueError, match="holds float32; save it as an integer"):
        count_pairs(np.zeros((2, 2), np.float32), np.zeros((2, 2), np.int32))
    with pytest.raises(ValueError, match="no pixels"):
        count_pairs(np.zeros((0, 2), int), np.zeros((0, 2), int))
    with pytest.raises(ValueError, match=r"shapes differ: \(2, 3\) and \(3, 2\)"):
        count_pairs(np.zeros((2, 3), int), np.zeros((3, 2), int))


@pytest.mark.parametrize("name", ["bool", "uint8", ">u2", "int16", "uint64", ">i8"])
def test_every_integer_type_and_layout_is_taken(loops: str, name: str) -> None:
    del loops
    labels = np.random.default_rng(6).integers(0, 2, (70, 90)).astype(name)

    for other in (labels.T, labels[::2, ::-1]):
        assert _counted(other, other) == _expected(other, other)


def test_threads_make_no_difference(loops: str) -> None:
    del loops
    labels = np.random.default_rng(8).integers(0, 400, (1500, 1100))
    counted = []
    for threads in (1, 2, 4):
        with use_threads(threads):
            counted.append(_counted(labels, labels.T.reshape(labels.shape)))

    assert counted[0] == counted[1] == counted[2]
