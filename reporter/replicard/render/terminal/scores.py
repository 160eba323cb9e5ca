"""Main scores as a table for a terminal."""

from collections.abc import Iterable

from replicard.files import printable
from replicard.render.english import count, percent, score, whole
from replicard.render.estimates import fitting, fitting_spread, interval
from replicard.render.metric_rows import MetricRow, candidate_name, metric_rows
from replicard.render.report.agreement import agreement_lines
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence, Interval, MetricResult, ValidationEvidence
from replicard_schema.results import interval_of
from replicard_schema.vocabulary import Direction

_BOLD, _RESET = "\x1b[1m", "\x1b[0m"
_REASONS_SHOWN = 3


def render_scores(card: Card, evidence: Evidence, *, colour: bool = False) -> str:
    """Return one table for each validation: metrics down, candidates across.

    Values are means over images with their standard deviation and interval, counts are sums. Of
    several IoU thresholds the first is told in full, the others by their leading metric.
    Images without a value are counted, and the reasons stand below.
    """
    parts = [
        _validation(card, evidence, name, validation, colour=colour)
        + "".join(f"{line}\n" for line in agreement_lines(card, evidence, name))
        for name, validation in evidence.validations.items()
    ]
    return "\n".join(parts)


def _validation(
    card: Card, evidence: Evidence, name: str, validation: ValidationEvidence, *, colour: bool
) -> str:
    noun = "image" if validation.n_images == 1 else "images"
    title = f"{name}: {validation.n_images} {noun} of {validation.dataset}"
    if validation.skipped:
        title += f", {len(validation.skipped)} left out"
    if validation.not_computed_because is not None:
        return printable(f"{name}: not computed, because {validation.not_computed_because}") + "\n"
    rows = _told(metric_rows(validation, evidence.passports))
    names = list(validation.candidates)
    table = [["", *(candidate_name(card, candidate) for candidate in names)]]
    table += [
        [row.label, *(_cell(row, candidate, validation.n_images) for candidate in names)]
        for row in rows
    ]
    head, *body = _aligned([[printable(cell) for cell in line] for line in table])
    heading = f"{_BOLD}{printable(title)}{_RESET}" if colour else printable(title)
    below = [*_directions(rows), *_reasons(rows), *_legend(rows, validation)]
    return "\n".join([heading, head, *body, *below]) + "\n"


def _legend(rows: Iterable[MetricRow], validation: ValidationEvidence) -> list[str]:
    """Say what stands in square brackets, or why nothing does."""
    resampling = validation.resampling
    found = [
        interval
        for row in rows
        for result in row.results.values()
        if (interval := interval_of(result)) is not None
    ]
    if resampling is None or not found:
        return []
    if all(interval.low is None for interval in found):
        return [f"  no intervals: {printable(found[0].undefined_because or '')}"]
    drawn = count(resampling.n_units, resampling.unit)
    return [f"  [ ]: {percent(resampling.level)} bootstrap interval over {drawn}"]


def _told(rows: tuple[MetricRow, ...]) -> list[MetricRow]:
    thresholds = list(dict.fromkeys(row.iou_threshold for row in rows if row.iou_threshold))
    leading = [next(r for r in rows if r.iou_threshold == t) for t in thresholds[1:]]
    return [r for r in rows if r.iou_threshold in {None, *thresholds[:1]}] + leading


def _directions(rows: Iterable[MetricRow]) -> list[str]:
    """Say of which metrics smaller values are better."""
    lower = dict.fromkeys(
        row.passport.name for row in rows if row.passport.direction is Direction.LOWER_IS_BETTER
    )
    return [f"  lower is better: {', '.join(lower)}"] if lower else []


def _reasons(rows: Iterable[MetricRow]) -> list[str]:
    """Say why images have no value, each reason once."""
    found = dict.fromkeys(
        score.undefined_because
        for row in rows
        for result in row.results.values()
        for score in (*result.per_image, *([result.pooled] if result.pooled else []))
        if score.undefined_because is not None
    )
    more = len(found) - _REASONS_SHOWN
    told = [f"  no value: {printable(reason)}" for reason in list(found)[:_REASONS_SHOWN]]
    return [*told, f"  and {more} more reasons"] if more > 0 else told


def _cell(row: MetricRow, candidate: str, n_images: int) -> str:
    result = row.results.get(candidate)
    if result is None:
        return "-"
    if row.is_count or not result.per_image:
        return _pooled(result, is_count=row.is_count)
    summary = result.summary
    if summary.mean is None:
        return "no value"
    found = result.mean_interval
    if summary.sd is None:
        number = score(summary.mean)
    else:
        number = fitting_spread(summary.mean, summary.sd, found)
    text = f"{number}{_bounds(found)}"
    return text if summary.n == n_images else f"{text} (n = {summary.n})"


def _bounds(found: Interval | None) -> str:
    if found is None or found.low is None or found.high is None:
        return ""
    return f" {interval(found.low, found.high)}"


def _pooled(result: MetricResult, *, is_count: bool) -> str:
    if result.pooled is None or result.pooled.value is None:
        return "no value"
    if is_count:
        return whole(int(result.pooled.value))
    found = result.pooled_interval
    return f"{fitting(result.pooled.value, found)}{_bounds(found)}"


def _aligned(table: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  "
        + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in table
    ]
