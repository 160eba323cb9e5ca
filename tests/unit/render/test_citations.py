import codecs
import json
import re
from importlib.resources import files

import latexcodec  # noqa: F401 - registers the codec that undoes the escapes
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from replicard.render.citations import (
    Citations,
    ReferenceList,
    reference_html,
    reference_markdown,
    references_bibtex,
    references_csl_json,
    suggested_references,
    unresolved_references,
)
from replicard.render.citations.exports import _escaped
from replicard.render.citations.library import _names, entry_of, library
from replicard_schema.card import Card
from replicard_schema.report import NumberedReference


def listed(*dois: str) -> tuple[NumberedReference, ...]:
    return ReferenceList(dois, Citations()).entries()


UNKNOWN = "10.1234/a_b{c}<1>"
LAINE = "10.1038/s41592-021-01284-3"
ENTRIES = list(library().values())


def test_the_library_is_large_and_sorted() -> None:
    ids = [entry["id"].lower() for entry in ENTRIES]

    assert len(ids) >= 120
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_every_record_is_complete(entry: dict[str, object]) -> None:
    assert re.fullmatch(r"10\.[0-9]{4,9}/\S+", str(entry["DOI"]))
    assert {"title", "author", "issued"} <= set(entry)
    assert entry.get("container-title") or entry.get("publisher")
    if entry["type"] == "article-journal":
        assert {"volume", "page"} <= set(entry)
    authors = entry["author"]
    assert isinstance(authors, list)
    assert authors
    for author in authors:
        assert set(author) in ({"family", "given"}, {"literal"})


def test_no_work_stands_there_twice() -> None:
    titles = [re.sub(r"[^a-z0-9]", "", entry["title"].lower()) for entry in ENTRIES]

    assert len(set(titles)) == len(titles)
    assert all(re.fullmatch(r"[A-Za-z0-9]+", entry["id"]) for entry in ENTRIES)


def test_it_is_told_of_every_record_what_it_was_compared_with() -> None:
    text = files("replicard.render.citations").joinpath("library-sources.yaml").read_text("utf-8")
    told = yaml.safe_load(text)

    assert sorted(told) == sorted(entry["id"] for entry in ENTRIES)
    for source in told.values():
        assert source["checked"] is False or {"date", "against", "facts"} <= set(source)
    assert sum(source["checked"] for source in told.values()) >= 140


def test_every_name_leads_to_records() -> None:
    ids = {entry["id"] for entry in ENTRIES}

    assert all(name == name.lower() for name in _names())
    assert {key for keys in _names().values() for key in keys} <= ids


def test_papers_are_suggested_by_name_in_any_spelling() -> None:
    assert suggested_references(" StarDist ") == suggested_references("stardist")
    assert "10.1007/978-3-030-00934-2_30" in suggested_references("StarDist")


def test_an_entry_is_formatted_in_our_style() -> None:
    (reference,) = listed(LAINE)

    assert reference.key == "Laine2021"
    assert reference.text == (
        "Laine RF, Arganda-Carreras I, Henriques R, Jacquemet G. Avoiding a replication crisis "
        "in deep-learning-based bioimage analysis. Nature Methods 18, 1136–1144 (2021). "
        f"https://doi.org/{LAINE}"
    )
    assert "*Nature Methods* 18" in reference_markdown(reference)
    assert "<i>Nature Methods</i> 18" in reference_html(reference)
    assert reference_html(reference).endswith(
        f'<a href="https://doi.org/{LAINE}">https://doi.org/{LAINE}</a>'
    )


def test_more_than_six_authors_are_cut() -> None:
    (reference,) = listed("10.1038/nmeth.2019")

    assert reference.text.startswith(
        "Schindelin J, Arganda-Carreras I, Frise E, Kaynig V, Longair M et al. Fiji: an open"
    )


def test_of_an_unknown_doi_only_the_address_is_given() -> None:
    (reference,) = listed(UNKNOWN)

    assert reference.text == f"Record at https://doi.org/{UNKNOWN}"
    assert reference_markdown(reference) == ("Record at <https://doi.org/10.1234/a_b{c}%3C1%3E>")


def test_bibtex_is_read_back_by_another_program() -> None:
    dois = [*library(), UNKNOWN]
    references = listed(*dois)

    entries = parse_string(references_bibtex(references), "bibtex").entries

    assert list(entries) == [reference.key for reference in references]
    for doi, entry in zip(dois, entries.values(), strict=True):
        record = entry_of(doi)
        assert unescaped(entry.fields.get("title", "{}")[1:-1]) == record.get("title", "")
        assert len(entry.persons.get("author", [])) == len(record.get("author", []))
    assert entries["10.1234:a_5fb_7bc_7d_3c1_3e"].fields["doi"] == "10.1234/a_b%7Bc%7D<1>"


def unescaped(text: str) -> str:
    return codecs.decode(text.encode(), "latex+utf-8")


@given(st.text(st.sampled_from(r"aé\{}&#%_"), max_size=12))
def test_bibtex_escapes_are_undone_by_a_latex_reader(text: str) -> None:
    entry = f"@misc{{key, note = {{{{{_escaped(text)}}}}}}}"

    note = parse_string(entry, "bibtex").entries["key"].fields["note"][1:-1]

    # The reader keeps the empty groups that end the names of characters, and does not
    # know the names of braces.
    read = unescaped(note.replace(r"\textbraceleft{}", "").replace(r"\textbraceright{}", ""))
    assert re.sub(r"[{} ]", "", read) == re.sub(r"[{}]", "", text)


def test_signs_of_latex_mathematics_are_escaped() -> None:
    assert _escaped("$~^") == r"\$\textasciitilde{}\textasciicircum{}"


def test_csl_json_holds_the_records_in_order() -> None:
    references = listed(LAINE, UNKNOWN)

    records = json.loads(references_csl_json(references))

    assert [record["DOI"] for record in records] == [LAINE, UNKNOWN]
    assert records[0] == entry_of(LAINE)
    assert records[1]["URL"] == f"https://doi.org/{UNKNOWN}"


@given(st.sets(st.from_regex(r"10\.[0-9]{4}/[a-f/_(){}<>.]{1,6}", fullmatch=True), min_size=2))
def test_keys_of_different_unknown_dois_differ(dois: set[str]) -> None:
    assert len({entry_of(doi)["id"] for doi in dois}) == len(dois)


def test_references_that_the_library_lacks_are_found_anywhere_in_a_card() -> None:
    card = Card.model_validate(
        {
            "card_version": "1.0",
            "study": {"title": "T", "authors": [{"name": "Given Family"}]},
            "datasets": {
                "a": {"ground_truth": {"tool": {"name": "x", "references": ["10.1234/one"]}}}
            },
            "models": {
                "m": {
                    "task": "denoising",
                    "algorithm": {"name": "CARE", "version": "1", "references": [LAINE]},
                    "provenance": "trained",
                    "references": ["10.1234/two", "10.1234/one"],
                }
            },
        }
    )

    assert unresolved_references(card) == ("10.1234/one", "10.1234/two")
