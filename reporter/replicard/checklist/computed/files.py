"""What the files themselves say: how many, which ones, and what is written in them."""

from replicard.checklist.computed.results import evidence_of
from replicard.checklist.facts import Facts, found
from replicard.checklist.replies import NOT_COMPUTED_YET, Response, Standing
from replicard.checklist.subjects import Subject
from replicard.checklist.words import capped
from replicard_schema.evidence import (
    DatasetEvidence,
    Independence,
    SignCode,
    TrainingLog,
    Unavailable,
)
from replicard_schema.report import Answer
from replicard_schema.roles import training_datasets
from replicard_schema.vocabulary import Origin

_TOLD_FIRST = frozenset({SignCode.BEST, SignCode.END, SignCode.RISE, SignCode.PLATEAU})
"""Signs that answer whether the curves were checked for overfitting."""


def image_count(subject: Subject, facts: Facts) -> Response:
    """Count the evaluation images."""
    evidence = evidence_of(subject, facts)
    # Without a computation the number of images is what the card states.
    if evidence is not None and evidence.not_computed_because is None:
        text = _counted(evidence.n_images, "image")
        if evidence.n_groups is not None:
            text += f" in {_counted(evidence.n_groups, 'group')}"
        return Response(Standing.FULL, (found(f"validations.{subject.validation}.n_images", text),))
    (name,) = subject.datasets
    if facts.evidence is None:
        dataset = facts.card.datasets[name]
        has_files = any((dataset.images, dataset.labels, dataset.boxes))
        return NOT_COMPUTED_YET if has_files else Response(Standing.OPEN)
    files = facts.evidence.datasets.get(name, DatasetEvidence()).images
    if not files:
        return Response(Standing.OPEN)
    answer = found(f"datasets.{name}.images", _counted(len(files), "image"))
    return Response(Standing.FULL, (answer,))


def independence(subject: Subject, facts: Facts) -> Response:
    """Say of each model whether its training images were compared with the evaluation images.

    The author's word that they are apart answers the question in part: it is a claim, and
    the files decide.
    """
    responses = [_independence_of(model, subject, facts) for model in subject.models]
    if not responses:
        return Response(Standing.OPEN)
    standing = min(response.standing for response in responses)
    if any(response.standing > Standing.OPEN for response in responses):
        standing = max(standing, Standing.PARTLY)
    notes = dict.fromkeys(note for response in responses for note in response.notes)
    fields = dict.fromkeys(path for response in responses for path in response.open_fields)
    answers = dict.fromkeys(answer for response in responses for answer in response.answers)
    return Response(standing, tuple(answers), tuple(notes), tuple(fields))


def training_log(subject: Subject, facts: Facts) -> Response:
    """Give what the loss curves of a training log say."""
    (name,) = subject.models
    training = facts.card.models[name].training
    if training is None or training.log is None:
        return Response(Standing.OPEN)
    if facts.evidence is None or name not in facts.evidence.models:
        return NOT_COMPUTED_YET
    log = facts.evidence.models[name].log
    if isinstance(log, TrainingLog):
        answers = (found(f"models.{name}.log", capped(_main_reading(log))),)
        if log.validation_loss is None:
            return Response(Standing.PARTLY, answers, ("the log has no validation loss",))
        return Response(Standing.FULL, answers)
    reason = log.unavailable_because if isinstance(log, Unavailable) else "it was not read"
    return Response(Standing.OPEN, notes=(f"the training log gave nothing: {reason}",))


def _main_reading(log: TrainingLog) -> str:
    """Return what a log shows, what is worth a look first."""
    told = [sign for sign in log.signs if sign.code in _TOLD_FIRST or sign.is_striking]
    signs = sorted(told, key=lambda sign: not sign.is_striking) or list(log.signs)
    return " ".join(sign.words for sign in signs)


def pixel_size(subject: Subject, facts: Facts) -> Response:
    """Give the pixel size that is written in the image files."""
    return _written_size(subject, facts, axes="XY", noun="pixel size")


def plane_distance(subject: Subject, facts: Facts) -> Response:
    """Give the distance of planes that is written in the image files."""
    return _written_size(subject, facts, axes="Z", noun="distance of planes")


def _written_size(subject: Subject, facts: Facts, *, axes: str, noun: str) -> Response:
    (name,) = subject.datasets
    evidence = facts.evidence.datasets.get(name) if facts.evidence is not None else None
    images = evidence.images if evidence is not None else ()
    sizes = [i.pixel_size_um for i in images if set(axes) <= i.pixel_size_um.keys()]
    if not sizes:
        return Response(Standing.OPEN)
    texts = dict.fromkeys(" × ".join(f"{size[axis]:.4g}" for axis in axes) for size in sizes)
    value = capped(f"{'; '.join(texts)} µm")
    answers = (found(f"datasets.{name}.images", value, origin=Origin.READ),)
    if len(sizes) < len(images):
        note = f"only {len(sizes)} of {len(images)} image files hold a {noun}"
        return Response(Standing.PARTLY, answers, (note,))
    return Response(Standing.FULL, answers)


def _independence_of(model: str, subject: Subject, facts: Facts) -> Response:
    trained_on = training_datasets(facts.card.models[model])
    if not trained_on:
        note = f"the card does not say on which data {model} was trained"
        return Response(Standing.OPEN, (), (note,), (f"models.{model}.training.datasets",))
    compared = _comparison(model, trained_on, subject, facts)
    if compared.standing is Standing.FULL:
        return compared
    return compared.joined(_claim(model, trained_on, subject, facts))


def _comparison(
    model: str, trained_on: tuple[str, ...], subject: Subject, facts: Facts
) -> Response:
    """Return what came out when the files of both sides were compared."""
    if facts.evidence is None:
        datasets = [facts.card.datasets[name] for name in (*subject.datasets, *trained_on)]
        has_files = all(dataset.images is not None for dataset in datasets)
        return NOT_COMPUTED_YET if has_files else Response(Standing.OPEN)
    entries = [
        (position, entry)
        for position, entry in enumerate(facts.evidence.independence)
        if entry.validation == subject.validation and entry.model == model
    ]
    answers = tuple(_compared(i, entry) for i, entry in entries if entry.is_checked)
    reasons = dict.fromkeys(e.not_checked_because for _, e in entries if e.not_checked_because)
    if answers and not reasons:
        return Response(Standing.FULL, answers)
    notes = (f"not all files were compared: {'; '.join(reasons)}",) if reasons else ()
    return Response(Standing.PARTLY if answers else Standing.OPEN, answers, notes)


def _compared(position: int, entry: Independence) -> Answer:
    against = f"the {_counted(entry.n_training, 'training image')} of {entry.training_dataset}"
    total = _counted(entry.n_evaluation, "evaluation image")
    overlap = len({shared.evaluation for shared in entry.shared})
    text = f"{overlap or 'none'} of {total} found among {against} ({entry.model})"
    if entry.near_method is not None:
        text += f", {len(entry.near) or 'none'} with near copies or overlapping parts there"
    groups = entry.groups
    if groups is not None and groups.basis == "groups" and groups.shared:
        n = sum(group.n_evaluation for group in groups.shared)
        text += f"; {n} of groups ({', '.join(groups.words)}) with images on both sides"
    return found(f"independence[{position}]", capped(text))


def _claim(model: str, trained_on: tuple[str, ...], subject: Subject, facts: Facts) -> Response:
    (dataset,) = subject.datasets
    field = f"datasets.{dataset}.independent_of"
    claimed = [n for n in facts.card.datasets[dataset].independent_of if n in trained_on]
    if not claimed:
        return Response(Standing.OPEN, open_fields=(field,))
    answer = facts.stated(field, f"independent of {', '.join(claimed)}")
    if len(claimed) < len(trained_on):
        return Response(Standing.PARTLY, (answer,), open_fields=(field,))
    return Response(Standing.PARTLY, (answer,), (f"stated for {model}, not checked in the files",))


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
