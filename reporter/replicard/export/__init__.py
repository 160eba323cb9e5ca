"""A card as metadata for archives, catalogues and model zoos.

Card and evidence in, files out: nothing is read, fetched or written here. One module
per format; `table` lists all. What a format demands and the card lacks is a `Need`, and
then there is no file: nothing is filled in.
"""

from replicard.export.exporter import Exporter
from replicard.export.material import Material
from replicard.export.outcome import Export, Need, export_of
from replicard.export.table import EXPORTERS

__all__ = ["EXPORTERS", "Export", "Exporter", "Material", "Need", "export_of"]
