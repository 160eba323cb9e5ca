"""Findings about the scores that were reached."""

from collections.abc import Iterator, Mapping

from replicard.findings.wording import counted
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence, Interval, MetricResult
from replicard_schema.findings import Finding
from replicard_schema.passport import Passport
from replicard_schema.results import (
    interval_of,
    interval_text,
    result_title,
    score_text,
    value_of,
)
from replicard_schema.roles import candidate_title
from replicard_schema.sections.validation import Acceptance, Validation
from replicard_schema.vocabulary import MetricId, Severity

GOOD_AGREEMENT = 0.8
"""Value of IoU and F1 from which Laine et al. (2021) saw good agreement by eye."""


def acceptance_not_reached(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find scores that miss what the authors held to be good enough, or that nobody has."""
    if evidence is None:
        return
    for name, validation in card.validations.items():
        for position, entry in enumerate(validation.acceptance):
            field = f"validations.{name}.acceptance[{position}]"
            scores = list(_scores(entry, name, validation, evidence, card))
            if not scores and name in evidence.validations:
                yield _without_score(field, entry)
            for title, score, _ in scores:
                if not _is_reached(entry, score):
                    yield _missed(field, title, score, entry)


def acceptance_within_interval(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find limits that lie within the interval of the score, so that it settles nothing."""
    if evidence is None:
        return
    for name, validation in card.validations.items():
        for position, entry in enumerate(validation.acceptance):
            field = f"validations.{name}.acceptance[{position}]"
            for title, score, interval in _scores(entry, name, validation, evidence, card):
                for limit in (entry.at_least, entry.at_most):
                    if limit is not None and interval is not None and _holds(interval, limit):
                        about = f"{title} is {score_text(score)}"
                        yield _unsettled(field, about, interval, limit)


def _holds(interval: Interval, limit: float) -> bool:
    low, high = interval.low, interval.high
    return low is not None and high is not None and low < limit < high


def _unsettled(field: str, about: str, interval: Interval, limit: float) -> Finding:
    return Finding(
        code="acceptance-unsettled",
        severity=Severity.WARNING,
        field=field,
        message=(
            f"{about}, with an interval of {interval_text(interval)}. The limit of {limit:g} lies "
            "within it, so these images do not settle whether it is reached."
        ),
        hint="say so beside the result, or evaluate on more images",
    )


def good_agreement(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Set IoU and F1 beside the value that the guideline observed; never as pass or fail."""
    for name, found in evidence.validations.items() if evidence is not None else ():
        passports = evidence.passports if evidence is not None else {}
        shown: dict[str, list[str]] = {}
        for candidate, scores in found.candidates.items():
            for result in _one_of_each(scores.results) if candidate in card.models else ():
                score = f"{candidate_title(card, candidate)} {score_text(value_of(result) or 0.0)}"
                shown.setdefault(result_title(result, passports), []).append(score)
        texts = [f"{title}: {', '.join(scores)}" for title, scores in shown.items()]
        if shown:
            yield Finding(
                code="good-agreement",
                severity=Severity.HINT,
                field=f"validations.{name}",
                message=(
                    f"{'; '.join(texts)}. Laine et al. (2021) observed good agreement by eye from "
                    f"about {GOOD_AGREEMENT:g}. That is no limit: what is enough depends on the "
                    "question of the study."
                ),
            )


def _one_of_each(results: tuple[MetricResult, ...]) -> list[MetricResult]:
    """Return the first IoU and the F1 at the lowest threshold that have a value."""
    chosen: dict[MetricId, MetricResult] = {}
    for result in results:
        if result.metric in {MetricId.IOU, MetricId.F1} and value_of(result) is not None:
            known = chosen.get(result.metric)
            if known is None or _threshold(result) < _threshold(known):
                chosen[result.metric] = result
    return list(chosen.values())


def _threshold(result: MetricResult) -> float:
    threshold = result.parameters.get("iou_threshold")
    return float(threshold) if isinstance(threshold, (int, float)) else 0.0


def _scores(
    entry: Acceptance, name: str, validation: Validation, evidence: Evidence, card: Card
) -> Iterator[tuple[str, float, Interval | None]]:
    """Yield every score that an acceptance speaks about, with its name and interval."""
    found = evidence.validations.get(name)
    for candidate, scores in found.candidates.items() if found is not None else ():
        is_meant = candidate == entry.candidate if entry.candidate else candidate in card.models
        for result in _meant(entry, scores.results, evidence.passports) if is_meant else ():
            title, n = result_title(result, evidence.passports), result.summary.n
            units = result.mean_interval.n_units if result.mean_interval is not None else n
            groups = f" in {counted(units, 'group')}" if units < n else ""
            over = f", the mean over {counted(n, 'image')}{groups}," if n > 1 else ""
            value = value_of(result)
            if value is not None:
                about = f"{title} of {candidate_title(card, candidate)}{over}"
                yield about, value, interval_of(result)
    for score in validation.stated_scores:
        is_meant = entry.candidate is None or score.candidate == entry.candidate
        names = (entry.metric, f"{entry.metric} at IoU {entry.at or 0:g}")
        if is_meant and any(_same(score.metric, name) for name in names):
            of = f" of {candidate_title(card, score.candidate)}" if score.candidate else ""
            yield f"{score.metric}{of}, as stated,", score.value, None


def _meant(
    entry: Acceptance, results: tuple[MetricResult, ...], passports: Mapping[str, Passport]
) -> list[MetricResult]:
    named = [
        result
        for result in results
        if _same(result.metric, entry.metric)
        or (result.metric in passports and _same(passports[result.metric].name, entry.metric))
    ]
    if entry.at is not None:
        return [result for result in named if result.parameters.get("iou_threshold") == entry.at]
    lowest = min((_threshold(result) for result in named), default=0.0)
    return [result for result in named if _threshold(result) == lowest]


def _same(name: str, other: str) -> bool:
    plain, wanted = (text.casefold().replace("_", " ").strip() for text in (name, other))
    return plain == wanted


def _is_reached(entry: Acceptance, score: float) -> bool:
    above = entry.at_least is None or score >= entry.at_least
    return above and (entry.at_most is None or score <= entry.at_most)


def _missed(field: str, title: str, score: float, entry: Acceptance) -> Finding:
    limits = {"at least": entry.at_least, "at most": entry.at_most}
    asked = " and ".join(f"{word} {limit:g}" for word, limit in limits.items() if limit is not None)
    return Finding(
        code="acceptance-not-reached",
        severity=Severity.WARNING,
        field=field,
        message=f"{title} is {score_text(score)}; {asked} was held to be good enough.",
        hint="say what follows from it: a lower demand with its reason, or a limitation",
    )


def _without_score(field: str, entry: Acceptance) -> Finding:
    at = f" at IoU {entry.at:g}" if entry.at is not None else ""
    return Finding(
        code="acceptance-without-score",
        severity=Severity.WARNING,
        field=field,
        message=(
            f"The result is judged by {entry.metric}{at}, but no such score was computed or stated."
        ),
        hint="name a metric that is computed, or add the score to stated_scores",
    )
