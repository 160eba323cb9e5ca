"""Identifiers are asked for online if a user wants it, and not one packet leaves without."""

import datetime as dt
import json
import socket
from pathlib import Path

import pytest
from tests.unit.bibliography.test_lookup import Answer, registry

from replicard.pipeline.check import check_card
from replicard.pipeline.citing import Online
from replicard.pipeline.exporting import export_card
from replicard.pipeline.paper_store import PaperStore
from replicard.pipeline.resolving import resolve_identifiers
from replicard_schema.card import Card
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Severity

ORCID = "0000-0002-1825-0097"
CARD = Card.model_validate(
    {
        "card_version": "1.0",
        "study": {
            "title": "Nuclei in migrating cells",
            "doi": "10.1234/paper",
            "authors": [{"name": "Given Gomez", "orcid": ORCID}, {"name": "No Iden"}],
            "links": [{"url": "https://somewhere.example/page"}],
        },
        "code": [{"url": "https://github.com/example/nuclei"}],
    }
)
PERSON = f"pub.orcid.org/v3.0/{ORCID}/personal-details"
PAGE = "github.com/example/nuclei"


def paper(title: str) -> Answer:
    record = {"type": "article-journal", "DOI": "10.1234/paper", "title": title}
    return 200, {}, json.dumps(record).encode()


def person(given: str, family: str) -> Answer:
    name = {"given-names": {"value": given}, "family-name": {"value": family}}
    return 200, {}, json.dumps({"name": name}).encode()


def findings(answers: dict[str, Answer], store: PaperStore | None = None) -> dict[str, Finding]:
    with registry(answers) as (lookup, _):
        return {found.code: found for found in resolve_identifiers(CARD, Online(lookup, store))}


def test_what_is_there_and_agrees_gives_no_finding() -> None:
    answers = {
        "doi.org/10.1234/paper": paper("Nuclei in Migrating Cells: a study"),
        PERSON: person("Given", "Gómez"),
        PAGE: (200, {}, b""),
    }

    assert findings(answers) == {}


def test_what_is_not_there_is_a_warning_with_its_field() -> None:
    found = findings({})

    assert {code: each.field for code, each in found.items()} == {
        "doi-unresolved": "study.doi",
        "orcid-unresolved": "study.authors[0].orcid",
        "url-unresolved": "code[0].url",
    }
    assert {each.severity for each in found.values()} == {Severity.WARNING}


def test_titles_and_names_that_differ_are_told() -> None:
    answers = {
        "doi.org/10.1234/paper": paper("Actin in resting cells"),
        PERSON: person("Somebody", "Else"),
        PAGE: (301, {"Location": "https://github.com/example/moved"}, b""),
    }

    found = findings(answers)

    assert set(found) == {"doi-title", "orcid-name"}
    assert "“Actin in resting cells”" in found["doi-title"].message


@pytest.mark.parametrize("answer", [(500, {}, b""), (200, {}, b"<html>"), (200, {}, b"[" * 9000)])
def test_a_host_that_answers_oddly_blames_nobody(answer: Answer) -> None:
    found = findings({"doi.org/10.1234/paper": answer, PERSON: answer, PAGE: (503, {}, b"")})

    assert {each.severity for each in found.values()} == {Severity.HINT}
    assert set(found) == {"doi-unresolved", "orcid-unresolved"}


def test_other_hosts_are_never_asked_and_records_are_kept(tmp_path: Path) -> None:
    store = PaperStore(tmp_path, dt.date(2024, 5, 7))
    answers = {
        "doi.org/10.1234/paper": paper("Nuclei in migrating cells"),
        PERSON: person("Given", "Gomez"),
        PAGE: (200, {}, b""),
    }
    with registry(answers) as (lookup, seen):
        for _ in range(2):
            assert resolve_identifiers(CARD, Online(lookup, store)) == ()

    hosts = [line.partition("/")[0] for line in seen]
    assert hosts.count("doi.org") == 1
    assert set(hosts) == {"doi.org", "pub.orcid.org", "github.com"}


def test_without_being_asked_not_one_packet_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError(f"a connection was opened: {arguments}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    path = tmp_path / "card.yaml"
    path.write_text(CARD.model_dump_json(exclude_defaults=True), encoding="utf-8")

    assert check_card(path).valid
    assert export_card(path).files
