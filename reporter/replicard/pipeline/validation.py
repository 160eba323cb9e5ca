"""Computing one validation: from the files of its card section to its evidence."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from replicard.images import FilePair
from replicard.metrics import (
    METRICS,
    Measurement,
    aggregate,
    choose_examples,
    compare,
    describe_normalisation,
    library_versions,
    packages_of,
)
from replicard.pipeline.captures import compare_captures
from replicard.pipeline.classification import classification_evidence
from replicard.pipeline.detection import detection_evidence
from replicard.pipeline.evidence_file import digest
from replicard.pipeline.grouping import Grouping, group_images, sampling_of
from replicard.pipeline.labels import find_labelling
from replicard.pipeline.left_out import images_left_out
from replicard.pipeline.pairs import find_pairs
from replicard.pipeline.plan import RAW_INPUT, Comparison, Plan, make_plan
from replicard.pipeline.remarks import remarks
from replicard.pipeline.scoring import Scores, score_images
from replicard.pipeline.sources import Reader
from replicard.pipeline.tasks import HashTask
from replicard.pipeline.tasks.keeping import code_sha256
from replicard.pipeline.whole_set import score_whole_set
from replicard_schema.card import Card
from replicard_schema.evidence import (
    CandidateResult,
    ExampleChoice,
    ImagePair,
    ValidationEvidence,
)
from replicard_schema.vocabulary import Direction

_ByCandidate: TypeAlias = dict[str, list[tuple[str, tuple[Measurement, ...]]]]


def compute_validation(
    card: Card,
    name: str,
    *,
    reader: Reader,
    previous: ValidationEvidence | None,
) -> ValidationEvidence:
    """Compute a validation, or take over what was computed from the very same input.

    Parameters
    ----------
    previous
        Evidence of an earlier run, if it may be used.

    Raises
    ------
    DataError
        With all problems of the files.
    """
    plan = make_plan(card, name)
    dataset = card.validations[name].dataset
    if isinstance(plan, str):
        return ValidationEvidence(
            dataset=dataset,
            inputs_sha256=digest({"reason": plan}),
            n_images=card.datasets[dataset].image_count or 0,
            not_computed_because=plan,
        )
    if plan.comparison is Comparison.IMAGE_LABELS:
        return classification_evidence(plan, reader=reader)
    if plan.comparison is Comparison.BOXES:
        return detection_evidence(plan, reader=reader)
    pairs = find_pairs(plan, reader.root, without=reader.without)
    if previous is not None and _is_unchanged(plan, pairs, previous, reader):
        return previous
    return _compute(plan, pairs, reader=reader)


def _compute(plan: Plan, pairs: Sequence[FilePair], *, reader: Reader) -> ValidationEvidence:
    targets = [pair.target for pair in pairs if pair.target]
    labelling = find_labelling(plan, targets, reader=reader)
    scores = Scores(scored=list(pairs))
    if plan.dataset.targets is not None:
        scores = score_images(plan, pairs, labelling, reader=reader)
    whole_set = score_whole_set(plan, scores.scored, reader=reader)
    captures = compare_captures(plan, scores.scored, reader=reader)
    scored = scores.scored
    grouping = group_images(plan, scored, reader)
    sampling = sampling_of(plan, grouping)
    results = {
        name: aggregate(images, sampling=sampling)
        for name, images in _measured(
            scores.by_candidate, whole_set.by_candidate, captures.by_candidate
        ).items()
    }
    candidates = {
        name: CandidateResult(
            kind="raw input" if name == RAW_INPUT else plan.kinds[name],
            results=found,
            scales=tuple(scores.scales.get(name, ())),
            fits=whole_set.fits.get(name, ()),
            ring_curves=captures.curves.get(name, ()),
        )
        for name, found in results.items()
    }
    hashes = {path: reader.record(path).sha256 for pair in scored for path in _paths(pair)}
    hashes |= {table.path: table.sha256 for table in grouping.tables}
    at = f"validations.{plan.name}"
    return ValidationEvidence(
        dataset=plan.validation.dataset,
        inputs_sha256=_inputs_digest(plan, scored, hashes),
        n_images=len(scored),
        skipped=scores.skipped,
        n_groups=grouping.n_groups,
        label_kind=labelling.kind if labelling else None,
        normalisation=None
        if labelling or plan.dataset.targets is None
        else describe_normalisation(plan.method, percentiles=plan.percentiles),
        pairs=tuple(_pair(pair, grouping, reader) for pair in scored),
        tables=grouping.tables,
        candidates=candidates,
        resampling=sampling.record(),
        comparisons=compare(results, raw_input=RAW_INPUT, sampling=sampling),
        examples=_examples(plan, candidates),
        findings=(
            *images_left_out(scores.skipped, n_used=len(scored), field=at),
            *scores.findings(at),
            *captures.findings,
            *remarks(plan, scored, grouping, reader=reader),
        ),
    )


def _is_unchanged(
    plan: Plan, pairs: Sequence[FilePair], previous: ValidationEvidence, reader: Reader
) -> bool:
    """Say whether evidence follows from the very same input.

    Files are hashed only where nothing else tells: a run that computes hashes each
    file as it is read.
    """
    if previous.skipped:  # their files may have been mended
        return False
    recorded = _recorded_hashes(previous)
    tables = [path] if (path := plan.dataset.group_table) else []
    paths = sorted({*tables, *(path for pair in pairs for path in _paths(pair))})
    if _inputs_digest(plan, pairs, recorded) != previous.inputs_sha256:
        return False
    tasks = [HashTask(reader.root, path) for path in paths]
    found = reader.work.run(tasks, label=f"hashing files of {plan.name}")
    hashes = {each.path: each.record.sha256 for each in found if each.record is not None}
    return _inputs_digest(plan, pairs, hashes) == previous.inputs_sha256


def _recorded_hashes(previous: ValidationEvidence) -> dict[str, str]:
    records = (
        record
        for pair in previous.pairs
        for record in (
            pair.image,
            pair.target,
            *pair.predictions.values(),
            pair.second_image,
            *pair.second_predictions.values(),
        )
        if record is not None
    )
    return {record.path: record.sha256 for record in (*records, *previous.tables)}


def _inputs_digest(plan: Plan, pairs: Sequence[FilePair], hashes: Mapping[str, str]) -> str:
    """Return a digest of everything that the result follows from."""
    return digest(
        {
            "validation": plan.validation.model_dump(mode="json"),
            "dataset": plan.dataset.model_dump(mode="json"),
            "task": plan.task,
            "kinds": dict(plan.kinds),
            "pairs": [list(_paths(pair)) for pair in pairs],
            "files": hashes,
            "libraries": library_versions(),
            "packages": packages_of(plan.metrics),
            "code": code_sha256("replicard/pipeline"),
        }
    )


def _paths(pair: FilePair) -> tuple[str, ...]:
    first = (pair.image, pair.target, *pair.predictions.values())
    optional = (*first, pair.second_image, *pair.second_predictions.values())
    return tuple(path for path in optional if path is not None)


def _measured(*parts: _ByCandidate) -> _ByCandidate:
    """Return all measurements of each image, by candidate."""
    measured: dict[str, dict[str, tuple[Measurement, ...]]] = {}
    for part in parts:
        for name, images in part.items():
            of_candidate = measured.setdefault(name, {})
            for image, found in images:
                of_candidate[image] = (*of_candidate.get(image, ()), *found)
    return {name: list(images.items()) for name, images in measured.items()}


def _pair(pair: FilePair, grouping: Grouping, reader: Reader) -> ImagePair:
    return ImagePair(
        name=pair.name,
        image=reader.record(pair.image) if pair.image else None,
        target=reader.record(pair.target) if pair.target else None,
        predictions={name: reader.record(path) for name, path in pair.predictions.items()},
        second_image=reader.record(pair.second_image) if pair.second_image else None,
        second_predictions={
            name: reader.record(path) for name, path in pair.second_predictions.items()
        },
        group=grouping.group_of(pair.name),
    )


def _examples(plan: Plan, candidates: Mapping[str, CandidateResult]) -> tuple[ExampleChoice, ...]:
    """Choose images by the leading metric of the leading candidate.

    The leading candidate is the first model that the card lists, the leading metric
    the first one computed that can tell better from worse. Without ground truth there is
    nothing to show.
    """
    models = [name for name, kind in plan.kinds.items() if kind == "model"]
    if not models or plan.dataset.targets is None:
        return ()
    for result in candidates[models[0]].results:
        if METRICS[result.metric].passport.direction is not Direction.NEITHER:
            return choose_examples(models[0], result, named=plan.validation.examples)
    return ()
