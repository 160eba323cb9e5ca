"""Checking somebody's card: verify."""

# ruff: noqa: PLC0415 - heavy modules are imported by the command that needs them

from pathlib import Path

import click

from replicard.cli.options import AS_JSON, PROCESSES, SCHEDULER, WORKERS, workers_of
from replicard.cli.terminal import has_colour, print_json, progress, width


@click.command()
@click.argument("card", metavar="CARD|FOLDER|ZIP", type=click.Path(path_type=Path))
@click.option(
    "--report",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the report.  [default: CARD's name with -report, beside it, if it is there]",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the result into this folder as Markdown, HTML and JSON.",
)
@click.option("--strict", is_flag=True, help="Count what cannot be checked here as a fault.")
@WORKERS
@PROCESSES
@SCHEDULER
@AS_JSON
def verify(
    card: Path,
    *,
    report: Path | None,
    output: Path | None,
    strict: bool,
    workers: int | None,
    processes: bool,
    scheduler: str | None,
    as_json: bool,
) -> None:
    """Compute everything in the evidence of CARD again, and compare.

    The files that are here are hashed and measured afresh, and the report is written
    again in memory; the evidence counts as a claim only. The exit status is 1 if
    anything is not as the evidence says or, with --strict, cannot be checked here.
    """
    from replicard.files import publish
    from replicard.pipeline.verifying import verify_card
    from replicard.render.terminal_verification import render_verification
    from replicard.render.verification_files import verification_files, verification_json

    team = workers_of(workers=workers, processes=processes, scheduler=scheduler)
    found = verify_card(card, report=report, output=output, workers=team, track=progress)
    if output is not None:
        publish(output, verification_files(found))
    if as_json:
        print_json(verification_json(found))
    else:
        click.echo(render_verification(found, width=width(), colour=has_colour()), nl=False)
    raise SystemExit(int(found.exit_code or (strict and not found.is_complete)))
