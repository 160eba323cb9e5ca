import hashlib
import subprocess
import sys
import time
from pathlib import Path

import pytest

from replicard.errors import CardError, Position
from replicard.loading import load_card

CARD = """\
card_version: "1.0"
study:
  title: Nuclei
  authors: [{name: Given Family}]
models:
  nuclei:
    task: denoising
    algorithm: {name: CARE, version: 1.10}
    provenance: trained
    training: {hyperparameters: {learning_rate: 3e-4, momentum: 0.90}}
"""


@pytest.fixture
def card_file(tmp_path: Path) -> Path:
    path = tmp_path / "card.yaml"
    path.write_text(CARD, encoding="utf-8")
    return path


def test_card_comes_with_its_text_digest_and_positions(card_file: Path) -> None:
    loaded = load_card(card_file)

    assert loaded.path == card_file
    assert loaded.text == CARD
    assert loaded.sha256 == hashlib.sha256(card_file.read_bytes()).hexdigest()
    assert loaded.source_map.nearest(("models", "nuclei", "task")) == Position(7, 11)
    assert loaded.place("models.nuclei.algorithm.version") == "card.yaml, line 8"
    assert loaded.place("study.authors[0].name") == "card.yaml, line 4"
    assert loaded.place("models.nuclei.weights") == "card.yaml, line 6"


def test_spelling_reaches_the_models(card_file: Path) -> None:
    model = load_card(card_file).card.models["nuclei"]

    assert model.algorithm.version == "1.10"
    assert model.training is not None
    assert model.training.hyperparameters is not None
    assert model.training.hyperparameters.learning_rate == "3e-4"
    assert model.training.hyperparameters.model_extra == {"momentum": "0.90"}


def test_name_in_messages_can_be_chosen(card_file: Path) -> None:
    card_file.write_text("", encoding="utf-8")

    with pytest.raises(CardError, match=r"^study/card\.yaml: the card is empty$"):
        load_card(card_file, shown_as="study/card.yaml")


def test_name_in_messages_has_forward_slashes(tmp_path: Path) -> None:
    with pytest.raises(CardError) as caught:
        load_card(tmp_path / "no.yaml")

    assert caught.value.problems[0].file == (tmp_path / "no.yaml").as_posix()


def test_wrong_types_and_broken_rules_are_reported_in_one_round(card_file: Path) -> None:
    card_file.write_text(
        CARD.replace("trained", "own") + "datasets: {t: {independent_of: x}}\n", encoding="utf-8"
    )

    with pytest.raises(CardError) as caught:
        load_card(card_file)

    assert [problem.code for problem in caught.value.problems] == [
        "unknown-word",
        "unknown-reference",
    ]


def test_broken_rule_is_reported_once(card_file: Path) -> None:
    card_file.write_text(CARD + "datasets: {t: {independent_of: x}}\n", encoding="utf-8")

    with pytest.raises(CardError) as caught:
        load_card(card_file)

    (problem,) = caught.value.problems
    assert problem.field == "datasets.t.independent_of[0]"
    assert problem.position == Position(11, 32)


def test_rule_about_a_damaged_field_is_not_reported(card_file: Path) -> None:
    text = CARD + 'datasets: {t: {independent_of: [*x, "no\\x07such"]}}\n'
    card_file.write_text(text, encoding="utf-8")

    with pytest.raises(CardError) as caught:
        load_card(card_file)

    assert [problem.code for problem in caught.value.problems] == ["alias", "forbidden-character"]


def test_card_of_a_thousand_lines_is_loaded_in_time(card_file: Path) -> None:
    dataset = "".join(f"    {name}: Text of a field.\n" for name in ("description", "origin"))
    acquisition = "    acquisition:\n      date: 2020-03\n      channels:\n"
    channels = "".join(
        f"        - name: channel {i}\n          exposure: 200 ms\n          power: 5 %\n"
        for i in range(4)
    )
    datasets = "".join(f"  d{i}:\n{dataset}{acquisition}{channels}" for i in range(60))
    card_file.write_text(f"{CARD}datasets:\n{datasets}", encoding="utf-8")
    load_card(card_file)
    start = time.perf_counter()

    loaded = load_card(card_file)

    # It takes a twentieth of a second; a reader that is not linear takes many.
    assert time.perf_counter() - start < 1
    assert loaded.text.count("\n") > 1000


def test_loading_needs_no_heavy_package() -> None:
    program = (
        "import sys, replicard.loading, replicard.render.terminal.problems\n"
        "print([name for name in ('numpy', 'jinja2', 'click', 'scipy') if name in sys.modules])"
    )

    done = subprocess.run(  # noqa: S603 - the program is written above
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
