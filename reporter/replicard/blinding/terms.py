"""What must not be told: collected from card, evidence and the machine."""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from replicard.blinding import people
from replicard.blinding.spelling import bounded, folded, literal, spaced

_SHORTEST = 4
_HASH = re.compile(r"[0-9a-f]{7,64}")
_URL = re.compile(r"https?://[^\s<>\"')\]}]+")
_CODED = re.compile(r"(?=[A-Za-z0-9/_-]*[0-9]{3})[A-Za-z0-9][A-Za-z0-9/_-]{3,}")
_HOSTS = re.compile(r"(?:https?://)?(?:www\.)?([^/\s:]+)/?(.*)")
_FORGES = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "huggingface.co")
_ACCOUNTS_WORDS = """
root user users admin administrator home runner ubuntu guest public shared data work
jovyan docker default
"""
_ACCOUNTS = frozenset(_ACCOUNTS_WORDS.split())
_PLACE_WORD = re.compile(r"[^\W\d_]{4,}")


class Kind(StrEnum):
    """What a masked text is."""

    PERSON = "person"
    AFFILIATION = "affiliation"
    IDENTIFIER = "identifier"
    ADDRESS = "address"
    FUNDING = "funding"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Term:
    """A text that must not be told, under all its spellings.

    Attributes
    ----------
    shown
        As the card spells it.
    pattern
        Finds it in folded text.
    is_cited
        Whether it stands in cited literature as well, where it stays.
    """

    shown: str
    kind: Kind
    pattern: re.Pattern[str]
    is_cited: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known beside the card.

    Attributes
    ----------
    accounts
        User names of this machine.
    addresses
        Addresses of the repository around the card.
    commits
        Commits of it.
    words
        Words that the program's own texts use, folded; a name that is one of them cannot
        be masked wherever it stands.
    cited
        Surnames of authors of cited literature, folded.
    """

    accounts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    commits: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    cited: frozenset[str] = frozenset()


@dataclass(slots=True)
class Terms:
    """All texts to mask, and what an author has to decide.

    Attributes
    ----------
    groups
        Texts that get one mask: spellings of one person, address and name of one repository.
    questions
        What could not be decided.
    """

    groups: list[list[Term]] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    def all(self) -> Iterator[Term]:
        """Yield every term."""
        for group in self.groups:
            yield from group


def terms_of(card: Mapping[str, Any], own: Sequence[str], around: Surroundings) -> Terms:
    """Collect what must not be told.

    Parameters
    ----------
    card
        The card as plain data.
    own
        Addresses, DOIs, accessions and commits of what the authors made.
    around
        What is known beside the card.
    """
    found = Terms()
    study = card.get("study", {})
    words = around.words | _small_words(card)
    for person in _people(card):
        _add_person(found, person, words, around.cited)
    for place in dict.fromkeys(
        p for a in study.get("authors", ()) for p in _many(a, "affiliation")
    ):
        _add_place(found, place, words)
    for author in study.get("authors", ()):
        _add(found, _many(author, "orcid"), Kind.IDENTIFIER)
    for text in _funding(study):
        _add(found, [text], Kind.FUNDING)
    _add_addresses(found, own, around, words)
    return found


def _add_addresses(
    found: Terms, own: Sequence[str], around: Surroundings, words: AbstractSet[str]
) -> None:
    for commit in dict.fromkeys([*around.commits, *filter(_HASH.fullmatch, own)]):
        found.groups.append([_commit(commit)])
    for address in dict.fromkeys([*own, *around.addresses]):
        if not _HASH.fullmatch(address):
            _add(found, list(_of_address(address, words)), Kind.ADDRESS)
    for account in around.accounts:
        if len(account) >= _SHORTEST - 1 and account.lower() not in _ACCOUNTS | words:
            _add(found, [account], Kind.ACCOUNT)


def _people(card: Mapping[str, Any]) -> list[str]:
    found = [author["name"] for author in card.get("study", {}).get("authors", ())]
    for validation in card.get("validations", {}).values():
        by = validation.get("visual_check", {}).get("by")
        found += [part for part in re.split(r",| and |;|&", by or "") if people.is_name(part)]
    for model in card.get("models", {}).values():
        found += _named_in(model.get("trained_by"))
    for dataset in card.get("datasets", {}).values():
        found += _named_in(dataset.get("ground_truth", {}).get("annotated_by"))
    return list(dict.fromkeys(name.strip() for name in found if name.strip()))


def _named_in(text: str | None) -> list[str]:
    """Return the names in a list of people, such as ``A. Example and B. Other (Institute)``."""
    outside = re.sub(r"\([^)]*\)", "", text or "")
    parts = re.split(r",| and |;|&|\bby\b", outside)
    return [part.strip(" .") for part in parts if people.is_name(part.strip(" ."))]


def _add_person(found: Terms, name: str, words: AbstractSet[str], cited: AbstractSet[str]) -> None:
    surname = people.surname_of(name)
    has_given = bool(people.name_of(name).given) and not people.is_group(name)
    is_common = has_given and people.is_common(surname, words)
    if is_common:
        found.questions.append(
            f"“{people.name_of(name).family}” is a word, too: it was masked only beside given "
            f"name or initials of {name}. Look whether it stands alone anywhere."
        )
    if surname in cited:
        found.questions.append(
            f"literature by somebody called “{people.name_of(name).family}” is cited, and stays in "
            "the list of references. Cite your own work as you would that of others."
        )
    patterns = dict.fromkeys(people.patterns_of(name, with_surname=not is_common))
    is_cited = surname in cited
    found.groups.append([Term(name, Kind.PERSON, _compiled(p), is_cited) for p in patterns])


def _add_place(found: Terms, place: str, words: AbstractSet[str]) -> None:
    parts = [place, *(part.strip() for part in place.split(","))]
    telling = [w for w in _PLACE_WORD.findall(place) if folded(w) not in words | _GENERIC]
    parts += [word for word in telling if word[:1].isupper()]
    whole = [part for part in parts if folded(part) not in words | _GENERIC and len(part) > 2]  # noqa: PLR2004
    terms = [Term(p, Kind.AFFILIATION, _compiled(bounded(spaced(p)))) for p in dict.fromkeys(whole)]
    if terms:
        found.groups.append(terms)


_GENERIC_WORDS = """
university universitat universite universita universidad universiteit universitet college
institute institut instituto institution department departement dept division faculty
school center centre centro laboratory laboratoire laboratories group unit section
hospital clinic academy foundation research science sciences medicine medical biology
biological biomedical biophysics biochemistry physics chemistry computer computing
engineering technology technical technische national international for and the für fur der
des de la del molecular cell cellular imaging microscopy health life cancer institutes
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())


def _add(found: Terms, texts: Sequence[str], kind: Kind) -> None:
    wanted = [text for text in dict.fromkeys(texts) if len(text) >= _SHORTEST - 1]
    if wanted:
        found.groups.append([Term(t, kind, _compiled(bounded(literal(t)))) for t in wanted])


def _commit(commit: str) -> Term:
    short = re.escape(commit[:7].lower())
    pattern = rf"(?<![0-9a-z]){short}[0-9a-f]{{0,57}}(?![0-9a-z])"
    return Term(commit, Kind.IDENTIFIER, _compiled(pattern))


def _of_address(address: str, words: AbstractSet[str]) -> Iterator[str]:
    """Yield an address without scheme, and owner and name of a repository that it tells."""
    plain = re.sub(r"^(?:https?://)?(?:www\.)?", "", address).rstrip("/").removesuffix(".git")
    yield plain
    match = _HOSTS.fullmatch(address)
    if match is None:
        return
    host, path = match[1].lower(), match[2].strip("/").removesuffix(".git")
    parts = [part for part in path.split("/") if part]
    if host in _FORGES or host.startswith(("git.", "gitlab.", "code.")):
        yield "/".join(parts[:2])
        yield from (p for p in parts[:2] if len(p) >= _SHORTEST and folded(p) not in words)
    elif "bioimage.io" in host and "id=" in path:
        yield path.rpartition("id=")[2].partition("&")[0]


def _funding(study: Mapping[str, Any]) -> list[str]:
    found = []
    for grant in study.get("grants", ()):
        found += [grant.get("identifier", ""), grant.get("funder", "")]
    found += _CODED.findall(study.get("funding") or "")
    return [text for text in dict.fromkeys(found) if len(text) >= _SHORTEST]


def _small_words(card: Mapping[str, Any]) -> frozenset[str]:
    """Return the words that the card itself writes in small letters within its texts."""
    text = " ".join(text for text in _texts(card) if " " in text and "@" not in text)
    text = _URL.sub(" ", text)
    return frozenset(re.findall(r"(?<![\w./@-])[a-z]{3,}(?![\w/@-])", text))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, child in value.items():
            yield str(name)
            yield from _texts(child)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from _texts(child)


def _many(record: Mapping[str, Any], name: str) -> list[str]:
    value = record.get(name, ())
    return [value] if isinstance(value, str) else list(value)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
