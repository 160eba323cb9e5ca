"""Repeated predictions of one model: compared, and put into evidence."""

from collections.abc import Iterator, Mapping, Sequence

from replicard.errors import DataError, Problem
from replicard.metrics.measures import MeasuredValue, choose_by_measure, collect_measures
from replicard.pipeline.agreement.inputs import Inputs, file_record
from replicard.pipeline.agreement.keeping import keep_usable
from replicard.pipeline.agreement.members import Member, find_members
from replicard.pipeline.agreement.subject import Content, Reason, Subject
from replicard.pipeline.evidence_file import digest
from replicard.pipeline.sources import Reader
from replicard.pipeline.tasks.repeated_objects import FOREGROUND, SCORED, ObjectsFound
from replicard.pipeline.tasks.repeats import RepeatOutcome, RepeatSettings, RepeatTask
from replicard_schema.evidence import (
    FileRecord,
    ObjectStability,
    RepeatedImage,
    RepeatKind,
    RepeatsResult,
)
from replicard_schema.vocabulary import LabelKind, MeasureId

MOST_OBJECTS = 10
"""Objects that are named for each image."""

LEADING: Mapping[RepeatKind, MeasureId] = {
    "intensities": MeasureId.REPEAT_SD,
    "probabilities": MeasureId.REPEAT_SD,
    "masks": MeasureId.REPEAT_DISAGREEMENT,
    "objects": MeasureId.OBJECT_STABILITY,
}
"""Measure by which images are ranked."""

_NO_CLASS = "no repeat has a pixel of this class"
_Named = tuple[str, Sequence[MeasuredValue]]


def repeats_evidence(
    subject: Subject, model: str, *, reader: Reader, previous: RepeatsResult | None
) -> RepeatsResult:
    """Compare the repeats of a model, or take over what was computed from the same input.

    Raises
    ------
    DataError
        With all problems of the files.
    """
    content = subject.content_of(model)
    if isinstance(content, Reason):
        return RepeatsResult(
            inputs_sha256=digest({"reason": content.text}), not_computed_because=content.text
        )
    settings = _settings(subject, content)
    members = find_members(subject, model, with_scored=content == "objects", reader=reader)
    inputs = _inputs(subject, settings, members, label=f"repeats of {model} in {subject.name}")
    if previous is not None and inputs.are_unchanged(
        previous.inputs_sha256, _records(previous), reader
    ):
        return previous
    opening = reader.opening(subject.dataset.axes)
    tasks = [RepeatTask(opening, m.repeats, m.scored, settings) for m in members]
    outcomes = reader.work.run(tasks, label=inputs.label)
    kept = keep_usable(members, outcomes, reader)
    return _result(kept.members, kept.outcomes, settings, inputs, reader).model_copy(
        update={"skipped": kept.skipped}
    )


def _settings(subject: Subject, content: Content) -> RepeatSettings:
    return RepeatSettings(
        content,
        channel_names=subject.channel_names if content == "intensities" else (),
        labelling=None if content == "intensities" else subject.labelling(content),
    )


def _inputs(
    subject: Subject, settings: RepeatSettings, members: Sequence[Member], *, label: str
) -> Inputs:
    labelling = settings.labelling
    plain = {
        "content": settings.content,
        "axes": subject.dataset.axes,
        "channels": list(settings.channel_names),
        "kind": labelling.kind if labelling else None,
        "is_stated": labelling.is_stated if labelling else None,
        "names": sorted((labelling.names or {}).items()) if labelling else [],
        "members": [[m.name, m.image, dict(m.repeats), m.scored] for m in members],
    }
    return Inputs(plain, tuple(path for member in members for path in member.paths), label)


def _records(previous: RepeatsResult) -> Iterator[FileRecord | None]:
    for image in previous.images:
        yield from image.files.values()
        yield image.scored


def _result(
    members: Sequence[Member],
    outcomes: Sequence[RepeatOutcome],
    settings: RepeatSettings,
    inputs: Inputs,
    reader: Reader,
) -> RepeatsResult:
    kind = _kind(members, outcomes)
    named: list[_Named] = [(m.name, o.values) for m, o in zip(members, outcomes, strict=True)]
    if kind == "masks":
        named = _of_all_classes(named, outcomes, settings)
    results = collect_measures(named)
    leading = next(result for result in results if result.measure is LEADING[kind])
    return RepeatsResult(
        inputs_sha256=inputs.of_files_read(reader),
        kind=kind,
        repeats=tuple(members[0].repeats),
        images=tuple(_image(m, o.objects, reader) for m, o in zip(members, outcomes, strict=True)),
        results=results,
        examples=choose_by_measure(leading),
    )


def _kind(members: Sequence[Member], outcomes: Sequence[RepeatOutcome]) -> RepeatKind:
    """Return what all repeats hold; masks and probabilities cannot be mixed."""
    kinds = {o.kind: m for m, o in zip(members, outcomes, strict=True) if o.kind is not None}
    if len(kinds) == 1:
        return next(iter(kinds))
    message = f"repeats hold {' and '.join(sorted(kinds))}, which cannot be taken together"
    path = next(iter(kinds["probabilities"].repeats.values()))
    hint = "name either masks of whole numbers or probabilities from 0 to 1"
    raise DataError([Problem(path, message, code="mixed-repeats", hint=hint)])


def _of_all_classes(
    named: Sequence[_Named], outcomes: Sequence[RepeatOutcome], settings: RepeatSettings
) -> list[_Named]:
    """Give every image a value, or a reason, for every class that any image has.

    Masks of one value are binary unless the card says otherwise: that value is the
    foreground.
    """
    labelling = settings.labelling
    if labelling is not None and labelling.kind is LabelKind.BINARY:
        return list(named)
    classes = sorted({value for outcome in outcomes for value in outcome.classes})
    names = dict(labelling.names or {}) if labelling else {}
    if labelling is None and len(classes) <= 1:
        renamed = {str(value): FOREGROUND for value in classes}
        wanted = [FOREGROUND]
    else:
        renamed = {}
        wanted = [names.get(value, str(value)) for value in sorted({*classes, *names})]
    return [(image, list(_completed(values, renamed, wanted))) for image, values in named]


def _completed(
    values: Sequence[MeasuredValue], renamed: Mapping[str, str], wanted: Sequence[str]
) -> Iterator[MeasuredValue]:
    of_class: dict[str, MeasuredValue] = {}
    for value in values:
        if value.measure is MeasureId.REPEAT_IOU:
            name = str(value.parameters["class"])
            of_class[renamed.get(name, name)] = value
        else:
            yield value
    for name in wanted:
        found = of_class.get(name)
        yield MeasuredValue(
            MeasureId.REPEAT_IOU,
            found.value if found else None,
            found.undefined_because if found else _NO_CLASS,
            {"class": name},
        )


def _image(member: Member, objects: ObjectsFound | None, reader: Reader) -> RepeatedImage:
    return RepeatedImage(
        name=member.name,
        image=member.image,
        files={name: file_record(path, reader) for name, path in member.repeats.items()},
        scored=file_record(member.scored, reader) if member.scored else None,
        reference=_reference(objects),
        object_counts=dict(objects.counts) if objects else {},
        n_objects=len(objects.objects) if objects else None,
        n_compared=objects.n_compared if objects else None,
        n_doubtful=_n_doubtful(objects) if objects else None,
        least_stable=_least_stable(objects) if objects else (),
    )


def _reference(objects: ObjectsFound | None) -> str | None:
    return None if objects is None or objects.reference == SCORED else objects.reference


def _n_doubtful(objects: ObjectsFound) -> int:
    """Count the objects that fewer than half of the repeats have."""
    return sum(2 * found.found_in < objects.n_compared for _, found in objects.objects)


def _least_stable(objects: ObjectsFound) -> tuple[ObjectStability, ...]:
    lacking = [entry for entry in objects.objects if entry[1].found_in < objects.n_compared]
    lacking.sort(key=lambda entry: (entry[1].found_in, entry[1].mean_best_iou, entry[1].centre))
    return tuple(
        ObjectStability(
            id=found.id,
            frame=frame,
            centre=found.centre,
            pixels=found.pixels,
            mean_best_iou=found.mean_best_iou,
            found_in=found.found_in,
        )
        for frame, found in lacking[:MOST_OBJECTS]
    )
