"""Facts of the evidence: scores, numbers of images, versions of what computed them."""

import re
from collections.abc import Iterator
from itertools import combinations

from pydantic import BaseModel

from replicard.manuscript.facts import Fact, Numbers, Version
from replicard.manuscript.metric_words import metric_topic
from replicard.manuscript.topics import TOPICS
from replicard.manuscript.values import Amount
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence, MetricResult, TrainingLog, ValidationEvidence

_EXACT = 1e-9
_MAX_SETS = 8
_NO_SCORE = re.compile(r"percentile_|parameters|^n(?:_|$)|level|seed|resamples|threshold")


def evidence_facts(card: Card, evidence: Evidence) -> tuple[Fact, ...]:
    """Return what was computed and a methods section may say."""
    versions = {**evidence.computed_with, "Python": evidence.environment.python}
    return (
        *_image_counts(card, evidence),
        *_logs(evidence),
        *(
            Fact(f"computed_with.{name}", f"version of {name}", version, Version(name, version),
                 "computed", is_asked=False)
            for name, version in versions.items()
        ),
        *(fact for name, each in evidence.validations.items() for fact in _scores(name, each)),
    )  # fmt: skip


def _count(field: str, number: float, *, is_asked: bool, topic: str = "images") -> Fact:
    numbers = Numbers(TOPICS[topic], (Amount(float(number), 1.0),))
    noun = TOPICS[topic].noun
    return Fact(field, noun, f"{number:.0f}", numbers, "computed", is_asked=is_asked)


def _image_counts(card: Card, evidence: Evidence) -> Iterator[Fact]:
    counts = {name: len(each.images) for name, each in evidence.datasets.items() if each.images}
    for name, count in counts.items():
        yield _count(f"datasets.{name}.images", count, is_asked=True)
        shapes = {_plane(image.shape, image.axes) for image in evidence.datasets[name].images}
        for shape in sorted(shapes):
            amounts = tuple(Amount(float(length), 1.0) for length in shape)
            shown = " × ".join(map(str, shape))
            numbers = Numbers(TOPICS["shape"], amounts)
            field = f"datasets.{name}.images"
            yield Fact(field, "size of the images", shown, numbers, "computed", is_asked=False)
    for name, validation in evidence.validations.items():
        yield _count(f"validations.{name}.n_images", validation.n_images, is_asked=True)
        left_out = len(validation.skipped)
        yield _count(f"validations.{name}.n_images", validation.n_images + left_out, is_asked=False)
    # Together, and what is left of them after a share was held out, may stand in a text, too.
    for size in (2, 3):
        for group in combinations(list(counts.values())[:_MAX_SETS], size):
            yield _count("datasets", sum(group), is_asked=False)
    for model in card.models.values():
        held = model.training.validation if model.training else None
        if held is not None and held.fraction:
            for count in counts.values():
                out = count * held.fraction
                for number in {int(out), int(out) + 1, count - int(out), count - int(out) - 1}:
                    yield _count("datasets", number, is_asked=False)


def _plane(shape: tuple[int, ...], axes: str) -> tuple[int, ...]:
    kept = zip(axes, shape, strict=False)
    return tuple(length for axis, length in kept if axis in "ZYX")


def _logs(evidence: Evidence) -> Iterator[Fact]:
    for name, model in evidence.models.items():
        log = model.log
        if not isinstance(log, TrainingLog):
            continue
        field = f"models.{name}.log"
        if log.best_epoch is not None:
            yield _count(field, log.best_epoch, is_asked=False, topic="best-epoch")
        for epochs in {log.epochs_run, log.planned_epochs} - {None}:
            yield _count(field, epochs or 0, is_asked=False, topic="epochs")


def _scores(name: str, validation: ValidationEvidence) -> Iterator[Fact]:
    if validation.resampling is not None and (seed := getattr(validation.resampling, "seed", None)):
        yield _count(f"validations.{name}.resampling", seed, is_asked=False, topic="seed")
    for comparison in validation.comparisons:
        yield from _loose(f"validations.{name}.comparisons", comparison.metric, comparison)
    for candidate, scored in validation.candidates.items():
        field = f"validations.{name}.candidates.{candidate}"
        thresholds = [r.parameters.get("iou_threshold") for r in scored.results]
        first = next((each for each in thresholds if each is not None), None)
        for result in scored.results:
            is_first = result.parameters.get("iou_threshold") in {None, first}
            is_asked = is_first and scored.kind == "model"
            yield from _score(field, candidate, result, is_asked=is_asked)


def _score(field: str, candidate: str, result: MetricResult, *, is_asked: bool) -> Iterator[Fact]:
    topic = metric_topic(result.metric.value)
    summary, pooled = result.summary, result.pooled.value if result.pooled else None
    chief = [n for n in (summary.mean, pooled, summary.median) if n is not None]
    is_count = topic.exactly
    if chief and not is_count:
        amounts = [(Amount(number, _EXACT),) for number in chief]
        unit = f" {result.unit}" if result.unit in {"dB", "µm"} else ""
        yield Fact(f"{field}.{result.metric.value}", f"{topic.noun} of {candidate}",
                   f"{chief[0]:.3f}{unit}", Numbers(topic, amounts[0], tuple(amounts[1:])),
                   "computed", is_asked=is_asked)  # fmt: skip
    yield from _loose(field, result.metric, result)
    if is_count:
        total = sum(score.value for score in result.per_image if score.value is not None)
        numbers = Numbers(topic, (Amount(total, 1.0),))
        yield Fact(field, topic.noun, f"{total:.0f}", numbers, "computed", is_asked=False)


def _loose(field: str, metric: str, document: object) -> Iterator[Fact]:
    """Let every number that was computed for a metric stand in a text."""
    topic = metric_topic(str(getattr(metric, "value", metric)))
    # Numbers of single images are so many that one of them would fit nearly anything.
    dump = document.model_dump(exclude={"per_image"}) if isinstance(document, BaseModel) else {}
    for number in sorted(set(_numbers(dump))):
        numbers = Numbers(topic, (Amount(abs(number), _EXACT),))
        yield Fact(field, topic.noun, f"{number:.4g}", numbers, "computed", is_asked=False)


def _numbers(document: object) -> Iterator[float]:
    if isinstance(document, dict):
        document = [child for name, child in document.items() if not _NO_SCORE.search(name)]
    if isinstance(document, (list, tuple)):
        for child in document:
            yield from _numbers(child)
    elif isinstance(document, (int, float)) and not isinstance(document, bool):
        yield float(document)
