"""Options that several commands share."""

# ruff: noqa: PLC0415 - heavy modules are imported by the command that needs them

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from replicard.execution import Workers
    from replicard_schema.sections.output import Output

CARD = click.argument("card", type=click.Path(path_type=Path))
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
FRESH = click.option(
    "--fresh", is_flag=True, help="Compute everything again, even where nothing has changed."
)

WORKERS = click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Images to work on at once.  [default: one per processor]",
)
PROCESSES = click.option(
    "--processes", is_flag=True, help="Let workers be processes instead of threads."
)
SCHEDULER = click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Work on the Dask cluster of this scheduler, tcp://HOST:PORT. It is sent code to "
    "run and sends some, so name only one that you trust.",
)
STRICT = click.option(
    "--strict", is_flag=True, help="Stop if a single image cannot be used, and write nothing."
)

SPELLING = click.option(
    "--spelling",
    type=click.Choice(["British", "American"], case_sensitive=False),
    help="Spelling of the texts.  [default: that of the card, or British]",
)
MAX_WORDS = click.option(
    "--max-words",
    type=click.IntRange(min=1),
    metavar="N",
    help="Write a short methods text of at most N words, and a supplement with the rest.",
)
CHECKLISTS = click.option(
    "--checklist",
    "checklists",
    multiple=True,
    metavar="NAME|FILE",
    help="Checklist to answer, in place of those that the card names: one that "
    "`replicard checklists` lists, a YAML file of your own, or all. Can be repeated.",
)


def wishes_of(*, spelling: str | None = None, max_words: int | None = None) -> "Output":
    """Return how texts are to be written, as far as options say it."""
    from replicard_schema.sections.output import Output

    return Output.model_validate({"spelling": spelling, "max_words": max_words})


def workers_of(*, workers: int | None, processes: bool, scheduler: str | None) -> "Workers":
    """Return who computes; a cluster and a number of workers exclude each other."""
    from replicard.execution import Workers

    if scheduler is not None and (workers is not None or processes):
        raise click.UsageError("a cluster has its own workers: leave --workers or --scheduler out")
    return Workers(workers, in_processes=processes, scheduler=scheduler)
