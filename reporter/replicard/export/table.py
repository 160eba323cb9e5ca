"""The table of all exporters."""

from collections.abc import Mapping

from replicard.export import (
    bioimageio,
    citation_file,
    codemeta,
    croissant,
    datacite,
    dome,
    mifa,
    model_card,
    rembi,
    ro_crate,
    schema_org,
    zenodo,
)
from replicard.export.exporter import Exporter

_ALL = (
    citation_file.EXPORTER,
    codemeta.EXPORTER,
    datacite.EXPORTER,
    zenodo.EXPORTER,
    ro_crate.EXPORTER,
    bioimageio.EXPORTER,
    model_card.EXPORTER,
    croissant.EXPORTER,
    mifa.EXPORTER,
    rembi.EXPORTER,
    dome.EXPORTER,
    schema_org.EXPORTER,
)

EXPORTERS: Mapping[str, Exporter] = {exporter.name: exporter for exporter in _ALL}
"""By the name that a user gives, in the order in which they are listed."""
