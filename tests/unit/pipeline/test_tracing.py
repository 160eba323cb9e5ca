"""The command ``trace``: from a field to sentences, and back."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import replicard
from replicard.cli import commands
from replicard.pipeline.tracing import UnknownTraceError
from replicard_schema.report import TextKind
from replicard_schema.vocabulary import Origin

CASE = Path(__file__).parents[2] / "golden" / "methods" / "instance-segmentation"
MODEL = "models.stardist-nuclei"


@pytest.fixture
def card(tmp_path: Path) -> Path:
    path = tmp_path / "card.yaml"
    shutil.copy(CASE / "card.yaml", path)
    return path


@pytest.fixture
def evaluated(card: Path) -> Path:
    """Return a card with evidence that was computed for it as it stands."""
    evidence = json.loads((CASE / "evidence.json").read_bytes())
    evidence["card"]["sha256"] = replicard.load_card(card).sha256
    card.with_name("card.evidence.json").write_text(json.dumps(evidence), encoding="utf-8")
    return card


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, ["trace", *map(str, arguments)], env={"COLUMNS": "100"})


def test_a_field_is_found_in_all_texts_with_its_line(card: Path) -> None:
    found = replicard.trace_field("code[0].license", card)

    assert [sentence.text for sentence in found.sentences] == [TextKind.METHODS, TextKind.CODE]
    (source,) = found.sentences[0].sources
    line = card.read_text(encoding="utf-8").splitlines()[int(str(source.place).split()[-1]) - 1]
    assert "license: MIT" in line
    assert found.sentences[0].section == "Data and code availability"


@pytest.mark.parametrize("field", [f"{MODEL}.training.seed", "models.*.training.seed"])
def test_a_star_stands_for_any_id(card: Path, field: str) -> None:
    found = replicard.trace_field(field, card)

    assert [sentence.sentence for sentence in found.sentences] == ["The random seed was 42."]


def test_what_lies_below_a_field_counts(card: Path) -> None:
    found = replicard.trace_field("models.*.training", card)

    fields = {source.field for sentence in found.sentences for source in sentence.sources}
    assert all(field.startswith(f"{MODEL}.training.") for field in fields)
    assert {f"{MODEL}.training.seed", f"{MODEL}.training.hyperparameters.epochs"} <= fields


def test_values_of_the_evidence_are_traced_where_there_is_evidence(evaluated: Path) -> None:
    found = replicard.trace_field("validations.*.n_images", evaluated)

    assert found.has_evidence
    assert {s.origin for sentence in found.sentences for s in sentence.sources} == {Origin.READ}


def test_an_unknown_field_is_an_error_that_says_what_comes_near(card: Path) -> None:
    with pytest.raises(UnknownTraceError, match="did you mean `training`"):
        replicard.trace_field("models.*.trainng", card)
    assert run("models.*.trainng", card).exit_code != 0


def test_a_field_that_is_not_stated_is_said_to_be_so(card: Path) -> None:
    outcome = run("study.funding", card)

    assert outcome.exit_code == 0
    assert outcome.stdout.startswith("study.funding is not stated in the card")


def test_a_value_that_no_text_uses_is_named_with_its_line(card: Path) -> None:
    assert ") is stated and used in no text" in run("study.authors", card).stdout


def test_each_sentence_can_be_asked_for_its_fields(card: Path) -> None:
    everything = replicard.trace_sentences(card)
    (one,) = replicard.trace_sentences(card, number=3).sentences

    assert everything.sentences[2] == one
    assert run("--sentence", "3", card).stdout.count(one.sources[0].field) >= 1
    assert run("--all", card, "--text", "code-availability").stdout.count("code[0]") >= 1


def test_a_sentence_that_does_not_exist_is_an_error(card: Path) -> None:
    with pytest.raises(UnknownTraceError, match="there is no sentence 999: methods has"):
        replicard.trace_sentences(card, number=999)


@pytest.mark.parametrize("arguments", [(), ("--all", "a.yaml", "b.yaml")])
def test_wrong_usage_is_refused(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_json_has_sentences_and_places(card: Path) -> None:
    document = json.loads(run("models.*.training.seed", card, "--json").stdout)

    assert document["stated"][0]["field"] == f"{MODEL}.training.seed"
    assert document["sentences"][0]["sources"][0]["place"] == document["stated"][0]["place"]


@pytest.mark.parametrize("option", [True, False])
def test_spelling_of_options_comes_before_that_of_the_card(card: Path, *, option: bool) -> None:
    text = card.read_text(encoding="utf-8")
    stated = "British" if option else "American"
    card.write_text(f"{text}\noutput: {{spelling: {stated}}}\n", encoding="utf-8")
    arguments = ["--spelling", "american"] if option else []

    page = CliRunner().invoke(
        commands, ["methods", str(card), "--to", "html", "--text", "code-availability", *arguments]
    )

    assert '<html lang="en-US">' in page.stdout
    assert "MIT license" in page.stdout


def test_a_short_text_without_a_limit_is_refused_in_one_sentence(card: Path) -> None:
    outcome = CliRunner().invoke(commands, ["methods", str(card), "--text", "short"])

    assert isinstance(outcome.exception, replicard.ReplicardError)
    assert "--max-words" in str(outcome.exception)


def test_the_limit_of_the_card_is_the_source_of_what_is_said_to_have_moved(card: Path) -> None:
    text = card.read_text(encoding="utf-8")
    card.write_text(f"{text}\noutput: {{max_words: 100}}\n", encoding="utf-8")

    short = replicard.write_texts(card).text(TextKind.SHORT)

    assert [source.field for source in list(short.sentences())[-1].sources] == ["output.max_words"]
