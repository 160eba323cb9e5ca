"""Which value stands for a field that several files speak about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from replicard.findings import in_words
from replicard.loading import Typed
from replicard_schema.comparing import UnfitValueError, converted, is_same
from replicard_schema.evidence import Fact, FactKind, Reading

FieldPath = tuple[str, ...]

_RANKS = {kind: rank for rank, kind in enumerate(FactKind)}


@dataclass(frozen=True, slots=True)
class Known:
    """A fact with the file that it was read from and the field that it is for."""

    path: FieldPath
    fact: Fact
    reading: Reading

    @property
    def origin(self) -> str:
        """Say where it was read: ``models/a/config.json, train_epochs (configured)``."""
        return f"{self.reading.file.path}, {self.fact.place} ({self.fact.kind})"


@dataclass(frozen=True, slots=True)
class Choice:
    """The value for one field.

    Attributes
    ----------
    taken
        What stands in the card: what was observed wins over what was configured.
    others
        Facts of other files that say something else.
    """

    taken: Known
    others: tuple[Known, ...] = ()

    @property
    def comment(self) -> str:
        """Say where the value comes from, and what else was found."""
        others = [f"{in_words(known.fact.value)} in {known.origin}" for known in self.others]
        return "; but ".join([self.taken.origin, *others])


def choose(known: Iterable[Known]) -> tuple[dict[FieldPath, Choice], tuple[str, ...]]:
    """Choose a value for each field.

    Returns
    -------
    tuple
        The choices in the order in which fields first occur, and a sentence for each
        value that its field does not take.
    """
    groups: dict[FieldPath, list[Known]] = {}
    unfit = []
    for one in known:
        try:
            converted(one.path, one.fact.value)
        except UnfitValueError as error:
            unfit.append(f"{one.origin}: {in_words(one.fact.value)} was not taken, {error}")
            continue
        groups.setdefault(one.path, []).append(one)
    return {path: _choice(path, group) for path, group in groups.items()}, tuple(unfit)


def _choice(path: FieldPath, group: Sequence[Known]) -> Choice:
    first, *rest = sorted(group, key=lambda known: _RANKS[known.fact.kind])
    others = [o for o in rest if not is_same(path, o.fact.value, first.fact.value)]
    return Choice(first, tuple(others))


def typed_value(value: object) -> Typed:
    """Return plain data with its scalars as text, as they are typed into a card."""
    match value:
        case None:
            return None
        case dict():
            return {str(key): typed_value(entry) for key, entry in value.items()}
        case list():
            return [typed_value(entry) for entry in value]
        case _:
            return str(value)
