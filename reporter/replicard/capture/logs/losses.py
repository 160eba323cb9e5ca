"""The losses of a log, with what they are called in a sentence."""

from replicard.capture.logs.curves import Curve, Curves


def losses(curves: Curves) -> list[tuple[str, Curve]]:
    """Return the losses that the log has, each with what it is called in a sentence."""
    named = (("training", curves.training), ("validation", curves.validation))
    return [(kind, curve) for kind, curve in named if curve is not None]


def judged_losses(curves: Curves) -> list[tuple[str, Curve]]:
    """Return the loss that the course of training is judged by."""
    return losses(curves)[-1:]
