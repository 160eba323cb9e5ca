"""Commands about manuscripts that were written by hand: compare."""

# ruff: noqa: PLC0415 - heavy modules are imported by the command that needs them

from pathlib import Path

import click

from replicard.cli.options import AS_JSON, CARD
from replicard.cli.terminal import has_colour, print_json, width


@click.command()
@click.argument("manuscript", type=click.Path(path_type=Path))
@CARD
@click.option(
    "--section",
    "sections",
    multiple=True,
    metavar="TITLE",
    help="Compare the section with these words in its heading; may be given several times. "
    " [default: the methods, as far as headings tell]",
)
@click.option("--strict", is_flag=True, help="Count a fact that is not found as a fault.")
@click.option("--all", "show_all", is_flag=True, help="List the facts that were found, too.")
@AS_JSON
def compare(
    manuscript: Path,
    card: Path,
    *,
    sections: tuple[str, ...],
    strict: bool,
    show_all: bool,
    as_json: bool,
) -> None:
    """Tell what MANUSCRIPT lacks of CARD, and where its numbers contradict it.

    MANUSCRIPT is a .docx, .odt, .md, .tex or .txt file. The exit status is 1 if
    something contradicts the card or, with --strict, if a fact is not found.
    """
    from replicard.pipeline.manuscripts import compare_manuscript

    outcome = compare_manuscript(manuscript, card, sections=sections, strict=strict)
    if as_json:
        print_json(outcome.as_json())
    else:
        text = outcome.as_text(width=width(), colour=has_colour(), show_all=show_all)
        click.echo(text, nl=False)
    raise SystemExit(outcome.exit_code)
