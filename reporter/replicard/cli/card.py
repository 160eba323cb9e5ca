"""Commands about a card as it is written: check, explain, schema."""

# ruff: noqa: PLC0415 - heavy modules are imported by the command that needs them

from pathlib import Path

import click

from replicard.cli.options import AS_JSON, CHECKLISTS, RESOLVE, online_of
from replicard.cli.terminal import has_colour, print_json, width

FORMATS = ("text", "json", "sarif", "github")
LEVELS = ("invalid", "error", "warning", "open")
"""As ``FailOn``, which takes long to import."""


@click.command()
@click.argument(
    "cards", metavar="CARD...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--format",
    "to",
    type=click.Choice(FORMATS),
    help="Print as text, JSON, SARIF 2.1.0, or annotations of GitHub Actions.  [default: text]",
)
@AS_JSON
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    default="invalid",
    show_default=True,
    help="What makes the exit status 1: a card that is not valid; also a finding that is an "
    "error; also a warning; also an item of a checklist that is open.",
)
@CHECKLISTS
@click.option("--all", "show_all", is_flag=True, help="List every open question.")
@click.option(
    "--sections",
    "by_section",
    is_flag=True,
    help="Count the items of each level and section of the checklists as well.",
)
@RESOLVE
def check(
    cards: tuple[Path, ...],
    *,
    to: str | None,
    as_json: bool,
    fail_on: str,
    checklists: tuple[str, ...],
    show_all: bool,
    by_section: bool,
    online: bool,
) -> None:
    """Validate CARD; list errors, findings, and what is still open.

    Several cards can be named.
    """
    from replicard.pipeline.check import FailOn, check_card
    from replicard.pipeline.check_formats import Checks

    if as_json and to not in {None, "json"}:
        raise click.UsageError("--json is short for --format json: leave one of the two out")
    asked = online_of(online=online)
    outcomes = tuple(check_card(card, checklists=checklists, online=asked) for card in cards)
    checks = Checks(outcomes, FailOn(fail_on))
    match "json" if as_json else to:
        case "json":
            print_json(checks.as_json())
        case "sarif":
            print_json(checks.as_sarif(folder=Path.cwd()))
        case "github":
            click.echo(checks.as_workflow_commands(folder=Path.cwd()), nl=False)
        case _:
            text = checks.as_text(
                width=width(), colour=has_colour(), show_all=show_all, by_section=by_section
            )
            click.echo(text, nl=False)
    raise SystemExit(checks.exit_code)


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
