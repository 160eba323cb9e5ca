"""Cells of the tables of scores; nothing is computed here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from replicard.render.english import count, number, percent, score, whole
from replicard.render.estimates import NO_BREAK, fitting, fitting_spread, interval
from replicard.render.metric_rows import MetricRow
from replicard_schema.evidence import Interval, MetricResult, Resampling, Summary
from replicard_schema.results import units_to_halve

NONE = "–"


@dataclass(frozen=True, slots=True)
class Cell:
    """A score, or the mark of the note that says why there is none."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScoreCells:
    """One result as it stands in a table; a dash where there is no such number.

    Attributes
    ----------
    images
        Images with a value and, where groups were drawn, the groups that they form.
    distribution
        Smallest value, percentiles and largest value of the images.
    """

    mean: str
    mean_interval: Cell
    images: str
    pooled: str
    pooled_interval: Cell
    distribution: tuple[str, ...]

    def best(self) -> tuple[str, Cell]:
        """Return the value that stands for the result: the mean, or else the pooled value."""
        if self.mean == NONE:
            return self.pooled, self.pooled_interval
        return self.mean, self.mean_interval


def score_cells(
    row: MetricRow, candidate: str, notes: Mapping[str, str] | None = None
) -> ScoreCells:
    """Return the cells of a candidate; the unit stands with the metric.

    Parameters
    ----------
    notes
        Marks of the reasons why an interval is missing or of another kind.
    """
    result = row.results[candidate]
    pooled, marks = result.pooled, notes or {}
    pooled_value = pooled.value if pooled is not None else None
    return ScoreCells(
        mean=_mean(result),
        mean_interval=_interval(result.mean_interval, marks),
        images=_images(result) if result.per_image else NONE,
        pooled=_pooled(pooled_value, pooled.undefined_because if pooled else None, row, result),
        pooled_interval=_interval(result.pooled_interval, marks),
        distribution=_distribution(result.summary, row),
    )


def interval_notes(rows: Sequence[MetricRow]) -> dict[str, str]:
    """Return the mark of every reason why an interval is missing or of another kind."""
    reasons = dict.fromkeys(
        reason
        for row in rows
        for result in row.results.values()
        for found in (result.mean_interval, result.pooled_interval)
        if found is not None and (reason := _reason(found)) is not None
    )
    return {reason: letter_mark(place) for place, reason in enumerate(reasons)}


def resampling_words(resampling: Resampling) -> str:
    """Say how intervals were computed, for the legend of a table."""
    drawn = count(resampling.n_units, resampling.unit)
    how = "image by image"
    if resampling.unit == "group":
        how = f"as whole groups of images (cluster bootstrap), formed by {resampling.grouped_by}"
    return (
        f"Intervals in square brackets: {percent(resampling.level)} bootstrap intervals "
        f"({resampling.method} method) from {whole(resampling.resamples)} resamples of "
        f"{drawn}, drawn with replacement {how}; PCG64 with seed {resampling.seed}."
    )


def halving_words(found: Interval, title: str, unit: str) -> str:
    """Say how many images or groups would make an interval half as wide; empty without one."""
    if found.low is None or found.high is None:
        return ""
    width = number(float(f"{found.high - found.low:.2g}"))
    more = " More images of the same groups help little." if unit == "group" else ""
    return (
        f"The interval of {title} is {width} wide. It shrinks with the square root of the number "
        f"of {unit}s: half the width needs about four times as many, "
        f"{whole(units_to_halve(found))} in place of {whole(found.n_units)}, if they vary "
        f"as these do.{more}"
    )


def letter_mark(place: int) -> str:
    """Return a, b, …, z, aa, ab, …."""
    times, rest = divmod(place, len(ascii_lowercase))
    return (letter_mark(times - 1) if times else "") + ascii_lowercase[rest]


def cell_value(value: float | None, reason: str | None, row: MetricRow) -> str:
    """Write a value of one image or of all; the reason, or a dash, where there is none."""
    if value is None:
        return reason or NONE
    return whole(int(value)) if row.is_count and value.is_integer() else score(value)


def _mean(result: MetricResult) -> str:
    summary = result.summary
    if summary.mean is None:
        return "no value" if result.per_image else NONE
    if summary.sd is None:
        return fitting(summary.mean, result.mean_interval)
    return fitting_spread(summary.mean, summary.sd, result.mean_interval)


def _pooled(value: float | None, reason: str | None, row: MetricRow, result: MetricResult) -> str:
    if value is None or row.is_count:
        return cell_value(value, reason, row)
    return fitting(value, result.pooled_interval)


def _interval(found: Interval | None, notes: Mapping[str, str]) -> Cell:
    if found is None:
        return Cell("")
    mark = notes.get(_reason(found) or "", "")
    if found.low is None or found.high is None:
        return Cell(NONE, mark)
    return Cell(interval(found.low, found.high), mark)


def _reason(found: Interval) -> str | None:
    if found.undefined_because is not None:
        return f"no interval: {found.undefined_because}"
    if found.fallback_because is not None:
        return f"percentile method: {found.fallback_because}"
    return None


def _images(result: MetricResult) -> str:
    summary, found = result.summary, result.mean_interval
    total = summary.n + summary.n_undefined
    text = whole(total) if summary.n == total else f"{whole(summary.n)} of {whole(total)}"
    if found is None or found.n_units >= summary.n:
        return text
    return f"{text} in {count(found.n_units, 'group')}".replace(" ", NO_BREAK)


def _distribution(summary: Summary, row: MetricRow) -> tuple[str, ...]:
    return tuple(cell_value(value, None, row) for value in _order(summary))


def _order(summary: Summary) -> Iterator[float | None]:
    yield from (summary.minimum, summary.percentile_5, summary.percentile_25, summary.median)
    yield from (summary.percentile_75, summary.percentile_95, summary.maximum)
