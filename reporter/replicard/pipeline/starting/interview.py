"""The handful of questions that no file answers."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from replicard.loading.editing import Addition
from replicard.pipeline.starting.facts import GUESSED
from replicard_schema.vocabulary import Provenance, Task

ANSWERED = "answered at the start"
_MOST_MODELS = 3
"""Models that are asked about; the rest has its questions in the card."""


class Ask(Protocol):
    """Asks the author something."""

    def __call__(self, question: str, *, choices: Sequence[str] = ()) -> str | None:
        """Return the answer; None if the author passes the question over."""
        ...


def pass_over(question: str, *, choices: Sequence[str] = ()) -> str | None:
    """Answer nothing: for programs, and for authors who would rather write."""
    del question, choices
    return None


def interview(additions: Sequence[Addition], ask: Ask) -> list[Addition]:
    """Ask for what a card cannot do without and the files do not tell.

    Returns
    -------
    list of Addition
        The answers, as fields of the card.
    """
    known = {addition.path for addition in additions}
    return [a for a in _answers(additions, ask) if a.path not in known]


def _answers(additions: Sequence[Addition], ask: Ask) -> Iterator[Addition]:
    known = {addition.path for addition in additions}
    if ("study", "title") not in known:
        title = ask("Title of the study or manuscript?")
        if title:
            yield Addition(("study", "title"), title)
    if ("study", "authors") not in known:
        name = ask("Your name, as it stands on the manuscript?")
        if name:
            yield Addition(("study", "authors"), [{"name": name}])
    models = list(dict.fromkeys(a.path[1] for a in additions if a.path[0] == "models"))
    if not models and ask("Did you train a network yourselves?", choices=("yes", "no")) == "yes":
        models = ["my-model"]
    for model in models[:_MOST_MODELS]:
        yield from _about(model, known, ask)


def _about(model: str, known: set[tuple[str, ...]], ask: Ask) -> Iterator[Addition]:
    questions = (
        (("task",), f"What does {model} do?", tuple(Task)),
        (("algorithm", "name"), f"Which network or method is {model}?", ()),
        (("provenance",), f"Who trained {model}?", tuple(Provenance)),
    )
    for field, question, choices in questions:
        path = ("models", model, *field)
        answer = ask(question, choices=choices) if path not in known else None
        if answer:
            yield Addition(path, answer, ANSWERED)


def suppose_provenance(additions: Sequence[Addition]) -> list[Addition]:
    """Say who trained a model where its files let suppose it, with a comment that says so.

    A training log or the configuration of a training is what those have who trained.
    """
    known = {addition.path for addition in additions}
    models = dict.fromkeys(a.path[1] for a in additions if a.path[0] == "models")
    supposed = []
    for model in models:
        path = ("models", model, "provenance")
        is_trained_here = any(p[:3] == ("models", model, "training") for p in known)
        if path not in known and is_trained_here:
            comment = f"{GUESSED.partition(' ')[0]}: settings of its training lie here"
            supposed.append(Addition(path, Provenance.TRAINED.value, comment))
    return supposed
