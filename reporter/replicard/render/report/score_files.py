"""Scores as CSV files, for those who want to compute on: by image, over images, compared."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from replicard.files import csv_cell
from replicard_schema.evidence import Evidence, Interval, MetricResult

_Cell: TypeAlias = str | float | None

_INTERVAL = ("low", "high", "method", "units", "remark")
_SUMMARY = (
    *("n", "n_undefined", "mean", "sd", "minimum", "percentile_5", "percentile_25", "median"),
    *("percentile_75", "percentile_95", "maximum"),
)
_SCORE_COLUMNS = (
    *("validation", "candidate", "metric", "parameters", *_SUMMARY),
    *(f"mean_{name}" for name in _INTERVAL),
    *("pooled", "pooled_undefined_because"),
    *(f"pooled_{name}" for name in _INTERVAL),
)


def image_scores_csv(evidence: Evidence) -> str:
    """Write one row for each score of each image, with the reason where there is none."""
    columns = ("validation", "candidate", "image", "metric", "parameters", "value")
    return _csv((*columns, "undefined_because"), _image_rows(evidence))


def scores_csv(evidence: Evidence) -> str:
    """Write one row for each score over all images: distribution, pooled value, intervals."""
    return _csv(_SCORE_COLUMNS, _score_rows(evidence))


def scores_json(evidence: Evidence) -> str:
    """Write the same as JSON: a list of scores, with null where there is no value."""
    rows = [dict(zip(_SCORE_COLUMNS, row, strict=True)) for row in _score_rows(evidence)]
    return json.dumps({"scores": rows}, ensure_ascii=False, indent=1) + "\n"


def comparisons_csv(evidence: Evidence) -> str:
    """Write one row for each comparison of two candidates; the images stand in the last cell."""
    columns = (
        *("validation", "candidate", "other", "metric", "parameters", "n", "mean_difference"),
        *(f"difference_{name}" for name in _INTERVAL),
        *("p_value", "p_holm", "n_tests", "is_exact", "not_tested_because"),
        *("n_worse", "n_equal", "worse"),
    )
    return _csv(columns, _comparison_rows(evidence))


def _csv(columns: Sequence[str], rows: Iterable[Sequence[_Cell]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([csv_cell("" if cell is None else cell) for cell in row] for row in rows)
    return buffer.getvalue()


def _results(evidence: Evidence) -> Iterator[tuple[str, str, MetricResult, str]]:
    for name, validation in evidence.validations.items():
        for candidate, outcome in validation.candidates.items():
            for result in outcome.results:
                yield name, candidate, result, _fixed(result.parameters)


def _image_rows(evidence: Evidence) -> Iterator[Sequence[_Cell]]:
    for name, candidate, result, fixed in _results(evidence):
        for image in result.per_image:
            value, reason = image.value, image.undefined_because
            yield name, candidate, image.image, result.metric, fixed, value, reason


def _score_rows(evidence: Evidence) -> Iterator[Sequence[_Cell]]:
    for name, candidate, result, fixed in _results(evidence):
        pooled = result.pooled
        yield (
            *(name, candidate, result.metric, fixed),
            *(getattr(result.summary, field) for field in _SUMMARY),
            *_interval(result.mean_interval),
            *((pooled.value, pooled.undefined_because) if pooled else (None, None)),
            *_interval(result.pooled_interval),
        )


def _comparison_rows(evidence: Evidence) -> Iterator[Sequence[_Cell]]:
    for name, validation in evidence.validations.items():
        for entry in validation.comparisons:
            test = entry.test
            yield (
                *(name, entry.candidate, entry.other, entry.metric, _fixed(entry.parameters)),
                *(entry.n, entry.mean_difference, *_interval(entry.interval)),
                *((test.p_value, test.p_holm, test.n_tests) if test else (None, None, None)),
                "" if test is None else str(test.is_exact).lower(),
                *(entry.not_tested_because, len(entry.worse), entry.n_equal),
                "; ".join(entry.worse),
            )


def _interval(found: Interval | None) -> Sequence[_Cell]:
    if found is None:
        return (None,) * len(_INTERVAL)
    remark = found.undefined_because or found.fallback_because
    return found.low, found.high, found.method, found.n_units, remark


def _fixed(parameters: object) -> str:
    return json.dumps(parameters, ensure_ascii=False, sort_keys=True)
