"""Commands that hold two states of a study side by side: diff."""

# ruff: noqa: PLC0415 - heavy modules are imported by the command that needs them

from pathlib import Path

import click

from replicard.cli.options import AS_JSON
from replicard.cli.terminal import has_colour, print_json, width


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write instead of the screen; its ending says the format: .md, .html, .json.",
)
@click.option("--all", "show_all", is_flag=True, help="List every score that changed.")
@AS_JSON
def diff(old: Path, new: Path, *, output: Path | None, show_all: bool, as_json: bool) -> None:
    """Tell in words what changed between OLD and NEW.

    Each is a card with the evidence beside it, the folder of one, a bundle, or an evidence
    file.
    What changed in statements, files, scores, verdicts and findings is told for the reply
    to reviewers. A difference is no fault: the exit status is 1 only if a card is not valid.
    """
    from replicard.pipeline.diff import check_output, diff_cards

    if output is not None:
        check_output(output)
    outcome = diff_cards(old, new)
    if output is not None:
        outcome.write(output)
    if as_json:
        print_json(outcome.as_json())
    elif output is None:
        text = outcome.as_text(width=width(), colour=has_colour(), show_all=show_all)
        click.echo(text, nl=False)
    else:
        click.echo(f"wrote {output}")
