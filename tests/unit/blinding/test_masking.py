"""Names under all their spellings, and what stays."""

from pathlib import Path

import pytest
import yaml

from replicard.blinding import BlindCard, Masker, Surroundings, blind_card, hits_in
from replicard.blinding.terms import terms_of
from replicard.loading import load_card
from replicard.render.our_words import our_words


def masker_of(*names: str, affiliation: str | None = None) -> Masker:
    return Masker(terms_of(study_of(*names, affiliation=affiliation), [], Surroundings()))


def study_of(*names: str, affiliation: str | None = None) -> dict[str, object]:
    authors = [{"name": name} for name in names]
    if affiliation is not None:
        authors[0]["affiliation"] = affiliation
    return {"study": {"authors": authors}}


@pytest.mark.parametrize(
    "text",
    [
        "Jürgen Öztürkmann", "J. Öztürkmann", "Öztürkmann, J.", "JÜRGEN ÖZTÜRKMANN", "Ozturkmann",
        "Oeztuerkmann", "öztürkmann's", "joeztuerkmann", "jozturkmann", "ozturkmann_j",
        "Juergen.Oeztuerkmann", "jurgen-ozturkmann", "Öztürkmanns", "OzturkmannLab",
        '{\\"O}zt{\\"u}rkmann', '\\"Ozt\\"urkmann', "&Ouml;zt&uuml;rkmann", "&#214;zt&#252;rkmann",
        "%C3%96zt%C3%BCrkmann", "\\u00d6zt\\u00fcrkmann", "O\u0308ztu\u0308rkmann", "J.Ö.",
        "Öztürkmann Jürgen",
    ],
)  # fmt: skip
def test_every_spelling_of_a_name_is_masked(text: str) -> None:
    masker = masker_of("Jürgen Öztürkmann")

    assert masker.text(text).removesuffix(".").removesuffix("'s") == "masked-1"
    for context in ("by {}, 2020", "data/{}/x.tif", "({})"):
        told = masker.text(context.format(text)).replace("masked-1.", "masked-1").replace("'s", "")
        assert told == context.format("masked-1")


@pytest.mark.parametrize(
    "text", ["Oz", "Bozturkmannia", "f828dca89a99" * 4, "jo", "nuclei", "Jürgen Klein", ""]
)
def test_other_texts_stay(text: str) -> None:
    assert masker_of("Jürgen Öztürkmann").text(text) == text


def test_particles_middle_names_and_other_scripts() -> None:
    masker = masker_of("Anna Maria van der Zwaluwberg", "王小明")

    assert masker.text("A. M. van der Zwaluwberg and A.M. Zwaluwberg") == "masked-1 and masked-1"
    assert masker.text("图像由王小明标注") == "图像由masked-2标注"


def test_two_people_keep_their_files_apart() -> None:
    masker = masker_of("Ada Quillfeather", "Bo Tumblewood")

    assert masker.collisions(["quillfeather/a.tif", "tumblewood/a.tif"]) == []
    assert masker.collisions(["Quillfeather/a", "quillfeather/a"]) == ["quillfeather/a"]


def test_accounts_paths_and_addresses_of_people_are_masked_without_being_named() -> None:
    masker = masker_of("Ada Quillfeather")

    assert masker.text("see /home/ann/data/x.tif") == "see masked"
    assert masker.text("C:\\Users\\ann\\data") == "masked"
    assert masker.text("write to ann.b@lab.example.org") == "write to masked"
    assert masker.text("https://orcid.org/0000-0002-1825-0097") == "masked"


def test_telling_words_of_an_affiliation_are_masked_and_common_ones_stay() -> None:
    masker = masker_of("Ada Q", affiliation="Institute of Cell Biology, Vasenburg University")

    assert masker.text("at Vasenburg, in cell biology") == "at masked-2, in cell biology"


def test_what_is_searched_is_found_in_bytes_of_all_kinds() -> None:
    terms = list(terms_of(study_of("Jürgen Öztürkmann"), [], Surroundings()).all())

    for text in ("Öztürkmann", "J. Ozturkmann"):
        for encoding in ("utf-8", "utf-16", "utf-16-be", "latin-1"):
            assert hits_in(b"\x00\xff\x01 " + text.encode(encoding) + b" \x00\x01", terms)
    assert hits_in(b"nothing of the kind", terms) == []


CARD = """\
card_version: "1.0"
study:
  title: A study
  authors: [{name: Ada Quillfeather}, {name: Uwe Schmidt}]
  description: Ada took the images; see https://protocols.example/abc for how.
datasets:
  public: {origin: a public benchmark, deposit: {repository: Zenodo, doi: 10.5281/zenodo.11}}
  own: {deposit: {repository: Zenodo, doi: 10.5281/zenodo.22}}
  given: {made_for_study: no, deposit: {repository: Quillfeather Archive, doi: 10.5281/zenodo.33}}
models:
  theirs:
    task: denoising
    algorithm: {name: N2V}
    provenance: third-party
    trained_by: the developers of the tool
    deposit: {repository: Zenodo, doi: 10.5281/zenodo.44}
"""


@pytest.fixture
def blind(tmp_path: Path) -> BlindCard:
    path = tmp_path / "card.yaml"
    path.write_text(CARD, encoding="utf-8")
    around = Surroundings(words=our_words(), cited=frozenset({"schmidt"}))
    return blind_card(load_card(path).card, around)


def test_deposits_of_others_stay_and_own_ones_do_not(blind: BlindCard) -> None:
    card = yaml.safe_load(blind.text)

    deposits = {name: each["deposit"].get("doi") for name, each in card["datasets"].items()}
    assert deposits == {
        "public": "10.5281/zenodo.11", "own": None, "given": "10.5281/zenodo.33"
    }  # fmt: skip
    assert card["models"]["theirs"]["deposit"]["doi"] == "10.5281/zenodo.44"
    assert card["models"]["theirs"]["trained_by"] == "the developers of the tool"
    assert card["datasets"]["own"]["deposit"]["accession"] == "masked"


def test_what_no_rule_decides_is_asked(blind: BlindCard) -> None:
    asked = " ".join(blind.terms.questions)

    assert "called “Schmidt” is cited" in asked
    assert "the given name “Ada” stands alone" in asked
    assert "study.description names https://protocols.example/abc" in asked
