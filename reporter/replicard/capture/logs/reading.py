"""What the curves of a training log say, in sentences with numbers and thresholds.

A sentence reports what is in the log; where it goes further, it says so and names
the threshold that it rests on. Ends of curves are judged by the mean of their last
tenth, since a single epoch is noisy.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil, isfinite

from replicard.capture.logs.curves import Curve, Curves
from replicard.capture.logs.wording import counted, epoch, loss, percent, ratio, threshold

TAIL = 0.1
"""Share of the epochs that counts as the end of a run."""
RISE = 0.1
"""Rise of the validation loss above its smallest value that is read as overfitting."""
EARLY = 0.8
"""Share of the run within which the best epoch must lie for that reading."""
STILL_FALLING = 0.01
"""Gain in the last tenth of a run that is read as a run cut short."""
ENOUGH_EPOCHS = 10
"""Fewer epochs have no last tenth to speak of."""
NOTICEABLE = 0.0005
"""Smaller rises would be printed as 0.0 %."""
SHOWN_PLACES = 3


def read_out(curves: Curves) -> tuple[str, ...]:
    """Return the sentences about ``curves``."""
    return (
        _extent(curves),
        *curves.remarks,
        *_restarts(curves.epochs),
        *_gaps(curves.epochs),
        *_not_finite(curves),
        *_coverage(curves),
        *_best(curves),
        *_end(curves),
        *_overfitting(curves),
        *_still_falling(curves),
    )


def best_place(curve: Curve) -> int | None:
    """Return where ``curve`` is smallest, the first place of several; None if nowhere."""
    known = [(value, place) for place, value in enumerate(curve.finite()) if value is not None]
    return min(known)[1] if known else None


def _extent(curves: Curves) -> str:
    first, last = curves.epochs[0], curves.epochs[-1]
    if len(curves.epochs) == 1:
        return f"The log holds a single epoch, number {epoch(first)}."
    total = counted(len(curves.epochs), "epoch")
    return f"The log covers {total}, from {epoch(first)} to {epoch(last)}."


def _restarts(epochs: Sequence[float]) -> Iterator[str]:
    back = [place for place in range(1, len(epochs)) if epochs[place] <= epochs[place - 1]]
    if not back:
        return
    places = _places([f"from {epoch(epochs[p - 1])} to {epoch(epochs[p])}" for p in back])
    yield (
        f"The count of epochs falls back {counted(len(back), 'time')} ({places}): "
        "the log holds more than one run, or a run that was resumed."
    )


def _gaps(epochs: Sequence[float]) -> Iterator[str]:
    steps = [later - earlier for earlier, later in pairwise(epochs)]
    forward = [step for step in steps if step > 0]
    if not forward:
        return
    usual = Counter(forward).most_common(1)[0][0]
    wide = [place for place, step in enumerate(steps) if step > 1.5 * usual]
    if wide:
        places = _places([f"{epoch(epochs[p])} and {epoch(epochs[p + 1])}" for p in wide])
        yield f"Epochs are missing between {places}."


def _places(places: Sequence[str]) -> str:
    """Join the first few places, and count the rest."""
    shown = ", ".join(places[:SHOWN_PLACES])
    more = len(places) - SHOWN_PLACES
    return f"{shown} and at {counted(more, 'more place')}" if more > 0 else shown


def _not_finite(curves: Curves) -> Iterator[str]:
    for kind, curve in _losses(curves):
        places = curve.not_finite()
        if places:
            first = epoch(curves.epochs[places[0]])
            total = counted(len(curve.values), "epoch")
            yield (
                f"The {kind} loss is not a finite number in {len(places)} of {total}, "
                f"first at epoch {first}: training diverged there, or the loss overflowed."
            )


def _coverage(curves: Curves) -> Iterator[str]:
    if curves.validation is None:
        yield "The log has no validation loss, so it cannot show overfitting."
    for kind, curve in _losses(curves):
        given = sum(value is not None for value in curve.values)
        if given < len(curve.values):
            total = counted(len(curve.values), "epoch")
            yield f"The {kind} loss is given for {given:,} of {total}."


def _best(curves: Curves) -> Iterator[str]:
    for kind, curve in _judged(curves):
        place = best_place(curve)
        if place is not None and len(curves.epochs) > 1:
            value = curve.finite()[place]
            yield (
                f"The {kind} loss is smallest at epoch {epoch(curves.epochs[place])} "
                f"({loss(value or 0.0)})."
            )


def _end(curves: Curves) -> Iterator[str]:
    """Say where the losses stand at the end of the run, side by side."""
    ends = [(kind, _tail_mean(curve)) for kind, curve in _losses(curves)]
    known = [(kind, end) for kind, end in ends if end is not None]
    if not known:
        return
    length = _tail_length(len(curves.epochs))
    is_single = length == 1
    when = "At the last epoch" if is_single else f"Over the last {length:,} epochs"
    kind, end = known[0]
    sentence = f"{when} the {kind} loss {'is' if is_single else 'averages'} {loss(end)}"
    if len(known) > 1:
        kind, second = known[1]
        sentence += f" and the {kind} loss {loss(second)}"
        if end > 0 and second > 0 and isfinite(second / end):
            sentence += f", {ratio(second / end)} times as large"
    yield f"{sentence}."


def _overfitting(curves: Curves) -> Iterator[str]:
    if curves.validation is None or len(curves.epochs) == 1:
        return
    averages = _averages(curves.validation.finite(), _tail_length(len(curves.epochs)))
    end, best = averages[-1], min((value for value in averages if value is not None), default=None)
    if end is None or best is None or best <= 0 or not isfinite(100 * end / best):
        return
    rise, first = end / best - 1, averages.index(best)
    yield f"{_compared(curves, rise, first)}."
    last = first + _tail_length(len(curves.epochs)) - 1
    if rise > RISE and last < EARLY * len(curves.epochs):
        yield (
            f"A rise of more than {threshold(RISE)} above a minimum in the first "
            f"{threshold(EARLY)} of the run is read as a sign of overfitting."
        )


def _compared(curves: Curves, rise: float, first: int) -> str:
    """Say how far the end of the validation loss lies above its minimum."""
    length = _tail_length(len(curves.epochs))
    smallest = "value" if length == 1 else f"average over {length:,} epochs"
    if rise < NOTICEABLE:
        return f"The validation loss ends at its smallest {smallest}"
    sentence = f"The validation loss ends {percent(rise)} above its smallest {smallest}"
    if length == 1:
        return sentence
    between = f"{epoch(curves.epochs[first])} to {epoch(curves.epochs[first + length - 1])}"
    return f"{sentence}, which it has from epoch {between}"


def _still_falling(curves: Curves) -> Iterator[str]:
    for kind, curve in _judged(curves):
        split = len(curve.values) - _tail_length(len(curve.values))
        before = [value for value in curve.finite()[:split] if value is not None]
        after = [value for value in curve.finite()[split:] if value is not None]
        if (
            len(curve.values) < ENOUGH_EPOCHS
            or not before
            or not after
            or min(*before, *after) <= 0
        ):
            continue
        gain = 1 - min(after) / min(before)
        if gain > STILL_FALLING:
            yield (
                f"The last {threshold(TAIL)} of the epochs lowered the smallest {kind} loss by "
                f"{percent(gain)}; more than {threshold(STILL_FALLING)} is read as a sign that "
                "training ended too soon."
            )


def _losses(curves: Curves) -> list[tuple[str, Curve]]:
    """Return the losses that the log has, each with what it is called in a sentence."""
    named = (("training", curves.training), ("validation", curves.validation))
    return [(kind, curve) for kind, curve in named if curve is not None]


def _judged(curves: Curves) -> list[tuple[str, Curve]]:
    """Return the loss that the course of training is judged by."""
    return _losses(curves)[-1:]


def _tail_length(epochs: int) -> int:
    return ceil(TAIL * epochs)


def _tail_mean(curve: Curve) -> float | None:
    length = _tail_length(len(curve.values))
    return _averages(curve.finite()[-length:], length)[0]


def _averages(values: Sequence[float | None], length: int) -> list[float | None]:
    """Return the mean of each run of ``length`` epochs; None for one without a value.

    One epoch alone is no measure: in a noisy curve the smallest of many values lies
    far below what the network reaches on average. The sums are exact, since one huge
    loss would drown all later ones.
    """
    sums = list(accumulate((Fraction(value or 0) for value in values), initial=Fraction(0)))
    counts = list(accumulate((value is not None for value in values), initial=0))
    totals = zip(sums, sums[length:], strict=False)
    known = zip(counts, counts[length:], strict=False)
    return [
        float((later - earlier) / (last - first)) if last > first else None
        for (earlier, later), (first, last) in zip(totals, known, strict=True)
    ]
