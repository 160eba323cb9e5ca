"""Commands that compute and write results: evaluate, build, demo, cache."""

# ruff: noqa: PLC0415 - heavy modules are imported by the command that needs them

from pathlib import Path

import click

from replicard.cli.options import (
    AS_JSON,
    CARD,
    CHECKLISTS,
    CITATION_STYLE,
    FRESH,
    MAX_WORDS,
    ONLINE,
    PROCESSES,
    SCHEDULER,
    SPELLING,
    STRICT,
    WORKERS,
    online_of,
    wishes_of,
    workers_of,
)
from replicard.cli.terminal import has_colour, print_json, progress, width


@click.command()
@CARD
@AS_JSON
@FRESH
@STRICT
@WORKERS
@PROCESSES
@SCHEDULER
def evaluate(
    card: Path,
    *,
    as_json: bool,
    fresh: bool,
    strict: bool,
    workers: int | None,
    processes: bool,
    scheduler: str | None,
) -> None:
    """Compute metrics, hashes and further evidence for CARD.

    The evidence file is written beside the card. An image that cannot be used is
    left out and named; the exit status is then 1.
    """
    from replicard.pipeline.evaluate import evaluate_card

    team = workers_of(workers=workers, processes=processes, scheduler=scheduler)
    evaluation = evaluate_card(card, fresh=fresh, strict=strict, workers=team, track=progress)
    if as_json:
        print_json(evaluation.as_json())
    else:
        click.echo(evaluation.as_text(width=width(), colour=has_colour()), nl=False)
    raise SystemExit(evaluation.exit_code)


@click.command()
@CARD
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the results.  [default: CARD's name with -report, beside it]",
)
@click.option("--no-pdf", is_flag=True, help="Leave PDFs out.")
@click.option(
    "--template",
    "template_folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Templates of yours that change blocks of the report or add sections.",
)
@SPELLING
@MAX_WORDS
@CHECKLISTS
@CITATION_STYLE
@ONLINE
@AS_JSON
@FRESH
@STRICT
@WORKERS
@PROCESSES
@SCHEDULER
def build(
    card: Path,
    *,
    output: Path | None,
    no_pdf: bool,
    template_folder: Path | None,
    spelling: str | None,
    max_words: int | None,
    checklists: tuple[str, ...],
    citation_style: str | None,
    online: bool,
    as_json: bool,
    fresh: bool,
    strict: bool,
    workers: int | None,
    processes: bool,
    scheduler: str | None,
) -> None:
    """Write methods text, checklist and report for CARD.

    What the evidence file lacks, or holds for files that have changed, is computed
    first. An image that cannot be used is left out and named; the exit status is
    then 1.
    """
    from replicard.pipeline.build import build_card

    outcome = build_card(
        card,
        output,
        with_pdf=not no_pdf,
        fresh=fresh,
        strict=strict,
        workers=workers_of(workers=workers, processes=processes, scheduler=scheduler),
        track=progress,
        wishes=wishes_of(spelling=spelling, max_words=max_words, citation_style=citation_style),
        checklists=checklists,
        online=online_of(online=online),
        template_folder=template_folder,
    )
    if as_json:
        print_json(outcome.as_json())
    else:
        click.echo(outcome.as_text(width=width(), colour=has_colour()), nl=False)
    raise SystemExit(outcome.exit_code)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("replicard-demo"))
@click.option("--example", help="Name of the example.  [default: nuclei-segmentation]")
@click.option("--list", "only_list", is_flag=True, help="List the examples and stop.")
@AS_JSON
def demo(folder: Path, *, example: str | None, only_list: bool, as_json: bool) -> None:
    """Copy a shipped example with real images into FOLDER and build it."""
    from replicard.pipeline.demo import build_demo, example_names

    if only_list:
        click.echo("\n".join(example_names()))
        return
    outcome = build_demo(folder, example=example, track=progress)
    if as_json:
        print_json(outcome.as_json())
    else:
        click.echo(outcome.as_text(width=width(), colour=has_colour()), nl=False)


@click.command()
@click.option("--clear", is_flag=True, help="Remove everything.")
@AS_JSON
def cache(*, clear: bool, as_json: bool) -> None:
    """Tell what is kept of earlier evaluations, and where; or remove it.

    REPLICARD_CACHE_DIR names another folder; if it is empty, nothing is kept.
    """
    from replicard.pipeline.kept import cache_size, clear_cache

    removed = clear_cache() if clear else None
    size = cache_size()
    folder = None if size.folder is None else size.folder.as_posix()
    if as_json:
        kept = {"entries": size.entries, "bytes": size.bytes, "limit_bytes": size.limit_bytes}
        print_json({"folder": folder, "removed": removed, **kept})
        return
    if removed is not None:
        click.echo(f"removed {removed:,} results")
    click.echo(f"folder   {folder or 'none: nothing is kept'}")
    click.echo(f"results  {size.entries:,}")
    click.echo(f"size     {size.bytes / 2**20:,.1f} MiB of at most {size.limit_bytes >> 20:,} MiB")
