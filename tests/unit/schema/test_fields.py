import pytest

from replicard_schema.card import Card
from replicard_schema.fields import (
    UnknownFieldError,
    all_fields,
    is_item_id,
    kind_at,
    model_in,
    resolve,
)
from replicard_schema.sections.deposit import Code
from replicard_schema.sections.model import Training


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("study.title", "study.title"),
        ("models.nuclei.training.seed", "models.*.training.seed"),
        ("models.*.training.seed", "models.*.training.seed"),
        ("study.authors[0].orcid", "study.authors.*.orcid"),
        ("study.authors.*.affiliation", "study.authors.*.affiliation"),
        ("datasets.tiles.acquisition.channels[2].power", "datasets.*.acquisition.channels.*.power"),
        ("models.nuclei.training.hyperparameters.momentum", "models.*.training.hyperparameters.*"),
    ],
)
def test_path_names_a_field(path: str, pattern: str) -> None:
    field = resolve(path)

    assert field.path == pattern
    assert field.description or pattern.endswith("*")


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "study.",
        ".study",
        "study..title",
        "study.title.x",
        "models[",
        "study[0]x",
        "nothing",
    ],
)
def test_other_paths_name_none(path: str) -> None:
    with pytest.raises(UnknownFieldError):
        resolve(path)


def test_misspelt_field_is_answered_with_the_one_meant() -> None:
    with pytest.raises(UnknownFieldError) as caught:
        resolve("models.nuclei.wights")

    assert caught.value.hint == "did you mean `weights`?"


def test_every_field_resolves_to_itself_and_has_a_description() -> None:
    for field in all_fields():
        assert resolve(field.path) == field
        assert field.description


def test_models_stand_where_the_card_has_them() -> None:
    assert model_in(kind_at(Card, ("models", "any", "training"))) is Training
    assert model_in(kind_at(Card, ("code", 0))) is Code
    assert kind_at(Card, ("models", "any", "nothing", "deeper")) is None
    assert kind_at(Card, ()) is Card


@pytest.mark.parametrize("text", ["L24", "T01", "TRN-01", "A15", "L07a"])
def test_item_ids_are_told_from_fields(text: str) -> None:
    assert is_item_id(text)
    assert not is_item_id(text.lower())
