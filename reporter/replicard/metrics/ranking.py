"""How well scores rank the images of a class before all others.

The areas are computed by scikit-learn, which comes with the extra ``classification``
and is imported only here. Only the order of the scores counts: probabilities, logits
and distances give the same values.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard_schema.evidence import ClassifiedImage, ScoreCurve

_MOST_POINTS = 128
_MISSING = (
    "scikit-learn is not installed; it comes with the extra `classification` "
    "(pip install 'replicard[classification]')"
)


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Images with the score of one class.

    Attributes
    ----------
    is_of_class
        Whether each image belongs to the class, shape ``(N,)``.
    scores
        Score of each image, finite; the larger, the more likely the class.
    """

    is_of_class: NDArray[np.bool_]
    scores: NDArray[np.float64]


def ranking_of(images: Iterable[ClassifiedImage], *, name: str) -> Ranking:
    """Return all images with their score of one class.

    Raises
    ------
    UndefinedMetricError
        If the class was not scored.
    """
    listed = list(images)
    if any(name not in image.scores for image in listed):
        raise UndefinedMetricError(
            f"the table of predictions has no column `score:{name}` with the scores of this class"
        )
    return Ranking(
        np.array([image.truth == name for image in listed], dtype=np.bool_),
        np.array([image.scores[name] for image in listed], dtype=np.float64),
    )


def class_roc_auc(ranking: Ranking) -> float:
    """Return the area under the receiver operating characteristic of one class.

    It is the probability that an image of the class has a larger score than an image of
    another class; equal scores count one half.

    Raises
    ------
    UndefinedMetricError
        If no image, or every image, belongs to the class, or scikit-learn is missing.

    References
    ----------
    Hanley & McNeil (1982), doi:10.1148/radiology.143.1.7063747.

    Examples
    --------
    >>> class_roc_auc(Ranking(np.array([True, False, True]), np.array([0.9, 0.5, 0.2])))
    0.5
    """
    _require_both(ranking)
    try:
        from sklearn.metrics import roc_auc_score  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise UndefinedMetricError(_MISSING) from error
    return float(roc_auc_score(ranking.is_of_class, ranking.scores))


def class_average_precision(ranking: Ranking) -> float:
    """Return the area under the steps of the precision-recall curve of one class.

    Each rise in recall is weighted with the precision at its upper end. Joining the
    points by straight lines (trapezoids) gives another, too favourable, value.

    Raises
    ------
    UndefinedMetricError
        If no image belongs to the class, or scikit-learn is missing.

    References
    ----------
    Davis & Goadrich (2006), doi:10.1145/1143844.1143874.

    Examples
    --------
    >>> class_average_precision(Ranking(np.array([True, False]), np.array([0.1, 0.9])))
    0.5
    """
    if not ranking.is_of_class.any():
        raise UndefinedMetricError("no image belongs to this class")
    try:
        from sklearn.metrics import average_precision_score  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise UndefinedMetricError(_MISSING) from error
    return float(average_precision_score(ranking.is_of_class, ranking.scores))


def score_curve(images: Iterable[ClassifiedImage], *, name: str) -> ScoreCurve:
    """Return what falling thresholds on the score of a class find.

    Parameters
    ----------
    name
        The class.

    Returns
    -------
    ScoreCurve
        One point for each score that occurs, from the largest to the smallest; of more
        than 128 a selection in equal steps.

    Raises
    ------
    UndefinedMetricError
        If the class was not scored, or no image, or every image, belongs to it.

    Examples
    --------
    >>> image = ClassifiedImage(image="1", truth="a", predicted="a", scores={"a": 0.9})
    >>> other = ClassifiedImage(image="2", truth="b", predicted="a", scores={"a": 0.4})
    >>> curve = score_curve([image, other], name="a")
    >>> curve.recall, curve.false_positive_rate, curve.precision
    ((1.0, 1.0), (0.0, 1.0), (1.0, 0.5))
    """
    ranking = ranking_of(images, name=name)
    _require_both(ranking)
    order = np.argsort(-ranking.scores, kind="stable")
    scores, is_of_class = ranking.scores[order], ranking.is_of_class[order]
    places = np.append(np.flatnonzero(np.diff(scores)), scores.size - 1)
    if places.size > _MOST_POINTS:
        kept = np.linspace(0, places.size - 1, _MOST_POINTS).round().astype(np.intp)
        places = places[kept]
    hits = np.cumsum(is_of_class)
    n = int(hits[-1])
    called = places + 1
    return ScoreCurve(
        name=name,
        share=n / scores.size,
        false_positive_rate=_rounded((called - hits[places]) / (scores.size - n)),
        recall=_rounded(hits[places] / n),
        precision=_rounded(hits[places] / called),
    )


def _rounded(values: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(np.round(values, 6).tolist())


def _require_both(ranking: Ranking) -> None:
    if not ranking.is_of_class.any():
        raise UndefinedMetricError("no image belongs to this class")
    if ranking.is_of_class.all():
        raise UndefinedMetricError("every image belongs to this class, so there is none to tell")
