"""Options that several commands share."""

# ruff: noqa: PLC0415 - heavy modules are imported by the command that needs them

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from replicard.execution import Workers
    from replicard.pipeline.citing import Online
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
CITATION_STYLE = click.option(
    "--citation-style",
    metavar="NAME|FILE",
    help="Citation style: name of a CSL style such as nature or apa, or a CSL file."
    "  [default: that of the card, or numbers in brackets]",
)
ONLINE = click.option(
    "--online",
    is_flag=True,
    help="Ask doi.org for papers of which only the DOI is known. Nothing else is sent.",
)
RESOLVE = click.option(
    "--online",
    is_flag=True,
    help="Ask registries whether DOIs and ORCID iDs exist and belong to title and author, and "
    "well-known repositories whether pages are there. Nothing else is sent.",
)


def wishes_of(
    *,
    spelling: str | None = None,
    max_words: int | None = None,
    citation_style: str | None = None,
) -> "Output":
    """Return how texts are to be written, as far as options say it."""
    from replicard_schema.sections.output import Output

    return Output.model_validate(
        {"spelling": spelling, "max_words": max_words, "citation_style": citation_style}
    )


def online_of(*, online: bool) -> "Online | None":
    """Return whom to ask for papers: nobody, unless the option is given."""
    if not online:
        return None
    import os
    from datetime import date
    from importlib.metadata import version

    from replicard.bibliography.lookup import Lookup
    from replicard.pipeline.citing import Online
    from replicard.pipeline.paper_store import paper_store

    lookup = Lookup(agent=f"replicard/{version('replicard')}")
    return Online(lookup, paper_store(os.environ, date.today()))  # noqa: DTZ011 - the user's day


def workers_of(*, workers: int | None, processes: bool, scheduler: str | None) -> "Workers":
    """Return who computes; a cluster and a number of workers exclude each other."""
    from replicard.execution import Workers

    if scheduler is not None and (workers is not None or processes):
        raise click.UsageError("a cluster has its own workers: leave --workers or --scheduler out")
    return Workers(workers, in_processes=processes, scheduler=scheduler)
