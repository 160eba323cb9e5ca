"""Documents written in YAML: text to a validated model, or to all that is wrong with it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from replicard.errors import Problem, ProblemsError
from replicard.loading.reader import RawDocument, read_document
from replicard.loading.schema_problems import schema_problems
from replicard.loading.source import read_source

if TYPE_CHECKING:
    # Importing it takes longer than reading a card.
    from importlib.resources.abc import Traversable

Model = TypeVar("Model", bound=BaseModel)


def load_document(
    file: "Path | Traversable", model: type[Model], *, noun: str = "document"
) -> Model:
    """Read a YAML file, or a resource of a package, and validate it.

    Parameters
    ----------
    file
        What to read; at most 1 MB of UTF-8.
    model
        What it must be. Every scalar reaches it as the text that was typed.
    noun
        What the file is, in messages.

    Raises
    ------
    ProblemsError
        If the file cannot be read, is not YAML, or does not fit the model. Lists every
        problem found.
    """
    shown_as = file.as_posix() if isinstance(file, Path) else file.name
    source = read_source(file, shown_as=shown_as, noun=noun)
    document = read_document(source)
    outcome = validate(document, model)
    if isinstance(outcome, model) and not document.problems:
        return outcome
    problems = [*document.problems, *(outcome if not isinstance(outcome, model) else ())]
    raise ProblemsError(problems, sources={shown_as: source.text})


def validate(document: RawDocument, model: type[Model]) -> Model | Sequence[Problem]:
    """Return the model that a document stands for, or what is wrong with it.

    What could not be read as YAML is not complained about once more.
    """
    if document.is_damaged(()):
        return ()
    if not isinstance(document.value, dict):
        return (_not_a_mapping(document),)
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        return schema_problems(error, document, model)


def _not_a_mapping(document: RawDocument) -> Problem:
    source = document.source
    if document.value is None:
        return Problem(source.shown_as, f"the {source.noun} is empty", "empty-file")
    found = "a list" if isinstance(document.value, list) else "a single text"
    message = f"the {source.noun} is {found}, but must be made of fields"
    position = document.source_map.nearest(())
    hint = "write fields as `name: value`, one per line"
    return Problem(source.shown_as, message, "not-a-mapping", position, hint=hint)
