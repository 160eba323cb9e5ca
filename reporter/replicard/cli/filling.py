"""Commands that fill a card from files: init, import."""

# ruff: noqa: PLC0415 - heavy modules are imported by the command that needs them

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from replicard.cli.options import AS_JSON
from replicard.cli.terminal import has_colour, print_json, progress, width


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--force", is_flag=True, help="Replace a card that is already there.")
@click.option("-y", "--yes", is_flag=True, help="Ask nothing; what no file tells stays open.")
@AS_JSON
def init(folder: Path, *, force: bool, yes: bool, as_json: bool) -> None:
    """Look through FOLDER and write a card, card.yaml, filled as far as its files tell.

    Configurations, logs and descriptions of training and prediction tools are read;
    nothing is executed. What they do not tell stands in the card as a question.
    """
    from replicard.pipeline.starting import pass_over, start_card

    asks = not (yes or as_json) and sys.stdin.isatty() and sys.stderr.isatty()
    outcome = start_card(folder, overwrite=force, ask=_ask if asks else pass_over, track=progress)
    if as_json:
        print_json(outcome.as_json())
    else:
        click.echo(outcome.as_text(width=width(), colour=has_colour()), nl=False)


def _ask(question: str, *, choices: Sequence[str] = ()) -> str | None:
    # Plain texts: of members of an enumeration, click would take the names in Python.
    kind = click.Choice([str(choice) for choice in choices], case_sensitive=False)
    listed = f"One of: {', '.join(map(str, choices))}. " if choices else ""
    answer = click.prompt(
        f"{question} {listed}(Enter to leave it open)",
        default="",
        show_default=False,
        value_proc=lambda text: (
            kind.convert(text.strip(), None, None) if choices and text.strip() else text
        ),
        err=True,
    )
    return answer.strip() or None


@click.command("import")
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--into",
    "card",
    required=True,
    type=click.Path(path_type=Path),
    help="The card that takes what the sources know.",
)
@click.option("--as", "named", metavar="ID", help="Data set or model that the sources are about.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option(
    "--environment",
    is_flag=True,
    help="List the packages of this Python in a file beside the card, and import it: for the "
    "Python that the model was trained with.",
)
@AS_JSON
def import_(
    sources: tuple[Path, ...],
    *,
    card: Path,
    named: str | None,
    dry_run: bool,
    environment: bool,
    as_json: bool,
) -> None:
    """Add what SOURCES know to a card; what stands there stays as it is.

    Sources are configurations, logs and descriptions that training and prediction tools
    leave behind, or folders with them, somewhere below the folder of the card.
    """
    from replicard.pipeline.importing import import_sources, write_environment

    if not sources and not environment:
        raise click.UsageError("name at least one source, or use --environment")
    if environment and dry_run:
        raise click.UsageError("--environment writes a file, so it does not go with --dry-run")
    relative = [os.path.relpath(source, card.parent).replace(os.sep, "/") for source in sources]
    if environment:
        relative.append(write_environment(card.parent))
    outcome = import_sources(card, relative, named=named, dry_run=dry_run, track=progress)
    if as_json:
        print_json(outcome.as_json())
    else:
        click.echo(outcome.as_text(width=width(), colour=has_colour()), nl=False)
