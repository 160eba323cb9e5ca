"""What sentences are about, in a word or two."""

import re
from collections.abc import Iterable, Mapping

from replicard_schema.report import Source

_TOPICS: Mapping[str, str] = {
    r"datasets\.[^.]+\.specimen": "specimens",
    r"datasets\.[^.]+\.acquisition": "image acquisition",
    r"datasets\.[^.]+\.ground_truth": "ground truth",
    r"(?:datasets|models)\.[^.]+\.(?:deposit|zoo)|code\b|not_applicable": "availability",
    r"datasets\.": "data sets",
    r"models\.[^.]+\.(?:training|log)": "training",
    r"models\.[^.]+\.(?:prediction|cautions)|similarity\b": "prediction",
    r"models\.[^.]+\.(?:intended_use|limitations)|intended_use|limitations": "limitations",
    r"models\.": "models",
    r"baselines\.": "baselines",
    r"validations\.|independence\b|measures\b": "validation",
    r"": "software",
}
_COMPILED = tuple((re.compile(pattern), topic) for pattern, topic in _TOPICS.items())


def topics_of(sources: Iterable[Source]) -> tuple[str, ...]:
    """Return the topics of sentences by the field that each rests on first.

    >>> from replicard_schema.vocabulary import Origin
    >>> fields = ("models.net.training.seed", "models.net.log", "computed_with.numpy")
    >>> topics_of(Source(field=field, origin=Origin.STATED) for field in fields)
    ('training', 'software')
    """
    found = {_topic(source.field) for source in sources}
    return tuple(topic for _, topic in _COMPILED if topic in found)


def _topic(field: str) -> str:
    return next(topic for pattern, topic in _COMPILED if pattern.match(field))
