"""Which images of a ranking are shown as examples."""

from typing import Literal, TypeAlias

Rank: TypeAlias = Literal["best", "median", "worst"]


def example_places(n: int) -> tuple[tuple[Rank, int], ...]:
    """Return the places of the examples in a ranking of ``n`` images, none twice.

    Parameters
    ----------
    n
        Number of images, ranked from the best on.

    Returns
    -------
    tuple of (Rank, int)
        Each rank with its place, counted from 0.
    """
    match n:
        case 0:
            return ()
        case 1:
            return (("best", 0),)
        case 2:
            return (("best", 0), ("worst", 1))
        case _:
            return (("best", 0), ("median", n // 2), ("worst", n - 1))
