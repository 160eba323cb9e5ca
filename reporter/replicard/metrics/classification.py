"""Scores of whole images that were each given one class."""

import math
from collections import Counter
from collections.abc import Sequence

from replicard.errors import UndefinedMetricError
from replicard.metrics.counts import Agreement, ClassCounts
from replicard_schema.evidence import ConfusionMatrix


def confusion_matrix(
    truth: Sequence[str], predicted: Sequence[str], *, classes: Sequence[str] | None = None
) -> ConfusionMatrix:
    """Count how often each true class was predicted as each class.

    Parameters
    ----------
    truth, predicted
        The class of each image, in the same order.
    classes
        Order of rows and columns; by default all names that occur, sorted.

    Raises
    ------
    ValueError
        If the lengths differ, a class is listed twice, or a label is not listed.

    Examples
    --------
    >>> confusion_matrix(["a", "a", "b"], ["a", "b", "b"]).counts
    ((1, 1), (0, 1))
    """
    if len(truth) != len(predicted):
        raise ValueError(f"{len(truth)} true labels but {len(predicted)} predicted ones")
    occurring = sorted({*truth, *predicted})
    names = tuple(occurring if classes is None else classes)
    if len(set(names)) < len(names):
        raise ValueError("a class is listed twice")
    unlisted = [name for name in occurring if name not in set(names)]
    if unlisted:
        raise ValueError(f"labels outside the listed classes: {', '.join(unlisted)}")
    n = Counter(zip(truth, predicted, strict=True))
    return ConfusionMatrix(
        classes=names,
        counts=tuple(tuple(n[true, found] for found in names) for true in names),
    )


def overall_agreement(confusion: ConfusionMatrix) -> Agreement:
    """Return how many of all images were given the right class."""
    rows = confusion.counts
    return Agreement(
        correct=sum(row[place] for place, row in enumerate(rows)),
        total=sum(sum(row) for row in rows),
    )


def counts_of_class(confusion: ConfusionMatrix, name: str) -> ClassCounts:
    """Return the images of one class that were found, wrongly claimed, and missed."""
    place = confusion.classes.index(name)
    hits = confusion.counts[place][place]
    return ClassCounts(
        tp=hits,
        fp=sum(row[place] for row in confusion.counts) - hits,
        fn=sum(confusion.counts[place]) - hits,
    )


def class_accuracy(counted: Agreement) -> float:
    """Return the fraction of images that were given the right class.

    >>> class_accuracy(Agreement(correct=3, total=4))
    0.75
    """
    if not counted.total:
        raise UndefinedMetricError("there is no image")
    return counted.correct / counted.total


def class_precision(counts: ClassCounts) -> float:
    """Return the fraction of images predicted as this class that belong to it.

    >>> class_precision(ClassCounts(tp=3, fp=1, fn=0))
    0.75
    """
    if not counts.tp + counts.fp:
        raise UndefinedMetricError("no image was predicted as this class")
    return counts.tp / (counts.tp + counts.fp)


def class_recall(counts: ClassCounts) -> float:
    """Return the fraction of images of this class that were predicted as it.

    >>> class_recall(ClassCounts(tp=3, fp=0, fn=1))
    0.75
    """
    if not counts.tp + counts.fn:
        raise UndefinedMetricError("no image belongs to this class")
    return counts.tp / (counts.tp + counts.fn)


def class_f1(counts: ClassCounts) -> float:
    """Return the harmonic mean of precision and recall; 0 if no image was found.

    >>> class_f1(ClassCounts(tp=3, fp=1, fn=1))
    0.75
    """
    both = 2 * counts.tp + counts.fp + counts.fn
    if not both:
        raise UndefinedMetricError("no image belongs to this class or was predicted as it")
    return 2 * counts.tp / both


def class_balanced_accuracy(confusion: ConfusionMatrix) -> float:
    """Return the mean recall of the classes, each with the same weight.

    A class that no image belongs to has no recall and is left out. The value is not
    corrected for chance.

    References
    ----------
    Brodersen, Ong, Stephan & Buhmann (2010), doi:10.1109/ICPR.2010.764.

    Examples
    --------
    >>> class_balanced_accuracy(confusion_matrix(["a", "a", "a", "b"], ["a", "a", "b", "b"]))
    0.8333333333333333
    """
    recalls = [row[place] / sum(row) for place, row in enumerate(confusion.counts) if sum(row)]
    if not recalls:
        raise UndefinedMetricError("there is no image")
    return math.fsum(recalls) / len(recalls)


def class_mcc(confusion: ConfusionMatrix) -> float:
    """Return Matthews' correlation of true and predicted classes, for any number of classes.

    Raises
    ------
    UndefinedMetricError
        If there is no image, all belong to one class, or all were predicted as one: the
        correlation with a constant does not exist. Some programs return 0 there.

    References
    ----------
    Matthews (1975), doi:10.1016/0005-2795(75)90109-9, for two classes;
    Gorodkin (2004), doi:10.1016/j.compbiolchem.2004.09.006, for several.

    Examples
    --------
    >>> class_mcc(confusion_matrix(["a", "a", "b", "b"], ["a", "a", "b", "a"]))
    0.5773502691896258
    """
    true = [sum(row) for row in confusion.counts]
    found = [sum(column) for column in zip(*confusion.counts, strict=True)]
    total = sum(true)
    if not total:
        raise UndefinedMetricError("there is no image")
    for sums, what in ((true, "belong to"), (found, "were predicted as")):
        if max(sums) == total:
            raise UndefinedMetricError(f"all images {what} one class, so nothing can correlate")
    correct = sum(row[place] for place, row in enumerate(confusion.counts))
    # Whole numbers to the last step: no digit is lost, however many images there are.
    covariance = correct * total - sum(t * f for t, f in zip(true, found, strict=True))
    variances = [total * total - sum(n * n for n in sums) for sums in (true, found)]
    return float(covariance / math.sqrt(variances[0] * variances[1]))
