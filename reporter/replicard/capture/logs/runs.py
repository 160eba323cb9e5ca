"""Restarts, repeated epochs and gaps in the count of epochs."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from replicard.capture.logs.curves import Curves
from replicard.capture.logs.wording import counted, epoch, places_in_words
from replicard_schema.evidence import LogSign, SignCode

WIDE = 1.5
"""A step this many times as wide as the usual one is a gap."""


def restarts(epochs: Sequence[float]) -> tuple[int, ...]:
    """Return the rows at which the count falls back.

    >>> restarts((1, 2, 3, 3, 4, 1, 2))
    (3, 5)
    """
    return tuple(row for row in range(1, len(epochs)) if epochs[row] <= epochs[row - 1])


def usual_distance(curves: Curves) -> float | None:
    """Return the usual distance of neighbouring epochs; None for a single epoch.

    Where it is not known of the tool, it is the commonest one.
    """
    if curves.every is not None:
        return curves.every
    forward = [later - earlier for earlier, later in pairwise(curves.epochs) if later > earlier]
    return Counter(forward).most_common(1)[0][0] if forward else None


def judged_run(curves: Curves) -> Curves:
    """Return the run that led to the weights: the last one that began from the beginning.

    Where a run was resumed, the epochs done again replace those done before.
    """
    first = curves.epochs[0]
    begun = [row for row in restarts(curves.epochs) if curves.epochs[row] <= first]
    start = begun[-1] if begun else 0
    kept: list[int] = []
    for row in range(start, len(curves.epochs)):
        while kept and curves.epochs[kept[-1]] >= curves.epochs[row]:
            kept.pop()
        kept.append(row)
    return curves if len(kept) == len(curves.epochs) else curves.rows(kept)


def count_signs(curves: Curves, judged: Curves) -> Iterator[LogSign]:
    """Yield what is odd about the count of epochs.

    Parameters
    ----------
    judged
        The part of ``curves`` that the signs of its course are read from.
    """
    yield from _restarts(curves, judged)
    yield from _repeated(curves)
    yield from _gaps(judged)


def _restarts(curves: Curves, judged: Curves) -> Iterator[LogSign]:
    epochs, back = curves.epochs, restarts(curves.epochs)
    if not back:
        return
    where = places_in_words([f"from {epoch(epochs[r - 1])} to {epoch(epochs[r])}" for r in back])
    left_out = len(epochs) - len(judged.epochs)
    part = counted(len(judged.epochs), curves.noun)
    yield LogSign(
        code=SignCode.RESTARTS,
        words=(
            f"The count of {curves.noun}s falls back {counted(len(back), 'time')} ({where}): "
            "the log holds more than one run, or a run that was resumed. What follows is about "
            f"the last run, {part} from {epoch(judged.epochs[0])} to {epoch(judged.epochs[-1])}."
        ),
        is_striking=True,
        numbers={"times": len(back), "rows_left_out": left_out},
    )


def _repeated(curves: Curves) -> Iterator[LogSign]:
    twice = [number for number, n in Counter(curves.epochs).items() if n > 1]
    if twice:
        yield LogSign(
            code=SignCode.REPEATED,
            words=(
                f"{counted(len(twice), f'{curves.noun} number')} "
                f"{'occurs' if len(twice) == 1 else 'occur'} more than once "
                f"({places_in_words([epoch(number) for number in twice])})."
            ),
            numbers={"repeated": len(twice)},
        )


def _gaps(curves: Curves) -> Iterator[LogSign]:
    usual = usual_distance(curves)
    if usual is None or curves.noun != "epoch":
        return
    pairs = list(pairwise(curves.epochs))
    wide = [pair for pair in pairs if pair[1] - pair[0] > WIDE * usual]
    if wide:
        where = places_in_words([f"{epoch(a)} and {epoch(b)}" for a, b in wide])
        yield LogSign(
            code=SignCode.GAPS,
            words=f"Epochs are missing between {where}.",
            is_striking=True,
            numbers={"gaps": len(wide), "usual_distance": usual},
            thresholds={"times_usual_distance": WIDE},
        )
