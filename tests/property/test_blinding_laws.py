"""Laws of masking: a name that is put anywhere into a card is nowhere in the masked card."""

from hypothesis import given
from hypothesis import strategies as st

from replicard.blinding import Surroundings, blind_card, hits_in
from replicard.blinding.spelling import folded, folded_with_places
from replicard_schema import Card

LETTERS = st.sampled_from("bcdfghklmnprstvwzäöüéñçøšžß")
SURNAMES = st.lists(LETTERS, min_size=5, max_size=9).map(lambda found: "Q" + "".join(found))
GIVEN = st.sampled_from(["Ada", "Jean-Luc", "Mária", "B.", "Anna M."])
PLACES = st.sampled_from(["description", "abstract", "question", "theory", "protocol", "ethics"])
FORMS = st.sampled_from(
    [
        "{f}",
        "by {f}.",
        "{g} {f}",
        "({f}, {g})",
        "{F}",
        "data_{f}",
        "{f}2020",
        "the {f} lab",
        "{f}'s",
    ]
)


@given(GIVEN, SURNAMES, PLACES, st.lists(FORMS, min_size=1, max_size=4))
def test_a_name_is_nowhere_in_a_masked_card(
    given_name: str, surname: str, place: str, forms: list[str]
) -> None:
    names = {"f": surname, "g": given_name, "F": surname.upper()}
    text = " and ".join(form.format(**names) for form in forms)
    value = {"claims": text} if place == "theory" else text
    study = {"title": f"On {text}", "authors": [{"name": f"{given_name} {surname}"}], place: value}
    card = Card.model_validate({"card_version": "1.0", "study": study})

    blind = blind_card(card, Surroundings())

    assert folded(surname) not in folded(blind.text)
    assert hits_in(blind.text.encode(), blind.terms.all()) == []


@given(st.text(max_size=60))
def test_every_folded_character_has_its_place(text: str) -> None:
    plain, places = folded_with_places(text)

    assert len(places) == len(plain) + 1
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


@given(st.text(max_size=80))
def test_masking_takes_any_text_and_masks_nothing_twice(text: str) -> None:
    study = {"title": "x", "authors": [{"name": "Ada Quillfeather"}]}
    masker = blind_card(
        Card.model_validate({"card_version": "1.0", "study": study}), Surroundings()
    ).masker

    once = masker.text(f"{text} Quillfeather {text}")

    assert "quillfeather" not in folded(once)
    assert masker.text(once) == once
