"""Which scores are other ones than before, and which way they went."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from replicard.changes.outcome import Cause, CauseKind, ScoreChange, ScoreState
from replicard_schema.evidence import (
    Evidence,
    Interval,
    MeasureResult,
    MetricResult,
    ValidationEvidence,
)
from replicard_schema.results import chief_results, interval_of, value_of
from replicard_schema.vocabulary import Direction, MetricId

_IDENTIFYING = ("iou_threshold", "class", "channel", "average", "tolerance", "quantile")
"""Parameters without which a result is about something else."""
_COUNTS = frozenset({MetricId.TP, MetricId.FP, MetricId.FN, MetricId.SPLITS, MetricId.MERGES})

Result = MetricResult | MeasureResult
Key = tuple[str, str, str, str]
"""Part, candidate, metric, parameters that tell results apart."""


def changed_scores(
    old: Evidence, new: Evidence, causes: Mapping[str, Sequence[Cause]]
) -> tuple[ScoreChange, ...]:
    """Return the scores that changed, by validation, in the order of the new evidence."""
    found: list[ScoreChange] = []
    for name in dict.fromkeys([*new.validations, *old.validations]):
        before, after = _results(old.validations.get(name)), _results(new.validations.get(name))
        chief = _chief(new.validations.get(name)) | _chief(old.validations.get(name))
        for key in dict.fromkeys([*after, *before]):
            found += (
                replace(
                    change,
                    judgement=_judged(change, old, new),
                    causes=_causes(change, causes.get(name, ())),
                    is_chief=key in chief and not change.is_pooled,
                )
                for change in _compared(name, key, before.get(key), after.get(key))
            )
    return tuple(found)


def _results(validation: ValidationEvidence | None) -> dict[Key, Result]:
    found: dict[Key, Result] = {}
    if validation is None:
        return found
    for part, candidate, results in _parts(validation):
        for result in results:
            metric = result.metric if isinstance(result, MetricResult) else result.measure
            found[part, candidate, str(metric.value), _identity(result)] = result
    return found


def _parts(validation: ValidationEvidence) -> Iterator[tuple[str, str, Sequence[Result]]]:
    for candidate, result in validation.candidates.items():
        yield "scores", candidate, result.results
    for model, repeats in validation.repeats.items():
        yield "repeats", model, repeats.results
    for model, uncertainty in validation.uncertainty.items():
        yield "uncertainty", model, uncertainty.results
    if validation.annotators is not None:
        yield "annotators", "", validation.annotators.results
        for candidate, results in validation.annotators.candidates.items():
            yield "annotators", candidate, results


def _identity(result: Result) -> str:
    told = {name: result.parameters[name] for name in _IDENTIFYING if name in result.parameters}
    return json.dumps(told, sort_keys=True)


def _chief(validation: ValidationEvidence | None) -> set[Key]:
    """Return the results that sum up a validation: those usual, or else the first metric."""
    if validation is None:
        return set()
    found: set[Key] = set()
    for candidate, scored in validation.candidates.items():
        chosen = chief_results(scored.results) or [
            r for r in scored.results if r.metric is scored.results[0].metric
        ]
        found |= {("scores", candidate, str(r.metric.value), _identity(r)) for r in chosen}
    return found


def _compared(
    validation: str, key: Key, old: Result | None, new: Result | None
) -> Iterator[ScoreChange]:
    part, candidate, metric, _ = key
    told = new or old
    if told is None:
        return
    head = (validation, part, candidate, metric, told.parameters, told.unit)
    before, after = _state(old), _state(new)
    if before != after:
        yield ScoreChange(*head, before, after)
    was, now = _pooled(old), _pooled(new)
    if was != now and (was is not None or now is not None):
        yield ScoreChange(*head, was, now, is_pooled=True)


def _state(result: Result | None) -> ScoreState | None:
    if result is None:
        return None
    if isinstance(result, MeasureResult):
        return ScoreState(result.summary.mean, result.summary.n, because=_reason(result))
    if result.metric in _COUNTS and result.pooled is not None:
        reason = result.pooled.undefined_because
        return _with(result.pooled.value, result.summary.n, None, reason)
    return _with(value_of(result), result.summary.n, interval_of(result), _reason(result))


def _pooled(result: Result | None) -> ScoreState | None:
    """Return the pooled value where it stands beside a mean; counts have their sum alone."""
    if not isinstance(result, MetricResult) or result.pooled is None:
        return None
    if result.summary.mean is None or result.metric in _COUNTS:
        return None
    reason = result.pooled.undefined_because
    return _with(result.pooled.value, result.summary.n, result.pooled_interval, reason)


def _with(
    value: float | None, n: int, interval: Interval | None, because: str | None
) -> ScoreState:
    if value is None:
        return ScoreState(None, n, because=because)
    low, high = (interval.low, interval.high) if interval is not None else (None, None)
    return ScoreState(value, n, low, high)


def _reason(result: Result) -> str | None:
    reasons = [each.undefined_because for each in result.per_image]
    if isinstance(result, MetricResult) and result.pooled is not None:
        reasons.append(result.pooled.undefined_because)
    return next((reason for reason in reasons if reason is not None), None)


def _judged(change: ScoreChange, old: Evidence, new: Evidence) -> str:
    """Say whether a score got better, by the passport of its metric."""
    before, after = change.before, change.after
    if before is None or after is None or before.value is None or after.value is None:
        return ""
    passport = (
        new.passports.get(change.metric)
        or new.measures.get(change.metric)
        or old.passports.get(change.metric)
    )
    if passport is None or passport.direction is Direction.NEITHER or before.value == after.value:
        return ""
    is_higher = after.value > before.value
    wants_higher = passport.direction is Direction.HIGHER_IS_BETTER
    return "better" if is_higher is wants_higher else "worse"


def _causes(change: ScoreChange, causes: Sequence[Cause]) -> tuple[Cause, ...]:
    """Leave out predictions of others, which a score does not follow from."""
    return tuple(
        cause
        for cause in causes
        if cause.kind is not CauseKind.PREDICTIONS or cause.candidate == change.candidate
    )
