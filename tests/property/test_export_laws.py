"""Laws of exports: what an importer reads of one is what the card said."""

import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue
from tests.property.test_methods_laws import LAWS, studies

from replicard.checklist import answer_checklist
from replicard.checklist.shipped import load_checklist
from replicard.export import EXPORTERS, Material
from replicard.importers import importer_of, look, read_file
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence
from replicard_schema.fields import resolve
from replicard_schema.identifiers import orcid_checksum
from replicard_schema.sections.deposit import Deposit
from replicard_schema.sections.model import Hyperparameters
from replicard_schema.sections.people import Person
from replicard_schema.vocabulary import Task

DAY = dt.date(2024, 5, 7)
WORDS = st.text(
    st.characters(categories=("L", "N"), exclude_characters="ªº"), min_size=1, max_size=8
)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
# What looks like a number, a date or nothing to a reader of YAML.
VERSIONS = st.sampled_from(["1.10", "1e5", "0777", "no", "2024-01-02", "null", "v1", "0x1f", "1_0"])
LICENCES = st.sampled_from(["MIT", "Apache-2.0", "MIT OR Apache-2.0", "GPL-3.0-or-later"])
SENTENCES = st.lists(
    st.one_of(WORDS, st.sampled_from(["#", "a: b", '"', "'", "\\", "<b>", "&amp;", "µ", "\u2028"])),
    min_size=1,
    max_size=6,
).map(" ".join)


@st.composite
def orcids(draw: st.DrawFn) -> str:
    digits = f"{draw(st.integers(0, 10**15 - 1)):015}"
    digits += orcid_checksum(digits)
    return "-".join(digits[i : i + 4] for i in range(0, 16, 4))


def people() -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries(
        {"name": NAMES},
        optional={"orcid": orcids(), "affiliation": st.lists(NAMES, min_size=1, max_size=3)},
    )


def codes() -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries(
        {"description": SENTENCES.filter(lambda text: "\u2028" not in text), "license": LICENCES},
        optional={
            "url": st.just("https://example.org/code"),
            "commit": st.sampled_from(["0123e45", "1234567", "4f2c1e9"]),
            "version": VERSIONS,
            "doi": st.just("10.5281/zenodo.1"),
        },
    )


@st.composite
def cards(draw: st.DrawFn) -> Card:
    return Card.model_validate(
        {
            "card_version": "1.0",
            "study": {
                "title": draw(NAMES),
                "authors": draw(st.lists(people(), min_size=1, max_size=3)),
                "keywords": draw(st.lists(NAMES, max_size=3, unique=True)),
            },
            "code": [draw(codes())],
        }
    )


def read_back(name: str, content: str) -> dict[str, JsonValue]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / name).write_text(content, encoding="utf-8")
        head = look(root, name)
        importer = importer_of(head)
        assert importer is not None
        return {fact.field: fact.value for fact in read_file(root, head, importer).facts}


def exported(card: Card, name: str) -> dict[str, str]:
    export = EXPORTERS[name].export(Material(card, None, DAY, "0.1.0"))
    assert export.needs == ()
    return dict(export.files)


def said(person: Person) -> Person:
    """Return what the file says of a person: of a group no institution."""
    return Person(name=person.name, orcid=person.orcid, affiliation=person.affiliation)


@given(cards())
def test_a_citation_file_is_read_back_as_it_was_meant(card: Card) -> None:
    facts = read_back("CITATION.cff", exported(card, "citation")["CITATION.cff"])

    read = Card.model_validate(
        {
            "card_version": "1.0",
            "study": {
                "title": card.study.title,
                "authors": facts["authors"],
                "keywords": facts.get("keywords", []),
            },
            "code": facts["code"],
        }
    )
    assert read.study.authors == tuple(said(author) for author in card.study.authors)
    assert read.study.keywords == card.study.keywords
    assert read.code == card.code


@given(cards())
def test_zenodo_metadata_are_read_back_as_they_were_meant(card: Card) -> None:
    card = with_licence_of_zenodo(card)
    facts = read_back(".zenodo.json", exported(card, "zenodo")["code/.zenodo.json"])

    read = Card.model_validate(
        {
            "card_version": "1.0",
            "study": {
                "title": card.study.title,
                "authors": facts["authors"],
                "keywords": facts.get("keywords", []),
            },
            "code": facts["code"],
        }
    )
    assert read.study.authors == tuple(said(author) for author in card.study.authors)
    assert read.study.keywords == card.study.keywords
    (code,), (stated,) = read.code, card.code
    assert (code.description, code.license) == (stated.description, stated.license)
    assert code.version == (stated.version or stated.commit)


def with_licence_of_zenodo(card: Card) -> Card:
    """Return a card whose code has a single licence."""
    codes = tuple(code.model_copy(update={"license": "MIT"}) for code in card.code)
    return card.model_copy(update={"code": codes})


@given(
    st.sampled_from(Task),
    st.sampled_from(["MIT", "Apache-2.0", "CC-BY-4.0", "BSD-3-Clause", "GPL-3.0-or-later"]),
    st.sampled_from([None, "lab/net-1", "a net by others"]),
)
def test_a_model_card_is_read_back_as_it_was_meant(
    task: Task, licence: str, base: str | None
) -> None:
    model: dict[str, object] = {
        "task": task,
        "algorithm": {"name": "U-Net"},
        "provenance": "fine-tuned" if base else "trained",
        "deposit": {"repository": "Hugging Face", "license": licence},
    }
    if base:
        model["training"] = {"initial_weights": {"kind": "pretrained", "model": base}}
    card = Card.model_validate(
        {"card_version": "1.0", "study": {"title": "A"}, "models": {"net": model}}
    )

    facts = read_back("README.md", exported(card, "huggingface")["model-net/README.md"])

    assert facts["task"] == task.value
    deposit = {name: facts[f"deposit.{name}"] for name in ("repository", "license")}
    assert Deposit.model_validate(deposit) == card.models["net"].deposit
    wanted = base if base and "/" in base else None
    assert facts.get("training.initial_weights.model") == wanted


@given(
    st.integers(1, 1000),
    st.sampled_from(["3e-4", "0.001", "1e-05"]),
    st.sampled_from(["mae", "nn.MSELoss", "1.10"]),
    SENTENCES.filter(lambda text: "\u2028" not in text),
)
def test_the_part_for_bioimageio_is_read_back_as_it_was_meant(
    epochs: int, rate: str, loss: str, limits: str
) -> None:
    settings = {"epochs": epochs, "learning_rate": rate, "loss": loss}
    model = {
        "task": "denoising",
        "algorithm": {"name": "U-Net"},
        "provenance": "trained",
        "limitations": limits,
        "training": {"hyperparameters": settings},
    }
    document = {"card_version": "1.0", "study": {"title": "A"}, "models": {"net": model}}
    card = Card.model_validate(document)

    text = exported(card, "bioimageio")["bioimageio-net.yaml"]
    facts = read_back("rdf.yaml", f"type: model\nname: net\n{text}")

    read = {name: facts[f"training.hyperparameters.{name}"] for name in settings}
    found, stated = Hyperparameters.model_validate(read), card.models["net"].training
    assert stated is not None
    assert stated.hyperparameters is not None
    assert found.epochs == epochs
    assert float(found.learning_rate or 0) == float(rate)
    assert found.loss == stated.hyperparameters.loss
    assert facts["limitations"] == card.models["net"].limitations


@LAWS
@given(studies(), st.sampled_from(sorted(EXPORTERS)))
def test_any_study_gives_valid_files_or_questions_with_a_place(
    study: tuple[Card, Evidence | None], name: str
) -> None:
    card, evidence = study
    dome = load_checklist("dome-1.0")
    answered = answer_checklist(dome, card, evidence, place=lambda field: field)
    keys = {item.id: item.registry_field for item in dome.items if item.registry_field}
    material = Material(
        card, evidence, DAY, "0.1.0", checklists={dome.id: answered}, registry_fields=keys
    )

    export = EXPORTERS[name].export(material)

    assert bool(export.files) != bool(export.needs)
    assert export == EXPORTERS[name].export(material)
    for need in export.needs:
        assert "would not be valid" not in need.message
        if need.field:
            resolve(need.field)
    assert not any("NaN" in text or "Infinity" in text for text in export.files.values())
