"""Tables of single objects: what they are called, and their text."""

import csv
import io
from collections.abc import Iterable, Mapping

from replicard.files import csv_cell, safe_file_name
from replicard.metrics import ObjectRow
from replicard_schema.card import Card
from replicard_schema.evidence import ValidationEvidence
from replicard_schema.vocabulary import LabelKind

COLUMNS = (
    "image",
    "part",
    "status",
    "reference_id",
    "prediction_id",
    "iou",
    "split",
    "merged",
    "reference_area_px",
    "prediction_area_px",
)
_DIGITS = 6


def object_table_names(
    card: Card, validation: str, computed: ValidationEvidence | None
) -> Mapping[str, str]:
    """Return the file of each candidate's table; none where none is wanted or can be made."""
    if not card.validations[validation].object_table or computed is None:
        return {}
    if computed.label_kind is not LabelKind.INSTANCE:
        return {}
    return {
        candidate: f"objects-{safe_file_name(validation)}-{safe_file_name(candidate)}.csv"
        for candidate in computed.candidates
    }


def object_table_csv(rows: Iterable[tuple[str, str, ObjectRow]]) -> str:
    """Write one line for each object.

    Parameters
    ----------
    rows
        Name of the image, channel and frame in words, and what became of the object.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        (
            csv_cell(image),
            csv_cell(part),
            row.status,
            csv_cell(row.reference_id),
            csv_cell(row.prediction_id),
            round(row.iou, _DIGITS),
            "split" if row.is_split else "",
            "merged" if row.is_merged else "",
            csv_cell(row.reference_area),
            csv_cell(row.prediction_area),
        )
        for image, part, row in rows
    )
    return buffer.getvalue()
