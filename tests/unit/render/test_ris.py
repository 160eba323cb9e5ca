import rispy

from replicard.render.citations import Citations, ReferenceList, references_bibtex, references_ris
from replicard.render.citations.library import Entry, library

BOOK = Entry(
    id="Book",
    type="book",
    title="A\nTY  - JOUR",
    author=[{"literal": "Group, of people"}, {"family": "Roe", "given": "A. B."}],
    editor=[{"family": "Poe"}],
    issued={"date-parts": [[2011]]},
    publisher="P & Co.",
    URL="https://example.org/a",
)


def test_ris_is_read_back_by_another_program() -> None:
    entries = ReferenceList(list(library()), Citations()).entries()

    read = rispy.loads(references_ris(entries))

    assert [found["id"] for found in read] == [entry.key for entry in entries]
    for found, entry in zip(read, entries, strict=True):
        record = entry.record
        assert found["title"] == record["title"]
        assert found["doi"] == record["DOI"]
        assert len(found["authors"]) == len(record["author"])  # type: ignore[arg-type]
        assert found.get("start_page") == (str(record.get("page", "")).split("-")[0] or None)


def test_nothing_in_a_record_begins_another_field() -> None:
    entries = ReferenceList(["key:book"], Citations(records={"key:book": BOOK})).entries()

    (found,) = rispy.loads(references_ris(entries))

    assert found["title"] == "A TY - JOUR"
    assert found["authors"] == ["Group of people", "Roe, A. B."]
    assert found["type_of_reference"] == "BOOK"
    assert found["urls"] == ["https://example.org/a"]


def test_a_record_without_doi_has_all_it_has_in_bibtex() -> None:
    entries = ReferenceList(["key:book"], Citations(records={"key:book": BOOK})).entries()

    bibtex = references_bibtex(entries)

    assert "@book{Book," in bibtex
    assert r"publisher = {P \& Co.}" in bibtex
    assert "url = {https://example.org/a}" in bibtex
    assert "author = {{Group, of people} and Roe, A. B.}" in bibtex
    assert "editor = {{Poe}}" in bibtex
