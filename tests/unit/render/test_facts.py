import inspect
from typing import get_args

import pytest
from jinja2 import UndefinedError
from pydantic import BaseModel

from replicard.render.environment import environment
from replicard.render.facts import Fact, Place, lifted, together
from replicard.render.marks import pieces, visible
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence
from replicard_schema.vocabulary import Origin

CARD = Card.model_validate(
    {
        "card_version": "1.0",
        "study": {"title": "Nuclei", "authors": [{"name": "Given Family"}]},
        "models": {
            "net": {
                "task": "denoising",
                "algorithm": {"name": "CARE", "version": "1.10"},
                "provenance": "trained",
                "training": {
                    "hyperparameters": {"epochs": "400", "learning_rate": "3e-4", "n_rays": "96"},
                    "libraries": {"tensorflow": "2.12.0", "csbdeep": None},
                    "duration": "1 h 32 min",
                },
            }
        },
    }
)


@pytest.fixture
def card() -> Fact:
    return Fact(CARD, (Place("card", ""),))


def rendered(template: str, card: Fact) -> str:
    return environment().from_string(template).render(card=card)


def test_a_printed_fact_leaves_its_field(card: Fact) -> None:
    (piece,) = pieces(rendered("{{ card.models.net.training.hyperparameters.epochs }}", card))

    assert piece.text == "400"
    assert [(s.field, s.origin) for s in piece.sources] == [
        ("models.net.training.hyperparameters.epochs", Origin.STATED)
    ]


def test_list_entries_are_named_by_their_position(card: Fact) -> None:
    (piece,) = pieces(rendered("{{ card.study.authors[0].name }}", card))

    assert piece.sources[0].field == "study.authors[0].name"


def test_what_is_not_stated_is_none(card: Fact) -> None:
    assert rendered("{{ 'open' if card.models.net.version is none }}", card) == "open"


def test_an_unknown_field_is_an_error(card: Fact) -> None:
    with pytest.raises(UndefinedError, match="trainnig"):
        rendered("{{ card.models.net.trainnig }}", card)


def test_printing_none_is_an_error(card: Fact) -> None:
    with pytest.raises(ValueError, match="printed None"):
        rendered("{{ card.models.net.version }}", card)


def test_printing_a_record_is_an_error(card: Fact) -> None:
    with pytest.raises(TypeError, match="print one of its fields"):
        rendered("{{ card.models.net.algorithm }}", card)


def test_filters_keep_the_source_of_a_fact(card: Fact) -> None:
    template = "{{ card.models.net.training.hyperparameters.epochs | count('epoch') }}"

    (piece,) = pieces(rendered(template, card))

    assert piece.text == "400 epochs"
    assert piece.sources[0].field.endswith("epochs")


def test_filters_take_plain_values_as_well() -> None:
    assert environment().from_string("{{ 1 | count('epoch') }}").render() == "1 epoch"


def test_spelling_of_numbers_and_quantities_is_kept(card: Fact) -> None:
    training = "{% set t = card.models.net.training %}"

    text = rendered(training + "{{ t.duration }}; {{ t.hyperparameters.learning_rate }}", card)

    assert visible(text) == "1\u202fh 32\u202fmin; 3e-4"


def test_fields_that_an_author_named_are_found(card: Fact) -> None:
    ((name, value),) = card.models["net"].training.hyperparameters.extra()

    assert (name.plain, value.plain) == ("n_rays", "96")
    assert value.sources[0].field == "models.net.training.hyperparameters.n_rays"


def test_a_mapping_gives_keys_as_facts_and_none_for_null(card: Fact) -> None:
    entries = card.models["net"].training.libraries.items()

    assert [(name.plain, value and value.plain) for name, value in entries] == [
        ("tensorflow", "2.12.0"),
        ("csbdeep", None),
    ]


def test_facts_compare_and_hash_as_their_values(card: Fact) -> None:
    provenance = card.models["net"].provenance

    assert {provenance: 1} == {"trained": 1}
    assert [name.plain for name in card.models] == ["net"]


def test_printing_a_flag_is_an_error() -> None:
    with pytest.raises(TypeError, match="a bool is no text"):
        str(Fact(plain=True, places=(Place("card", "x"),)))


def test_equal_facts_become_one_with_all_places() -> None:
    first = Fact("HeLa", (Place("card", "datasets.a.specimen.sample"),))
    second = Fact("HeLa", (Place("card", "datasets.b.specimen.sample"),))

    assert [source.field for source in together(first, second).sources] == [
        "datasets.a.specimen.sample",
        "datasets.b.specimen.sample",
    ]


@pytest.mark.parametrize(
    ("path", "origin"),
    [
        ("datasets.a.images[0].shape", Origin.READ),
        ("models.a.log.best_epoch", Origin.READ),
        ("environment.python", Origin.READ),
        ("validations.a.n_images", Origin.READ),
        ("validations.a.candidates.b.results[0].summary.mean", Origin.COMPUTED),
        ("independence[0].shared", Origin.COMPUTED),
        ("replicard_version", Origin.COMPUTED),
    ],
)
def test_origin_of_evidence_tells_reading_from_computing(path: str, origin: Origin) -> None:
    assert Place("evidence", path).source().origin is origin


def models_below(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    if model in seen:
        return seen
    seen.add(model)
    for field in model.model_fields.values():
        for kind in kinds_in(field.annotation):
            models_below(kind, seen)
    return seen


def kinds_in(annotation: object) -> list[type[BaseModel]]:
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        return [annotation]
    return [kind for part in get_args(annotation) for kind in kinds_in(part)]


@pytest.mark.parametrize("root", [Card, Evidence])
def test_no_field_is_hidden_by_a_name_of_the_fact_itself(root: type[BaseModel]) -> None:
    own = {name for name in dir(Fact) if not name.startswith("__")}

    models = models_below(root, set())

    assert len(models) > 10
    for model in models:
        assert not own & set(model.model_fields), model


def test_a_lifted_filter_joins_the_sources_of_all_its_facts() -> None:
    low, high = (Fact(text, (Place("card", f"range[{i}]"),)) for i, text in enumerate("12"))

    (piece,) = pieces(lifted(lambda a, b: f"{a}–{b}")(low, high))

    assert piece.text == "1–2"
    assert [source.field for source in piece.sources] == ["range[0]", "range[1]"]
