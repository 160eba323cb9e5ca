"""Commands that hand a study over: bundle."""

# ruff: noqa: PLC0415 - heavy modules are imported by the command that needs them

from pathlib import Path

import click

from replicard.cli.options import AS_JSON, CARD, PROCESSES, SCHEDULER, WORKERS, workers_of
from replicard.cli.terminal import print_json, progress


@click.command()
@CARD
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The archive.  [default: CARD's name with -bundle.zip or -blind.zip, beside it]",
)
@click.option(
    "--blind",
    is_flag=True,
    help="Mask who the authors are, for double-blind review; what cannot be decided is asked.",
)
@click.option(
    "--with-data",
    is_flag=True,
    help="Put in the files that the numbers were computed from, so that the archive can be "
    "verified alone.",
)
@click.option("--no-pdf", is_flag=True, help="Leave PDFs out.")
@WORKERS
@PROCESSES
@SCHEDULER
@AS_JSON
def bundle(
    card: Path,
    *,
    output: Path | None,
    blind: bool,
    with_data: bool,
    no_pdf: bool,
    workers: int | None,
    processes: bool,
    scheduler: str | None,
    as_json: bool,
) -> None:
    """Write one archive of CARD that is ready for a repository.

    It holds card, evidence, texts, checklists, report, figures, scores, metadata, the
    versions that computed, and a README for strangers. The same input gives the same
    bytes.
    """
    from replicard.pipeline.bundling import bundle_card

    outcome = bundle_card(
        card,
        output,
        blind=blind,
        with_data=with_data,
        with_pdf=not no_pdf,
        workers=workers_of(workers=workers, processes=processes, scheduler=scheduler),
        track=progress,
    )
    if as_json:
        print_json(outcome.as_json())
    else:
        click.echo(outcome.as_text(), nl=False)
    raise SystemExit(outcome.exit_code)
