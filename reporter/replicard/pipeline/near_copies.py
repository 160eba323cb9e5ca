"""Finding images that show the same, among the files of a card."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from replicard.leakage import (
    THRESHOLDS,
    VERSION,
    Candidate,
    Fingerprint,
    find_candidates,
    find_recurring,
    fingerprint_from_json,
)
from replicard.pipeline.sources import Reader
from replicard.pipeline.tasks import FINGERPRINT, Alike, OverlapTask
from replicard_schema.evidence import NearMethod

METHOD = NearMethod(version=VERSION, thresholds=dict(THRESHOLDS))
"""How near copies are looked for."""

_ByImage = Mapping[int, Sequence[Candidate]]


class NearCopies:
    """Looks for images that show the same, by the fingerprints that were computed of them.

    Attributes
    ----------
    reader
        Reads the files.
    axes
        Axes as the card names them, by path.
    """

    def __init__(self, reader: Reader, axes: Mapping[str, str | None]) -> None:
        self.reader = reader
        self.axes = axes

    def between(self, first: Sequence[str], second: Sequence[str]) -> Iterator[Alike]:
        """Yield each of the first images that shows what one of the second shows, once."""
        found = find_candidates(*(self._fingerprints(paths) for paths in (first, second)))
        yield from self._measured(first, second, found)

    def within(self, paths: Sequence[str]) -> Iterator[Alike]:
        """Yield each image that shows what a later one shows, once."""
        yield from self._measured(paths, paths, find_recurring(self._fingerprints(paths)))

    def not_comparable(self, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield images of which near copies cannot be found, and why."""
        for path, found in zip(paths, self._fingerprints(paths), strict=True):
            because = found.not_comparable_because
            if because is not None:
                yield path, because

    def _fingerprints(self, paths: Sequence[str]) -> list[Fingerprint]:
        return [
            fingerprint_from_json(cast("dict[str, object]", self.reader.computed(p, FINGERPRINT)))
            for p in paths
        ]

    def _measured(
        self, first: Sequence[str], second: Sequence[str], candidates: _ByImage
    ) -> list[Alike]:
        """Measure the likeliest candidate of each image, and the next only where it fails."""
        found: dict[int, Alike] = {}
        for rank in range(max(map(len, candidates.values()), default=0)):
            tried = [c[rank] for i, c in candidates.items() if i not in found and rank < len(c)]
            tasks = [
                OverlapTask(
                    self.reader.root,
                    first[candidate.first],
                    second[candidate.second],
                    (self.axes[first[candidate.first]], self.axes[second[candidate.second]]),
                    candidate.planes,
                    candidate.placement,
                    candidate.points,
                )
                for candidate in tried
            ]
            outcomes = self.reader.work.run(tasks, label="comparing images that look alike")
            for candidate, alike in zip(tried, outcomes, strict=True):
                if alike is not None:
                    found[candidate.first] = alike
        return sorted(
            found.values(), key=lambda alike: (-alike.likeness.similarity, alike.first.file)
        )
