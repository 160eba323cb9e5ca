"""What sentences are about, in a word or two."""

import re
from collections.abc import Iterable

from replicard_schema.report import Source

_MOST_TOPICS = 5
_TOPICS = (
    (r"datasets\.[^.]+\.specimen", "specimens", "images"),
    (r"datasets\.[^.]+\.acquisition", "image acquisition", "images"),
    (r"datasets\.[^.]+\.ground_truth", "ground truth", "images"),
    (r"(?:datasets|models)\.[^.]+\.(?:deposit|zoo)|code\b|not_applicable", "availability", None),
    (r"datasets\.", "data sets", "images"),
    (r"models\.[^.]+\.(?:training|log)", "training", None),
    (r"models\.[^.]+\.(?:prediction|cautions)|similarity\b", "prediction", None),
    (r"models\.[^.]+\.(?:intended_use|limitations)|intended_use|limitations", "limitations", None),
    (r"models\.", "models", "training"),
    (r"baselines\.", "baselines", "validation"),
    (r"validations\.|independence\b|measures\b", "validation", None),
    (r"", "software", "validation"),
)
"""Fields, their topic, and a wider one for a text in which there are many."""
_COMPILED = tuple((re.compile(pattern), fine, wide or fine) for pattern, fine, wide in _TOPICS)
_ORDER = ("images", "training", "prediction", "validation", "availability", "limitations")


def topics_of(sources: Iterable[Source]) -> tuple[str, ...]:
    """Return the topics of sentences by the field that each rests on first.

    >>> from replicard_schema.vocabulary import Origin
    >>> fields = ("models.net.training.seed", "models.net.log", "computed_with.numpy")
    >>> topics_of(Source(field=field, origin=Origin.STATED) for field in fields)
    ('training', 'software')
    """
    found = [_topics(source.field) for source in sources]
    fine = {topic for topic, _ in found}
    if len(fine) <= _MOST_TOPICS:
        return tuple(topic for _, topic, _ in _COMPILED if topic in fine)
    wide = {topic for _, topic in found}
    return tuple(topic for topic in _ORDER if topic in wide)


def _topics(field: str) -> tuple[str, str]:
    return next((fine, wide) for pattern, fine, wide in _COMPILED if pattern.match(field))
