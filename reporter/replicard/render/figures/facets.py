"""Small charts side by side, one for each metric, that share their rows or their look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from replicard.render.metric_rows import MetricRow

MOST_FACETS = 6
PER_LINE = 3


@dataclass(frozen=True, slots=True)
class Names:
    """How candidates are written and drawn.

    Attributes
    ----------
    texts, colours, markers
        By candidate, in the order of the validation.
    """

    texts: Mapping[str, str]
    colours: Mapping[str, str]
    markers: Mapping[str, str]


def shown_metrics(rows: Sequence[MetricRow]) -> tuple[MetricRow, ...]:
    """Return the metrics that get a chart: no counts, and none without two values to compare."""
    with_values = [
        row
        for row in rows
        if not row.is_count and any(result.summary.n > 1 for result in row.results.values())
    ]
    return tuple(with_values[:MOST_FACETS])


def few_ticks(axes: Axes) -> None:
    """Keep the numbers along a short axis apart."""
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4, min_n_ticks=2))


def direction_words(row: MetricRow) -> str:
    """Say which way the metric improves, for an axis.

    An arrow would be clearer than words, but not every font has one.
    """
    unit = f" ({row.unit})" if row.unit else ""
    return f"{row.passport.direction.value}{unit}"
