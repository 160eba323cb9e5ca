"""Images that can be compared, apart from those that cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from replicard.errors import DataError, Problem
from replicard.pipeline.left_out import unusable
from replicard.pipeline.sources import Reader
from replicard.pipeline.tasks import FileFacts
from replicard_schema.evidence import SkippedImage


class Named(Protocol):
    """An image with its files."""

    @property
    def name(self) -> str:
        """Name of the image."""
        ...


class Came(Protocol):
    """What came of one image."""

    @property
    def files(self) -> Mapping[str, FileFacts]:
        """What is known of each file that could be read, by path."""
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why the image cannot be used."""
        ...


Member_ = TypeVar("Member_", bound=Named)
Outcome_ = TypeVar("Outcome_", bound=Came)


@dataclass(frozen=True, slots=True)
class Kept(Generic[Member_, Outcome_]):
    """Images that can be used, with what came of them, and those left out."""

    members: tuple[Member_, ...]
    outcomes: tuple[Outcome_, ...]
    skipped: tuple[SkippedImage, ...]


def keep_usable(
    members: Sequence[Member_], outcomes: Sequence[Outcome_], reader: Reader
) -> Kept[Member_, Outcome_]:
    """Sort images by whether they can be used.

    Raises
    ------
    DataError
        With the problems of all images, if none can be used or the reader is strict.
    """
    both = list(zip(members, outcomes, strict=True))
    reader.take(facts for outcome in outcomes for facts in outcome.files.values())
    good = [(member, outcome) for member, outcome in both if not outcome.problems]
    if len(good) < len(both) and (reader.is_strict or not good):
        raise DataError([problem for outcome in outcomes for problem in outcome.problems])
    return Kept(
        tuple(member for member, _ in good),
        tuple(outcome for _, outcome in good),
        tuple(
            SkippedImage(name=member.name, faults=unusable(outcome.problems))
            for member, outcome in both
            if outcome.problems
        ),
    )
