"""How large pixels are by the card, for distances in its images."""

from replicard.metrics import Distance, Ruler
from replicard_schema.quantities import micrometres
from replicard_schema.sections.dataset import Dataset


def stated_ruler(dataset: Dataset, *, tolerance: Distance) -> Ruler:
    """Return what distances in images of a data set are measured with, as far as stated."""
    acquisition = dataset.acquisition
    stated = acquisition.pixel_size if acquisition is not None else None
    if stated is None:
        return Ruler(tolerance=tolerance)
    sizes = {"Z": stated.z, "Y": stated.y, "X": stated.x}
    return Ruler(
        {axis: micrometres(size) for axis, size in sizes.items() if size is not None}, tolerance
    )
