"""The whole text on changes, part by part."""

from collections.abc import Iterator, Mapping, Sequence

from replicard.changes import Changes, FindingChange, ProgramChange, State, VerdictChange
from replicard.render.changes.blocks import Block, Line
from replicard.render.changes.data import data_blocks
from replicard.render.changes.names import names_of
from replicard.render.changes.scores import score_blocks
from replicard.render.changes.statements import statement_blocks
from replicard_schema.vocabulary import Verdict

NOTHING = "Nothing changed."
_FURTHER = {
    "independence": "What was found on images that data sets share or that resemble each other "
    "changed.",
    "random_splits": "What was found on the random split of training data changed.",
    "similarity": "What was found on how similar data sets are changed.",
    "readings": "What the files say that the card names as its sources changed.",
}
_SHORT_COMMIT = 12


def changes_blocks(
    changes: Changes, old: State, new: State, notes: Sequence[str] = ()
) -> tuple[Block, ...]:
    """Return what changed as sentences under headings; one sentence if nothing did.

    Parameters
    ----------
    notes
        What could not be compared, and why.
    """
    return tuple(_blocks(changes, old, new, notes))


def _blocks(changes: Changes, old: State, new: State, notes: Sequence[str]) -> Iterator[Block]:
    if notes:
        yield Block("What was not compared", tuple(Line(note) for note in notes))
    if changes.is_empty:
        yield Block("", (Line(NOTHING),))
        return
    names = names_of(old.card, new.card)
    yield from statement_blocks(changes.statements, names.titles)
    yield from data_blocks(changes.files, names)
    yield from score_blocks(changes, names, old.evidence, new.evidence)
    programs = [*map(_program, changes.programs), *map(_further, changes.further)]
    if programs:
        yield Block("Programs and further evidence", tuple(programs))
    yield from _verdicts(changes.verdicts)
    yield from _findings(changes.findings)


def _program(change: ProgramChange) -> Line:
    if change.before is None:
        return Line(f"{change.name} {change.after} now takes part in computing the numbers.")
    if change.after is None:
        return Line(f"{change.name} {change.before} takes no part in computing any more.")
    return Line(f"{change.name} was {change.before} and is now {change.after}.")


def _further(part: tuple[str, str]) -> Line:
    section, name = part
    if section == "training log":
        return Line(f"What was read from the training log of {name} changed.")
    if section == "comparisons":
        return Line(f"The comparisons between candidates in the validation {name} changed.")
    if section == "repository":
        commits = [commit[:_SHORT_COMMIT] for commit in name.split()]
        return Line(f"The repository around the card is at another commit: {' → '.join(commits)}.")
    return Line(_FURTHER[section])


def _verdicts(verdicts: Sequence[VerdictChange]) -> Iterator[Block]:
    if not verdicts:
        return
    yield Block("Checklists")
    by_list: dict[str, list[VerdictChange]] = {}
    for each in verdicts:
        by_list.setdefault(each.checklist, []).append(each)
    for found in by_list.values():
        lines = [*_of_kind(found, _OPENINGS)]
        yield Block(found[0].title, tuple(lines), level=3)


_OPENINGS: Mapping[Verdict, str] = {
    Verdict.REPORTED: "Now reported",
    Verdict.PARTLY: "Now partly reported",
    Verdict.MISSING: "Now missing",
    Verdict.NOT_APPLICABLE: "Now not applicable",
}


def _of_kind(verdicts: Sequence[VerdictChange], openings: Mapping[Verdict, str]) -> Iterator[Line]:
    for verdict, opening in openings.items():
        found = [each for each in verdicts if each.after == verdict.value]
        if found:
            details = tuple(
                f"{each.item} ({f'before: {each.before}' if each.before else 'not asked before'}): "
                f"{each.text}"
                for each in found
            )
            noun = "item" if len(found) == 1 else "items"
            yield Line(f"{opening}: {len(found)} {noun}.", details)
    gone = [each for each in verdicts if each.after is None]
    if gone:
        details = tuple(f"{each.item} (before: {each.before}): {each.text}" for each in gone)
        yield Line("Asked no longer:", details)


def _findings(findings: Sequence[FindingChange]) -> Iterator[Block]:
    if not findings:
        return
    yield Block("Findings", tuple(map(_finding, findings)))


def _finding(each: FindingChange) -> Line:
    before, after = each.before, each.after
    if after is None:
        return Line(f"No longer found: {before.message}") if before is not None else Line(NOTHING)
    if before is None:
        return Line(f"New {after.severity}: {after.message}")
    details = (f"before: {before.message}", f"now: {after.message}")
    return Line(f"Another {after.severity} than before:", details)
