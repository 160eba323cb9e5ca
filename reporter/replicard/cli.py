"""The command line: parse, call, print, exit. It holds no logic that the library lacks.

Modules that take long to import are imported by the command that needs them, so that
``replicard check`` and ``--help`` answer at once.
"""

# ruff: noqa: PLC0415 - see above

import gc
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from replicard.crash import run_guarded
from replicard.errors import ProblemsError, ReplicardError

if TYPE_CHECKING:
    from replicard.execution import Workers

Item = TypeVar("Item")

_OBJECTS_BETWEEN_COLLECTIONS = 100_000
EXIT_AT_FAULT = 1
"""Exit status when the card or the data is at fault."""

_CARD = click.argument("card", type=click.Path(path_type=Path))
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
_FRESH = click.option(
    "--fresh", is_flag=True, help="Compute everything again, even where nothing has changed."
)

_WORKERS = click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Images to work on at once.  [default: one per processor]",
)
_PROCESSES = click.option(
    "--processes", is_flag=True, help="Let workers be processes instead of threads."
)
_SCHEDULER = click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Work on the Dask cluster of this scheduler, tcp://HOST:PORT. It is sent code to "
    "run and sends some, so name only one that you trust.",
)
_STRICT = click.option(
    "--strict", is_flag=True, help="Stop if a single image cannot be used, and write nothing."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="replicard", message="replicard %(version)s")
def commands() -> None:
    """Report deep-learning image analysis so that others can check it.

    Start with `replicard demo`, which builds a shipped example, or with
    `replicard init`, which writes a card to fill.
    """


@commands.command()
@_CARD
@_JSON
@click.option("--all", "show_all", is_flag=True, help="List every open question.")
def check(card: Path, *, as_json: bool, show_all: bool) -> None:
    """Validate CARD; list errors, findings, and what is still open."""
    from replicard.pipeline.check import check_card

    outcome = check_card(card)
    if as_json:
        _print_json(outcome.as_json())
    else:
        text = outcome.as_text(width=_width(), colour=_has_colour(), show_all=show_all)
        click.echo(text, nl=False)
    raise SystemExit(outcome.exit_code)


@commands.command()
@_CARD
@_JSON
@_FRESH
@_STRICT
@_WORKERS
@_PROCESSES
@_SCHEDULER
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

    who = _who(workers=workers, processes=processes, scheduler=scheduler)
    evaluation = evaluate_card(card, fresh=fresh, strict=strict, workers=who, track=_progress)
    if as_json:
        _print_json(evaluation.as_json())
    else:
        click.echo(evaluation.as_text(width=_width(), colour=_has_colour()), nl=False)
    raise SystemExit(evaluation.exit_code)


@commands.command()
@_CARD
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the results.  [default: CARD's name with -report, beside it]",
)
@click.option("--no-pdf", is_flag=True, help="Leave the PDF out.")
@_JSON
@_FRESH
@_STRICT
@_WORKERS
@_PROCESSES
@_SCHEDULER
def build(
    card: Path,
    *,
    output: Path | None,
    no_pdf: bool,
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
        workers=_who(workers=workers, processes=processes, scheduler=scheduler),
        track=_progress,
    )
    if as_json:
        _print_json(outcome.as_json())
    else:
        click.echo(outcome.as_text(width=_width(), colour=_has_colour()), nl=False)
    raise SystemExit(outcome.exit_code)


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("replicard-demo"))
@click.option("--example", help="Name of the example.  [default: nuclei-segmentation]")
@click.option("--list", "only_list", is_flag=True, help="List the examples and stop.")
@_JSON
def demo(folder: Path, *, example: str | None, only_list: bool, as_json: bool) -> None:
    """Copy a shipped example with real images into FOLDER and build it."""
    from replicard.pipeline.demo import build_demo, example_names

    if only_list:
        click.echo("\n".join(example_names()))
        return
    outcome = build_demo(folder, example=example, track=_progress)
    if as_json:
        _print_json(outcome.as_json())
    else:
        click.echo(outcome.as_text(width=_width(), colour=_has_colour()), nl=False)


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--force", is_flag=True, help="Replace a card that is already there.")
@click.option("-y", "--yes", is_flag=True, help="Ask nothing; what no file tells stays open.")
@_JSON
def init(folder: Path, *, force: bool, yes: bool, as_json: bool) -> None:
    """Look through FOLDER and write a card, card.yaml, filled as far as its files tell.

    Configurations, logs and descriptions of training and prediction tools are read;
    nothing is executed. What they do not tell stands in the card as a question.
    """
    from replicard.pipeline.starting import pass_over, start_card

    asks = not (yes or as_json) and sys.stdin.isatty() and sys.stderr.isatty()
    outcome = start_card(folder, overwrite=force, ask=_ask if asks else pass_over, track=_progress)
    if as_json:
        _print_json(outcome.as_json())
    else:
        click.echo(outcome.as_text(width=_width(), colour=_has_colour()), nl=False)


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


@commands.command()
@click.argument("name", metavar="FIELD-OR-ITEM")
@_JSON
def explain(name: str, *, as_json: bool) -> None:
    """Say what a field, a checklist item or a metric means, and why it is asked for.

    FIELD-OR-ITEM is a path such as models.nuclei.training.seed, an item such as L03, a
    metric such as f1, or a normalisation such as min-max.
    """
    from replicard.pipeline.explain import explain as explained

    explanation = explained(name)
    if as_json:
        _print_json(explanation.as_json())
    else:
        click.echo(explanation.as_text(width=_width()), nl=False)


@commands.command("import")
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
@_JSON
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
    outcome = import_sources(card, relative, named=named, dry_run=dry_run, track=_progress)
    if as_json:
        _print_json(outcome.as_json())
    else:
        click.echo(outcome.as_text(width=_width(), colour=_has_colour()), nl=False)


@commands.command()
@click.option("--clear", is_flag=True, help="Remove everything.")
@_JSON
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
        _print_json({"folder": folder, "removed": removed, **kept})
        return
    if removed is not None:
        click.echo(f"removed {removed:,} results")
    click.echo(f"folder   {folder or 'none: nothing is kept'}")
    click.echo(f"results  {size.entries:,}")
    click.echo(f"size     {size.bytes / 2**20:,.1f} MiB of at most {size.limit_bytes >> 20:,} MiB")


@commands.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write instead of the screen.",
)
def schema(output: Path | None) -> None:
    """Print the JSON Schema of the card, for editors."""
    from replicard.files import write_atomic
    from replicard_schema.json_schema import exported_json_schema

    text = exported_json_schema()
    if output is None:
        click.echo(text, nl=False)
    else:
        write_atomic(output, text)


def main() -> None:
    """Run the command line; the exit status is 0, 1 (card or data at fault) or 2 (usage)."""
    # Starting up makes many objects that stay. Looking through them again and again for
    # garbage would take a tenth of the time of a check.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    _use_utf8()
    run_guarded(_run_commands)


def _run_commands() -> None:
    try:
        commands()
    except ProblemsError as error:
        from replicard.render.terminal import render_problems

        _stop(render_problems(error.problems, sources={}, colour=_has_colour()), error)
    except ReplicardError as error:
        from replicard.files import printable

        _stop(f"error: {printable(str(error))}\n", error)


def _stop(text: str, error: ReplicardError) -> None:
    if "--json" in sys.argv:
        problems = error.problems if isinstance(error, ProblemsError) else ()
        _print_json({"error": str(error), "problems": [problem.as_json() for problem in problems]})
    else:
        click.echo(text, err=True, nl=False)
    raise SystemExit(EXIT_AT_FAULT) from error


def _print_json(document: object) -> None:
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))


def _progress(items: Iterable[Item], *, label: str, total: int) -> Iterator[Item]:
    from tqdm import tqdm

    yield from tqdm(
        items,
        desc=label,
        total=total,
        file=sys.stderr,
        disable=not sys.stderr.isatty(),
        leave=False,
    )


def _who(*, workers: int | None, processes: bool, scheduler: str | None) -> "Workers":
    from replicard.execution import Workers

    if scheduler is not None and (workers is not None or processes):
        raise click.UsageError("a cluster has its own workers: leave --workers or --scheduler out")
    return Workers(workers, in_processes=processes, scheduler=scheduler)


def _width() -> int:
    return min(shutil.get_terminal_size().columns, 110)


def _has_colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _use_utf8() -> None:
    # Windows consoles default to an encoding without the micro sign.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
