"""What other packages bring: metrics, importers, checklists and exporters.

A package announces them as entry points (see ``reporter/plugins.md``). Each is called
``distribution:name``, so none ever takes the place of what comes with the program, and each
says where it came from. Looking names up reads metadata only; code of a package is
run when something of it is wanted. Whoever installs a package trusts its code.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.metadata import EntryPoint, PackageNotFoundError, entry_points, version
from types import MappingProxyType
from typing import TypeVar

from replicard.errors import ReplicardError
from replicard_schema.plug_in_id import is_plug_in_id

_SEPARATORS = re.compile(r"[-_.]+")
Kind = TypeVar("Kind")


class Group(StrEnum):
    """Groups of entry points."""

    METRICS = "replicard.metrics"
    IMPORTERS = "replicard.importers"
    CHECKLISTS = "replicard.checklists"
    EXPORTERS = "replicard.exporters"

    @property
    def noun(self) -> str:
        """What one of the group is: ``metric``."""
        return self.value.partition(".")[2].removesuffix("s")


class PlugInError(ReplicardError):
    """Something of another package that cannot be loaded or does not work; names the package."""


class UnknownPlugInError(ReplicardError):
    """An id that nothing installed has; the message says what to install."""


@dataclass(frozen=True, slots=True)
class PlugIn:
    """One thing that another package brings.

    Attributes
    ----------
    id
        ``distribution:name``.
    """

    group: Group
    id: str
    distribution: str
    version: str
    entry: EntryPoint

    @property
    def origin(self) -> str:
        """Package and version: ``lab-metrics 1.2``."""
        return f"{self.distribution} {self.version}"

    def __str__(self) -> str:
        name = self.id.partition(":")[2]
        return f"the {self.group.noun} `{name}` of the package {self.origin}"

    def load(self, kind: type[Kind]) -> Kind:
        """Run the code of the package and return what the entry point names.

        Raises
        ------
        PlugInError
            If that fails, or it is anything else than ``kind``.
        """
        try:
            value = self.entry.load()
        except Exception as error:
            raise self.failure("cannot be loaded", error) from error
        if not isinstance(value, kind):
            article = "an" if kind.__name__[0] in "AEIOU" else "a"
            raise PlugInError(f"{self} should be {article} {kind.__name__}, but is {value!r:.100}")
        return value

    def failure(self, what: str, error: Exception) -> PlugInError:
        """Return an error that says what went wrong, and in which package."""
        return PlugInError(f"{self} {what}: {type(error).__name__}: {error}")


@cache
def plug_ins(group: Group) -> Mapping[str, PlugIn]:
    """Return what the installed packages announce, by id; no code of theirs is run.

    Names that no id can have are left out.
    """
    found: dict[str, PlugIn] = {}
    for entry in sorted(entry_points(group=group.value), key=lambda entry: entry.name):
        if entry.dist is None:
            continue
        distribution = _SEPARATORS.sub("-", entry.dist.name).lower()
        name = f"{distribution}:{entry.name}"
        if is_plug_in_id(name):
            found.setdefault(name, PlugIn(group, name, distribution, entry.dist.version, entry))
    return MappingProxyType(dict(sorted(found.items())))


def plug_in(group: Group, name: str) -> PlugIn:
    """Return one by its id.

    Raises
    ------
    UnknownPlugInError
        If nothing installed has it.
    """
    found = plug_ins(group).get(name)
    if found is not None:
        return found
    distribution, _, part = name.partition(":")
    try:
        installed = version(distribution)
    except PackageNotFoundError:
        raise UnknownPlugInError(
            f"the {group.noun} `{name}` comes with the package `{distribution}`, which is not "
            "installed; install it if you trust those who made it"
        ) from None
    known = [each for each in plug_ins(group) if each.startswith(f"{distribution}:")]
    listed = ", ".join(f"`{each}`" for each in known) or f"no {group.noun} at all"
    raise UnknownPlugInError(
        f"the package {distribution} {installed} has no {group.noun} `{part}`; it has {listed}"
    )
