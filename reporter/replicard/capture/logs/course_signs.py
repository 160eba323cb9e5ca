"""Signs in the course of a loss: best epoch, end, rise, fall and plateau."""

from collections.abc import Iterator
from math import isfinite

from replicard.capture.logs.course import (
    ENOUGH_EPOCHS,
    TAIL,
    averages,
    best_place,
    scale,
    tail_length,
    tail_mean,
)
from replicard.capture.logs.curves import Curve, Curves
from replicard.capture.logs.losses import judged_losses, losses
from replicard.capture.logs.wording import counted, epoch, loss, percent, ratio, threshold
from replicard_schema.evidence import LogSign, SignCode

RISE = 0.1
"""Rise of the validation loss above its smallest value that is read as overfitting."""
EARLY = 0.8
"""Share of the run within which the best epoch must lie for that reading."""
STILL_FALLING = 0.01
"""Gain in the last tenth of a run that is read as a run cut short; a smaller one over a
longer stretch is a plateau."""
PLATEAU = 0.2
"""Share of the run without such a gain that is called a plateau."""
GAP = 2.0
"""Validation loss at the end, in training losses, from which on the gap is worth a look."""
NOTICEABLE = 0.0005
"""Smaller rises would be printed as 0.0 %."""


def course_signs(curves: Curves) -> Iterator[LogSign]:
    """Yield what the course of the losses shows."""
    yield from _best_epoch(curves)
    yield from _end_of_run(curves)
    yield from _rise_of_validation(curves)
    yield from _last_gain(curves)


def _best_epoch(curves: Curves) -> Iterator[LogSign]:
    for kind, curve in judged_losses(curves):
        place = best_place(curve)
        if place is None or len(curves.epochs) == 1:
            continue
        value, at = curve.finite()[place] or 0.0, curves.epochs[place]
        yield LogSign(
            code=SignCode.BEST,
            words=f"The {kind} loss is smallest at {curves.noun} {epoch(at)} ({loss(value)}).",
            numbers={"epoch": at, "value": value, **_last_value(curve)},
        )


def _last_value(curve: Curve) -> dict[str, float]:
    last = curve.finite()[-1]
    return {} if last is None else {"last_value": last}


def _end_of_run(curves: Curves) -> Iterator[LogSign]:
    """Say where the losses stand at the end of the run, side by side."""
    ends = [(kind, tail_mean(curve)) for kind, curve in losses(curves)]
    known = [(kind, end) for kind, end in ends if end is not None]
    if not known:
        return
    length = tail_length(len(curves.epochs))
    is_single = length == 1
    when = f"At the last {curves.noun}" if is_single else f"Over the last {length:,} {curves.noun}s"
    kind, end = known[0]
    sentence = f"{when} the {kind} loss {'is' if is_single else 'averages'} {loss(end)}"
    numbers = {kind: end, "first": curves.epochs[-length], "last": curves.epochs[-1]}
    times = None
    if len(known) > 1:
        kind, second = known[1]
        numbers[kind] = second
        sentence += f" and the {kind} loss {loss(second)}"
        if end > 0 and second > 0 and isfinite(second / end):
            times = numbers["ratio"] = second / end
            sentence += f", {ratio(times)} times as large"
    is_wide = times is not None and times > GAP and len(curves.epochs) >= ENOUGH_EPOCHS
    if is_wide:
        sentence += f"; more than {GAP:g} times is a gap worth a look"
    yield LogSign(
        code=SignCode.END,
        words=f"{sentence}.",
        is_striking=is_wide,
        numbers=numbers,
        thresholds={"tail": TAIL, "ratio": GAP},
    )


def _rise_of_validation(curves: Curves) -> Iterator[LogSign]:
    if curves.validation is None or len(curves.epochs) == 1:
        return
    length = tail_length(len(curves.epochs))
    means = averages(curves.validation.finite(), length)
    end, best = means[-1], min((value for value in means if value is not None), default=None)
    unit = None if best is None else scale(curves.validation, best)
    if end is None or best is None or unit is None:
        return
    rise, first = (end - best) / unit[0], means.index(best)
    last = first + length - 1
    is_early = last < EARLY * len(curves.epochs)
    is_striking = rise > RISE and is_early and len(curves.epochs) >= ENOUGH_EPOCHS
    words = f"{_compared(curves, rise, unit[1], first)}."
    if is_striking:
        words += (
            f" A rise of more than {threshold(RISE)} above a minimum in the first "
            f"{threshold(EARLY)} of the run is read as a sign of overfitting."
        )
    yield LogSign(
        code=SignCode.RISE,
        words=words,
        is_striking=is_striking,
        numbers={
            "rise": rise,
            "smallest_average": best,
            "end_average": end,
            "first": curves.epochs[first],
            "last": curves.epochs[last],
        },
        thresholds={"rise": RISE, "early": EARLY, "tail": TAIL},
    )


def _compared(curves: Curves, rise: float, of_what: str, first: int) -> str:
    """Say how far the end of the validation loss lies above its minimum."""
    length = tail_length(len(curves.epochs))
    smallest = "value" if length == 1 else f"average over {length:,} {curves.noun}s"
    if rise < NOTICEABLE:
        return f"The validation loss ends at its smallest {smallest}"
    sentence = f"The validation loss ends {percent(rise)}{of_what} above its smallest {smallest}"
    if length == 1:
        return sentence
    between = f"{epoch(curves.epochs[first])} to {epoch(curves.epochs[first + length - 1])}"
    return f"{sentence}, which it has from {curves.noun} {between}"


def _last_gain(curves: Curves) -> Iterator[LogSign]:
    """Say whether the loss still falls at the end, or since when it has not."""
    for kind, curve in judged_losses(curves):
        total = len(curve.values)
        split = total - tail_length(total)
        before = [value for value in curve.finite()[:split] if value is not None]
        after = [value for value in curve.finite()[split:] if value is not None]
        unit = scale(curve, min(before)) if before else None
        if total < ENOUGH_EPOCHS or not after or unit is None:
            continue
        gain = (min(before) - min(after)) / unit[0]
        if not isfinite(gain):
            continue
        if gain > STILL_FALLING:
            yield LogSign(
                code=SignCode.STILL_FALLING,
                words=(
                    f"The last {threshold(TAIL)} of the {curves.noun}s lowered the smallest {kind} "
                    f"loss by {percent(gain)}{unit[1]}; more than {threshold(STILL_FALLING)} is "
                    "read as a sign that training ended too soon."
                ),
                is_striking=True,
                numbers={"gain": gain},
                thresholds={"gain": STILL_FALLING, "tail": TAIL},
            )
        else:
            yield from _plateau(curves, kind, curve)


def _plateau(curves: Curves, kind: str, curve: Curve) -> Iterator[LogSign]:
    length = tail_length(len(curve.values))
    means = averages(curve.finite(), length)
    best = min((value for value in means if value is not None), default=None)
    unit = None if best is None else scale(curve, best)
    if best is None or unit is None or means[-1] is None or (means[-1] - best) / unit[0] > RISE:
        return
    near = (m is not None and (m - best) / unit[0] <= STILL_FALLING for m in means)
    since = next(place for place, is_near in enumerate(near) if is_near)
    share = 1 - (since + length) / len(curve.values)
    if share >= PLATEAU:
        since_epoch = epoch(curves.epochs[since + length - 1])
        yield LogSign(
            code=SignCode.PLATEAU,
            words=(
                f"Since {curves.noun} {since_epoch}, the last {percent(share)} of the run, the "
                f"{kind} loss averaged over {counted(length, curves.noun)} has not fallen by more "
                f"than {threshold(STILL_FALLING)}{unit[1]}: a plateau."
            ),
            numbers={"since": curves.epochs[since + length - 1], "share": share},
            thresholds={"gain": STILL_FALLING, "share": PLATEAU, "tail": TAIL},
        )
