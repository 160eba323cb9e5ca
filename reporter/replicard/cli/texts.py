"""Commands that write texts from a card and what was computed before: methods."""

# ruff: noqa: PLC0415 - heavy modules are imported by the command that needs them

from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from replicard.pipeline.text_formats import TextFormat
    from replicard.pipeline.texts import Texts
    from replicard_schema.report import TextKind

FORMATS = ("md", "html", "txt", "tex", "docx", "odt")
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

_FOR_FILES_ONLY = {"docx", "odt"}
_OTHER_ENDINGS = {"markdown": "md", "htm": "html", "text": "txt", "latex": "tex"}
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
    Beside a LaTeX file goes a .bib file with its references.
    """
    from replicard.pipeline.text_formats import TextFormat
    from replicard.pipeline.texts import write_texts
    from replicard_schema.report import TextKind

    to = TextFormat(named or _format_of(output))
    if output is None and to in _FOR_FILES_ONLY:
        raise click.UsageError(f"the screen shows no {to}: name a file with -o")
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
        _write(texts, to, kind, output)
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


def _write(texts: "Texts", to: "TextFormat", kind: "TextKind", output: Path) -> None:
    from replicard.files import safe_file_name, write_atomic

    # LaTeX finds no file whose name has blanks or signs in it.
    bibliography = f"{safe_file_name(output.stem)}-references"
    files = {output.name: texts.written(to, kind, bibliography=bibliography)}
    if to == "tex" and (references := texts.references(kind)):
        files[f"{bibliography}.bib"] = references
    for name, content in files.items():
        write_atomic(output.parent / name, content)
        click.echo(f"wrote {output.parent / name}", err=True)
