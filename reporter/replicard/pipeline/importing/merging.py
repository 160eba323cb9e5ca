"""Adding what files say to a card, and saying where they disagree with it."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from replicard.errors import CardError, Problem
from replicard.execution import Track, silent
from replicard.files import write_atomic
from replicard.findings import disagreement, in_words, unreadable
from replicard.loading import RawDocument, Typed, read_document, read_source
from replicard.loading.editing import Addition, Edited, add_fields
from replicard.pipeline.importing.choosing import (
    Choice,
    FieldPath,
    Known,
    choose,
    typed_value,
)
from replicard.pipeline.importing.gaps import models_with_gaps, without_gaps
from replicard.pipeline.importing.sources import expand_sources
from replicard.pipeline.importing.subjects import place_facts, subject_roots
from replicard.pipeline.readings import read_sources
from replicard.render.terminal.problems import render_findings
from replicard_schema.evidence import Reading
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Severity

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did to a card.

    Attributes
    ----------
    card
        The card.
    before, after
        Its text.
    readings
        What each source says.
    added
        Fields that were added.
    findings
        Disagreements, unreadable sources, values that no field takes.
    is_written
        Whether the card on disk has the new text.
    """

    card: Path
    before: str
    after: str
    readings: tuple[Reading, ...]
    added: tuple[Addition, ...]
    findings: tuple[Finding, ...]
    is_written: bool

    def difference(self) -> str:
        """Return what changed in the card, as a unified diff."""
        name = self.card.name
        lines = difflib.unified_diff(
            self.before.splitlines(), self.after.splitlines(), name, name, lineterm=""
        )
        return "".join(f"{line}\n" for line in lines)

    def as_json(self) -> dict[str, object]:
        """Return everything as plain data."""
        return {
            "card": self.card.as_posix(),
            "written": self.is_written,
            "added": [
                {"field": ".".join(a.path), "value": a.value, "source": a.comment}
                for a in self.added
            ],
            "readings": [r.model_dump(mode="json", exclude_none=True) for r in self.readings],
            "findings": [finding.model_dump(mode="json") for finding in self.findings],
        }

    def as_text(self, *, width: int = 80, colour: bool = False) -> str:
        """Return the difference, findings, and what was done, as text for a terminal."""
        n = len(self.added)
        fields = "1 field" if n == 1 else f"{n} fields"
        done = f"added {fields} to {self.card}" if self.is_written else f"would add {fields}"
        parts = [
            "" if self.is_written else self.difference(),
            render_findings(self.findings, width=width, colour=colour),
            *(_reading_line(reading) for reading in self.readings),
            f"{done}\n" if n or not self.is_written else f"nothing new for {self.card}\n",
        ]
        return "".join(part for part in parts if part)


def import_sources(
    card: Path,
    sources: Sequence[str],
    *,
    named: str | None = None,
    dry_run: bool = False,
    track: Track = silent,
) -> ImportOutcome:
    """Add what files know to a card that is there; what its author wrote stays.

    Parameters
    ----------
    card
        The card. It may lack fields, but must be readable as YAML.
    sources
        Files and folders below the folder of the card, relative to it. Of a folder, every
        file that is known is read.
    named
        Id of the data set or model that they are about; by default it follows from the
        card and the folders.
    dry_run
        Write nothing.
    track
        Shows that the work goes on.

    Raises
    ------
    CardError
        If the card is not YAML.
    DataError
        If a source is missing, lies elsewhere, or is of no known kind.
    ProblemsError
        If a file can be about several entries of the card.
    """
    source = read_source(card, shown_as=card.as_posix(), noun="card")
    document = read_document(source)
    if document.problems:
        raise CardError(document.problems, sources={source.shown_as: source.text})
    paths = expand_sources(card.parent, sources, track=track)
    readings = read_sources(card.parent, paths)
    value = document.value if isinstance(document.value, dict) else {}
    known = list(place_facts(value, readings, named=named))
    choices, unfit = choose(known)
    whole, lacking = without_gaps(list(_additions(choices, known, value)), value)
    edited = _edited(card, source.text, whole)
    findings = (
        *unreadable(readings),
        *_disagreements(choices, document),
        *(_unfit(text) for text in unfit),
        *_incomplete(edited, value),
        *(_left_out(part, names) for part, names in lacking.items()),
    )
    is_changed = bool(edited.added) and not dry_run
    if is_changed:
        _write(card, edited)
    return ImportOutcome(
        card, source.text, edited.text, readings, edited.added, findings, is_changed
    )


def _edited(card: Path, text: str, additions: Sequence[Addition]) -> Edited:
    try:
        return add_fields(text, additions)
    except ValueError as error:
        # The edit was read back and is not what was meant: rather none than a wrong one.
        names = ", ".join(".".join(addition.path) for addition in additions)
        message = "is written in a way to which nothing can be added safely, so it is left as it is"
        problem = Problem(
            card.as_posix(), message, code="not-editable", hint=f"add by hand: {names}"
        )
        raise CardError([problem]) from error


def _additions(
    choices: Mapping[FieldPath, Choice], known: Sequence[Known], card: Mapping[str, Typed]
) -> Iterator[Addition]:
    for path, choice in choices.items():
        if _at(card, path) is None:
            yield Addition(path, typed_value(choice.taken.fact.value), choice.comment)
    for root, files in subject_roots(known).items():
        yield Addition((*root, "source_files"), list(files))


def _disagreements(choices: Mapping[FieldPath, Choice], document: RawDocument) -> Iterator[Finding]:
    value = document.value if isinstance(document.value, dict) else {}
    for path, choice in choices.items():
        stated = _at(value, path)
        line = document.source_map.key(path).line
        for one in (choice.taken, *choice.others) if stated is not None else ():
            found = disagreement(path, stated, one.fact, one.reading.file.path, line)
            if found is not None:
                yield found


def _incomplete(edited: Edited, card: Mapping[str, Typed]) -> Iterator[Finding]:
    """Find models that were added and lack a field without which the card is not valid."""
    old = card.get("models")
    for model, fields in models_with_gaps(edited.added).items():
        if not (isinstance(old, dict) and model in old):
            yield Finding(
                code="incomplete-model",
                severity=Severity.WARNING,
                field=f"models.{model}",
                message=(
                    f"The card had no model {model}, so it was added; the files do not tell its "
                    f"{in_words(fields)}, without which the card is not valid."
                ),
                hint="add what is missing, or use --as with the id of another model",
            )


def _left_out(part: FieldPath, names: Sequence[str]) -> Finding:
    return Finding(
        code="incomplete-part",
        severity=Severity.HINT,
        field=".".join(part),
        message=f"What the files tell of it was not added, since it needs {in_words(names)}.",
        hint="give that in the card and import again",
    )


def _unfit(text: str) -> Finding:
    return Finding(code="unfit-value", severity=Severity.HINT, message=f"{text}.")


def _reading_line(reading: Reading) -> str:
    if reading.unreadable_because is not None:
        return ""
    n = len(reading.facts)
    unknown = f"; not used: {', '.join(reading.unknown)}" if reading.unknown else ""
    facts = "1 value" if n == 1 else f"{n} values"
    return f"{reading.file.path}: {reading.format}, {facts}{unknown}\n"


def _at(card: Mapping[str, Typed], path: Sequence[str]) -> Typed:
    value: Typed = dict(card)
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def _write(card: Path, edited: Edited) -> None:
    start = _BOM if card.read_bytes().startswith(_BOM) else b""
    write_atomic(card, start + edited.text.encode())
