"""Command that writes metadata for archives and catalogues: export."""

# ruff: noqa: PLC0415 - heavy modules are imported by the command that needs them

from pathlib import Path
from typing import TYPE_CHECKING

import click

from replicard.cli.options import AS_JSON
from replicard.cli.terminal import has_colour, print_json

if TYPE_CHECKING:
    from replicard.pipeline.exporting import ExportOutcome


@click.command()
@click.argument("card", required=False, type=click.Path(path_type=Path))
@click.option(
    "--to",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help="Format, or all; can be repeated. --list names them.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File for a format with one file, else a folder.  [default: the screen for one file]",
)
@click.option(
    "--into",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="RDF.YAML",
    help="Model description that the part for bioimage.io is put into; nothing else changes.",
)
@click.option("--list", "list_formats", is_flag=True, help="List the formats.")
@AS_JSON
def export(
    card: Path | None,
    *,
    formats: tuple[str, ...],
    output: Path | None,
    into: Path | None,
    list_formats: bool,
    as_json: bool,
) -> None:
    """Write the metadata of CARD in formats of archives and catalogues.

    Each file is validated before it is written. Where the card lacks what a format
    demands, the field is asked for, nothing is written for that format, and the exit
    status is 1.
    """
    if list_formats:
        _list(as_json=as_json)
        return
    if card is None or not formats:
        raise click.UsageError("name a card and a format with --to, or add --list")
    from replicard.pipeline.exporting import BIOIMAGEIO, export_card

    if into is not None and BIOIMAGEIO not in formats:
        raise click.UsageError(f"--into goes with --to {BIOIMAGEIO}")
    outcome = export_card(card, formats, into=into)
    if as_json:
        print_json(outcome.as_json())
    if output is not None:
        for path in outcome.write(output):
            click.echo(f"wrote {path}", err=True)
    elif outcome.files and not as_json:
        click.echo(outcome.only_file(), nl=False)
    _tell(outcome, as_json=as_json)
    raise SystemExit(outcome.exit_code)


def _tell(outcome: "ExportOutcome", *, as_json: bool) -> None:
    from replicard.files import printable
    from replicard.render.terminal.problems import render_problems

    if as_json:
        return
    for name, one in outcome.exports.items():
        for note in one.notes:
            click.echo(f"note: {name}: {printable(note)}", err=True)
    if outcome.problems:
        loaded = outcome.loaded
        sources = {loaded.shown_as: loaded.text}
        text = render_problems(outcome.problems, sources=sources, colour=has_colour())
        click.echo(text, err=True, nl=False)


def _list(*, as_json: bool) -> None:
    from replicard.pipeline.exporting import all_exporters

    listed = all_exporters()
    if as_json:
        print_json([{"name": e.name, "title": e.title, "mandatory": e.mandatory} for e in listed])
        return
    for exporter in listed:
        click.echo(f"{exporter.name:<13} {exporter.title}; needs {exporter.mandatory}")
