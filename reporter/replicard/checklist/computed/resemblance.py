"""Whether images that a model was applied to resemble its training images."""

from replicard.checklist.facts import Facts, found
from replicard.checklist.replies import NOT_COMPUTED_YET, Response, Standing, unique
from replicard.checklist.subjects import Subject
from replicard.checklist.words import capped
from replicard_schema.evidence import Mark, Similarity
from replicard_schema.report import Answer
from replicard_schema.roles import training_datasets


def data_similarity(subject: Subject, facts: Facts) -> Response:
    """Give what came out when application images were compared with training images.

    Without a clear difference that is a full answer. A difference is one in part: the
    author is asked what it means.
    """
    (name,) = subject.models
    model = facts.card.models[name]
    applied = model.prediction.datasets if model.prediction is not None else ()
    if not applied or not training_datasets(model):
        return Response(Standing.OPEN)
    if facts.evidence is None:
        datasets = [facts.card.datasets[one] for one in (*applied, *training_datasets(model))]
        has_files = all(dataset.images is not None for dataset in datasets)
        return NOT_COMPUTED_YET if has_files else Response(Standing.OPEN)
    entries = [
        (position, entry)
        for position, entry in enumerate(facts.evidence.similarity)
        if entry.model == name and entry.role == "application"
    ]
    return _of_entries(name, entries)


def evaluation_similarity(subject: Subject, facts: Facts) -> Response:
    """Give what came out when evaluation images were compared with training images.

    Differences are what is asked for, so that they are a full answer here.
    """
    if subject.validation is None or facts.evidence is None:
        return Response(Standing.OPEN)
    dataset = facts.card.validations[subject.validation].dataset
    answers = tuple(
        _answer(position, entry)
        for position, entry in enumerate(facts.evidence.similarity)
        if entry.role == "evaluation"
        and entry.other_dataset == dataset
        and entry.model in subject.models
        and entry.files
    )
    return Response(Standing.FULL if answers else Standing.OPEN, answers)


def _of_entries(name: str, entries: list[tuple[int, Similarity]]) -> Response:
    answers = tuple(_answer(i, entry) for i, entry in entries if entry.files)
    reasons = unique(entry.not_compared_because for _, entry in entries)
    notes = tuple(f"not all files were compared: {reason}" for reason in reasons)
    if not answers:
        return Response(Standing.OPEN, notes=notes)
    field = f"models.{name}.prediction.similarity_to_training"
    if any(entry.differences for _, entry in entries):
        note = "the images differ, and the card does not say what that means"
        return Response(Standing.PARTLY, answers, (note, *notes), (field,))
    if notes:
        return Response(Standing.PARTLY, answers, notes, (field,))
    return Response(Standing.FULL, answers)


def _answer(position: int, entry: Similarity) -> Answer:
    beside = f"{entry.other_dataset} beside {entry.training_dataset}"
    different = [f"{one.name} {one.other}, not {one.training}" for one in entry.differences]
    if different:
        text = f"{beside}: {'; '.join(different)}"
    else:
        alike = [one.name for one in entry.files if one.mark is Mark.ALIKE]
        text = f"{beside}: no clear difference in {', '.join(alike)}"
    return found(f"similarity[{position}]", capped(text))
