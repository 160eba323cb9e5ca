"""Scores that authors state, as phrases."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from replicard.render.english import THIN
from replicard.render.facts import Fact, together
from replicard.render.marks import mark
from replicard.render.phrases.imaging import fragmented, listed_marked
from replicard.render.phrases.metric_words import noun


@dataclass(frozen=True, slots=True)
class StatedGroup:
    """Scores of one candidate on equally many images by one program."""

    name: str
    scores: str
    images: Fact | None
    computed_with: Fact | None


def stated_groups(
    entries: Sequence[Fact], name_of: Callable[[Fact], str]
) -> tuple[StatedGroup, ...]:
    """Group stated scores by candidate, number of images and program."""
    keys = dict.fromkeys(map(_conditions, entries))
    return tuple(_group([e for e in entries if _conditions(e) == key], name_of) for key in keys)


def _group(entries: Sequence[Fact], name_of: Callable[[Fact], str]) -> StatedGroup:
    first = entries[0]
    return StatedGroup(
        name=name_of(first),
        scores=listed_marked(map(_score, entries)),
        images=_of_all(entry.images for entry in entries),
        computed_with=_of_all(entry.computed_with for entry in entries),
    )


def _of_all(values: Iterable[Fact | None]) -> Fact | None:
    known = [value for value in values if value is not None]
    return together(*known) if known else None


def _score(entry: Fact) -> str:
    metric = mark(noun(entry.metric.plain), entry.metric.sources)
    unit = "" if entry.unit is None else f"{THIN}{entry.unit}"
    note = "" if entry.note is None else f" ({fragmented(entry.note)})"
    return f"{entry.value}{unit} in {metric}{note}"


def _conditions(entry: Fact) -> tuple[object, object, object]:
    plain = entry.plain
    return plain.candidate, plain.images, plain.computed_with
