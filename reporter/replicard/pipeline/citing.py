"""How a study cites: its style, its bibliography files, and what registries say if asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from replicard.bibliography import Bibliography, read_bibliography
from replicard.bibliography.records import Record
from replicard.errors import DataError, Problem, ProblemsError, UnsafePathError
from replicard.files import open_inside
from replicard.loading import LoadedCard
from replicard.pipeline.paper_store import PaperStore
from replicard.pipeline.unreferenced import unreferenced
from replicard.render.citations import (
    KEY,
    Citations,
    CitationStyle,
    StyleError,
    is_style_file,
    stated_references,
    style_in,
    style_named,
    unresolved_references,
)
from replicard.render.citations.style import MOST_BYTES
from replicard_schema.findings import Finding
from replicard_schema.sections.output import Output
from replicard_schema.vocabulary import Severity

if TYPE_CHECKING:
    from replicard.bibliography.lookup import Lookup
    from replicard.render.citations.library import Entry

_STYLE_FIELD = "output.citation_style"


@dataclass(frozen=True, slots=True)
class Online:
    """Permission to ask registries of DOIs, and how.

    Attributes
    ----------
    store
        Where answers are kept; None for nowhere.
    """

    lookup: "Lookup"
    store: PaperStore | None = None


@dataclass(frozen=True, slots=True)
class Citing:
    """How a study cites, and what its author should look at."""

    citations: Citations
    bibliography: Bibliography
    findings: tuple[Finding, ...] = ()


def citing_of(
    loaded: LoadedCard, wishes: Output | None = None, *, online: Online | None = None
) -> Citing:
    """Return how a study cites.

    Parameters
    ----------
    wishes
        A citation style here comes before that of the card; the path of a style file is
        then one of the person at the keyboard, and need not lie beside the card.
    online
        Whom to ask for DOIs that neither the library nor the author's files know; by
        default nobody.

    Raises
    ------
    DataError
        If a bibliography file or the style cannot be used, or lacks a key that is cited.
    """
    bibliography = read_bibliography(loaded.path.parent, loaded.card.bibliography)
    _require_keys(loaded, bibliography)
    style = _style(loaded, wishes)
    records = dict(bibliography.records)
    unknown = [doi for doi in unresolved_references(loaded.card) if doi.lower() not in records]
    failures: Mapping[str, str] = {}
    if online is not None and unknown:
        found = _looked_up(unknown, online)
        records |= found[0]
        failures = found[1]
    unknown = [doi for doi in unknown if doi.lower() not in records]
    return Citing(
        Citations(style, cast("Mapping[str, Entry]", records)),
        bibliography,
        (*_unknown(unknown, failures, asked=online is not None), *unreferenced(loaded.card)),
    )


def _looked_up(dois: list[str], online: Online) -> tuple[dict[str, Record], Mapping[str, str]]:
    kept = {} if online.store is None else online.store.records(dois)
    found = online.lookup.records(doi for doi in dois if doi.lower() not in kept)
    if online.store is not None:
        online.store.keep(found.records)
    return {**kept, **found.records}, found.failures


def _require_keys(loaded: LoadedCard, bibliography: Bibliography) -> None:
    """Refuse citation keys that no bibliography file holds."""
    problems = [
        Problem(
            loaded.shown_as,
            f"no bibliography file holds the citation key {name.removeprefix(KEY)}",
            "citation-key",
            loaded.position(path),
            path,
            "name the file with this record under bibliography, or mend the key",
        )
        for path, name in stated_references(loaded.card)
        if name.startswith(KEY) and name.lower() not in bibliography.records
    ]
    if problems:
        raise DataError(problems, sources={loaded.shown_as: loaded.text})


def _style(loaded: LoadedCard, wishes: Output | None) -> CitationStyle | None:
    asked = None if wishes is None else wishes.citation_style
    stated = None if loaded.card.output is None else loaded.card.output.citation_style
    try:
        if asked is not None:
            return _style_of_person(asked)
        return None if stated is None else _style_of_card(stated, loaded.path.parent)
    except ProblemsError:
        raise
    except (StyleError, UnsafePathError) as error:
        if asked is not None:
            raise DataError([Problem("--citation-style", str(error), "citation-style")]) from error
        place = loaded.position(_STYLE_FIELD)
        problem = Problem(loaded.shown_as, str(error), "citation-style", place, _STYLE_FIELD)
        raise DataError([problem], sources={loaded.shown_as: loaded.text}) from error


def _style_of_card(wish: str, root: Path) -> CitationStyle:
    if not is_style_file(wish):
        return style_named(wish)
    with open_inside(root, wish, max_bytes=MOST_BYTES) as handle:
        return style_in(handle.read(), name=wish)


def _style_of_person(wish: str) -> CitationStyle:
    if not is_style_file(wish):
        return style_named(wish)
    path = Path(wish)
    with open_inside(path.absolute().parent, path.name, max_bytes=MOST_BYTES) as handle:
        return style_in(handle.read(), name=wish)


def _unknown(dois: list[str], failures: Mapping[str, str], *, asked: bool) -> Iterator[Finding]:
    """Find DOIs of which the list of references can only give the address."""
    for doi in dois:
        why = failures.get(doi)
        yield Finding(
            code="reference-unknown",
            severity=Severity.HINT if why is None else Severity.WARNING,
            message=(
                f"Nothing is known of the paper {doi} but its DOI, so the list of references "
                f"gives its address only{'' if why is None else f'; asked online: {why}'}."
            ),
            hint=(
                "name a BibTeX or CSL-JSON file with its record under bibliography"
                + ("" if asked else ", or add --online to have it looked up")
            ),
        )
