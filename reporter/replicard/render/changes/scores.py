"""Which way scores went and what changed beside them, as sentences and as a table."""

from collections.abc import Iterator, Mapping, Sequence

from replicard.changes import Cause, CauseKind, Changes, ScoreChange, ScoreState
from replicard.changes.outcome import DATA_CAUSES
from replicard.render.changes.blocks import Block, Line, Table
from replicard.render.changes.labels import label_of
from replicard.render.changes.names import Names
from replicard.render.english import (
    count,
    fixed,
    listed,
    percent,
    plural,
    score,
    tally,
    whole,
    with_unit,
)
from replicard.render.estimates import interval_decimals, interval_in_words
from replicard.render.phrases.metric_words import NOUNS
from replicard.render.prose import capitalised
from replicard_schema.evidence import Evidence, Parameters
from replicard_schema.results import metric_title
from replicard_schema.vocabulary import MetricId

_COUNTS = frozenset({"tp", "fp", "fn", "splits", "merges"})
_MOST_SENTENCES = 6
_FROM_HERE_TOGETHER = 3
_MOST_DECIMALS = 6
_NOTHING_ELSE = "no file, setting or program version that they follow from"
_HEAD = ("Score", "Of", "Before", "Now", "Direction")


def score_blocks(
    changes: Changes, names: Names, old: Evidence | None, new: Evidence | None
) -> Iterator[Block]:
    """Yield a block for each validation with changed scores."""
    by_validation: dict[str, list[ScoreChange]] = {}
    for change in changes.scores:
        by_validation.setdefault(change.validation, []).append(change)
    if by_validation:
        yield Block("Numbers")
    for name, found in by_validation.items():
        words = _Words(names, old, new, name)
        told = found if len(found) <= _MOST_SENTENCES else [c for c in found if c.is_chief]
        lines = tuple(words.lines(told))
        if len(told) == len(found):
            yield Block(f"Validation {name}", lines, level=3)
        else:
            table = Table(_HEAD, tuple(map(words.row, found)))
            yield Block(f"Validation {name}", (*lines, Line(_counted(found))), table, level=3)


def _counted(changes: Sequence[ScoreChange]) -> str:
    """Count scores by the way they went."""
    better = sum(change.judgement == "better" for change in changes)
    worse = sum(change.judgement == "worse" for change in changes)
    rest = len(changes) - better - worse
    parts = [f"{whole(better)} for the better", f"{whole(worse)} for the worse"]
    parts += [f"{whole(rest)} without a direction"] if rest else []
    return f"In all, {count(len(changes), 'score')} changed: {listed(parts)}."


class _Words:
    """How scores of one validation are told."""

    def __init__(self, names: Names, old: Evidence | None, new: Evidence | None, name: str) -> None:
        self._names = names
        known = [e.validations[name] for e in (new, old) if e is not None and name in e.validations]
        self._dataset = names.of("datasets", known[0].dataset)
        levels = [each.resampling.level for each in known if each.resampling is not None]
        self._level = f"{percent(levels[0])} interval" if levels else "interval"
        self._titles: Mapping[str, str] = _titles(old, new)

    def lines(self, changes: Sequence[ScoreChange]) -> Iterator[Line]:
        """Tell changes, those that follow from the same together."""
        groups: dict[tuple[Cause, ...] | None, list[ScoreChange]] = {}
        for change in changes:
            has_both = change.before is not None and change.after is not None
            groups.setdefault(change.causes if has_both else None, []).append(change)
        for causes, members in groups.items():
            if causes is None or len(members) < _FROM_HERE_TOGETHER:
                yield from (
                    Line(self._sentence(each, self._beside(each.causes))) for each in members
                )
            else:
                yield Line(self._lead(causes), tuple(self._sentence(each, "") for each in members))

    def _sentence(self, change: ScoreChange, beside: str) -> str:
        """Tell one change; ``beside`` says what changed with it."""
        subject = self._subject(change)
        before, after = change.before, change.after
        if before is None or after is None:
            return self._one_sided(subject, before, after, change)
        if before.value is None or after.value is None:
            return f"{self._undefined(subject, before, after, change)}."
        first, second = _pair(before, after, change)
        one = f"{first} ({self._notes(before, change, first=True)})"
        other = f"{second} ({self._notes(after, change)})"
        if before.value == after.value:
            stayed = f"{subject} stayed at {first}, but what stands with it changed: before "
            notes = self._notes(before, change, first=True), self._notes(after, change)
            return f"{stayed}{notes[0]}; now {notes[1]}{beside}."
        verb = "rose" if after.value > before.value else "fell"
        judged = f", which is {change.judgement}" if change.judgement else ""
        return f"{subject} {verb} from {one} to {other}{judged}{beside}."

    def row(self, change: ScoreChange) -> tuple[str, ...]:
        """Tell one change as a row of a table."""
        who = self._names.candidate(change.candidate) if change.candidate else "the annotators"
        title = metric_title(self._title(change), change.parameters)
        if change.is_pooled:
            title = f"{title}, pooled"
        before, after = change.before, change.after
        cells = ["–", "–"]
        if before is not None and after is not None and None not in {before.value, after.value}:
            cells = list(_pair(before, after, change))
        else:
            for at, state in enumerate((before, after)):
                if state is not None:
                    cells[at] = "no value" if state.value is None else _alone(state, change)
        shown = [
            text
            if state is None or state.value is None
            else f"{text} ({self._notes(state, change)})"
            for text, state in zip(cells, (before, after), strict=True)
        ]
        return title, who, *shown, change.judgement or "–"

    def _title(self, change: ScoreChange) -> str:
        return self._titles.get(change.metric, change.metric)

    def _subject(self, change: ScoreChange) -> str:
        noun = _noun(change.metric) or self._title(change)
        pooled = "pooled " if change.is_pooled else ""
        who = f" of {self._names.candidate(change.candidate)}" if change.candidate else ""
        if change.part == "annotators":
            who = f" of {self._names.candidate(change.candidate)} with the annotators" if (
                change.candidate) else " between the annotators"  # fmt: skip
        told = f"the {pooled}{noun}{who}{_conditions(change.parameters)}"
        return capitalised(told)

    def _notes(self, state: ScoreState, change: ScoreChange, *, first: bool = False) -> str:
        notes = []
        if state.low is not None and state.high is not None:
            bounds = interval_in_words(state.low, state.high)
            notes.append(f"{self._level} {bounds}" if first else bounds)
        if change.metric not in _COUNTS:
            notes.append(f"n = {whole(state.n)}")
        else:
            notes.append("summed over the images")
        return "; ".join(notes)

    def _one_sided(
        self, subject: str, before: ScoreState | None, after: ScoreState | None, c: ScoreChange
    ) -> str:
        state = after or before
        if state is None or state.value is None:
            because = state.because if state is not None else None
            reason = f": {because}" if because else ""
            value = f"has no value{reason}" if after is not None else f"had no value{reason}"
        else:
            verb = "is" if after is not None else "was"
            first = self._notes(state, c, first=True)
            value = f"{verb} {_alone(state, c)} ({first})"
        tail = "computed for the first time" if after is not None else "computed no longer"
        plain = subject[0].lower() + subject[1:] if subject.startswith("The ") else subject
        opening = "New" if after is not None else "Gone"
        return f"{opening}: {plain} {value}; it is {tail}."

    def _undefined(
        self, subject: str, before: ScoreState, after: ScoreState, change: ScoreChange
    ) -> str:
        if before.value is None and after.value is None:
            return f"{subject} has no value, as before, but for another reason: {after.because}"
        if after.value is None:
            was = _alone(before, change)
            return f"{subject} has no value any more ({after.because}); it was {was}"
        shown = f"{_alone(after, change)} ({self._notes(after, change, first=True)})"
        return f"{subject} is now {shown}; before, it had no value ({before.because})"

    def _beside(self, causes: Sequence[Cause]) -> str:
        """Say what changed beside a score; *because* only if nothing else did."""
        if not causes:
            return f", although {_NOTHING_ELSE.replace('they follow', 'it follows')} changed"
        return f", {'because' if _is_sure(causes) else 'while'} {self._clauses(causes)}"

    def _lead(self, causes: Sequence[Cause]) -> str:
        if not causes:
            return f"These scores changed, although {_NOTHING_ELSE} did:"
        if _is_sure(causes):
            return f"Because {self._clauses(causes)}, these scores changed:"
        return f"These scores changed, while {self._clauses(causes)}:"

    def _clauses(self, causes: Sequence[Cause]) -> str:
        return listed([self._cause(cause) for cause in causes])

    def _cause(self, cause: Cause) -> str:
        was = "was" if cause.count == 1 else "were"
        images = tally(cause.count, "image")
        home, who = self._dataset, self._names.candidate(cause.candidate)
        labels = listed([f"the {label_of(name)}" for name in cause.names])
        names = listed(list(cause.names))
        whose = "its version" if cause.count == 1 else "their versions"
        return {
            CauseKind.ADDED: f"{images} {was} added to {home}",
            CauseKind.REMOVED: f"{images} {was} taken out of {home}",
            CauseKind.TARGETS: f"the ground truth of {images} in {home} was replaced",
            CauseKind.PREDICTIONS: f"the predictions of {who} for {images} were replaced",
            CauseKind.LEFT_OUT: f"other images were left out ({names})",
            CauseKind.SETTINGS: f"{labels} changed",
            CauseKind.PROGRAMS: f"{names} changed {whose}",
        }[cause.kind]


def _is_sure(causes: Sequence[Cause]) -> bool:
    """Say whether what changed is the only thing that a score can have changed by."""
    return len(causes) == 1 or {cause.kind for cause in causes} <= DATA_CAUSES


def _titles(old: Evidence | None, new: Evidence | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for evidence in (old, new):
        if evidence is not None:
            found |= {name: each.name for name, each in evidence.passports.items()}
            found |= {name: each.name for name, each in evidence.measures.items()}
    return found


def _noun(metric: str) -> str:
    try:
        noun = NOUNS[MetricId(metric)]
    except ValueError:
        return ""
    return f"number of {plural(noun)}" if metric in _COUNTS else noun


def _conditions(parameters: Parameters) -> str:
    """Write what a result is about, after its noun.

    >>> _conditions({"iou_threshold": 0.5, "class": "nucleus"})
    ' at an IoU threshold of 0.5 for the class nucleus'
    """
    parts = []
    if "iou_threshold" in parameters:
        parts.append(f"at an IoU threshold of {parameters['iou_threshold']}")
    if "tolerance" in parameters:
        parts.append(f"at a tolerance of {parameters['tolerance']}")
    if "quantile" in parameters:
        parts.append(f"at the quantile {parameters['quantile']}")
    parts += [
        f"for the {name} {parameters[name]}"
        for name in ("class", "channel")
        if parameters.get(name, "foreground") != "foreground"
    ]
    if "average" in parameters:
        parts.append(f"as the {parameters['average']} average over classes")
    return "".join(f" {part}" for part in parts)


def _alone(state: ScoreState, change: ScoreChange) -> str:
    if state.value is None:
        return "no value"
    if change.metric in _COUNTS:
        return whole(round(state.value))
    return _written(state.value, change.unit, _decimals(state))


def _pair(before: ScoreState, after: ScoreState, change: ScoreChange) -> tuple[str, str]:
    """Write two values with the digits of their intervals, and more where they look alike."""
    first, second = _alone(before, change), _alone(after, change)
    if change.metric in _COUNTS or before.value is None or after.value is None:
        return first, second
    digits = max(_decimals(before) or 0, _decimals(after) or 0)
    while first == second and before.value != after.value and digits < _MOST_DECIMALS:
        digits += 1
        first = _written(before.value, change.unit, digits)
        second = _written(after.value, change.unit, digits)
    return first, second


def _decimals(state: ScoreState) -> int | None:
    if state.low is None or state.high is None:
        return None
    return interval_decimals(state.low, state.high)


def _written(value: float, unit: str | None, digits: int | None) -> str:
    return score(value, unit) if digits is None else with_unit(fixed(value, digits), unit)
