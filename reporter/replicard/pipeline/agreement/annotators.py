"""How far several annotators of the same images agree, put into evidence."""

import json
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from replicard.errors import DataError, Problem
from replicard.images import pair_files
from replicard.metrics import Measurement, aggregate, applicable_metrics, default_metrics
from replicard.pipeline.agreement.inputs import Inputs, file_record
from replicard.pipeline.agreement.keeping import keep_usable
from replicard.pipeline.agreement.subject import Content, Reason, Subject
from replicard.pipeline.evidence_file import digest
from replicard.pipeline.labels import labelling_of
from replicard.pipeline.plan import DEFAULT_IOU_THRESHOLDS
from replicard.pipeline.sources import Reader, find_files
from replicard.pipeline.tasks import ScoringSettings
from replicard.pipeline.tasks.annotators import AnnotatorOutcome, AnnotatorTask, Pair
from replicard_schema.evidence import (
    AnnotatedImage,
    AnnotatorAgreement,
    AnnotatorPair,
    FileRecord,
    MetricResult,
)
from replicard_schema.roles import tasks_of
from replicard_schema.vocabulary import MetricId, NormalisationMethod

SYMMETRIC = frozenset(
    {
        MetricId.F1,
        MetricId.ACCURACY,
        MetricId.PANOPTIC_QUALITY,
        MetricId.SEGMENTATION_QUALITY,
        MetricId.RECOGNITION_QUALITY,
        MetricId.MEAN_MATCHED_IOU,
        MetricId.IOU,
        MetricId.DICE,
        MetricId.PIXEL_ACCURACY,
    }
)
"""Metrics that stay the same when the two images change places: of two annotators none is
the truth, so neither precision nor recall means anything."""

_ALWAYS: Mapping[Content, tuple[MetricId, ...]] = {
    "objects": (MetricId.F1, MetricId.PANOPTIC_QUALITY, MetricId.DICE),
    "masks": (MetricId.DICE, MetricId.IOU),
}
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Member:
    """One image with its label images."""

    name: str
    annotators: Mapping[str, str]
    candidates: Mapping[str, str]

    @property
    def paths(self) -> tuple[str, ...]:
        return (*self.annotators.values(), *self.candidates.values())


def annotators_evidence(
    subject: Subject, *, reader: Reader, previous: AnnotatorAgreement | None
) -> AnnotatorAgreement:
    """Compare the annotators of a data set, or take over what came of the same input.

    Raises
    ------
    DataError
        With all problems of the files.
    """
    content = subject.content_of()
    names = tuple(subject.dataset.annotations)
    if isinstance(content, Reason) or content == "intensities":
        because = content.text if isinstance(content, Reason) else "intensities are not annotated"
        return AnnotatorAgreement(
            inputs_sha256=digest({"reason": because}),
            annotators=names,
            not_computed_because=because,
        )
    members = _members(subject, reader)
    settings = _settings(subject, content, members, reader)
    inputs = _inputs(subject, settings, members)
    if previous is not None and inputs.are_unchanged(
        previous.inputs_sha256, _records(previous), reader
    ):
        return previous
    opening = reader.opening(subject.dataset.axes)
    tasks = [AnnotatorTask(opening, m.annotators, m.candidates, settings) for m in members]
    kept = keep_usable(members, reader.work.run(tasks, label=inputs.label), reader)
    return _result(names, kept.members, kept.outcomes, reader).model_copy(
        update={"inputs_sha256": inputs.of_files_read(reader), "skipped": kept.skipped}
    )


def _members(subject: Subject, reader: Reader) -> tuple[_Member, ...]:
    annotations = subject.dataset.annotations
    at = f"datasets.{subject.validation.dataset}.annotations"
    if len(annotations) < _FEWEST:
        message = "names one annotator; the agreement of annotators takes at least two"
        hint = "name the label images of each annotator, or leave annotations out"
        raise DataError([Problem(at, message, code="one-annotator", field=at, hint=hint)])
    sides = {f"annotator {name}": pattern for name, pattern in annotations.items()}
    files = {
        f"annotator {name}": find_files(reader.root, pattern, field_path=f"{at}.{name}")
        for name, pattern in annotations.items()
    }
    for candidate, pattern in subject.validation.candidates.items():
        field = f"validations.{subject.name}.candidates.{candidate}"
        sides[candidate] = pattern
        files[candidate] = find_files(reader.root, pattern, field_path=field)
    pairing = pair_files(
        subject.images(reader),
        subject.targets(reader),
        files,
        image_pattern=subject.dataset.images,
        target_pattern=subject.dataset.targets,
        prediction_patterns=sides,
        labels={f"annotator {name}": f"label image of annotator {name}" for name in annotations},
    )
    if pairing.problems:
        raise DataError(pairing.problems)
    return tuple(
        _Member(
            pair.name,
            {name: pair.predictions[f"annotator {name}"] for name in annotations},
            {name: pair.predictions[name] for name in subject.validation.candidates},
        )
        for pair in pairing.pairs
    )


def _settings(
    subject: Subject, content: Content, members: Sequence[_Member], reader: Reader
) -> ScoringSettings:
    labelling = labelling_of(
        [path for member in members for path in member.annotators.values()],
        subject.dataset,
        stated=subject.label_kind,
        are_objects=content == "objects",
        reader=reader,
        label=f"classes of the annotators of {subject.name}",
    )
    return ScoringSettings(
        metrics=_metrics(subject, content),
        iou_thresholds=subject.validation.iou_thresholds or DEFAULT_IOU_THRESHOLDS,
        method=NormalisationMethod.NONE,
        percentiles=(0.0, 100.0),
        axes=subject.dataset.axes,
        labelling=labelling,
    )


def _metrics(subject: Subject, content: Content) -> tuple[MetricId, ...]:
    """Return the symmetric metrics among those of the validation, and those always given."""
    (task,) = tasks_of(subject.card, subject.validation)
    usable = applicable_metrics(task)
    scored = [m for m in subject.validation.metrics if m in usable] or default_metrics(task)
    return tuple(dict.fromkeys([*_ALWAYS[content], *(m for m in scored if m in SYMMETRIC)]))


def _inputs(subject: Subject, settings: ScoringSettings, members: Sequence[_Member]) -> Inputs:
    labelling = settings.labelling
    plain = {
        "metrics": settings.metrics,
        "iou_thresholds": settings.iou_thresholds,
        "axes": settings.axes,
        "kind": labelling.kind if labelling else None,
        "is_stated": labelling.is_stated if labelling else None,
        "classes": labelling.classes if labelling else None,
        "names": sorted((labelling.names or {}).items()) if labelling else [],
        "members": [[m.name, dict(m.annotators), dict(m.candidates)] for m in members],
    }
    paths = tuple(path for member in members for path in member.paths)
    return Inputs(plain, paths, f"annotators of {subject.name}")


def _records(previous: AnnotatorAgreement) -> Iterator[FileRecord]:
    for image in previous.images:
        yield from (*image.files.values(), *image.predictions.values())


def _result(
    names: Sequence[str],
    members: Sequence[_Member],
    outcomes: Sequence[AnnotatorOutcome],
    reader: Reader,
) -> AnnotatorAgreement:
    both = list(zip(members, outcomes, strict=True))
    pairs = list(outcomes[0].pairs)
    candidates = list(members[0].candidates)
    return AnnotatorAgreement(
        inputs_sha256="0" * 64,
        annotators=tuple(names),
        images=tuple(
            AnnotatedImage(
                name=member.name,
                files={a: file_record(path, reader) for a, path in member.annotators.items()},
                predictions={c: file_record(path, reader) for c, path in member.candidates.items()},
            )
            for member in members
        ),
        pairs=tuple(
            AnnotatorPair(
                first=pair[0],
                second=pair[1],
                results=aggregate([(m.name, o.pairs[pair]) for m, o in both]),
            )
            for pair in pairs
        ),
        results=aggregate([(m.name, _means(o.pairs, pairs)) for m, o in both]),
        candidates={candidate: _of_candidate(candidate, names, both) for candidate in candidates},
    )


def _of_candidate(
    candidate: str,
    annotators: Sequence[str],
    both: Sequence[tuple[_Member, AnnotatorOutcome]],
) -> tuple[MetricResult, ...]:
    pairs = [(candidate, annotator) for annotator in annotators]
    return aggregate([(m.name, _means(o.candidates, pairs)) for m, o in both])


def _means(
    measured: Mapping[Pair, tuple[Measurement, ...]], pairs: Iterable[Pair]
) -> tuple[Measurement, ...]:
    """Return for each metric the mean over the pairs that have a value."""
    groups: dict[str, list[Measurement]] = {}
    for pair in pairs:
        for found in measured[pair]:
            key = f"{found.metric} {json.dumps(dict(found.parameters), sort_keys=True)}"
            groups.setdefault(key, []).append(found)
    return tuple(_mean(group) for group in groups.values())


def _mean(group: Sequence[Measurement]) -> Measurement:
    values = [found.value for found in group if found.value is not None]
    first = replace(group[0], counts=None)
    if not values:
        return first
    return replace(first, value=statistics.mean(values), undefined_because=None)
