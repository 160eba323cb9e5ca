"""What image files say about their acquisition to a question that the card leaves open.

Such an answer is one in part: metadata are often those of a default or of the last
session, so that an author has to confirm them, and the methods text says what the card
says.
"""

from collections.abc import Iterator, Sequence

from replicard.checklist.facts import Facts, found
from replicard.checklist.replies import Response, Standing
from replicard.checklist.selection import dotted
from replicard.checklist.subjects import Subject
from replicard.checklist.words import capped
from replicard_schema.evidence import ReadProperty
from replicard_schema.report import Answer
from replicard_schema.vocabulary import Origin

_START = "datasets.*.acquisition."


def acquisition_read(patterns: Sequence[str], subject: Subject, facts: Facts) -> Response:
    """Answer a question about an acquisition from the image files, in part.

    Parameters
    ----------
    patterns
        Fields of the card that would answer it.
    """
    asked = [pattern for pattern in patterns if pattern.startswith(_START)]
    if not asked or facts.evidence is None or len(subject.datasets) != 1:
        return Response(Standing.OPEN)
    (name,) = subject.datasets
    evidence = facts.evidence.datasets.get(name)
    read = evidence.acquisition if evidence is not None else ()
    wanted = [pattern.removeprefix(_START).split(".") for pattern in asked]
    answers = tuple(_answers(name, read, wanted))
    if not answers:
        return Response(Standing.OPEN)
    note = "the image files say so; the card does not"
    return Response(Standing.PARTLY, answers, (note,), (dotted(subject.bind(asked[0])),))


def _answers(
    name: str, read: Sequence[ReadProperty], wanted: Sequence[Sequence[str]]
) -> Iterator[Answer]:
    for one in read:
        parts = one.field.split(".")
        if any(_matches(parts, pattern) for pattern in wanted):
            text = capped(f"{one.title}: {one.words}")
            yield found(f"datasets.{name}.acquisition", text, origin=Origin.READ)


def _matches(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Say whether a property is, or is part of, what a pattern names."""
    pairs = zip(parts, pattern, strict=False)
    return len(parts) >= len(pattern) and all(b in ("*", a) for a, b in pairs)
