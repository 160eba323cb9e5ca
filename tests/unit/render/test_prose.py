import pytest
from hypothesis import given
from hypothesis import strategies as st

from replicard.render.prose import (
    as_sentence,
    can_be_joined,
    capitalised,
    fragment,
    is_clause,
    is_reason,
    is_sentence,
    one_line,
)

written = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=40
).filter(lambda text: text.strip(" ."))


@given(written)
def test_a_sentence_ends_once(text: str) -> None:
    sentence = as_sentence(text)

    assert sentence.rstrip("\"'”’)")[-1] in ".!?…"
    assert not sentence.endswith("..")


@given(written, st.sampled_from([None, "Note"]))
def test_writing_a_sentence_again_changes_nothing(text: str, label: str | None) -> None:
    once = as_sentence(text, label)

    assert as_sentence(once) == once


@given(written)
def test_no_sentence_starts_with_a_digit(text: str) -> None:
    assert not as_sentence(f"3{text}")[0].isdigit()


@given(written)
def test_a_fragment_keeps_every_word(text: str) -> None:
    assert fragment(text).lower() == one_line(text).rstrip(".").rstrip().lower()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nuclei in crowded regions.", "nuclei in crowded regions"),
        ("The first author", "the first author"),
        ("Fixed cells", "fixed cells"),
        ("StarDist nuclei", "StarDist nuclei"),
        ("Drosophila embryos", "Drosophila embryos"),
        ("DNA stain", "DNA stain"),
        ("A549 cells", "A549 cells"),
    ],
)
def test_only_words_that_cannot_be_names_lose_their_capital(text: str, expected: str) -> None:
    assert fragment(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mCherry was used", "mCherry was used."),
        ("n_rays was chosen", "n_rays was chosen."),
        ("9 frames were averaged", "In detail, 9 frames were averaged."),
        ("3D stacks were used", "In detail, 3D stacks were used."),
        ("see Fig. 2 (left).", "See Fig. 2 (left)."),
        ("It was quoted “as is.”", "It was quoted “as is.”"),
        ("first line\nsecond  line...", "First line second line…"),
        ("it stopped..", "It stopped."),
    ],
)
def test_sentences_of_authors_are_only_finished(text: str, expected: str) -> None:
    assert as_sentence(text) == expected


def test_a_phrase_completes_our_beginning_and_a_statement_stands_alone() -> None:
    opening = "Predictions failed in"

    assert as_sentence("Crowded regions.", opening) == "Predictions failed in crowded regions."
    assert as_sentence("Crowded regions are merged.", opening) == "Crowded regions are merged."


@pytest.mark.parametrize(
    ("text", "clause", "sentence", "reason", "joinable"),
    [
        ("Counts are compared.", True, True, False, True),
        ("Live samples bleach.", False, True, False, True),
        ("Drosophila is small.", True, True, False, False),
        ("counting nuclei", False, False, False, False),
        ("Testing. Not a benchmark.", False, True, False, False),
        ("because cells die", False, False, True, False),
        ("We counted nuclei", True, True, False, True),
        ("Cells are thin. They move.", True, True, False, False),
    ],
)
def test_kinds_of_text_are_told_apart(
    text: str, *, clause: bool, sentence: bool, reason: bool, joinable: bool
) -> None:
    found = (is_clause(text), is_sentence(text), is_reason(text), can_be_joined(text))

    assert found == (clause, sentence, reason, joinable)


def test_capitals_inside_a_word_protect_its_first_letter() -> None:
    assert [capitalised(word) for word in ("nuclei", "pH value", "sCMOS", "über", "")] == [
        "Nuclei",
        "pH value",
        "sCMOS",
        "Über",
        "",
    ]
