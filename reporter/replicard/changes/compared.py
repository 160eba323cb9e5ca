"""Comparing two states of a study, part by part."""

from collections.abc import Iterator

from replicard.changes.causes import causes_of
from replicard.changes.data import changed_files
from replicard.changes.judged import changed_findings, changed_verdicts
from replicard.changes.outcome import Changes, ProgramChange, State, Statement
from replicard.changes.scores import changed_scores
from replicard.changes.statements import changed_statements
from replicard_schema.evidence import Evidence, Repository

_FURTHER = ("independence", "random_splits", "similarity", "readings")


def compare_states(old: State, new: State) -> Changes:
    """Return what changed; what only one of the states knows is not compared."""
    statements: tuple[Statement, ...] = ()
    if old.card is not None and new.card is not None:
        statements = changed_statements(old.card, new.card)
    has_verdicts = bool(old.checklists and new.checklists)
    verdicts = changed_verdicts(old.checklists, new.checklists) if has_verdicts else ()
    findings = changed_findings(old.findings, new.findings)
    if old.evidence is None or new.evidence is None:
        return Changes(statements, verdicts=verdicts, findings=findings)
    programs = tuple(_programs(old.evidence, new.evidence))
    causes = {
        name: causes_of(name, old.evidence, new.evidence, statements, programs)
        for name in new.evidence.validations
        if name in old.evidence.validations
    }
    return Changes(
        statements,
        files=changed_files(old.evidence, new.evidence),
        scores=changed_scores(old.evidence, new.evidence, causes),
        verdicts=verdicts,
        findings=findings,
        programs=programs,
        further=tuple(_further(old.evidence, new.evidence)),
        causes=causes,
    )


def _programs(old: Evidence, new: Evidence) -> Iterator[ProgramChange]:
    before, after = old.computed_with, new.computed_with
    for name in dict.fromkeys([*after, *before]):
        if before.get(name) != after.get(name):
            yield ProgramChange(name, before.get(name), after.get(name))


def _further(old: Evidence, new: Evidence) -> Iterator[tuple[str, str]]:
    """Yield parts of the evidence that changed and that no number or file above tells of."""
    for section in _FURTHER:
        if getattr(old, section) != getattr(new, section):
            yield section, ""
    for name in new.models:
        if name in old.models and old.models[name].log != new.models[name].log:
            yield "training log", name
    for name in new.validations:
        if name in old.validations:
            before, after = old.validations[name], new.validations[name]
            if before.comparisons != after.comparisons:
                yield "comparisons", name
    if _commit(old) != _commit(new):
        yield "repository", f"{_commit(old) or ''} {_commit(new) or ''}".strip()


def _commit(evidence: Evidence) -> str | None:
    found = evidence.repository
    return found.commit if isinstance(found, Repository) else None
