"""Evaluating a card: everything that files can tell, written beside it as evidence."""

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from replicard.errors import OutputError
from replicard.execution import Track, Workers, silent
from replicard.files import write_atomic
from replicard.loading import LoadedCard, load_card
from replicard.pipeline.agreement import left_out_beside_scores
from replicard.pipeline.day import day_of
from replicard.pipeline.evidence_file import (
    evidence_bytes,
    evidence_path,
    load_evidence,
    report_folder,
)
from replicard.pipeline.gathering import gather_evidence
from replicard.pipeline.kept import store_of
from replicard.pipeline.tasks.fitness import fitness_check
from replicard.render.terminal.problems import render_findings
from replicard.render.terminal.scores import render_scores
from replicard_schema.evidence import Evidence
from replicard_schema.vocabulary import Severity

_NO_PERMISSION = "no-permission"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Evidence for a card, and where it was written.

    Attributes
    ----------
    changed
        Whether the evidence differs from what was there before.
    """

    loaded: LoadedCard
    evidence: Evidence
    path: Path
    changed: bool

    @property
    def exit_code(self) -> int:
        """1 if images or files were left out, since the numbers do not rest on all; else 0."""
        sections = (self.evidence.validations.values(), self.evidence.datasets.values())
        left_out = any(part.skipped for section in sections for part in section)
        beside = any(map(left_out_beside_scores, self.evidence.validations.values()))
        return int(left_out or beside)

    def as_json(self) -> dict[str, object]:
        """Return everything as plain data."""
        return {
            "evidence_file": self.path.as_posix(),
            "changed": self.changed,
            "evidence": self.evidence.model_dump(mode="json", exclude_none=True),
        }

    def as_text(self, *, width: int = 80, colour: bool = False) -> str:
        """Return the main scores and what the files say should be looked at."""
        findings = (f for f in self.evidence.findings if f.severity is not Severity.HINT)
        shown = render_findings(findings, width=width, colour=colour)
        return "\n".join(part for part in (self.scores_as_text(colour=colour), shown) if part)

    def scores_as_text(self, *, colour: bool = False) -> str:
        """Return the main scores, and where the evidence is, as text for a terminal."""
        scores = render_scores(self.loaded.card, self.evidence, colour=colour)
        state = "wrote" if self.changed else "nothing has changed:"
        is_beside = self.path == evidence_path(self.loaded.path)
        why = "" if is_beside else " (the folder of the card cannot be written to)"
        return "\n".join(part for part in (scores, f"{state} {self.path}{why}\n") if part)


def evaluate_card(
    path: Path,
    *,
    fresh: bool = False,
    strict: bool = False,
    output: Path | None = None,
    workers: Workers | None = None,
    track: Track = silent,
    today: dt.date | None = None,
    environ: Mapping[str, str] | None = None,
) -> Evaluation:
    """Compute what a card's files tell and write it beside the card.

    A validation whose settings, files and program versions are those of the evidence
    that is already there is taken over from it. Of all others, each image is computed
    that was not computed before by this user from the same files with the same settings
    and versions.

    Parameters
    ----------
    path
        The card.
    fresh
        Compute every image, whatever was computed before.
    strict
        Stop at files that cannot be used, with all their problems. Otherwise an image
        that cannot be used is left out for all candidates, with a finding that says so.
    output
        Folder that a report goes to, if it is not the usual one: what the program
        writes is no change of the repository around the card. If the folder of the card
        cannot be written to, the evidence goes there, too.
    workers
        Who computes; by default one thread per processor. No number depends on it.
    track
        Shows how far the work is.
    today
        Date for the evidence; by default ``SOURCE_DATE_EPOCH``, or else the clock.
        Evidence that does not change keeps the date that it has.
    environ
        Environment variables; by default those of the process.

    Raises
    ------
    CardError
        If the card is not valid.
    DataError
        With all problems of the files it names, if a validation or data set is left
        without any. Earlier evidence stays as it is.
    OutputError
        If the evidence cannot be written.
    """
    return evaluate_loaded(
        load_card(path),
        fresh=fresh,
        strict=strict,
        output=output,
        workers=workers,
        track=track,
        today=today,
        environ=environ,
    )


def evaluate_loaded(
    loaded: LoadedCard,
    *,
    fresh: bool = False,
    strict: bool = False,
    output: Path | None = None,
    workers: Workers | None = None,
    track: Track = silent,
    today: dt.date | None = None,
    environ: Mapping[str, str] | None = None,
) -> Evaluation:
    """Compute what the files of a card tell that was read already; see `evaluate_card`."""
    path = loaded.path
    variables = os.environ if environ is None else environ
    previous = load_evidence(path, elsewhere=output)
    usable = {} if fresh or previous is None else previous.validations
    written = (evidence_path(path), report_folder(path), *([output] if output else []))
    store = store_of(variables, fresh=fresh)
    check = fitness_check(path, loaded.sha256)
    with (workers or Workers()).work(check=check, track=track) as work:
        evidence = gather_evidence(
            loaded,
            usable,
            variables,
            strict=strict,
            work=work,
            store=store,
            own_files=[os.path.relpath(name, path.parent) for name in written],
        )
    if previous is not None and evidence == previous.model_copy(update={"date": evidence.date}):
        evidence = previous
    else:
        day = today or day_of(variables)
        evidence = evidence.model_copy(update={"date": day.isoformat()})
    changed = evidence is not previous
    if changed and store is not None:
        store.evict()
    target = _keep(evidence, path, output) if changed else _found(path, output)
    return Evaluation(loaded, evidence, target, changed)


def _keep(evidence: Evidence, card: Path, output: Path | None) -> Path:
    """Write the evidence beside the card, or else to the output; return where."""
    target = evidence_path(card)
    content = evidence_bytes(evidence)
    try:
        write_atomic(target, content)
    except OutputError as error:
        if error.problems[0].code != _NO_PERMISSION:
            raise
        if output is None:
            hint = f"write somewhere else: replicard build {card} -o FOLDER"
            raise OutputError([replace(p, hint=hint) for p in error.problems]) from error
        target = output / target.name
        write_atomic(target, content)
    return target


def _found(card: Path, output: Path | None) -> Path:
    beside = evidence_path(card)
    return beside if output is None or beside.is_file() else output / beside.name
