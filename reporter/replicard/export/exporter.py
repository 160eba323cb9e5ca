"""What an exporter is, and running one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from replicard.export.material import Material
from replicard.export.outcome import Export, Need, export_of

Check = Callable[[str, str], Iterator[str]]
"""Takes path and content of a file; yields what is wrong, as sentences without a full stop."""


def no_check(path: str, content: str) -> Iterator[str]:  # noqa: ARG001 - takes what others take
    """Find nothing."""
    yield from ()


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format that a card can be exported to.

    Attributes
    ----------
    name
        What it is called on the command line.
    title
        The format, with its version.
    files
        Names of the files, in words.
    mandatory
        What the format demands, in words.
    validated_by
        What a file is held against before it is written.
    write
        Makes the files, or says what is missing.
    check
        Holds one file against the format.
    tested_by
        Validator of the field that our tests use.
    schema_package
        Package that carries the published schema; without it our own check alone holds.
    lies_beside_card
        Whether it names files by their path from the folder of the card.
    """

    name: str
    title: str
    files: str
    mandatory: str
    validated_by: str
    write: Callable[[Material], Export]
    check: Check = no_check
    tested_by: str = ""
    schema_package: str | None = None
    lies_beside_card: bool = False

    def export(self, material: Material) -> Export:
        """Return files that hold against the format, or what is missing.

        Raises
        ------
        MissingExtraError
            If the schema that the format is validated against is not installed.
        """
        outcome = self.write(material)
        return export_of(
            outcome.files, (*outcome.needs, *self._faults(outcome.files)), outcome.notes
        )

    def _faults(self, files: Mapping[str, str]) -> Iterator[Need]:
        for path, content in files.items():
            for fault in self.check(path, content):
                yield Need("", f"{path} would not be valid: {fault}")
