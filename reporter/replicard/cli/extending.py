"""Command about what other packages bring: plugins."""

# ruff: noqa: PLC0415 - heavy modules are imported by the command that needs them

import click

from replicard.cli.options import AS_JSON
from replicard.cli.terminal import print_json


@click.command()
@AS_JSON
def plugins(*, as_json: bool) -> None:
    """List metrics, importers, checklists and exporters that other packages bring.

    Their names are read; their code is not run.
    """
    from replicard.plugins import Group, plug_ins

    found = [each for group in Group for each in plug_ins(group).values()]
    if as_json:
        print_json(
            [
                {"kind": p.group.noun, "id": p.id, "package": p.distribution, "version": p.version}
                for p in found
            ]
        )
        return
    for each in found:
        click.echo(f"{each.group.noun:<10}  {each.id}  (version {each.version})")
    if not found:
        click.echo("no package that is installed brings anything")
