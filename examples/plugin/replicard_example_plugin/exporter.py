"""A table of the models of a study, for the inventory of a laboratory."""

import csv
import io

from replicard.export import Export, Exporter, Material, Need, export_of
from replicard.files import csv_cell

_NAME = "lab-inventory.csv"


def _write(material: Material) -> Export:
    models = material.card.models
    needs = [] if models else [Need("models", "the card describes no model")]
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["model", "task", "algorithm", "date"])
    for name, model in models.items():
        cells = (name, model.task, model.algorithm.name, material.date.isoformat())
        rows.writerow([csv_cell(str(cell)) for cell in cells])
    return export_of({_NAME: text.getvalue()}, needs)


EXPORTER = Exporter(
    name="lab-inventory",
    title="Inventory of the example laboratory",
    files=_NAME,
    mandatory="at least one model",
    validated_by="nothing",
    write=_write,
)
