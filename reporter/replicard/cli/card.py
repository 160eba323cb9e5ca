"""Commands about a card as it is written: check, explain, schema."""

# ruff: noqa: PLC0415 - heavy modules are imported by the command that needs them

from pathlib import Path

import click

from replicard.cli.options import AS_JSON, CARD, CHECKLISTS, ONLINE, online_of
from replicard.cli.terminal import has_colour, print_json, width


@click.command()
@CARD
@AS_JSON
@CHECKLISTS
@click.option("--all", "show_all", is_flag=True, help="List every open question.")
@click.option(
    "--sections",
    "by_section",
    is_flag=True,
    help="Count the items of each level and section of the checklists as well.",
)
@ONLINE
def check(
    card: Path,
    *,
    as_json: bool,
    checklists: tuple[str, ...],
    show_all: bool,
    by_section: bool,
    online: bool,
) -> None:
    """Validate CARD; list errors, findings, and what is still open."""
    from replicard.pipeline.check import check_card

    outcome = check_card(card, checklists=checklists, online=online_of(online=online))
    if as_json:
        print_json(outcome.as_json())
    else:
        text = outcome.as_text(
            width=width(), colour=has_colour(), show_all=show_all, by_section=by_section
        )
        click.echo(text, nl=False)
    raise SystemExit(outcome.exit_code)


@click.command()
@click.argument("name", metavar="FIELD-OR-ITEM")
@click.option(
    "--checklist",
    "checklists",
    multiple=True,
    metavar="NAME|FILE",
    help="Checklist to look for items in, in place of all shipped ones. Can be repeated.",
)
@AS_JSON
def explain(name: str, *, checklists: tuple[str, ...], as_json: bool) -> None:
    """Say what a field, a checklist item or a metric means, and why it is asked for.

    FIELD-OR-ITEM is a path such as models.nuclei.training.seed, an item such as L03 or,
    where several checklists have an item of this name, dome-1.0/D3, a metric such as f1, or
    a normalisation such as min-max.
    """
    from replicard.pipeline.explain import explain as explained

    explanation = explained(name, checklists=checklists)
    if as_json:
        print_json(explanation.as_json())
    else:
        click.echo(explanation.as_text(width=width()), nl=False)


@click.command()
@click.argument("document", type=click.Choice(["card", "checklist"]), default="card")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write instead of the screen.",
)
def schema(document: str, output: Path | None) -> None:
    """Print the JSON Schema of the card, or of checklists of your own, for editors."""
    from replicard.files import write_atomic
    from replicard_schema.json_schema import (
        CHECKLIST_SCHEMA_FILE,
        SCHEMA_FILE,
        exported_json_schema,
    )

    text = exported_json_schema(SCHEMA_FILE if document == "card" else CHECKLIST_SCHEMA_FILE)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_atomic(output, text)
