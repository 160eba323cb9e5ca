"""What changed between two cards, or two evidence files: for the reply to reviewers."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from replicard.changes import Changes, Kind, State, Statement, compare_states
from replicard.checklist import choose
from replicard.errors import DataError, Problem, ReplicardError
from replicard.files import is_archive, read_hashed, unpacked, write_atomic
from replicard.loading import LoadedCard, load_card
from replicard.pipeline.evidence_file import MAX_EVIDENCE_BYTES, evidence_path, load_evidence
from replicard.pipeline.judging import judge_card
from replicard.render.changes import (
    Block,
    changes_blocks,
    changes_html,
    changes_markdown,
    changes_terminal,
)
from replicard_schema.evidence import Evidence
from replicard_schema.fields import UnknownFieldError, resolve
from replicard_schema.findings import Finding

TITLE = "Changes since the earlier version"
_EVIDENCE = ".evidence.json"
_CARD_ENDINGS = (".yaml", ".yml")
_FORMATS = (".md", ".html", ".json")


class DiffOutputError(ReplicardError):
    """A file name whose ending says no format that changes can be written in."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states that are compared.

    Attributes
    ----------
    shown_as
        Its name, without folders above the one that it lies in.
    notes
        What is not known of it, and why.
    """

    shown_as: str
    state: State
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardDiff:
    """What changed between two states of a study."""

    old: Side
    new: Side
    changes: Changes

    @property
    def exit_code(self) -> int:
        """0: a difference is no fault."""
        return 0

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be compared, and why."""
        return (*self.old.notes, *self.new.notes)

    def as_text(self, *, width: int = 80, colour: bool = False, show_all: bool = False) -> str:
        """Return the changes as text for a terminal; on request, every score."""
        return changes_terminal(self._blocks(), width=width, colour=colour, show_all=show_all)

    def as_markdown(self) -> str:
        """Return the changes as Markdown."""
        return changes_markdown(TITLE, self._blocks())

    def as_html(self) -> str:
        """Return the changes as an HTML page."""
        return changes_html(TITLE, self._blocks())

    def as_json(self) -> dict[str, object]:
        """Return the changes as plain data."""
        return {
            "old": self.old.shown_as,
            "new": self.new.shown_as,
            "notes": list(self.notes),
            "same": self.changes.is_empty,
            "statements": [_statement(each) for each in self.changes.statements],
            "files": [asdict(each) for each in self.changes.files],
            "scores": [asdict(each) for each in self.changes.scores],
            "verdicts": [asdict(each) for each in self.changes.verdicts],
            "findings": [
                {
                    "before": each.before.model_dump(mode="json") if each.before else None,
                    "after": each.after.model_dump(mode="json") if each.after else None,
                }
                for each in self.changes.findings
            ],
            "programs": [asdict(each) for each in self.changes.programs],
            "further": [list(each) for each in self.changes.further],
        }

    def write(self, path: Path) -> None:
        """Write the changes as Markdown, HTML or JSON, by the ending of the file.

        Raises
        ------
        DiffOutputError
            If the ending is another one.
        OutputError
            If the file cannot be written.
        """
        match path.suffix.lower():
            case ".md":
                text = self.as_markdown()
            case ".html":
                text = self.as_html()
            case ".json":
                text = json.dumps(self.as_json(), indent=1, ensure_ascii=False) + "\n"
            case _:
                check_output(path)
                raise AssertionError
        write_atomic(path, text)

    def _blocks(self) -> tuple[Block, ...]:
        return changes_blocks(self.changes, self.old.state, self.new.state, self.notes)


def check_output(path: Path) -> None:
    """Refuse a file whose ending says no format.

    Raises
    ------
    DiffOutputError
        If it does not.
    """
    if path.suffix.lower() not in _FORMATS:
        endings = f"{', '.join(_FORMATS[:-1])} or {_FORMATS[-1]}"
        raise DiffOutputError(f"{path.name}: changes are written to files that end in {endings}")


def diff_cards(old: Path, new: Path) -> CardDiff:
    """Say what changed between two states of a study.

    Parameters
    ----------
    old, new
        Each a card with the evidence beside it, the folder of one, a bundle, or an evidence
        file.
        With an evidence file on one side at least, what cards say is not compared.

    Raises
    ------
    CardError
        If a card cannot be read or is not valid.
    DataError
        If an evidence file cannot be read, or a folder holds no card, or several.
    """
    sides = _side(old, "earlier"), _side(new, "later")
    if any(side.state.card is None for side in sides):
        sides = _side(old, "earlier", bare=True), _side(new, "later", bare=True)
    first, second = sides
    return CardDiff(first, second, compare_states(first.state, second.state))


def _side(path: Path, which: str, *, bare: bool = False) -> Side:
    if is_archive(path):
        with unpacked(path) as folder:
            return replace(_side(folder, which, bare=bare), shown_as=path.name)
    file = _card_in(path) if path.is_dir() else path
    if file.name.endswith(_EVIDENCE):
        alone = _read_evidence(file)
        note = (f"The {which} version is an evidence file, so what cards say is not compared.",)
        return Side(file.name, State(None, alone, findings=_found(alone)), note)
    loaded = load_card(file)
    evidence = load_evidence(file)
    notes = tuple(_notes(loaded, evidence, which))
    if bare:
        found = () if evidence is None else _found(evidence)
        return Side(file.name, State(None, evidence, findings=found), notes)
    judged = judge_card(loaded, evidence, choose(loaded).lists)
    return Side(file.name, State(loaded.card, evidence, judged.checklists, judged.findings), notes)


def _notes(loaded: LoadedCard, evidence: Evidence | None, which: str) -> Iterator[str]:
    if evidence is None:
        yield (
            f"The {which} card has no evidence beside it ({evidence_path(loaded.path).name}), so "
            "files and numbers are not compared; `replicard evaluate` computes it."
        )
    elif evidence.card.sha256 != loaded.sha256:
        yield (
            f"The evidence beside the {which} card was computed before the card was last "
            "changed; `replicard evaluate` brings it up to date."
        )
    for problem in choose(loaded).problems:
        yield f"A checklist of the {which} card cannot be used: {problem.message}."


def _card_in(folder: Path) -> Path:
    """Return the card in a folder: the one called card.yaml, or else the only one evaluated."""
    named = folder / "card.yaml"
    if named.is_file():
        return named
    found = sorted(p for p in folder.iterdir() if p.suffix.lower() in _CARD_ENDINGS)
    evaluated = [path for path in found if evidence_path(path).is_file()]
    for cards in (evaluated, found):
        if len(cards) == 1:
            return cards[0]
    files = sorted(folder.glob(f"*{_EVIDENCE}"))
    if not found and len(files) == 1:
        return files[0]
    message = "there is no card in this folder" if not found else (
        f"there are several cards in this folder: {', '.join(path.name for path in found[:5])}"
    )  # fmt: skip
    raise DataError([Problem(folder.name, message, code="no-card", hint="name the card itself")])


def _read_evidence(path: Path) -> Evidence:
    file = read_hashed(path.parent, path.name, max_bytes=MAX_EVIDENCE_BYTES)
    try:
        return Evidence.model_validate_json(file.content)
    except ValidationError as error:
        problem = Problem(path.name, "is no evidence file of this program", code="no-evidence")
        raise DataError([problem]) from error


def _found(evidence: Evidence) -> tuple[Finding, ...]:
    found = list(evidence.findings)
    for validation in evidence.validations.values():
        found += validation.findings
    return tuple(found)


def _statement(each: Statement) -> dict[str, object]:
    try:
        meaning = resolve(each.field).description
    except UnknownFieldError:
        meaning = ""
    document: dict[str, object] = {"field": each.field, "kind": each.kind.value}
    if each.kind is not Kind.ADDED:
        document["before"] = each.before
    if each.kind is not Kind.REMOVED:
        document["after"] = each.after
    return {**document, "meaning": meaning}
