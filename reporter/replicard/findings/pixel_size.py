"""Findings about the size of pixels and about distances measured with it."""

from collections.abc import Iterator

from replicard.findings.wording import counted
from replicard_schema.card import Card
from replicard_schema.evidence import DatasetEvidence, Evidence
from replicard_schema.findings import Finding
from replicard_schema.quantities import Length, micrometres
from replicard_schema.sections.dataset import Dataset
from replicard_schema.vocabulary import MetricId, Severity

TOLERATED = 0.01
"""Relative difference of two pixel sizes that rounding explains."""


def pixel_size_differs(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find image files that give another pixel size than the card."""
    for name, found in evidence.datasets.items() if evidence is not None else ():
        stated = _stated(card.datasets[name]) if name in card.datasets else {}
        for axis, length in stated.items():
            yield from _differing(name, axis, length, found)


def distances_in_pixels(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find distances that are given in pixels for want of a pixel size."""
    for name, found in evidence.validations.items() if evidence is not None else ():
        results = [r for scores in found.candidates.values() for r in scores.results]
        if found.dataset in card.datasets and any(r.unit == "px" for r in results):
            yield Finding(
                code="distances-in-pixels",
                severity=Severity.HINT,
                field=f"datasets.{found.dataset}.acquisition.pixel_size",
                message=(
                    f"Distances in validation {name} are given in pixels, since neither the card "
                    "nor the image files say how large a pixel is."
                ),
                hint="state the pixel size, such as {x: 0.18 µm, y: 0.18 µm}",
            )


def unused_tolerance(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find a tolerance of outlines where no metric asks for it."""
    del evidence
    for name, validation in card.validations.items():
        is_used = MetricId.BOUNDARY_F in validation.metrics
        if validation.boundary_tolerance is not None and not is_used:
            yield Finding(
                code="unused-tolerance",
                severity=Severity.HINT,
                field=f"validations.{name}.boundary_tolerance",
                message=(
                    f"Validation {name} states how far outlines may lie apart, but does not ask "
                    "for the boundary F-score, which alone depends on it."
                ),
                hint="add boundary_f to metrics, or leave boundary_tolerance out",
            )


def _stated(dataset: Dataset) -> dict[str, Length]:
    size = dataset.acquisition.pixel_size if dataset.acquisition is not None else None
    if size is None:
        return {}
    lengths = {"x": size.x, "y": size.y, "z": size.z}
    return {axis: length for axis, length in lengths.items() if length is not None}


def _differing(name: str, axis: str, stated: Length, found: DatasetEvidence) -> Iterator[Finding]:
    expected = micrometres(stated)
    others = {
        file.path: size
        for file in (*found.images, *found.targets)
        if (size := file.pixel_size_um.get(axis.upper())) is not None
        and abs(size - expected) > TOLERATED * expected
    }
    if not others:
        return
    sizes = sorted({f"{size:.4g}" for size in others.values()}, key=float)
    said = sizes[0] if len(sizes) == 1 else f"{sizes[0]} to {sizes[-1]}"
    yield Finding(
        code="pixel-size-differs",
        severity=Severity.WARNING,
        field=f"datasets.{name}.acquisition.pixel_size.{axis}",
        message=(
            f"The card says that pixels of {name} are {stated} long along {axis}, but "
            f"{counted(len(others), 'file')} {'says' if len(others) == 1 else 'say'} {said} µm. "
            "The size in the card is used for distances."
        ),
        hint="correct the card, or say under notes of the acquisition why the files are wrong",
        files=tuple(others),
    )
