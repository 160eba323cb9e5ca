"""Repeated label images of objects: the reference, and how its objects fare."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from replicard.errors import DataError
from replicard.images import LoadedImage, check_same_shape
from replicard.metrics import class_values
from replicard.metrics.measures import MeasuredValue
from replicard.metrics.repeats import (
    AffinityVotes,
    ClassVotes,
    ObjectRecord,
    StabilityTally,
    canonical_digest,
    measure_stability,
    measure_votes,
)
from replicard.pipeline.planes import SPATIAL_AXES, planes
from replicard.pipeline.tasks.labelling import Labelling
from replicard.pipeline.tasks.repeat_stack import RepeatStack

FOREGROUND = "foreground"
SCORED = "prediction that is scored"
"""Stands for the name of the reference where it is no repeat."""


@dataclass(frozen=True, slots=True)
class ObjectsFound:
    """Objects of the repeats of one image.

    Attributes
    ----------
    reference
        Name of the repeat that objects were taken from, or `SCORED`.
    counts
        Objects in each repeat, by its name.
    objects
        Objects of the reference, with the channel or frame that each lies in.
    n_compared
        Repeats that the reference was held against.
    """

    reference: str
    counts: Mapping[str, int]
    objects: tuple[tuple[str | None, ObjectRecord], ...]
    n_compared: int


def compare_objects(
    stack: RepeatStack, scored: str | None, labelling: Labelling | None
) -> tuple[tuple[MeasuredValue, ...], ObjectsFound]:
    """Compare label images of objects.

    Parameters
    ----------
    scored
        Path of the prediction that the validation scores; the reference, if given.

    Raises
    ------
    DataError
        With the problems of all files.
    """
    foreground, affinity = ClassVotes(), AffinityVotes()
    counts: dict[str, int] = {}
    for name, image in stack.each():
        doubt = labelling.problem(image) if labelling else None
        if doubt is not None:
            raise DataError([doubt])
        foreground.add(image.array != 0)
        affinity.axes = [i for i, axis in enumerate(image.axes) if axis in SPATIAL_AXES]
        affinity.add(image.array)
        counts[name] = sum(len(class_values(plane)) for _, plane in planes(image))
    reference = SCORED if scored is not None else _nearest(stack, affinity, counts)
    tallies = _tallies(stack, scored or stack.paths[reference], skip=reference)
    values = (
        *measure_stability(list(tallies.values()), counts=list(counts.values()), parameters={}),
        *measure_votes(foreground, names={1: FOREGROUND}, parameters={}),
    )
    objects = tuple(
        (part or None, found) for part, tally in tallies.items() for found in tally.objects()
    )
    n_compared = next(iter(tallies.values())).count
    return values, ObjectsFound(reference, counts, objects, n_compared)


def _nearest(stack: RepeatStack, votes: AffinityVotes, counts: Mapping[str, int]) -> str:
    """Return the repeat nearest to the majority.

    Of equally near ones, that whose number of objects is nearest to the median, and
    then the first by a hash of its objects, so that neither order nor ids decide.
    """
    middle = sorted(counts.values())[len(counts) // 2]
    distances = {name: votes.distance(image.array) for name, image in stack.each()}
    rank = {name: (distances[name], abs(counts[name] - middle)) for name in counts}
    best = [name for name in counts if rank[name] == min(rank.values())]
    if len(best) == 1:
        return best[0]
    return min(best, key=lambda name: canonical_digest(stack.read(stack.paths[name]).array))


def _tallies(stack: RepeatStack, path: str, *, skip: str) -> dict[str, StabilityTally]:
    """Hold every repeat but the reference itself against it, plane by plane."""
    reference = stack.read(path)
    tallies = {part: StabilityTally(plane) for part, plane in _parts(reference)}
    for name, image in stack.each():
        if name == skip:
            continue
        mismatch = check_same_shape(reference, image)
        if mismatch is not None:
            raise DataError([mismatch])
        for part, plane in _parts(image):
            tallies[part].add(plane)
    return tallies


def _parts(image: LoadedImage) -> list[tuple[str, NDArray[np.generic]]]:
    return [
        (", ".join(f"{key} {value}" for key, value in named.items()), plane)
        for named, plane in planes(image)
    ]
