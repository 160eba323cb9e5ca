"""Starting a card: a commented template, and the schema beside it for editors."""

from pathlib import Path

from replicard.errors import OutputError, Problem
from replicard.files import publish
from replicard.render.template import card_template
from replicard_schema.json_schema import SCHEMA_FILE, exported_json_schema

CARD_NAME = "card.yaml"


def write_template(folder: Path, *, overwrite: bool = False) -> tuple[Path, ...]:
    """Write a commented card into ``folder``, and the JSON Schema that it names.

    Parameters
    ----------
    folder
        Where the card goes; it is made if there is none.
    overwrite
        Whether a card that is already there may be replaced.

    Returns
    -------
    tuple of Path
        The card, then the schema.

    Raises
    ------
    OutputError
        If there is a card already, or the folder cannot be written.
    """
    card = folder / CARD_NAME
    if card.exists() and not overwrite:
        problem = Problem(
            card.as_posix(),
            "there is a card already, and it is kept",
            code="would-overwrite",
            hint="name another folder, or use --force to replace it",
        )
        raise OutputError([problem])
    written = {SCHEMA_FILE: exported_json_schema(), CARD_NAME: card_template()}
    publish(folder, written, manifest_last=CARD_NAME)
    return card, folder / SCHEMA_FILE
