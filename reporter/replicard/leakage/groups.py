"""Wells, fields or donors with images on both sides, by the names of the files."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from replicard.files import NamePattern
from replicard_schema.evidence import GroupOverlap, SharedGroup

_SEPARATORS = re.compile(r"[^0-9A-Za-z]+")
_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class NamedImages:
    """The names of the images of a data set.

    Attributes
    ----------
    dataset
        Its id in the card.
    names
        Names of the images.
    pattern
        Pattern of the groups, where the card states one.
    """

    dataset: str
    names: Sequence[str]
    pattern: str | None = None


def compare_groups(evaluation: NamedImages, training: NamedImages) -> GroupOverlap:
    """Return the groups that have images on both sides.

    Where the card states a pattern for one side only, it is read for both. Where it
    states none, names that begin alike, up to a separator, are taken for a hint.

    Examples
    --------
    >>> found = compare_groups(
    ...     NamedImages("test", ["B05_s7", "C01_s1"], "{well}_*"),
    ...     NamedImages("train", ["B05_s1", "B05_s2", "D04_s1"]),
    ... )
    >>> [(group.name, group.n_training) for group in found.shared]
    [('B05', 2)]
    """
    ours = evaluation.pattern or training.pattern
    theirs = training.pattern or evaluation.pattern
    if ours is None or theirs is None:
        return GroupOverlap(basis="names", shared=_alike(evaluation.names, training.names))
    patterns = NamePattern.parse(ours), NamePattern.parse(theirs)
    in_order = dict.fromkeys(patterns[0].wildcards)
    words = tuple(word for word in in_order if word in patterns[1].words)
    if not words:
        because = "the patterns of the groups have no word in common"
        return GroupOverlap(basis="groups", not_compared_because=because)
    caught = [
        Counter(_caught(pattern, names, words))
        for pattern, names in zip(patterns, (evaluation.names, training.names), strict=True)
    ]
    for side, found in zip((evaluation, training), caught, strict=True):
        if not found:
            because = f"no image of {side.dataset} has a name of this pattern"
            return GroupOverlap(basis="groups", words=words, not_compared_because=because)
    return GroupOverlap(basis="groups", words=words, shared=_shared(*caught))


def _caught(pattern: NamePattern, names: Sequence[str], words: tuple[str, ...]) -> list[str]:
    matches = (pattern.match(name) for name in names)
    return ["/".join(match[word] for word in words) for match in matches if match is not None]


def _shared(evaluation: Mapping[str, int], training: Mapping[str, int]) -> tuple[SharedGroup, ...]:
    return tuple(
        SharedGroup(name=name, n_evaluation=n, n_training=training[name])
        for name, n in sorted(evaluation.items())
        if name in training
    )


def _alike(evaluation: Sequence[str], training: Sequence[str]) -> tuple[SharedGroup, ...]:
    """Return the longest beginnings that names on both sides share.

    A beginning counts if it holds a digit, so that it can tell a well or donor from
    another, if more follows after it, and if not all names begin so.
    """
    parts = [[_SEPARATORS.split(name) for name in names] for names in (evaluation, training)]
    longest = max((len(name) for side in parts for name in side), default=0)
    for length in range(longest - 1, 0, -1):
        sides = [Counter(_beginnings(side, length)) for side in parts]
        shared = _shared(*sides)
        if shared and len(set(sides[0]) | set(sides[1])) > 1:
            return shared
    return ()


def _beginnings(names: Sequence[Sequence[str]], length: int) -> list[str]:
    return [
        "_".join(name[:length])
        for name in names
        if len(name) > length and _DIGIT.search("".join(name[:length]))
    ]
