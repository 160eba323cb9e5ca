"""How alike images are: statistics of pixels and objects, and their comparison.

Statistics are functions of the pixels alone and small, so that they can be computed
where a file is read, kept, and compared later.
"""

from replicard.similarity.acquisition import compare_acquisition
from replicard.similarity.comparison import compare_statistics
from replicard.similarity.intensity import IntensityStatistics, intensity_statistics
from replicard.similarity.objects import ObjectStatistics, object_statistics
from replicard.similarity.summary import ImageFacts, LabelFacts, summarise

__all__ = [
    "ImageFacts",
    "IntensityStatistics",
    "LabelFacts",
    "ObjectStatistics",
    "compare_acquisition",
    "compare_statistics",
    "intensity_statistics",
    "object_statistics",
    "summarise",
]
