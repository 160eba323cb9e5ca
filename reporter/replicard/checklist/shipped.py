"""The checklists and concepts that come with the program."""

from functools import cache
from importlib.resources import files

import yaml

from replicard_schema.checklist import Checklist, Concepts
from replicard_schema.guidance import Guidance

# Written by hand: the order in which they are shown.
CHECKLIST_NAMES = (
    "laine-2021",
    "quarep-wg12-2023",
    "dome-1.0",
    "ml-reproducibility-2.0",
    "reforms-2024",
    "mi-claim-2020",
    "mifa-2025",
    "rembi-1.5-core",
    "nature-reporting-summary",
    "neurips-paper-2024",
    "tripod-ai-2024",
    "claim-2024",
)
_DEFAULT = ("laine-2021",)


@cache
def shipped_checklists() -> tuple[Checklist, ...]:
    """Return the checklists that are answered unless others are chosen."""
    return tuple(load_checklist(name) for name in _DEFAULT)


@cache
def all_checklists() -> tuple[Checklist, ...]:
    """Return every checklist that comes with the program."""
    return tuple(load_checklist(name) for name in CHECKLIST_NAMES)


@cache
def shipped_concepts() -> Concepts:
    """Return the vocabulary of questions that the checklists share."""
    return Concepts.model_validate(_document("concepts"))


@cache
def shipped_guidance() -> Guidance:
    """Return why each question is asked, and where its answer usually stands."""
    return Guidance.model_validate(_document("guidance"))


@cache
def load_checklist(name: str) -> Checklist:
    """Return a shipped checklist.

    Parameters
    ----------
    name
        Id of the checklist, such as ``laine-2021``.

    Raises
    ------
    ValueError
        If no checklist of this name comes with the program.
    """
    if name not in CHECKLIST_NAMES:
        known = ", ".join(CHECKLIST_NAMES)
        raise ValueError(f"there is no checklist {name!r}; known are {known}")
    return Checklist.model_validate(_document(name))


def _document(name: str) -> object:
    text = files("replicard_schema").joinpath("checklists", f"{name}.yaml").read_text("utf-8")
    # The files are ours, so libyaml's parser, which hostile text can crash, may read them;
    # it is ten times as fast. PyYAML can be built without it. The base loader leaves every
    # scalar as text, which the fields' types convert.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    document: object = yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe ones
    return document
