"""Findings about what files say and the card does not, or says otherwise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import BaseModel

from replicard.findings.acquisition import agrees
from replicard.findings.wording import in_words
from replicard_schema.card import Card
from replicard_schema.comparing import UnfitValueError, converted, is_same
from replicard_schema.evidence import Evidence, Fact, FactSubject, Reading
from replicard_schema.findings import Finding
from replicard_schema.sections.dataset import Dataset
from replicard_schema.sections.model import Model
from replicard_schema.sections.people import Study
from replicard_schema.vocabulary import Severity


def disagreeing_sources(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find values of the card that a file, named as a source of them, contradicts."""
    readings = evidence.readings if evidence is not None else {}
    for root, owner in _owners(card):
        for path in owner.source_files:
            if path in _images(root, evidence):
                continue  # the rule about images speaks of them
            for fact in readings[path].facts if path in readings else ():
                field = (*root, *fact.field.split("."))
                stated = _at(card, field) if _is_about(fact, root) else None
                if stated is not None:
                    found = disagreement(field, stated, fact, path)
                    yield from (found,) if found is not None else ()


def unreadable_sources(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find sources that could not be read."""
    del card
    yield from unreadable(evidence.readings.values() if evidence is not None else ())


def unreadable(readings: Iterable[Reading]) -> Iterator[Finding]:
    """Yield a finding for each reading that came to nothing."""
    for reading in readings:
        if reading.unreadable_because is not None:
            yield Finding(
                code="unreadable-source",
                severity=Severity.WARNING,
                message=f"{reading.file.path} {reading.unreadable_because}.",
                files=(reading.file.path,),
            )


def disagreement(
    field: Sequence[str], stated: object, fact: Fact, file: str, line: int | None = None
) -> Finding | None:
    """Return a finding if the card and a file say different things, both with their places.

    Parameters
    ----------
    field
        Keys from the root of the card.
    stated
        What the card says.
    fact, file
        What the file says, and its path.
    line
        Line of the card, if known.
    """
    if is_same(field, stated, fact.value) or _both_can_be(field, stated, fact):
        return None
    where = f" (line {line})" if line is not None else ""
    return Finding(
        code="source-disagrees",
        severity=Severity.WARNING,
        field=".".join(field),
        message=(
            f"The card says {in_words(converted(field, stated))}{where}; {file} says "
            f"{in_words(fact.value)} ({fact.place}, {fact.kind})."
        ),
        hint="keep what is true; the program leaves the card as it is",
        files=(file,),
    )


def _images(root: Sequence[str], evidence: Evidence | None) -> set[str]:
    """Return the images of a data set."""
    section, name = root[0], root[-1]
    found = evidence.datasets.get(name) if evidence is not None and section == "datasets" else None
    return {image.path for image in found.images} if found is not None else set()


def _both_can_be(field: Sequence[str], stated: object, fact: Fact) -> bool:
    """Say whether what a file tells of an acquisition only differs in how much it tells."""
    section, _, name = fact.field.partition(".")
    if section != "acquisition":
        return False
    try:
        return agrees(name, converted(field, stated), fact.value)
    except UnfitValueError:
        return False


def _owners(card: Card) -> Iterator[tuple[tuple[str, ...], Study | Dataset | Model]]:
    yield ("study",), card.study
    yield from ((("datasets", name), dataset) for name, dataset in card.datasets.items())
    yield from ((("models", name), model) for name, model in card.models.items())


def _is_about(fact: Fact, root: Sequence[str]) -> bool:
    subjects = {
        "study": FactSubject.STUDY,
        "datasets": FactSubject.DATASET,
        "models": FactSubject.MODEL,
    }
    return subjects[root[0]] is fact.subject


def _at(card: Card, path: Sequence[str]) -> object:
    value: object = card
    for key in path:
        if isinstance(value, BaseModel):
            value = getattr(value, key, None)
        elif isinstance(value, Mapping):
            value = value.get(key)
        else:
            return None
    return None if value in ((), {}) else value
