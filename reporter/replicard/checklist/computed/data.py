"""How many files a data set has, and what keeps them for others."""

from replicard.checklist.facts import Facts, found
from replicard.checklist.replies import NOT_COMPUTED_YET, Response, Standing
from replicard.checklist.subjects import Subject
from replicard_schema.evidence import DatasetEvidence

IMAGE_DATABASES = (
    "BioImage Archive",
    "IDR",
    "Image Data Resource",
    "EMPIAR",
    "SSBD",
    "Cell Image Library",
    "BioStudies",
    "The Cancer Imaging Archive",
    "TCIA",
    "Broad Bioimage Benchmark Collection",
    "BBBC",
)
"""Databases that keep images together with what is needed to understand them."""


def data_size(subject: Subject, facts: Facts) -> Response:
    """Count the images of a data set."""
    (name,) = subject.datasets
    dataset = facts.card.datasets[name]
    if facts.evidence is None:
        return NOT_COMPUTED_YET if dataset.images else Response(Standing.OPEN)
    n = len(facts.evidence.datasets.get(name, DatasetEvidence()).images)
    if not n:
        return Response(Standing.OPEN)
    words = f"{n} image" if n == 1 else f"{n} images"
    return Response(Standing.FULL, (found(f"datasets.{name}.images", words),))


def image_database(subject: Subject, facts: Facts) -> Response:
    """Say whether the repository of a data set is one for images."""
    (name,) = subject.datasets
    deposit = facts.card.datasets[name].deposit
    field = f"datasets.{name}.deposit.repository"
    if deposit is None:
        return Response(Standing.OPEN, open_fields=(field,))
    answer = facts.stated(field, deposit.repository)
    said = deposit.repository.casefold()
    if any(_names(said, known.casefold()) for known in IMAGE_DATABASES):
        return Response(Standing.FULL, (answer,))
    note = f"{deposit.repository} is not known as a database for images"
    return Response(Standing.PARTLY, (answer,), (note,), (field,))


def _names(said: str, known: str) -> bool:
    """Say whether a text names a database, as words of their own."""
    plain = "".join(letter if letter.isalnum() else " " for letter in said)
    return f" {known} " in f" {' '.join(plain.split())} "
