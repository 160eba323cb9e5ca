"""What a reader must know beside the scores, and scores that stand apart."""

from collections.abc import Iterable, Iterator, Sequence

from replicard.render.english import numeral
from replicard.render.estimates import has_bounds
from replicard.render.facts import Fact
from replicard.render.marks import joined_sources, mark, visible
from replicard.render.phrases.candidates import (
    COUNTS,
    Candidate,
    results_of,
    threshold_of,
    thresholds,
)
from replicard.render.phrases.imaging import listed_marked
from replicard.render.phrases.metric_words import NOUNS
from replicard.render.phrases.score_table import bare_score
from replicard_schema.vocabulary import MetricId

_PIXELS = frozenset({MetricId.IOU, MetricId.DICE, MetricId.PIXEL_ACCURACY, MetricId.BOUNDARY_F})


def convention(candidates: Sequence[Candidate]) -> str | None:
    """Say what the numbers are, once for all of them."""
    shown = [
        result
        for result in results_of(candidates)
        if result.plain.metric not in COUNTS and result.plain.summary.sd is not None
    ]
    if not shown:
        return None
    pooled = [result.plain.metric for result in shown if _is_pooled(result)]
    text = f"scores are means over images ± standard deviation{shown[0].summary.noted()}"
    has_intervals = any(has_bounds(result.plain.mean_interval) for result in shown)
    notes = ["the interval of the mean"] if has_intervals else []
    if pooled:
        notes.append(_pooling(pooled))
    return f"{text}, with {' and '.join(notes)} in brackets" if notes else text


def _is_pooled(result: Fact) -> bool:
    return result.pooled is not None and result.pooled.value is not None


def _pooling(metrics: Iterable[MetricId]) -> str:
    kinds = {"pixels" if metric in _PIXELS else "objects" for metric in metrics}
    return f"values pooled over all {' or '.join(sorted(kinds))}"


def scales(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """Write what errors are divided by, and what range or tolerance scores refer to."""
    results = list(results_of(candidates))
    return (
        *(
            f"The {names} is the RMSE divided by the {_denominator(text)}{note}."
            for text, names, note in _by_parameter(results, "denominator")
        ),
        *(
            f"The data range of {names} is {_data_range(text)}{note}."
            for text, names, note in _by_parameter(results, "data_range")
        ),
        *(
            f"Outlines counted as equal in the {names} up to a distance of {text}{note}."
            for text, names, note in _by_parameter(results, "tolerance")
        ),
        *_legacy(results),
        *_fitted(results),
        *_resolution(results),
    )


def _by_parameter(results: Sequence[Fact], name: str) -> list[tuple[str, str, str]]:
    """Group metrics by the value of a parameter: value, metrics, and a note of its field."""
    facts = [result for result in results if name in result.plain.parameters]
    values = {str(result.plain.parameters[name]): result for result in reversed(facts)}
    return [
        (
            str(result.parameters[name]),
            listed_marked(
                dict.fromkeys(
                    NOUNS[r.plain.metric] for r in facts if str(r.plain.parameters[name]) == value
                )
            ),
            result.parameters[name].noted(),
        )
        for value, result in values.items()
    ]


def _extent(text: str) -> str:
    """Write whose range an error is divided by."""
    return "of each ground-truth image" if "max - min" in visible(text) else text


def _legacy(results: Sequence[Fact]) -> Iterator[str]:
    """Write what the value of old notebooks is, wherever it is told."""
    found = [r for r in results if r.plain.metric is MetricId.LEGACY_ZEROCOST_NRMSE]
    if found:
        yield (
            f"The {NOUNS[MetricId.LEGACY_ZEROCOST_NRMSE]} is the root of a mean absolute error, "
            f"and stands here only to be compared with values from such notebooks"
            f"{found[0].metric.noted()}."
        )


def _fitted(results: Sequence[Fact]) -> Iterator[str]:
    """Write what MicroSSIM fits, and to what."""
    found = [r for r in results if r.plain.metric is MetricId.MICRO_SSIM]
    if found:
        yield (
            "For MicroSSIM the background was subtracted from all images, and the output of each "
            "candidate was multiplied by one factor, fitted to all images together"
            f"{found[0].parameters['fitted_to'].noted()}."
        )


def _resolution(results: Sequence[Fact]) -> Iterator[str]:
    """Write what a Fourier ring correlation compares, and what it cannot tell."""
    found = [r for r in results if r.plain.metric is MetricId.FRC_RESOLUTION]
    if found:
        threshold = found[0].parameters["threshold"]
        yield (
            "The FRC resolution is one over the spatial frequency at which the Fourier ring "
            f"correlation of two independent captures of a field falls below {threshold}."
        )
        yield (
            "Computed from two predictions it tells how well they agree, not whether they are "
            f"right{found[0].metric.noted()}."
        )
    partial = [r for r in found if r.plain.summary.n and r.plain.summary.n_undefined]
    if partial:
        yield (
            "Where the curve stays above this threshold up to the finest frequency, there is no "
            "value, so the finest pairs are missing from the means"
            f"{partial[0].summary.n_undefined.noted()}."
        )


def _denominator(text: str) -> str:
    """Write what an error is divided by, image by image."""
    if "max - min" in visible(text):
        return f"range {_extent(text)}"
    return text.replace("of the ground truth", "of each ground-truth image")


def _data_range(text: str) -> str:
    return f"that {_extent(text)}" if "max - min" in visible(text) else text


def further_scores(
    candidates: Sequence[Candidate], *, told: float | None, wanted: Iterable[str]
) -> str | None:
    """Write one metric at the IoU thresholds that have not been told.

    Parameters
    ----------
    wanted
        Nouns of metrics that matter most; without one of them, F1 or the first is told.
    """
    others = {at: fact for at, fact in thresholds(candidates).items() if at != told}
    metric = _chief_metric(candidates, set(wanted))
    if not others or metric is None:
        return None
    rows = [row for c in candidates if (row := _row(c, metric, list(others))) is not None]
    if not rows:
        return None
    where = "an IoU threshold" if len(others) == 1 else "IoU thresholds"
    listed = listed_marked(others.values())
    return f"at {where} of {listed}, the {NOUNS[metric]} was {listed_marked(rows)}"


def left_to_table(metrics: Sequence[MetricId], results: Iterable[Fact], validation: str) -> str:
    """Say where the scores by other metrics stand."""
    told = [result for result in results if result.plain.metric in metrics]
    note = mark("", joined_sources(s for result in told for s in result.metric.sources))
    names = listed_marked(f"the {NOUNS[metric]}" for metric in metrics)
    verb = "is" if len(metrics) == 1 else "are"
    return (
        f"{names} {verb} given in the supplementary report{note}, in the table “Scores of "
        f"{validation}”"
    )


def _row(candidate: Candidate, metric: MetricId, wanted: Sequence[float]) -> str | None:
    found = [
        bare_score(result)
        for at in wanted
        for result in candidate.results
        if result.plain.metric is metric and threshold_of(result) == at
    ]
    if len(found) != len(wanted) or None in found:
        return None
    return f"{listed_marked(found)} for {candidate.name}"


def _chief_metric(candidates: Sequence[Candidate], wanted: set[str]) -> MetricId | None:
    known: list[MetricId] = [
        result.plain.metric
        for result in results_of(candidates)
        if threshold_of(result) is not None and result.plain.metric not in COUNTS
    ]
    asked = [metric for metric in known if NOUNS[metric] in wanted]
    chief = [metric for metric in known if metric is MetricId.F1]
    return next(iter((*asked, *chief, *known)), None)


def worse_than_input(rows: Sequence[tuple[str, Sequence[Fact]]]) -> tuple[str, ...]:
    """Say on how many images candidates were worse than the raw input.

    Those that never were share a clause; of the others the metrics are listed.

    Parameters
    ----------
    rows
        Name of each candidate with what the evidence says of it.
    """
    never = [(name, row) for name, row in rows if not any(entry.worse for entry in row)]
    others = [(name, row) for name, row in rows if any(entry.worse for entry in row)]
    told = [f"{name} was worse than the raw input {_shares(row)}" for name, row in others]
    return (*((_never(never),) if never else ()), *told)


def _never(rows: Sequence[tuple[str, Sequence[Fact]]]) -> str:
    entries = [entry for _, row in rows for entry in row]
    n = max(entry.plain.n for entry in entries)
    images = mark(images_of(0, n), joined_sources(s for e in entries for s in e.n.sources))
    notes = "".join(entry.worse.noted() for entry in entries)
    names = listed_marked((name for name, _ in rows), "or")
    metrics = dict.fromkeys(NOUNS[entry.plain.metric] for entry in entries)
    worse_in = f"worse than the raw input in {listed_marked(metrics, 'or')}"
    return f"on {images} was {names} {worse_in}{notes}"


def _shares(entries: Sequence[Fact]) -> str:
    """Group metrics by the number of images: ``in SSIM on two of the 12 images``.

    An image with several channels counts once, if it is worse in any of them.
    """
    shares: dict[tuple[int, int], list[MetricId]] = {}
    for metric in dict.fromkeys(entry.plain.metric for entry in entries):
        of_metric = [entry.plain for entry in entries if entry.plain.metric is metric]
        worse = {image for entry in of_metric for image in entry.worse}
        share = (len(worse), max(entry.n for entry in of_metric))
        shares.setdefault(share, []).append(metric)
    return listed_marked(_share(entries, share, names) for share, names in shares.items())


def _share(entries: Sequence[Fact], share: tuple[int, int], metrics: Sequence[MetricId]) -> str:
    sources = joined_sources(
        source
        for entry in entries
        if entry.plain.metric in metrics
        for source in (*entry.worse.sources, *entry.n.sources)
    )
    names = listed_marked(NOUNS[metric] for metric in metrics)
    return f"in {names} on {mark(images_of(*share), sources)}"


def images_of(n: int, total: int) -> str:
    """Write a share of images: ``two of the 12 images``.

    >>> images_of(2, 12), images_of(0, 12), images_of(1, 1)
    ('two of the 12 images', 'none of the 12 images', 'the one image')
    """
    if total == 1:
        return "none of the images" if n == 0 else "the one image"
    part = "none" if n == 0 else "all" if n == total else numeral(n)
    return f"{part} of the {numeral(total)} images"
