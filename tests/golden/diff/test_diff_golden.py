"""What changed between two cards, compared as whole texts.

Each pair is a card of the golden methods texts and the same with a few things changed.
"""

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from replicard.pipeline.diff import CardDiff, diff_cards
from replicard.pipeline.evaluate import evaluate_card

HERE = Path(__file__).parent
CARDS = HERE.parent / "methods"
EXAMPLES = Path(str(files("replicard_examples")))


def write_study(folder: Path, card: str, evidence: dict[str, Any]) -> Path:
    folder.mkdir()
    path = folder / "card.yaml"
    path.write_text(card, encoding="utf-8", newline="\n")
    evidence["card"]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    text = json.dumps(evidence)
    (folder / "card.evidence.json").write_text(text, encoding="utf-8")
    return path


def read_study(name: str) -> tuple[str, dict[str, Any]]:
    folder = CARDS / name
    card = (folder / "card.yaml").read_text("utf-8")
    return card, json.loads((folder / "evidence.json").read_text("utf-8"))


def results_of(evidence: dict[str, Any], validation: str, candidate: str) -> list[dict[str, Any]]:
    found = evidence["validations"][validation]["candidates"][candidate]["results"]
    assert isinstance(found, list)
    return found


def shift(result: dict[str, Any], by: float, *, more: int = 0) -> None:
    summary = result["summary"]
    summary["n"] += more
    for name in ("mean", "median"):
        if summary.get(name) is not None:
            summary[name] += by
    for interval in (result.get("mean_interval"), result.get("pooled_interval")):
        if interval and interval.get("low") is not None:
            interval["low"] += by
            interval["high"] += by
    if result.get("pooled") and result["pooled"].get("value") is not None:
        result["pooled"]["value"] += by


def first_validation(evidence: dict[str, Any]) -> tuple[str, str]:
    name = next(iter(evidence["validations"]))
    return name, next(iter(evidence["validations"][name]["candidates"]))


def other_words(card: str, evidence: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Settings, a list, a long text and an author are others; a field is gone."""
    lines = card.splitlines()
    title = next(at for at, line in enumerate(lines) if line.startswith("  title:"))
    gone = ("seed:", "hardware:", "visual_check:", "by:", "comment:")
    lines[title + 1 : title + 1] = ["  keywords: [nuclei, counting]"]
    text = "\n".join(line for line in lines if not line.lstrip().startswith(gone)) + "\n"
    text = text.replace("epochs: 400", "epochs: 600").replace("400 epochs", "600 epochs")
    text = text.replace("learning_rate: 3e-4", "learning_rate: 1e-4")
    return text.replace("because: Counts", "because: All counts"), evidence


def newer_program(card: str, evidence: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A program that computed is newer, and some scores are lower."""
    name, candidate = first_validation(evidence)
    program = next(iter(evidence["computed_with"]))
    evidence["computed_with"][program] = "99.0"
    for result in results_of(evidence, name, candidate):
        shift(result, -0.01)
    return card, evidence


def metric_gone(card: str, evidence: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """One metric is not computed any more, another has a value no longer."""
    name, candidate = first_validation(evidence)
    results = results_of(evidence, name, candidate)
    del results[0]
    undefined = results[0]
    reason = "the ground truth is the same everywhere"
    undefined["summary"] = {"n": 0, "n_undefined": len(undefined["per_image"])}
    undefined.pop("mean_interval", None)
    undefined.pop("pooled", None)
    undefined.pop("pooled_interval", None)
    for score in undefined["per_image"]:
        score.pop("value", None)
        score["undefined_because"] = reason
    return card, evidence


def nothing(card: str, evidence: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return card, evidence


PAIRS: dict[str, tuple[str, Callable[[str, dict[str, Any]], tuple[str, dict[str, Any]]]]] = {
    "other-words": ("instance-segmentation", other_words),
    "newer-program": ("denoising", newer_program),
    "metric-gone": ("restoration", metric_gone),
    "nothing": ("instance-segmentation", nothing),
}


def compared(pair: str, folder: Path) -> CardDiff:
    source, change = PAIRS[pair]
    old = write_study(folder / "old", *read_study(source))
    new = write_study(folder / "new", *change(*read_study(source)))
    return diff_cards(old, new)


@pytest.mark.parametrize("pair", PAIRS)
def test_changes_are_told_in_the_expected_words(
    pair: str, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    golden(HERE / f"{pair}.md", compared(pair, tmp_path).as_markdown())


@pytest.fixture
def studies(tmp_path: Path) -> tuple[Path, Path]:
    """Return a real study, and the same before its fourth image was there."""
    new = tmp_path / "new"
    shutil.copytree(EXAMPLES / "nuclei-segmentation", new)
    old = tmp_path / "old"
    shutil.copytree(new, old)
    for file in old.rglob("tile_r1_c1.tif"):
        file.unlink()
    for folder in (old, new):
        evaluate_card(folder / "card.yaml", today=date(2026, 11, 25))
    return old, new


def test_an_added_image_is_the_cause_of_other_scores(
    studies: tuple[Path, Path], golden: Callable[[Path, str], None]
) -> None:
    golden(HERE / "image-added.md", diff_cards(*studies).as_markdown())


def test_no_cause_is_named_where_several_things_changed(
    studies: tuple[Path, Path], golden: Callable[[Path, str], None]
) -> None:
    old, new = studies
    mask = new / "predictions" / "unet_nuclei_broad" / "tile_r0_c0.tif"
    shutil.copyfile(mask.with_name("tile_r0_c1.tif"), mask)
    evaluate_card(new / "card.yaml", today=date(2026, 11, 25))

    text = diff_cards(old, new).as_text()

    assert "These scores changed, while one image was added" in " ".join(text.split())
    golden(HERE / "several-causes.txt", text)


def test_evidence_files_alone_are_compared_by_files_and_numbers(
    studies: tuple[Path, Path],
) -> None:
    old, new = studies

    outcome = diff_cards(old / "card.evidence.json", new)

    whole = diff_cards(old, new)
    assert outcome.changes.files == whole.changes.files
    assert [(each.metric, each.after) for each in outcome.changes.scores] == [
        (each.metric, each.after) for each in whole.changes.scores
    ]
    assert "evidence file, so what cards say is not compared" in outcome.as_text(width=200)
