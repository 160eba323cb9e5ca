"""Commands that write texts from a card and what was computed before: methods."""

# ruff: noqa: PLC0415 - heavy modules are imported by the command that needs them

from pathlib import Path

import click

from replicard.cli.options import (
    AS_JSON,
    CARD,
    CITATION_STYLE,
    MAX_WORDS,
    SPELLING,
    wishes_of,
)
from replicard.cli.terminal import print_json

FORMATS = ("md", "html", "txt")
"""Endings of file names, as in ``TextFormat``, which takes long to import."""

TEXTS = {
    "methods": "methods",
    "short": "methods-short",
    "supplement": "methods-supplement",
    "data-availability": "data-availability",
    "code-availability": "code-availability",
    "legends": "legends",
    "acknowledgements": "acknowledgements",
}
"""What a text is called on the command line, and its ``TextKind``."""

_OTHER_ENDINGS = {"markdown": "md", "htm": "html", "text": "txt"}
_NOT_EVALUATED = (
    "note: there is no evidence for this card as it stands, so the text says only what is "
    "stated; `replicard evaluate` computes the rest"
)


@click.command()
@CARD
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write instead of the screen; its name tells the format.",
)
@click.option("--to", "named", type=click.Choice(FORMATS), help="Format.  [default: md]")
@click.option(
    "--text",
    "wanted",
    type=click.Choice(tuple(TEXTS)),
    help="Which text.  [default: methods, or short with --max-words]",
)
@MAX_WORDS
@SPELLING
@CITATION_STYLE
@AS_JSON
def methods(
    card: Path,
    *,
    output: Path | None,
    named: str | None,
    wanted: str | None,
    max_words: int | None,
    spelling: str | None,
    citation_style: str | None,
    as_json: bool,
) -> None:
    """Print the methods text of CARD or another text, or write it to a file.

    Evidence that was computed for the card as it stands is used; nothing is computed.
    """
    from replicard.pipeline.texts import TextFormat, write_texts
    from replicard_schema.report import TextKind

    to = TextFormat(named or _format_of(output))
    kind = TextKind(TEXTS[wanted or ("methods" if max_words is None else "short")])
    wishes = wishes_of(spelling=spelling, max_words=max_words, citation_style=citation_style)
    texts = write_texts(card, wishes)
    if not texts.has_evidence:
        click.echo(_NOT_EVALUATED, err=True)
    if texts.manuscript.too_long_because and kind is TextKind.SHORT:
        click.echo(f"note: {texts.manuscript.too_long_because}", err=True)
    if as_json:
        print_json(texts.as_json())
    if output is not None:
        _write(output, texts.written(to, kind))
    elif not as_json:
        click.echo(texts.written(to, kind).decode(), nl=False)


def _format_of(output: Path | None) -> str:
    if output is None:
        return FORMATS[0]
    ending = output.suffix.removeprefix(".").lower()
    found = _OTHER_ENDINGS.get(ending, ending)
    if found not in FORMATS:
        known = ", ".join(f".{name}" for name in FORMATS)
        raise click.UsageError(f"the name of the file tells no format ({known}): add --to")
    return found


def _write(output: Path, content: bytes) -> None:
    from replicard.files import write_atomic

    write_atomic(output, content)
    click.echo(f"wrote {output}", err=True)
