"""Checklists of other packages."""

from dataclasses import replace
from importlib.resources.abc import Traversable

from replicard.checklist.own import NOUN, ChosenChecklist, read_own_checklist
from replicard.loading import read_source
from replicard.plugins import Group, plug_in


def plug_in_checklist(name: str) -> ChosenChecklist:
    """Return a checklist that another package brings as a YAML file.

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
    ProblemsError
        If it is no checklist. Lists every problem found.
    """
    found = plug_in(Group.CHECKLISTS, name)
    # Python decides only when it is used what kind of resource it is.
    file = found.load(Traversable)  # type: ignore[type-abstract]
    chosen = read_own_checklist(read_source(file, shown_as=name, noun=NOUN))
    origin = f"This list comes from the package {found.origin}."
    note = " ".join(part for part in (chosen.checklist.note, origin) if part)
    return replace(chosen, checklist=chosen.checklist.model_copy(update={"note": note}))
