"""The command line: parse, call, print, exit. It holds no logic that the library lacks.

Modules that take long to import are imported by the command that needs them, so that
``replicard check`` and ``--help`` answer at once.
"""

# ruff: noqa: PLC0415 - see above

import gc
import sys
from collections.abc import Sequence
from itertools import pairwise

import click

from replicard.cli import (
    building,
    bundling,
    card,
    checklists,
    differing,
    exporting,
    extending,
    filling,
    manuscripts,
    texts,
    tracing,
    verifying,
)
from replicard.cli.terminal import has_colour, print_json
from replicard.crash import run_guarded
from replicard.errors import ProblemsError, ReplicardError

_OBJECTS_BETWEEN_COLLECTIONS = 100_000
EXIT_AT_FAULT = 1
"""Exit status when the card or the data is at fault."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="replicard", message="replicard %(version)s")
def commands() -> None:
    """Report deep-learning image analysis so that others can check it.

    Start with `replicard demo`, which builds a shipped example, or with
    `replicard init`, which writes a card to fill.
    """


for _command in (
    building.demo,
    filling.init,
    filling.import_,
    card.check,
    card.explain,
    checklists.checklists,
    building.evaluate,
    building.build,
    texts.methods,
    tracing.trace,
    manuscripts.compare,
    exporting.export,
    differing.diff,
    verifying.verify,
    bundling.bundle,
    building.cache,
    extending.plugins,
    card.schema,
):
    commands.add_command(_command)


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
        from replicard.render.terminal.problems import render_problems

        _stop(render_problems(error.problems, sources=error.sources, colour=has_colour()), error)
    except ReplicardError as error:
        from replicard.files import printable

        _stop(f"error: {printable(str(error))}\n", error)


def _stop(text: str, error: ReplicardError) -> None:
    if _wants_json(sys.argv):
        problems = error.problems if isinstance(error, ProblemsError) else ()
        print_json({"error": str(error), "problems": [problem.as_json() for problem in problems]})
    else:
        click.echo(text, err=True, nl=False)
    raise SystemExit(EXIT_AT_FAULT) from error


def _wants_json(arguments: Sequence[str]) -> bool:
    """Say whether JSON is asked for, by either option.

    >>> [_wants_json(line.split()) for line in ("--json", "--format json", "--format text json")]
    [True, True, False]
    """
    pairs = pairwise(arguments)
    return bool({"--json", "--format=json"} & {*arguments}) or ("--format", "json") in pairs


def _use_utf8() -> None:
    # Windows consoles default to an encoding without the micro sign.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
