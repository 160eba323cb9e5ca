"""Noun phrases for programs, their settings, and where things can be obtained."""

import re
from collections.abc import Sequence
from types import MappingProxyType

from replicard.render.english import between, number, when
from replicard.render.facts import Fact, lifted
from replicard.render.marks import Style, joined_sources, mark
from replicard.render.phrases.imaging import fragmented, listed_marked, with_article
from replicard.render.phrases.spellings import library, program
from replicard.render.prose import fragment, is_clause
from replicard_schema.empty_words import is_empty_word
from replicard_schema.scalars import core_value

_SPEAKS = re.compile(r"\b(?:build|commit|nightly|release|snapshot|version)\b", re.IGNORECASE)
_V_NUMBER = re.compile(r"v[0-9]")
_ON = frozenset({"figshare", "github", "gitlab", "hugging face", "kaggle", "osf", "zenodo"})
_ZOOS = (("bioimage.io", "the BioImage Model Zoo"), ("huggingface.co", "the Hugging Face Hub"))
_VERSION_NUMBER = re.compile(r"[vVrR]?[0-9]")
_SINGLE_CARDS = re.compile(r"(?:NVIDIA|AMD|Intel|Apple|Tesla|GeForce|RTX|GTX|Quadro)\b")
_SEVERAL_CARDS = re.compile(r"(?:[0-9]\s?[x×]|s$|,|\band\b)", re.IGNORECASE)
_COLLECTION = re.compile(r"^(?!The\b).*(?:Archive|Resource|Repository|Database|Collection|Bank)$")
_ACTIONS = MappingProxyType(
    {
        "blur": "blurring",
        "brightness": "changes of brightness",
        "contrast": "changes of contrast",
        "crop": "cropping",
        "flip": "flipping",
        "mirror": "mirroring",
        "noise": "addition of noise",
        "rotate": "rotation",
        "scale": "scaling",
        "shear": "shearing",
        "shift": "shifting",
        "translate": "translation",
        "zoom": "zooming",
    }
)
_THINGS = (" gui", " plugin", " plug-in", " notebook", " app", " macro", " script", " workflow")
_PAIR = 2


def cite(*references: Fact) -> str:
    """Cite the papers with these DOIs, together in one bracket."""
    papers = [doi for group in references for doi in group]
    sources = joined_sources(source for doi in papers for source in doi.sources)
    return mark(" ".join(doi.plain for doi in papers), sources, Style.CITATION) if papers else ""


def cited(name: object, *references: Fact) -> str:
    """Put the citation behind a name, where there is one."""
    citation = cite(*references)
    return f"{name} {citation}" if citation else f"{name}"


def software(fact: Fact, *, without_date: bool = False) -> str:
    """Name a program with its version, or else the date on which it was obtained."""
    return cited(release(fact, without_date=without_date), fact.references)


def release(fact: Fact, *, without_date: bool = False) -> str:
    """Name a program with its version or date, without its citation."""
    if fact.version is None or not _VERSION_NUMBER.match(fact.version.plain):
        details = version_details(fact, without_date=without_date)
        return f"{program_name(fact)} ({details})" if details else program_name(fact)
    date = "" if fact.obtained is None or without_date else f" ({_obtained(fact)})"
    return f"{program_name(fact)} {fact.version}{date}"


def program_name(fact: Fact) -> str:
    """Name a program as its makers spell it."""
    return mark(program(fact.name.plain), fact.name.sources)


def is_thing(fact: Fact) -> bool:
    """Say whether the name of a program needs an article: *the Cellpose GUI*."""
    return bool(fact.name.plain.lower().endswith(_THINGS))


def release_in_brackets(fact: Fact) -> str:
    """Name a program within brackets, where no further bracket may open."""
    numbered = fact.version is not None and _VERSION_NUMBER.match(fact.version.plain)
    parts = [f"{program_name(fact)} {fact.version}" if numbered else program_name(fact)]
    if fact.version is not None and not numbered:
        parts.append(_worded_version(fact.version))
    if fact.obtained is not None:
        parts.append(_obtained(fact))
    return ", ".join(parts)


def version_details(fact: Fact, *, without_date: bool = False) -> str:
    """Write version and date as they stand in brackets; empty if neither is stated."""
    version = None if fact.version is None else _worded_version(fact.version)
    date = None if fact.obtained is None or without_date else _obtained(fact)
    return ", ".join(part for part in (version, date) if part is not None)


def _obtained(fact: Fact) -> str:
    return f"{'' if fact.version is not None else 'as '}obtained {lifted(when)(fact.obtained)}"


def _worded_version(version: Fact) -> str:
    """Write a version; one that says what it is, such as *nightly build*, needs no word more."""
    is_clear = _SPEAKS.search(version.plain) or _V_NUMBER.match(version.plain)
    return str(version) if is_clear else f"version {version}"


def libraries(fact: Fact) -> str:
    """List packages with their versions, as far as these are stated."""
    return listed_marked(package(name, version) for name, version in fact.items())


def package(name: Fact, version: Fact | None) -> str:
    """Name a package as its makers spell it, with its version if that is stated."""
    spelt = mark(library(name.plain), name.sources)
    return spelt if version is None or is_empty_word(version.plain) else f"{spelt} {version}"


def hardware(fact: Fact) -> str:
    """Name a machine so that *on* can stand before it."""
    is_one = _SINGLE_CARDS.match(fact.plain) and not _SEVERAL_CARDS.search(fact.plain)
    text = fragmented(fact)
    return with_article(text) if is_one else text


def augmentation(fact: Fact) -> str:
    """Name one kind of augmentation with its settings in brackets."""
    settings = [f"{_words(name)} {_value(value)}" for name, value in fact.extra() if value]
    name = mark(_as_action(fragment(fact.name.plain)), fact.name.sources)
    return f"{name} ({', '.join(settings)})" if settings else name


def _as_action(name: str) -> str:
    """Write a bare name such as *flip* as what is done: *flipping*."""
    before, blank, last = name.rpartition(" ")
    return f"{before}{blank}{_ACTIONS.get(last.lower(), last)}"


def terse_settings(entries: Sequence[tuple[Fact, Fact | None]]) -> list[tuple[Fact, Fact | None]]:
    """Return the settings that stand in a list: name, equals sign, value."""
    return [entry for entry in entries if not _is_wordy(*entry)]


def wordy_settings(entries: Sequence[tuple[Fact, Fact | None]]) -> list[str]:
    """Write the settings whose name or value is a phrase, each as a statement."""
    return [
        f"{name} was {'as follows: ' * _is_phrase(value)}{_value(value)}"
        for name, value in entries
        if value is not None and _is_wordy(name, value)
    ]


def _is_wordy(name: Fact, value: Fact | None) -> bool:
    return value is not None and (" " in name.plain or _is_phrase(value))


def _is_phrase(value: Fact) -> bool:
    return isinstance(value.plain, str) and value.plain.count(" ") > 1


def settings(entries: Sequence[tuple[Fact, Fact | None]]) -> str:
    """List settings under the names that the software uses: ``n_rays = 96``."""
    return listed_marked(
        f"{name} = {'none' if value is None else _value(value)}" for name, value in entries
    )


def _words(name: Fact) -> str:
    return mark(name.plain.replace("_", " "), name.sources)


def _value(fact: Fact) -> str:
    """Write a free-form value; a pair of numbers under a name such as range is one."""
    if isinstance(fact.plain, str):
        return mark(_scalar(fact.plain), fact.sources)
    if not isinstance(fact.plain, tuple):
        inner = [f"{name} {_value(value)}" for name, value in fact.items() if value is not None]
        return f"({', '.join(inner)})" if inner else f"none{fact.noted()}"
    values = [_value(value) for value in fact if value is not None]
    if _is_range(fact):
        low, high = (_scalar(value.plain) for value in fact)
        return mark(between(low, high), joined_sources(s for value in fact for s in value.sources))
    return f"({', '.join(values)})" if values else f"none{fact.noted()}"


def _is_range(fact: Fact) -> bool:
    name = fact.places[0].path.lower()
    return (
        len(fact) == _PAIR
        and name.endswith("range")
        and all(isinstance(value, Fact) and isinstance(value.plain, str) for value in fact)
        and all(isinstance(core_value(value.plain), int | float) for value in fact)
    )


def _scalar(text: str) -> str:
    typed = core_value(text)
    is_number = isinstance(typed, int | float) and not isinstance(typed, bool)
    return number(text) if is_number else text


def patch(sizes: Fact) -> str:
    """Write edge lengths as ``256 × 256 pixels``; a single one goes for both."""
    lengths = [str(size) for size in sizes]
    return f"{' × '.join(lengths * _PAIR if len(lengths) == 1 else lengths)} pixels"


def link(address: Fact) -> str:
    """Print a web address as a link."""
    return mark(address.plain, address.sources, Style.LINK)


def doi_link(doi: Fact) -> str:
    """Print a DOI as the address that resolves it."""
    return mark(f"https://doi.org/{doi.plain}", doi.sources, Style.LINK)


def deposit(fact: Fact) -> str:
    """Say where something is deposited: repository, identifier, version, date, licence."""
    version = None if fact.version is None else f"version {fact.version}"
    date = None if fact.date is None else f"published {lifted(when)(fact.date)}"
    identifiers = [
        None if fact.doi is None else doi_link(fact.doi),
        None if fact.accession is None else f"accession {fact.accession}",
        None if fact.url is None else link(fact.url),
        version,
        date,
    ]
    known = [part for part in identifiers if part is not None]
    name = in_repository(fact.repository)
    where = f"{name} ({', '.join(known)})" if known else name
    return f"{where}{under_licence(fact.license)}"


def in_repository(name: Fact) -> str:
    """Name a repository with its preposition: ``on Zenodo``, ``in the BioImage Archive``."""
    the = "the " if _COLLECTION.search(name.plain) else ""
    return f"{'on' if name.plain.lower() in _ON else 'in'} {the}{name}"


def with_metadata(fact: Fact) -> str:
    """Say what is deposited together with a thing, where a phrase tells it."""
    metadata = fact.metadata
    if metadata is None or is_clause(metadata.plain):
        return ""
    return f", together with {fragmented(metadata)}"


def zoo(address: Fact) -> str:
    """Name the model zoo that an address belongs to."""
    host = address.plain.partition("://")[2].partition("/")[0]
    return next((name for part, name in _ZOOS if host.endswith(part)), "a model zoo")


def under_licence(licence: Fact | None) -> str:
    """Name a licence, where one is stated."""
    return "" if licence is None else f" under the {licence} licence"
