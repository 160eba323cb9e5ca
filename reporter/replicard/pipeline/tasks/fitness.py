"""Whether another machine sees the same files and computes the same numbers."""

from dataclasses import dataclass
from pathlib import Path

from replicard.errors import ReplicardError
from replicard.files import hash_file
from replicard.pipeline.tasks.keeping import surroundings

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class FitnessCheck:
    """Asks a worker whether it is fit; it is sent there and called.

    Attributes
    ----------
    root
        Folder of the card, as the asking machine names it.
    card
        Name of the card in it.
    sha256
        Of the card.
    expected
        Versions that the asking machine computes with.
    """

    root: Path
    card: str
    sha256: str
    expected: tuple[tuple[str, str], ...]

    def __call__(self) -> str | None:
        """Return why the worker is not fit, or None if it is."""
        own, expected = dict(surroundings()), dict(self.expected)
        different = [
            f"{name} {own.get(name, 'missing')} instead of {expected.get(name, 'missing')}"
            for name in sorted(own.keys() | expected.keys())
            if own.get(name) != expected.get(name)
        ]
        if different:
            more = f" and {len(different) - _SHOWN} more" if len(different) > _SHOWN else ""
            return (
                f"it has {', '.join(different[:_SHOWN])}{more}; "
                "install the same versions on all machines"
            )
        try:
            found = hash_file(self.root, self.card).sha256
        except ReplicardError:
            found = None
        if found != self.sha256:
            return (
                f"it does not see the card {self.card} in the folder where it is here; the "
                "project must lie on a file system that all machines share under one path"
            )
        return None


def fitness_check(card: Path, sha256: str) -> FitnessCheck:
    """Return the question whether a worker is fit to compute for a card."""
    folder = card.parent.absolute()
    return FitnessCheck(folder, card.name, sha256, surroundings())
