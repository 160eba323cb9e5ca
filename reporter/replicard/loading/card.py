"""Cards: YAML text to a validated card with the position of each of its fields."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from replicard.errors import CardError, Position, Problem, ProblemsError
from replicard.loading.document import validate
from replicard.loading.positions import FieldPath, SourceMap, dotted, parts
from replicard.loading.reader import RawDocument, read_document
from replicard.loading.source import SourceText, read_source
from replicard.plugins import Group, UnknownPlugInError, plug_in
from replicard_schema.card import Card
from replicard_schema.rules import violations

_MAX_VIOLATIONS = 200


@dataclass(frozen=True, slots=True)
class LoadedCard:
    """A card together with the text that it came from.

    Attributes
    ----------
    card
        The validated card.
    path
        Its file.
    source_map
        Where each of its fields stands.
    text
        The text of the file, without byte order mark.
    sha256
        Digest of the bytes of the file.
    shown_as
        Name of the file in messages.
    """

    card: Card
    path: Path
    source_map: SourceMap
    text: str
    sha256: str
    shown_as: str

    def place(self, field: str) -> str:
        """Return the line of a field, given by its dotted path, in words."""
        return f"{self.path.name}, line {self.source_map.key(parts(field)).line}"

    def position(self, field: str) -> Position:
        """Return where the value of a field starts, given by its dotted path."""
        return self.source_map.nearest(parts(field))


def load_card(path: Path, *, shown_as: str | None = None) -> LoadedCard:
    """Read a card and validate it.

    Parameters
    ----------
    path
        A YAML file of at most 1 MB in UTF-8. Tags, anchors, aliases, merge keys and
        duplicate keys are refused.
    shown_as
        Name of the file in messages; by default the path.

    Returns
    -------
    LoadedCard
        The card and the position of each of its fields.

    Raises
    ------
    CardError
        If the file cannot be read, is not YAML, or is no card. Lists every problem found.
    """
    name = path.as_posix() if shown_as is None else shown_as
    try:
        source = read_source(path, shown_as=name, noun="card")
    except ProblemsError as error:
        raise CardError(error.problems, sources=error.sources) from error
    return card_of(source, path)


def card_of(source: SourceText, path: Path) -> LoadedCard:
    """Validate a card that was read already, or was never written; see `load_card`."""
    document = read_document(source)
    outcome = validate(document, Card)
    name = source.shown_as
    missing = list(_missing_packages(outcome, document)) if isinstance(outcome, Card) else []
    if isinstance(outcome, Card) and not document.problems and not missing:
        return LoadedCard(outcome, path, document.source_map, source.text, source.sha256, name)
    complaints = outcome if not isinstance(outcome, Card) else ()
    problems = [*document.problems, *_without_twins(complaints, document), *missing]
    raise CardError(problems, sources={name: source.text})


def _without_twins(complaints: Sequence[Problem], document: RawDocument) -> list[Problem]:
    """Return what the models say, with broken rules listed one by one.

    The models report rules only on a card that is right otherwise, and all in one
    sentence without a position.
    """
    broken = list(_rule_problems(document))
    return [*broken, *(found for found in complaints if found.code != "rule" or not broken)]


def _missing_packages(card: Card, document: RawDocument) -> Iterator[Problem]:
    """Yield metrics of other packages that are not installed; none of their code is run."""
    for name, validation in card.validations.items():
        for i, metric in enumerate(validation.metrics):
            if not metric.is_of_package:
                continue
            try:
                plug_in(Group.METRICS, metric.value)
            except UnknownPlugInError as error:
                path: FieldPath = ("validations", name, "metrics", i)
                message, _, hint = str(error).partition("; ")
                yield Problem(
                    document.source.shown_as,
                    message,
                    "unknown-metric",
                    document.source_map.nearest(path),
                    dotted(path),
                    hint,
                )


def _rule_problems(document: RawDocument) -> Iterator[Problem]:
    if not isinstance(document.value, dict):
        return
    for broken in islice(violations(document.value), _MAX_VIOLATIONS):
        path: FieldPath = broken.field
        if document.is_damaged(path):
            continue
        find = document.source_map.key if broken.about_key else document.source_map.nearest
        yield Problem(
            document.source.shown_as,
            broken.message,
            broken.code,
            find(path),
            dotted(path),
            broken.hint,
        )
