"""Commands about checklists: what there is, and whether an own one is in order."""

# ruff: noqa: PLC0415 - heavy modules are imported by the command that needs them

from pathlib import Path
from typing import TYPE_CHECKING

import click

from replicard.cli.options import AS_JSON
from replicard.cli.terminal import print_json, width

if TYPE_CHECKING:
    from replicard.pipeline.catalogue import Catalogue, ChecklistDescription, SharedQuestions


@click.command()
@click.argument("name", metavar="[NAME|FILE]", required=False)
@click.option(
    "--card",
    type=click.Path(path_type=Path, dir_okay=False),
    help="List the checklists of your own that this card names as well.",
)
@click.option(
    "--concepts",
    is_flag=True,
    help="List the questions that checklists share, for a checklist of your own.",
)
@AS_JSON
def checklists(name: str | None, *, card: Path | None, concepts: bool, as_json: bool) -> None:
    """List the checklists, or show the items of one.

    NAME is one of the list, and its items are shown with the fields of the card that
    answer them. FILE is a YAML file with a checklist of your own, which is validated first.
    """
    from replicard.pipeline.catalogue import (
        describe_checklist,
        list_checklists,
        shared_questions,
    )

    if sum((name is not None, card is not None, concepts)) > 1:
        raise click.UsageError("name a checklist, or use --card or --concepts: one at a time")
    outcome: Catalogue | ChecklistDescription | SharedQuestions
    if concepts:
        outcome = shared_questions()
    else:
        outcome = list_checklists(card) if name is None else describe_checklist(name)
    if as_json:
        print_json(outcome.as_json())
    else:
        click.echo(outcome.as_text(width=width()), nl=False)
