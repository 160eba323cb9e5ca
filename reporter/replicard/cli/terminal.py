"""What commands print: JSON, progress, and texts as wide as the terminal."""

# ruff: noqa: PLC0415 - heavy modules are imported by the command that needs them

import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

Item = TypeVar("Item")


def print_json(document: object) -> None:
    """Print plain data as JSON."""
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))


def progress(items: Iterable[Item], *, label: str, total: int) -> Iterator[Item]:
    """Show on a terminal how far the work is."""
    from tqdm import tqdm

    yield from tqdm(
        items,
        desc=label,
        total=total,
        file=sys.stderr,
        disable=not sys.stderr.isatty(),
        leave=False,
    )


def width() -> int:
    """Return how many characters a line of text may have."""
    return min(shutil.get_terminal_size().columns, 110)


def has_colour() -> bool:
    """Say whether the terminal shows colours and the user wants them."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ
