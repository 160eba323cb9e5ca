import pytest

from replicard.loading.suggestions import field_hint, sibling_meant
from replicard_schema.card import Card

MODEL = ("models", "nuclei")


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ((*MODEL, "algorithm", "nmae"), "did you mean `name`?"),
        ((*MODEL, "training", "dataset"), "did you mean `datasets`?"),
        ((*MODEL, "Intended Use"), "did you mean `intended_use`?"),
        (("study", "licence"), "did you mean `license`?"),
        (("validations", "v", "normalization"), "did you mean `normalisation`?"),
        ((*MODEL, "seed"), "did you mean to put it under `training`?"),
        ((*MODEL, "tool"), "did you mean to put it under `prediction`?"),
        (("title",), "did you mean to put it under `study`?"),
        (("datasets", "tiles", "pixel_size"), "did you mean to put it under `acquisition`?"),
        (("pixel_size",), "did you mean to put it under `datasets.<id>.acquisition`?"),
        ((*MODEL, "training", "weights"), "it belongs under `models.nuclei`"),
        ((*MODEL, "training", "architecture"), "it belongs under `models.nuclei`"),
        (("study", "models"), "it belongs at the top of the file"),
        (
            ("datasets", "tiles", "acquisition", "objective", "1.4"),
            "known here are magnification, numerical_aperture, immersion, manufacturer, model",
        ),
        (
            ("datasets", "tiles", "acquisition", "objective", "4"),
            "a comma separates entries: write a point before the decimals of a number",
        ),
        ((*MODEL, "algorithm", "name:CARE"), "write a space after the colon: `name: CARE`"),
    ],
)
def test_unknown_field_is_answered_with_what_may_be_meant(path: tuple[str, ...], hint: str) -> None:
    assert field_hint(Card, path) == hint


def test_field_that_stands_in_many_places_is_not_guessed() -> None:
    hint = field_hint(Card, ("description_of_it",))

    assert hint is not None
    assert hint.startswith("known here are card_version, study,")


def test_place_that_the_format_does_not_have_gets_no_hint() -> None:
    assert field_hint(Card, ("study", "title", "x", "y")) is None
    assert sibling_meant(Card, ("study", "title", "x", "y")) is None


def test_very_long_name_is_answered_in_time() -> None:
    assert field_hint(Card, ("x" * 500_000,)) is not None
