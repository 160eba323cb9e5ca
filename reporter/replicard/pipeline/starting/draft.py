"""The text of a new card: what the files say, and a question for everything else."""

from collections.abc import Sequence
from pathlib import Path

from replicard.checklist import answer_checklist, open_questions, shipped_checklists
from replicard.loading import LoadedCard, card_of, source_of
from replicard.loading.editing import Addition, Question, add_fields, add_questions
from replicard.loading.editing.spelling import spell
from replicard.loading.positions import parts
from replicard.pipeline.importing.gaps import models_with_gaps, without_gaps
from replicard.pipeline.starting.order import in_card_order
from replicard_schema.json_schema import SCHEMA_FILE
from replicard_schema.vocabulary import Provenance, Task

CARD_NAME = "card.yaml"
_HEAD = f"""\
# yaml-language-server: $schema={SCHEMA_FILE}
#
# Reporting card. The values below were read from the files of this folder; the comment
# behind or above each says where. Lines that begin with "#:" are examples: take away "#:" and put
# your own value. Letters and numbers in brackets are the checklist items that an answer
# closes. All paths are relative to this file. Then run
#
#     replicard check card.yaml      what is wrong, what is still open
#     replicard build card.yaml      methods text, checklist, report
card_version: "1.0"
"""
_EXAMPLE = """\
card_version: "1.0"
study: {title: Example, authors: [{name: Given Family}]}
datasets: {training-nuclei: {}, evaluation-nuclei: {}}
models:
  my-model:
    task: instance segmentation
    algorithm: {name: Example}
    provenance: trained
    training: {datasets: [training-nuclei]}
validations: {my-validation: {dataset: evaluation-nuclei, candidates: {my-model: "*.tif"}}}
"""
_TASKS = ", ".join(Task)
_PROVENANCES = ", ".join(Provenance)
_OUTLINE = (
    (
        "datasets.training-nuclei.images",
        "Where are the images? One entry for each set of images; the name is yours.",
        "data/train/images/*.tif",
    ),
    ("datasets.training-nuclei.targets", "Where is their ground truth?", "data/train/masks/*.tif"),
    (
        "datasets.evaluation-nuclei.images",
        "Where are the images that the model is evaluated on?",
        "data/test/images/*.tif",
    ),
    ("datasets.evaluation-nuclei.targets", "Where is their ground truth?", "data/test/masks/*.tif"),
    (
        "datasets.evaluation-nuclei.groups",
        "Which images belong together (same field, well, donor)? Pattern of the file names.",
        '"{well}_s{field}_*"',
    ),
    (
        "models.my-model.task",
        f"What does the model do? One of: {_TASKS}.",
        "instance segmentation",
    ),
    ("models.my-model.algorithm.name", "Which network or method is it?", "StarDist"),
    ("models.my-model.provenance", f"Who trained it? One of: {_PROVENANCES}.", "trained"),
    (
        "models.my-model.training.datasets",
        "On which data sets was it trained?",
        "[training-nuclei]",
    ),
    (
        "validations.my-validation.dataset",
        "On which data set were predictions compared with ground truth?",
        "evaluation-nuclei",
    ),
    (
        "validations.my-validation.candidates.my-model",
        "Where are the predictions?",
        "results/my-model/*.tif",
    ),
)
"""What makes up a card; the checklists ask for the rest."""


def draft(additions: Sequence[Addition], *, title: str) -> str:
    """Write a card that follows the schema.

    Parameters
    ----------
    additions
        Fields that the files fill, or the author answered.
    title
        Name of the folder, which stands for the title until there is one.

    Returns
    -------
    str
        The card. Models of which too little is known stand in it as examples.
    """
    known = {addition.path for addition in additions}
    stand_in = Addition(("study", "title"), title, "name of the folder; put the title here")
    given = list(additions) if ("study", "title") in known else [stand_in, *additions]
    whole, part = _sorted_out(given)
    text = add_fields(_HEAD, in_card_order(whole)).text
    return add_questions(text, [*map(_as_example, part), *_questions(text)])


def _sorted_out(additions: Sequence[Addition]) -> tuple[list[Addition], list[Addition]]:
    """Set apart what belongs to models that lack a field which no model may lack."""
    lacking = models_with_gaps(additions).keys()
    whole: list[Addition] = []
    part: list[Addition] = []
    for addition in additions:
        is_about = _models_of(addition)
        (part if is_about & lacking else whole).append(addition)
    datasets = {a.path[1] for a in whole if a.path[0] == "validations" and len(a.path) > 3}  # noqa: PLR2004 - candidates
    orphans = [a for a in whole if a.path[0] == "validations" and a.path[1] not in datasets]
    rest = [a for a in whole if a not in orphans]
    kept, _ = without_gaps(rest, {})
    return kept, [*part, *orphans, *(a for a in rest if a not in kept)]


def _models_of(addition: Addition) -> set[str]:
    if addition.path[0] == "models":
        return {addition.path[1]}
    return {addition.path[3]} if addition.path[2:3] == ("candidates",) else set()


def _as_example(addition: Addition) -> Question:
    return Question(addition.path, addition.comment or "Found here", spell(addition.value))


def _questions(text: str) -> list[Question]:
    loaded = _loaded(text)
    return [*_of_study(loaded), *_of_missing_parts(loaded), *_asked(text)]


def _asked(text: str) -> list[Question]:
    """Return the questions that the checklists leave open."""
    loaded = _loaded(text)
    results = [
        answer_checklist(checklist, loaded.card, None, place=loaded.place)
        for checklist in shipped_checklists()
    ]
    asked = []
    for question in open_questions(results):
        path = tuple(part for part in parts(question.field) if isinstance(part, str))
        _, _, example = (question.example or "").partition(": ")
        if example and path[-1] != "*":
            asked.append(Question(path, question.question, example, question.items))
    return asked


def _of_study(loaded: LoadedCard) -> list[Question]:
    """Ask for what no checklist asks for, but every report needs."""
    if loaded.card.study.authors:
        return []
    example = "[{name: Given Family, orcid: 0000-0002-1825-0097, affiliation: Example Institute}]"
    return [Question(("study", "authors"), "Who wrote it?", example)]


def _of_missing_parts(loaded: LoadedCard) -> list[Question]:
    """Ask what would be asked if the card had the parts that most cards have."""
    card = loaded.card
    missing = {
        section for section in ("datasets", "models", "validations") if not getattr(card, section)
    }
    if not missing:
        return []
    outline = [
        Question(tuple(path.split(".")), text, example)
        for path, text, example in _OUTLINE
        if path.partition(".")[0] in missing
    ]
    inner = [question for question in _asked(_EXAMPLE) if question.path[0] in missing]
    return [*outline, *inner]


def _loaded(text: str) -> LoadedCard:
    source = source_of(text.encode(), shown_as=CARD_NAME, noun="card")
    return card_of(source, Path(CARD_NAME))
