"""What the curves of a training log say: signs with numbers, thresholds and sentences.

A sign reports what is in the log; where it goes further, it says so and names the
threshold that it rests on. It is no verdict.
"""

from collections.abc import Iterator

from replicard.capture.logs.course import ENOUGH_EPOCHS, TAIL, tail_mean
from replicard.capture.logs.course_signs import course_signs
from replicard.capture.logs.curves import Curves
from replicard.capture.logs.losses import losses
from replicard.capture.logs.runs import count_signs, judged_run
from replicard.capture.logs.wording import counted, epoch, loss, threshold
from replicard_schema.evidence import LogSign, SignCode

DIVERGED = 0.1
"""Rise of the training loss above its first value that is read as divergence."""


def read_out(curves: Curves) -> tuple[LogSign, ...]:
    """Return the signs in ``curves``, in the order in which a report tells them."""
    judged = judged_run(curves)
    return (
        _extent(curves),
        *(LogSign(code=SignCode.READING, words=remark) for remark in curves.remarks),
        *count_signs(curves, judged),
        *_not_finite(judged),
        *_diverged(judged),
        *_unfinished(judged),
        *_coverage(judged),
        *course_signs(judged),
    )


def epochs_run(curves: Curves) -> int | None:
    """Return how many epochs were run, counted from 0 or 1 as the log does.

    A log that says how many were intended and that they were done is believed; its last
    line may stand for an earlier epoch.
    """
    if curves.noun != "epoch":
        return None
    if curves.is_finished and curves.planned is not None:
        return curves.planned
    is_from_0 = min(curves.epochs) < 1
    last = max(judged_run(curves).epochs)
    return int(last) + is_from_0 if 0 <= last < 2**53 else None


def _extent(curves: Curves) -> LogSign:
    first, last = curves.epochs[0], curves.epochs[-1]
    words = f"The log holds a single {curves.noun}, number {epoch(first)}."
    if len(curves.epochs) > 1:
        total = counted(len(curves.epochs), curves.noun)
        words = f"The log covers {total}, from {epoch(first)} to {epoch(last)}."
    numbers = {"n": len(curves.epochs), "first": first, "last": last}
    return LogSign(code=SignCode.EXTENT, words=words, numbers=numbers)


def _not_finite(curves: Curves) -> Iterator[LogSign]:
    for kind, curve in losses(curves):
        places = curve.not_finite()
        if places:
            first = curves.epochs[places[0]]
            total = counted(len(curve.values), curves.noun)
            yield LogSign(
                code=SignCode.NOT_FINITE,
                words=(
                    f"The {kind} loss is not a finite number in {len(places)} of {total}, first "
                    f"at {curves.noun} {epoch(first)}: training diverged there, or the loss "
                    "overflowed."
                ),
                is_striking=True,
                numbers={"n": len(places), "first": first},
            )


def _diverged(curves: Curves) -> Iterator[LogSign]:
    if curves.training is None or len(curves.epochs) < ENOUGH_EPOCHS:
        return
    known = [value for value in curves.training.finite() if value is not None]
    end = tail_mean(curves.training)
    if not known or end is None or end - known[0] <= DIVERGED * abs(known[0]):
        return
    yield LogSign(
        code=SignCode.DIVERGED,
        words=(
            f"The training loss begins at {loss(known[0])} and averages {loss(end)} over the last "
            f"{threshold(TAIL)} of the run: more than {threshold(DIVERGED)} above its first value "
            "is read as divergence."
        ),
        is_striking=True,
        numbers={"first_value": known[0], "end_average": end},
        thresholds={"rise": DIVERGED, "tail": TAIL},
    )


def _unfinished(curves: Curves) -> Iterator[LogSign]:
    run = epochs_run(curves)
    planned, is_finished = curves.planned, curves.is_finished
    if (
        run is None
        or is_finished
        or (planned is not None and is_finished is None and run >= planned)
    ):
        return
    if planned is None and is_finished is None:
        return
    words = f"The log ends with epoch {epoch(curves.epochs[-1])} and does not say that training "
    words += "came to its end."
    if planned is not None:
        words = (
            f"The log has {run} of {planned} epochs"
            f"{' and does not say that training came to its end' if is_finished is False else ''}."
        )
    yield LogSign(
        code=SignCode.UNFINISHED,
        words=words,
        is_striking=True,
        numbers={"epochs_run": run, **({} if planned is None else {"planned": planned})},
    )


def _coverage(curves: Curves) -> Iterator[LogSign]:
    if curves.validation is None:
        yield LogSign(
            code=SignCode.NO_VALIDATION,
            words="The log has no validation loss, so it cannot show overfitting.",
        )
    for kind, curve in losses(curves):
        given = sum(value is not None for value in curve.values)
        if given < len(curve.values):
            total = counted(len(curve.values), curves.noun)
            yield LogSign(
                code=SignCode.INCOMPLETE,
                words=f"The {kind} loss is given for {given:,} of {total}.",
                numbers={"given": given, "n": len(curve.values)},
            )
