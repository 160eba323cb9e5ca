"""Limits that authors set, compared with the scores that were reached."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import inf

from replicard.render.facts import Fact
from replicard.render.phrases.candidates import Candidate, parts_of, threshold_of
from replicard.render.phrases.imaging import listed_marked
from replicard.render.phrases.metric_words import NOUNS, noun
from replicard.render.phrases.score_table import bounds, told_value
from replicard_schema.results import value_of
from replicard_schema.sections.validation import Acceptance


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who reached a limit and who did not, each with the value; empty texts for nobody."""

    reached: str
    missed: str


def computed_outcome(limit: Acceptance, candidates: Iterable[Candidate]) -> Outcome | None:
    """Compare a limit with computed scores; None if no score decides.

    Parameters
    ----------
    candidates
        Those that the limit is set for.
    """
    decided = [
        (candidate, results) for candidate in candidates if (results := _decisive(limit, candidate))
    ]
    if not decided:
        return None
    told = [
        (_with_values(limit, candidate, results), _all_within(limit, results))
        for candidate, results in decided
    ]
    return _outcome(told)


def stated_outcome(
    limit: Acceptance, scores: Iterable[Fact], name_of: Callable[[Fact], str]
) -> Outcome | None:
    """Compare a limit with the scores that the author states; None if there is none.

    Parameters
    ----------
    name_of
        Names the candidate of a stated score.
    """
    told = [
        (f"{name_of(entry)} ({entry.value}, as stated)", _is_within(limit, entry.plain.value))
        for entry in scores
        if _is_same(entry.plain.metric, limit.metric)
        and (limit.candidate is None or entry.plain.candidate in {None, limit.candidate})
    ]
    return _outcome(told) if told else None


def _outcome(told: Sequence[tuple[str, bool]]) -> Outcome:
    return Outcome(
        listed_marked(text for text, is_within in told if is_within),
        listed_marked((text for text, is_within in told if not is_within), "or"),
    )


def _decisive(limit: Acceptance, candidate: Candidate) -> list[Fact]:
    """Return the results that a limit speaks about: at its threshold, or the lowest."""
    named = [
        result
        for result in candidate.results
        if _is_same(NOUNS[result.plain.metric], noun(limit.metric))
        and value_of(result.plain) is not None
    ]
    at = limit.at
    if at is None:
        at = min((found for r in named if (found := threshold_of(r)) is not None), default=None)
    return [result for result in named if threshold_of(result) == at]


def _is_same(name: str, other: str) -> bool:
    return noun(name).casefold() == noun(other).casefold()


def _with_values(limit: Acceptance, candidate: Candidate, results: Iterable[Fact]) -> str:
    values = listed_marked(_qualified(limit, result) for result in results)
    return f"{candidate.name} ({values})"


def _qualified(limit: Acceptance, result: Fact) -> str:
    limits = [bound for bound in (limit.at_least, limit.at_most) if bound is not None]
    parts = " ".join(str(part) for part in parts_of(result).values())
    found = result.mean_interval if result.summary.mean is not None else result.pooled_interval
    told = bounds(found) if found is not None else ""
    score = told_value(result, limits=limits)
    value = f"{score}, interval {told}" if told else f"{score}"
    return f"{value} for {parts}" if parts else value


def _all_within(limit: Acceptance, results: Iterable[Fact]) -> bool:
    values = (value_of(result.plain) for result in results)
    return all(value is not None and _is_within(limit, value) for value in values)


def _is_within(limit: Acceptance, value: float) -> bool:
    low = -inf if limit.at_least is None else limit.at_least
    high = inf if limit.at_most is None else limit.at_most
    return low <= value <= high
