"""Computing one validation: from the files of its card section to its evidence."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from replicard.files import hash_file
from replicard.images import FilePair, group_of
from replicard.metrics import (
    METRICS,
    aggregate,
    choose_examples,
    describe_normalisation,
    library_versions,
    worse_than_input,
)
from replicard.pipeline.classification import classification_evidence
from replicard.pipeline.evidence_file import digest
from replicard.pipeline.labels import find_labelling
from replicard.pipeline.pairs import find_pairs
from replicard.pipeline.plan import RAW_INPUT, Comparison, Plan, make_plan
from replicard.pipeline.progress import Track
from replicard.pipeline.remarks import remarks
from replicard.pipeline.scoring import Scores, score_images
from replicard.pipeline.sources import Reader, read_all
from replicard_schema.card import Card
from replicard_schema.evidence import (
    CandidateResult,
    ExampleChoice,
    ImagePair,
    ValidationEvidence,
    WorseThanInput,
)
from replicard_schema.vocabulary import Direction


def compute_validation(
    card: Card,
    name: str,
    *,
    reader: Reader,
    previous: ValidationEvidence | None,
    track: Track,
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
    pairs = find_pairs(plan, reader.root)
    inputs = _inputs_digest(plan, pairs, reader.root, track=track)
    if previous is not None and previous.inputs_sha256 == inputs:
        return previous
    return _compute(plan, pairs, inputs, reader=reader, track=track)


def _compute(
    plan: Plan,
    pairs: Sequence[FilePair],
    inputs_sha256: str,
    *,
    reader: Reader,
    track: Track,
) -> ValidationEvidence:
    targets = [pair.target for pair in pairs if pair.target]
    labelling = find_labelling(plan, targets, reader=reader, track=track)
    scores = score_images(plan, pairs, labelling, reader=reader, track=track)
    candidates = {name: _candidate(plan, name, scores) for name in scores.by_candidate}
    groups = {pair.name: _group(plan, pair) for pair in pairs}
    return ValidationEvidence(
        dataset=plan.validation.dataset,
        inputs_sha256=inputs_sha256,
        n_images=len(pairs),
        n_groups=_count_groups(groups) if plan.dataset.groups else None,
        label_kind=labelling.kind if labelling else None,
        normalisation=None
        if labelling
        else describe_normalisation(plan.method, percentiles=plan.percentiles),
        pairs=tuple(_pair(pair, groups[pair.name], reader) for pair in pairs),
        candidates=candidates,
        worse_than_input=_worse(plan, candidates),
        examples=_examples(plan, candidates),
        findings=(
            *scores.findings(f"validations.{plan.name}"),
            *remarks(plan, pairs, groups, reader=reader),
        ),
    )


def _inputs_digest(plan: Plan, pairs: Sequence[FilePair], root: Path, *, track: Track) -> str:
    """Return a digest of everything that the result follows from."""
    paths = sorted({path for pair in pairs for path in _paths(pair)})
    hashes: dict[str, str] = {}

    def hash_one(path: str) -> None:
        hashes[path] = hash_file(root, path).sha256

    read_all(paths, hash_one, label=f"hashing files of {plan.name}", track=track)
    return digest(
        {
            "validation": plan.validation.model_dump(mode="json"),
            "dataset": plan.dataset.model_dump(mode="json"),
            "task": plan.task,
            "kinds": dict(plan.kinds),
            "pairs": [list(_paths(pair)) for pair in pairs],
            "files": hashes,
            "libraries": library_versions(),
        }
    )


def _paths(pair: FilePair) -> tuple[str, ...]:
    optional = (pair.image, pair.target, *pair.predictions.values())
    return tuple(path for path in optional if path is not None)


def _candidate(plan: Plan, name: str, scores: Scores) -> CandidateResult:
    kind = "raw input" if name == RAW_INPUT else plan.kinds[name]
    return CandidateResult(
        kind=kind,
        results=aggregate(scores.by_candidate[name]),
        scales=tuple(scores.scales.get(name, ())),
    )


def _count_groups(groups: Mapping[str, str | None]) -> int:
    """Count groups; an image whose name does not fit the pattern is one of its own."""
    known = {group for group in groups.values() if group is not None}
    return len(known) + sum(group is None for group in groups.values())


def _group(plan: Plan, pair: FilePair) -> str | None:
    return group_of(pair.name, plan.dataset.groups) if plan.dataset.groups else None


def _pair(pair: FilePair, group: str | None, reader: Reader) -> ImagePair:
    return ImagePair(
        name=pair.name,
        image=reader.record(pair.image) if pair.image else None,
        target=reader.record(pair.target) if pair.target else None,
        predictions={name: reader.record(path) for name, path in pair.predictions.items()},
        group=group,
    )


def _worse(plan: Plan, candidates: Mapping[str, CandidateResult]) -> tuple[WorseThanInput, ...]:
    raw = candidates.get(RAW_INPUT)
    if raw is None:
        return ()
    return tuple(
        entry
        for name in plan.kinds
        for entry in worse_than_input(name, candidates[name].results, raw.results)
    )


def _examples(plan: Plan, candidates: Mapping[str, CandidateResult]) -> tuple[ExampleChoice, ...]:
    """Choose images by the leading metric of the leading candidate.

    The leading candidate is the first model that the card lists, the leading metric
    the first one computed that can tell better from worse.
    """
    models = [name for name, kind in plan.kinds.items() if kind == "model"]
    if not models:
        return ()
    for result in candidates[models[0]].results:
        if METRICS[result.metric].passport.direction is not Direction.NEITHER:
            return choose_examples(models[0], result)
    return ()
