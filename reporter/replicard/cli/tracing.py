"""Command that follows facts from the card into the texts: trace."""

# ruff: noqa: PLC0415 - heavy modules are imported by the command that needs them

from pathlib import Path

import click

from replicard.cli.options import AS_JSON
from replicard.cli.terminal import print_json, width
from replicard.cli.texts import TEXTS

_DEFAULT_CARD = "card.yaml"


@click.command()
@click.argument("field", required=False)
@click.argument("card", required=False, type=click.Path(path_type=Path))
@click.option("--all", "all_sentences", is_flag=True, help="List every sentence with its fields.")
@click.option("--sentence", "number", type=click.IntRange(min=1), help="Show one sentence.")
@click.option(
    "--text",
    "name",
    type=click.Choice([name for name in TEXTS if name != "legends"]),
    default="methods",
    show_default=True,
    help="Text of --all and --sentence.",
)
@AS_JSON
def trace(
    field: str | None,
    card: Path | None,
    *,
    all_sentences: bool,
    number: int | None,
    name: str,
    as_json: bool,
) -> None:
    """Print the sentences that use FIELD of CARD, in all its texts.

    FIELD is a path in the card or the evidence; what lies below it counts, and * stands
    for any id: models.*.training. CARD is card.yaml unless another is named. With --all
    or --sentence there is no FIELD.
    """
    from replicard.pipeline.tracing import trace_field, trace_sentences
    from replicard_schema.report import TextKind

    if all_sentences or number is not None:
        if card is not None:
            raise click.UsageError("--all and --sentence take a card and no field")
        path = Path(field or _DEFAULT_CARD)
        found = trace_sentences(path, number=number, kind=TextKind(TEXTS[name]))
    elif field is None:
        raise click.UsageError("name a field, or add --all or --sentence")
    else:
        found = trace_field(field, card or Path(_DEFAULT_CARD))
    if as_json:
        print_json(found.as_json())
    else:
        click.echo(found.as_text(width=width()), nl=False)
