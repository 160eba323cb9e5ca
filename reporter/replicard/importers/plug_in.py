"""Importers of other packages."""

from dataclasses import replace
from functools import cache

from replicard.errors import ReplicardError
from replicard.importers.source import Content, Harvest, Head, Importer, UnreadableSourceError
from replicard.plugins import Group, PlugIn, PlugInError, plug_ins


@cache
def plug_in_importers() -> tuple[Importer, ...]:
    """Return the importers that installed packages announce, in the order of their ids.

    Raises
    ------
    PlugInError
        If one cannot be loaded.
    """
    return tuple(_guarded(each) for each in plug_ins(Group.IMPORTERS).values())


def _guarded(plug_in: PlugIn) -> Importer:
    """Return an importer whose readings name its package, as do its failures."""
    importer = plug_in.load(Importer)

    def recognise(head: Head) -> bool:
        try:
            return bool(importer.recognise(head))
        except Exception as error:
            raise plug_in.failure(f"failed on {head.path}", error) from error

    def read(content: Content) -> Harvest:
        try:
            harvest = importer.read(content)
        except ReplicardError:
            raise
        except Exception as error:
            # Whether the file or the importer is at fault, only its makers know. The text of
            # the error may hold anything of the file.
            reason = f"could not be read: {plug_in} raised {type(error).__name__}"
            raise UnreadableSourceError(reason) from error
        if not isinstance(harvest, Harvest):
            raise PlugInError(f"{plug_in} returned no Harvest")
        return harvest

    named = f"{importer.format} (read by {plug_in.origin})"
    return replace(importer, format=named, recognise=recognise, read=read)
