"""The authors' maps of uncertainty of one model, put into evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from replicard.errors import DataError
from replicard.images import FilePair, pair_files
from replicard.metrics import DEFAULT_PERCENTILES
from replicard.metrics.measures import choose_by_measure, collect_measures
from replicard.pipeline.agreement.inputs import Inputs, file_record
from replicard.pipeline.agreement.keeping import keep_usable
from replicard.pipeline.agreement.subject import Content, Reason, Subject
from replicard.pipeline.evidence_file import digest
from replicard.pipeline.sources import Reader, find_files
from replicard.pipeline.tasks.uncertainty import UncertaintySettings, UncertaintyTask
from replicard_schema.evidence import (
    FileRecord,
    MeasureResult,
    UncertaintyImage,
    UncertaintyResult,
)
from replicard_schema.vocabulary import LabelKind, MeasureId, NormalisationMethod

_MAP, _PREDICTION = "map", "prediction"
_MEDIAN = 0.5


@dataclass(frozen=True, slots=True)
class _Member:
    """One map with what it is held against."""

    name: str
    image: str | None
    path: str
    against: tuple[str, str] | None

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path, *(self.against or ()))


def uncertainty_evidence(
    subject: Subject, model: str, *, reader: Reader, previous: UncertaintyResult | None
) -> UncertaintyResult:
    """Summarise the maps of a model, or take over what was computed from the same input.

    Raises
    ------
    DataError
        With all problems of the files.
    """
    content = subject.content_of(model)
    if isinstance(content, Reason):
        return UncertaintyResult(
            inputs_sha256=digest({"reason": content.text}), not_computed_because=content.text
        )
    settings = _settings(subject, content)
    members = _members(subject, model, reader)
    plain = {
        "content": settings.content,
        "method": settings.method,
        "percentiles": settings.percentiles,
        "axes": subject.dataset.axes,
        "is_binary": settings.is_binary,
        "members": [[m.name, m.image, m.path, m.against] for m in members],
    }
    paths = tuple(path for member in members for path in member.paths)
    inputs = Inputs(plain, paths, f"uncertainty of {model} in {subject.name}")
    if previous is not None and inputs.are_unchanged(
        previous.inputs_sha256, _records(previous), reader
    ):
        return previous
    opening = reader.opening(subject.dataset.axes)
    tasks = [UncertaintyTask(opening, m.path, m.against, settings) for m in members]
    kept = keep_usable(members, reader.work.run(tasks, label=inputs.label), reader)
    results = collect_measures(
        [(m.name, o.values) for m, o in zip(kept.members, kept.outcomes, strict=True)]
    )
    return UncertaintyResult(
        inputs_sha256=inputs.of_files_read(reader),
        images=tuple(_image(member, reader) for member in kept.members),
        results=results,
        examples=choose_by_measure(_leading(results)),
        skipped=kept.skipped,
        not_compared_because=_why_not(subject, model),
    )


def uncertainty_settings(subject: Subject, model: str) -> UncertaintySettings:
    """Return all that the outcome follows from, apart from the files.

    Raises
    ------
    ValueError
        If the model puts out nothing that can be compared.
    """
    content = subject.content_of(model)
    if isinstance(content, Reason):
        raise ValueError(content.text)  # noqa: TRY004 - no type is wrong
    return _settings(subject, content)


def _settings(subject: Subject, content: Content) -> UncertaintySettings:
    choice = subject.validation.normalisation
    labelling = None if content == "intensities" else subject.labelling(content)
    has_classes = labelling is not None and labelling.kind is LabelKind.CLASS
    return UncertaintySettings(
        content,
        method=choice.method if choice else NormalisationMethod.PERCENTILE,
        percentiles=(choice and choice.percentiles) or DEFAULT_PERCENTILES,
        is_binary=content == "masks" and not has_classes,
    )


def _members(subject: Subject, model: str, reader: Reader) -> tuple[_Member, ...]:
    """Pair each map with its image, prediction and ground truth."""
    stated, scored = subject.validation.uncertainty_maps[model], subject.validation.candidates
    at = f"validations.{subject.name}.uncertainty_maps.{model}.files"
    files = {_MAP: find_files(reader.root, stated.files, field_path=at)}
    patterns = {_MAP: stated.files}
    if model in scored:
        field = f"validations.{subject.name}.candidates.{model}"
        files[_PREDICTION] = find_files(reader.root, scored[model], field_path=field)
        patterns[_PREDICTION] = scored[model]
    pairing = pair_files(
        subject.images(reader),
        subject.targets(reader),
        files,
        image_pattern=subject.dataset.images,
        target_pattern=subject.dataset.targets,
        prediction_patterns=patterns,
        labels={_MAP: f"map of uncertainty of {model}", _PREDICTION: f"prediction of {model}"},
    )
    if pairing.problems:
        raise DataError(pairing.problems)
    return tuple(
        _Member(pair.name, pair.image, pair.predictions[_MAP], _against(pair))
        for pair in pairing.pairs
    )


def _against(pair: FilePair) -> tuple[str, str] | None:
    prediction = pair.predictions.get(_PREDICTION)
    return (prediction, pair.target) if prediction and pair.target else None


def _records(previous: UncertaintyResult) -> Iterator[FileRecord | None]:
    for image in previous.images:
        yield from (image.map, image.prediction, image.target)


def _leading(results: Sequence[MeasureResult]) -> MeasureResult:
    """Return what images are ranked by: how well errors are caught, or else the median."""
    captures = [r for r in results if r.measure is MeasureId.UNCERTAINTY_CAPTURE and r.summary.n]
    medians = [r for r in results if r.parameters.get("quantile") == _MEDIAN]
    return (captures or medians)[0]


def _image(member: _Member, reader: Reader) -> UncertaintyImage:
    prediction, target = member.against or (None, None)
    return UncertaintyImage(
        name=member.name,
        image=member.image,
        map=file_record(member.path, reader),
        prediction=file_record(prediction, reader) if prediction else None,
        target=file_record(target, reader) if target else None,
    )


def _why_not(subject: Subject, model: str) -> str | None:
    if subject.dataset.targets is None:
        return "there is no ground truth"
    if model not in subject.validation.candidates:
        return "the validation scores no prediction of this model"
    return None
