"""The shipped examples: copying one into a folder and building it."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from replicard.errors import OutputError, Problem, ReplicardError
from replicard.execution import Track, silent
from replicard.files import publish
from replicard.pipeline.build import BuildOutcome, build_card

DEFAULT_EXAMPLE = "nuclei-segmentation"
CARD_NAME = "card.yaml"


class UnknownExampleError(ReplicardError):
    """A name that no shipped example has."""


def example_names() -> tuple[str, ...]:
    """Return the names of the shipped examples, sorted."""
    folders = files("replicard_examples").iterdir()
    return tuple(sorted(folder.name for folder in folders if (folder / CARD_NAME).is_file()))


def build_demo(folder: Path, *, example: str | None = None, track: Track = silent) -> BuildOutcome:
    """Copy an example with real images into ``folder`` and build it there.

    Parameters
    ----------
    folder
        Where the copy goes; it must not hold another card.
    example
        One of ``example_names()``.
    track
        Shows how far the work is.

    Raises
    ------
    UnknownExampleError
        If there is no example of that name.
    OutputError
        If the folder holds another card, or cannot be written.
    """
    name = example or DEFAULT_EXAMPLE
    if name not in example_names():
        known = ", ".join(example_names())
        raise UnknownExampleError(f"there is no example {name!r}; there are {known}")
    content = dict(_content(files("replicard_examples") / name, ""))
    card = folder / CARD_NAME
    if card.exists() and card.read_bytes() != content[CARD_NAME]:
        problem = Problem(
            card.as_posix(),
            "is another card already",
            code="would-overwrite",
            hint="name an empty folder: replicard demo FOLDER",
        )
        raise OutputError([problem])
    publish(folder, content, manifest_last=CARD_NAME)
    return build_card(card, track=track)


def _content(folder: Traversable, at: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{at}{entry.name}"
        if entry.is_dir():
            found += [] if entry.name == "__pycache__" else _content(entry, f"{path}/")
        else:
            found.append((path, entry.read_bytes()))
    return found
