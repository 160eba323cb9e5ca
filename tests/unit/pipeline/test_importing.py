"""Adding what files know to a card."""

import json
from pathlib import Path

import pytest

from replicard.errors import CardError, DataError, ProblemsError
from replicard.pipeline.importing import import_sources

CARD = """\
# my card
card_version: "1.0"
study: {title: Nuclei, authors: [{name: Given Family}]}
models:
  nuclei:   # the only one
    task: instance segmentation
    algorithm: {name: StarDist}
    provenance: trained
    training:
      hyperparameters: {epochs: 100}  # as I remember
"""
CONFIG = {"n_dim": 2, "n_rays": 32, "train_epochs": 400, "train_batch_size": 4}


@pytest.fixture
def card(tmp_path: Path) -> Path:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    path = tmp_path / "card.yaml"
    path.write_text(CARD, encoding="utf-8")
    return path


def test_what_is_missing_is_added_with_its_source_and_the_rest_stays(card: Path) -> None:
    outcome = import_sources(card, ["model/config.json"])

    added = {".".join(a.path): a.value for a in outcome.added}
    assert added["models.nuclei.training.hyperparameters.batch_size"] == "4"
    assert added["models.nuclei.source_files"] == ["model/config.json"]
    text = card.read_text(encoding="utf-8")
    assert "hyperparameters: {epochs: 100, batch_size: 4}  # as I remember" in text
    assert "# model/config.json, train_batch_size (configured)" in text
    kept = [line for line in CARD.splitlines() if "hyperparameters" not in line]
    assert [line for line in text.splitlines() if line in kept] == kept


def test_what_the_author_says_stays_and_the_disagreement_is_shown(card: Path) -> None:
    outcome = import_sources(card, ["model/config.json"])

    (finding,) = outcome.findings
    assert finding.code == "source-disagrees"
    assert finding.message == (
        "The card says 100 (line 10); model/config.json says 400 (train_epochs, configured)."
    )


def test_a_dry_run_prints_the_difference_and_writes_nothing(card: Path) -> None:
    outcome = import_sources(card, ["model/config.json"], dry_run=True)

    assert card.read_text(encoding="utf-8") == CARD
    assert "+    source_files: model/config.json" in outcome.difference() or (
        "+    source_files: [model/config.json]" in outcome.difference()
    )


def test_importing_twice_changes_nothing_more(card: Path) -> None:
    import_sources(card, ["model/config.json"])
    first = card.read_bytes()

    outcome = import_sources(card, ["model/config.json"])

    assert outcome.added == ()
    assert card.read_bytes() == first


def test_a_file_of_no_known_kind_is_refused(card: Path) -> None:
    (card.parent / "notes.txt").write_text("hello", encoding="utf-8")

    with pytest.raises(DataError, match="not a file of a tool that is known"):
        import_sources(card, ["notes.txt"])


def test_of_several_models_the_user_says_which(card: Path) -> None:
    other = "  other: {task: denoising, algorithm: {name: CARE}, provenance: trained}\n"
    card.write_text(CARD + other, encoding="utf-8")

    with pytest.raises(ProblemsError, match="several entries of the card: nuclei, other"):
        import_sources(card, ["model/config.json"])

    outcome = import_sources(card, ["model/config.json"], named="nuclei")
    assert outcome.is_written


def test_a_card_that_is_no_yaml_is_left_alone(card: Path) -> None:
    card.write_text("study: [", encoding="utf-8")

    with pytest.raises(CardError):
        import_sources(card, ["model/config.json"])

    assert card.read_text(encoding="utf-8") == "study: ["
