"""What an export gives: files, or questions about what the card lacks for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a format demands and the card does not say.

    Attributes
    ----------
    field
        Dotted path of the card field that would hold it; empty if none would.
    message
        What is missing, as one sentence without a full stop, in lower case.
    hint
        What to add.
    """

    field: str
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """The outcome of one format.

    Attributes
    ----------
    files
        Content by path, relative to the folder they are written to; empty if anything
        is needed.
    needs
        What the card lacks.
    notes
        What the card says and the format has no place for, as sentences without a full
        stop.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether there are files."""
        return not self.needs


def export_of(
    files: Mapping[str, str], needs: Iterable[Need] = (), notes: Iterable[str] = ()
) -> Export:
    """Return files, or the questions alone where there are any."""
    asked = tuple(dict.fromkeys(needs))
    return Export({} if asked else dict(files), asked, tuple(dict.fromkeys(notes)))
