"""Finding images that show the same: copies, crops, turned and mirrored ones, other captures.

Every image is reduced to a fingerprint: the places that stand out in it, and for each a
code of 48 bits that says what its surroundings look like, blind to contrast, mirroring
and quarter turns. Images whose codes agree at places that lie alike in both are
candidates. What is reported of a candidate is measured on the pixels: both images are
laid over each other, and their fine structure is correlated where they overlap.

Nothing here reads a file or knows a card. How well it works is measured by
``tests/benchmarks/leakage.py``; `reporter/leakage.md` has the figures.
"""

from replicard.leakage.alignment import Placement
from replicard.leakage.fingerprint import (
    VERSION,
    Fingerprint,
    fingerprint_from_json,
    fingerprint_image,
)
from replicard.leakage.groups import NamedImages, compare_groups
from replicard.leakage.planes import ComparedPlane, compared_plane, compared_planes
from replicard.leakage.search import Candidate, find_candidates, find_recurring
from replicard.leakage.verify import THRESHOLDS, Box, Overlap, measure_overlap, placed_on

__all__ = [
    "THRESHOLDS",
    "VERSION",
    "Box",
    "Candidate",
    "ComparedPlane",
    "Fingerprint",
    "NamedImages",
    "Overlap",
    "Placement",
    "compare_groups",
    "compared_plane",
    "compared_planes",
    "find_candidates",
    "find_recurring",
    "fingerprint_from_json",
    "fingerprint_image",
    "measure_overlap",
    "placed_on",
]
