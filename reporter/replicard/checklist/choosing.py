"""Choosing checklists: shipped ones by id, own ones by file, by an option or by the card."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from replicard.checklist.own import NOUN, ChosenChecklist, read_own_checklist
from replicard.checklist.plug_in import plug_in_checklist
from replicard.checklist.shipped import CHECKLIST_NAMES, load_checklist, shipped_concepts
from replicard.errors import DataError, Problem, ProblemsError, ReplicardError, UnsafePathError
from replicard.files import read_hashed
from replicard.loading import LoadedCard, SourceText, read_source, source_of
from replicard.loading.source import MAX_BYTES
from replicard.plugins import UnknownPlugInError
from replicard_schema.plug_in_id import is_plug_in_id
from replicard_schema.scalars import shown

ALL = "all"
"""Stands for every shipped checklist."""
DEFAULT = ("laine-2021",)
"""Checklists that are answered if neither the card nor an option names any."""
_ENDINGS = (".yaml", ".yml")
_FIELD = "output.checklists"


class UnknownChecklistError(ReplicardError):
    """A name that no checklist has."""


@dataclass(slots=True)
class Choice:
    """The checklists that are answered, and what is wrong with those that are not.

    Attributes
    ----------
    sources
        Text of each file with problems, by the name used in them.
    """

    lists: list[ChosenChecklist] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)

    def required(self) -> tuple[ChosenChecklist, ...]:
        """Return the checklists.

        Raises
        ------
        ProblemsError
            If one of them cannot be used.
        """
        if self.problems:
            raise ProblemsError(self.problems, sources=self.sources)
        return tuple(self.lists)


def choose(loaded: LoadedCard, names: Sequence[str] = ()) -> Choice:
    """Return the checklists to answer: those named, or else those of the card.

    Parameters
    ----------
    names
        Ids of shipped checklists, ``all``, or paths of files of your own; empty for what
        the card says.

    Raises
    ------
    UnknownChecklistError
        If ``names`` holds an id that no checklist has.
    ProblemsError
        If a file in ``names`` cannot be read or is no checklist. What is wrong with the
        checklists of the card is part of the choice instead.
    """
    if names:
        return _together([(name, _named(name)) for name in names])
    return _of_card(loaded)


def named_checklists(names: Iterable[str]) -> tuple[ChosenChecklist, ...]:
    """Return checklists by id or file; see `choose`."""
    return _together([(name, _named(name)) for name in names]).required()


def is_file(name: str) -> bool:
    """Say whether a name is that of a file, not of a checklist that is installed.

    >>> [is_file(name) for name in ("dome-1.0", "core.yaml", "lists/core.yml", "./core")]
    [False, True, True, True]
    """
    return name.lower().endswith(_ENDINGS) or "/" in name or "\\" in name


def shipped(name: str) -> ChosenChecklist:
    """Return a shipped checklist with the vocabulary of its items."""
    return ChosenChecklist(load_checklist(name), shipped_concepts())


def _named(name: str) -> list[ChosenChecklist]:
    if is_file(name):
        source = read_source(Path(name), shown_as=Path(name).as_posix(), noun=NOUN)
        return [read_own_checklist(source)]
    if is_plug_in_id(name):
        return [_of_package(name)]
    known = _shipped(name)
    if not known:
        hint = _hint(name)
        raise UnknownChecklistError(f"there is no checklist called {shown(name)}; {hint}")
    return known


def _of_package(name: str) -> ChosenChecklist:
    try:
        return plug_in_checklist(name)
    except UnknownPlugInError as error:
        raise UnknownChecklistError(str(error)) from error


def _shipped(name: str) -> list[ChosenChecklist]:
    if name == ALL:
        return [shipped(each) for each in CHECKLIST_NAMES]
    return [shipped(name)] if name in CHECKLIST_NAMES else []


def _hint(name: str) -> str:
    near = get_close_matches(name[:100], CHECKLIST_NAMES, n=1, cutoff=0.5)
    if near:
        return f"did you mean `{near[0]}`?"
    return f"known are {', '.join(CHECKLIST_NAMES)}; a file of your own ends in .yaml"


def _of_card(loaded: LoadedCard) -> Choice:
    output = loaded.card.output
    names = output.checklists if output is not None else ()
    found: list[tuple[str, list[ChosenChecklist]]] = []
    problems: list[Problem] = []
    sources: dict[str, str] = {}
    for position, name in enumerate(names):
        try:
            found.append((name, _in_card(name, loaded)))
        except ProblemsError as error:
            problems += error.problems
            sources |= error.sources
        except UnknownChecklistError as error:
            message, _, hint = str(error).partition("; ")
            problems.append(_problem(loaded, position, message, "unknown-checklist", hint))
        except UnsafePathError as error:
            message = str(error).removeprefix(f"{name}: ")
            hint = "a checklist must lie in the folder of the card, or below it"
            problems.append(_problem(loaded, position, message, "unsafe-path", hint))
    choice = _together(found or [(name, [shipped(name)]) for name in DEFAULT])
    if problems and loaded.text:
        sources.setdefault(loaded.shown_as, loaded.text)
    return Choice(choice.lists, [*problems, *choice.problems], {**sources, **choice.sources})


def _in_card(name: str, loaded: LoadedCard) -> list[ChosenChecklist]:
    if not is_file(name):
        return _named(name)
    path = name.replace("\\", "/")
    shown_as = (loaded.path.parent / path).as_posix()
    source = _read_inside(loaded.path.parent, path, shown_as)
    return [read_own_checklist(source)]


def _read_inside(folder: Path, path: str, shown_as: str) -> SourceText:
    try:
        content = read_hashed(folder, path, max_bytes=MAX_BYTES).content
    except DataError as error:
        problems = [
            Problem(shown_as, p.message, p.code, hint=p.hint or f"named under {_FIELD} of the card")
            for p in error.problems
        ]
        raise ProblemsError(problems) from error
    return source_of(content, shown_as=shown_as, noun=NOUN)


def _problem(loaded: LoadedCard, position: int, message: str, code: str, hint: str) -> Problem:
    path = ("output", "checklists", position)
    at = loaded.source_map.nearest(path)
    return Problem(loaded.shown_as, message, code, at, f"{_FIELD}[{position}]", hint or None)


def _together(found: Sequence[tuple[str, list[ChosenChecklist]]]) -> Choice:
    """Join lists, each once; two that only share their id cannot be told apart."""
    choice = Choice()
    known: dict[str, ChosenChecklist] = {}
    for name, lists in found:
        for each in lists:
            # File systems may not tell capitals from small letters, and files bear the id.
            first = known.setdefault(each.checklist.id.casefold(), each)
            if first is each:
                choice.lists.append(each)
            elif first.file != each.file:
                message = f"the checklist {first.file} is called {shown(each.checklist.id)} as well"
                hint = "give one of the two another id"
                choice.problems.append(Problem(each.file or name, message, "id-taken", hint=hint))
    return choice
