import pytest

from replicard_schema.empty_words import is_empty_word

EMPTY = (
    *("yes", "no", "n/a", "N/A", "n.a.", "N. A.", "NA", "na", "none", "None.", "nothing", "nil"),
    *("tbd", "TBD", "t.b.d.", "tba", "todo", "TODO", "fixme", "pending", "unknown", "Unknown!"),
    *("-", "–", "—", "--", "?", "???", "...", "…", ".", "*", "x", "xx", "XXX", "/", "()"),
    *("see paper", "See the paper.", "see methods", "as described previously", "see  above"),
    *("not applicable", "Not Applicable", "not available", "not known", "don't know", "don’t know"),
    *("to be determined", "to be added", "coming soon", "in preparation", "lorem ipsum"),
    *("default", "standard settings", "as usual", "same", "ditto", "etc.", "various"),
    *("available on request", "upon reasonable request", "<cell line>", "{{name}}", "[tbd]"),
    *("TODO: ask Maria", "tbd, Maria knows", "  n/a  ", "_n/a_", '"none"', "yes.", "ok"),
)
MORE_EMPTY = (
    *("none yet", "not yet known", "not yet", "it is not known", "currently unknown", "n\\a"),
    *("N / A", "Ｎ／Ａ", "unkown", "does not apply", "no information available", "none given"),
    *("see above", "see main text", "cf. methods", "in the methods section", "as stated above"),
    *("as in the paper", "as previously published", "same as above", "to be specified"),
    *("Standard settings were used.", "default parameters", "the usual imaging conditions"),
    *("standard protocol", "all default values", "normal settings", "To do", "details to follow"),
    *("no details", "nothing to report", "not specified here", "not recorded", "WIP"),
)
ALL_EMPTY = (*EMPTY, *MORE_EMPTY)
NOTES = ("todo", "tbd", "tba", "fixme", "xxx")
ANSWERS = (
    *("2", "0", "1.10", "0.5 µm", "63x", "5 %", "oil", "air", "water", "A549", "HeLa", "x-ray"),
    *("random", "StarDist", "T cells", "MIT", "42", "-1", "no merged nuclei were seen"),
    *("None of the images was left out.", "unknown organism from a pond", "yes, by two people"),
    *("see Fig. 3 for the six images", "N. benthamiana", "C. elegans", "no post-processing"),
    *("standard deviation", "default of StarDist 0.8.3, 0.48", "not tested on tissue", "細胞"),
    *("no, because the dye bleaches", "not known, because the file was lost", "in vivo", "in situ"),
    *("standard U-Net", "as in Smith et al. 2020", "see protocol at 10.17504/x", "no gaps"),
    *("default settings of Cellpose", "common carp", "normal human skin", "not fixed", "all"),
    *("none, since images were raw", "no augmentation", "it was 3", "see Methods 2.1"),
    *("10.5281/zenodo.3715492", "a", "B", "TODOROV et al.", "x1", "5 < 6"),
)


@pytest.mark.parametrize("text", ALL_EMPTY)
def test_words_in_place_of_an_answer_are_empty(text: str) -> None:
    assert is_empty_word(text)


@pytest.mark.parametrize("text", ANSWERS)
def test_answers_however_short_are_not_empty(text: str) -> None:
    assert not is_empty_word(text)


@pytest.mark.parametrize("text", [text for text in ALL_EMPTY if text[0] not in "<{"])
def test_case_and_punctuation_at_the_ends_change_nothing(text: str) -> None:
    assert is_empty_word(text.upper())
    assert is_empty_word(f" ({text}). ")


@pytest.mark.parametrize(
    "text", [text for text in EMPTY if not text.strip(" [").casefold().startswith(NOTES)]
)
def test_an_empty_word_with_its_reason_is_an_answer(text: str) -> None:
    assert not is_empty_word(f"{text.rstrip('. ')}, because the dye bleaches within seconds")
