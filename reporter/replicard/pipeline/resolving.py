"""Whether identifiers of a card lead where they should, asked online if a user wants it."""

import re
import unicodedata
from collections.abc import Iterator

from replicard.bibliography.lookup import LookedUp
from replicard.bibliography.resolver import NotAskedError, Resolver
from replicard.pipeline.citing import Online
from replicard_schema.card import Card
from replicard_schema.findings import Finding
from replicard_schema.sections.deposit import Deposit
from replicard_schema.vocabulary import Severity

_UNKNOWN = "no registry knows this DOI"


def resolve_identifiers(card: Card, online: Online) -> tuple[Finding, ...]:
    """Ask for every DOI, ORCID iD and web address of a card, and compare titles and names.

    SPDX licences need no question: cards are held against the list of licences offline.
    Web addresses are asked at well-known repositories only.
    """
    return (*_dois(card, online), *_people(card, online), *_pages(card, online))


def _dois(card: Card, online: Online) -> Iterator[Finding]:
    stated = dict(_stated_dois(card))
    found = _looked_up(list(stated.values()), online)
    for field, doi in stated.items():
        why = found.failures.get(doi)
        if why is not None:
            yield _finding("doi-unresolved", field, doi, why, is_certain=why == _UNKNOWN)
    record = found.records.get((card.study.doi or "").lower())
    title = str(record.get("title", "")) if record is not None else ""
    if title and not _agree(title, card.study.title):
        yield Finding(
            code="doi-title",
            severity=Severity.WARNING,
            message=(
                f"The DOI of the study leads to “{title[:200]}”, and the card calls the study "
                f"“{card.study.title}”."
            ),
            field="study.doi",
            hint="mend the DOI or the title",
        )


def _looked_up(dois: list[str], online: Online) -> LookedUp:
    kept = {} if online.store is None else online.store.records(dois)
    found = online.lookup.records(doi for doi in dois if doi.lower() not in kept)
    if online.store is not None:
        online.store.keep(found.records)
    return LookedUp({**kept, **found.records}, found.failures)


def _stated_dois(card: Card) -> Iterator[tuple[str, str]]:
    if card.study.doi is not None:
        yield "study.doi", card.study.doi
    for place, deposit in _deposits(card):
        if deposit.doi is not None:
            yield f"{place}.doi", deposit.doi
    for i, code in enumerate(card.code):
        if code.doi is not None:
            yield f"code[{i}].doi", code.doi


def _deposits(card: Card) -> Iterator[tuple[str, Deposit]]:
    for name, dataset in card.datasets.items():
        if dataset.deposit is not None:
            yield f"datasets.{name}.deposit", dataset.deposit
    for name, model in card.models.items():
        if model.deposit is not None:
            yield f"models.{name}.deposit", model.deposit


def _people(card: Card, online: Online) -> Iterator[Finding]:
    resolver = Resolver(online.lookup)
    for i, person in enumerate(card.study.authors):
        if person.orcid is None:
            continue
        field = f"study.authors[{i}].orcid"
        try:
            names = resolver.names_of(person.orcid)
        except NotAskedError as error:
            yield _finding("orcid-unresolved", field, person.orcid, str(error), is_certain=False)
            continue
        if names is None:
            why = "no record has this iD"
            yield _finding("orcid-unresolved", field, person.orcid, why, is_certain=True)
        elif names and not _words(" ".join(names)) & _words(person.name):
            yield Finding(
                code="orcid-name",
                severity=Severity.WARNING,
                message=(
                    f"The ORCID iD {person.orcid} is that of {' '.join(names[:2])[:200]}, and the "
                    f"card gives it to {person.name}."
                ),
                field=field,
                hint="mend the iD or the name",
            )


def _pages(card: Card, online: Online) -> Iterator[Finding]:
    resolver = Resolver(online.lookup)
    for field, url in _stated_pages(card):
        try:
            is_there = resolver.leads_somewhere(url)
        except NotAskedError:
            continue
        if not is_there:
            yield _finding("url-unresolved", field, url, "there is no such page", is_certain=True)


def _stated_pages(card: Card) -> Iterator[tuple[str, str]]:
    for i, code in enumerate(card.code):
        if code.url is not None:
            yield f"code[{i}].url", code.url
    for place, deposit in _deposits(card):
        if deposit.url is not None:
            yield f"{place}.url", deposit.url
    for i, link in enumerate(card.study.links):
        yield f"study.links[{i}].url", link.url


def _finding(code: str, field: str, what: str, why: str, *, is_certain: bool) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING if is_certain else Severity.HINT,
        message=f"{what} could not be found; asked online: {why}.",
        field=field,
        hint="mend it" if is_certain else "try again later",
    )


def _agree(title: str, stated: str) -> bool:
    """Say whether two titles are the same but for case, signs and a subtitle.

    >>> _agree("Nuclei: a study", "NUCLEI"), _agree("Nuclei", "Actin")
    (True, False)
    """
    one, other = (" ".join(re.findall(r"\w+", _plain(text))) for text in (title, stated))
    return one.startswith(other) or other.startswith(one)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", _plain(text)) if len(word) > 1}


def _plain(text: str) -> str:
    """Drop case and accents.

    >>> _plain("Gómez")
    'gomez'
    """
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
