"""Exporters of other packages."""

from collections.abc import Iterator
from dataclasses import replace

from replicard.errors import ReplicardError
from replicard.export.exporter import Exporter
from replicard.export.material import Material
from replicard.export.outcome import Export
from replicard.plugins import Group, PlugIn, PlugInError, plug_in


def plug_in_exporter(name: str) -> Exporter:
    """Return an exporter that another package brings.

    Parameters
    ----------
    name
        ``distribution:name``.

    Raises
    ------
    UnknownPlugInError
        If nothing installed has it.
    PlugInError
        If it cannot be loaded.
    """
    return _guarded(plug_in(Group.EXPORTERS, name))


def _guarded(found: PlugIn) -> Exporter:
    """Return an exporter under its full name; its outcome names the package, as do failures."""
    exporter = found.load(Exporter)

    def write(material: Material) -> Export:
        try:
            outcome = exporter.write(material)
        except ReplicardError:
            raise
        except Exception as error:
            raise found.failure("failed", error) from error
        if not isinstance(outcome, Export):
            raise PlugInError(f"{found} returned no Export")
        return replace(outcome, notes=(*outcome.notes, f"written by {found.origin}"))

    def check(path: str, content: str) -> Iterator[str]:
        try:
            yield from exporter.check(path, content)
        except Exception as error:
            raise found.failure(f"failed to check {path}", error) from error

    return replace(exporter, name=found.id, write=write, check=check)
