"""Agreement of annotators as sentences, beside the scores of the candidates."""

from collections.abc import Iterator, Sequence

from replicard.render.english import article, numeral, tally
from replicard.render.facts import Fact
from replicard.render.marks import mark
from replicard.render.phrases.agreement import mean_in_words, of_class
from replicard.render.phrases.candidates import Candidate
from replicard.render.phrases.imaging import listed_marked
from replicard.render.phrases.metric_words import NOUNS
from replicard_schema.evidence import MetricResult
from replicard_schema.results import chief_results
from replicard_schema.vocabulary import MetricId


def annotators_told(found: Fact, candidates: Sequence[Candidate]) -> Iterator[str]:
    """Yield sentences on annotators, and on candidates in comparison.

    Parameters
    ----------
    found
        What was computed for the annotators.
    candidates
        Models and baselines with their scores against ground truth.
    """
    chief = chief_results(found.plain.results)
    told = {_key(result) for result in chief if result.summary.mean is not None}
    rows = [result for result in found.results if _key(result.plain) in told]
    if not rows:
        return
    n = mark(numeral(len(found.plain.annotators)), found.annotators.sources)
    images = mark(tally(len(found.plain.images), "image"), found.images.sources)
    over = images if len(found.plain.pairs) == 1 else f"all pairs and {images}"
    yield f"The {n} annotators agreed with each other with {_listed(rows)}, as means over {over}."
    others = [candidate for candidate in candidates if not candidate.is_input]
    truth = [
        f"{candidate.name} reached {_listed(results)}"
        for candidate in others
        if (results := _same(candidate.results, rows))
    ]
    if truth:
        yield f"In comparison, {listed_marked(truth)} with the ground truth."
    singly = [
        f"{candidate.name} reached {_listed(results)}"
        for candidate in others
        if candidate.id in found.candidates.plain
        and (results := _same(found.candidates[candidate.id], rows))
    ]
    if singly:
        yield f"Held against each annotator singly, {listed_marked(singly)}."
    yield (
        f"Agreement between annotators{found.results.noted()} is often taken for the best that a "
        "model can reach, but it is no strict limit: ground truth that joins several annotators "
        "is less noisy than any of them."
    )


def _same(results: Sequence[Fact] | Fact, rows: Sequence[Fact]) -> list[Fact]:
    """Return the results of the same metrics and conditions, in the order of the rows."""
    there = (result for result in results if result.plain.summary.mean is not None)
    known = {_key(result.plain): result for result in there}
    return [known[_key(row.plain)] for row in rows if _key(row.plain) in known]


def _key(result: MetricResult) -> tuple[MetricId, str]:
    return result.metric, str(sorted(result.parameters.items()))


def _listed(results: Sequence[Fact]) -> str:
    return listed_marked(
        f"{article(NOUNS[result.plain.metric])}{_condition(result)} of {mean_in_words(result)}"
        for result in results
    )


def _condition(result: Fact) -> str:
    if "iou_threshold" not in result.plain.parameters:
        return of_class(result)
    return f" at an IoU threshold of {result.parameters['iou_threshold']}"
