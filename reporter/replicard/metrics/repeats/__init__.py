"""How far repeated predictions of one image agree: with each other, not with the truth.

Repeats come in one after another and are not kept: memory grows with the image, not
with their number. `intensities` takes images of numbers, `votes` masks and classes,
`consensus` and `stability` label images of objects.

References
----------
Gal and Ghahramani (2016), arXiv:1506.02142: dropout as a source of repeats.
Lakshminarayanan et al. (2017), arXiv:1612.01474: ensembles.
Wang et al. (2019), doi:10.1016/j.neucom.2019.01.103: test-time augmentation.
"""

from replicard.metrics.repeats.consensus import AffinityVotes, affinities, canonical_digest
from replicard.metrics.repeats.intensities import IntensityRepeats, measure_intensity_repeats
from replicard.metrics.repeats.stability import (
    FOUND_IOU,
    ObjectRecord,
    StabilityTally,
    measure_stability,
    stability_map,
)
from replicard.metrics.repeats.votes import ClassVotes, measure_votes

__all__ = [
    "FOUND_IOU",
    "AffinityVotes",
    "ClassVotes",
    "IntensityRepeats",
    "ObjectRecord",
    "StabilityTally",
    "affinities",
    "canonical_digest",
    "measure_intensity_repeats",
    "measure_stability",
    "measure_votes",
    "stability_map",
]
