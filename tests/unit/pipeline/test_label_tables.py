"""Tables of class labels with scores: what is read, what is refused."""

from pathlib import Path

import pytest

from replicard.errors import DataError
from replicard.pipeline.evaluate import evaluate_card
from replicard.pipeline.label_tables import LabelTable, read_label_table
from replicard.pipeline.sources import Reader
from replicard_schema.evidence import Evidence

CARD = """\
card_version: "1.0"
study: {title: A study, authors: [{name: Given Family}]}
datasets:
  test: {labels: truth.csv}
models:
  net: {task: image classification, algorithm: {name: ResNet}, provenance: trained}
validations:
  check: {dataset: test, candidates: {net: predicted.csv}, metrics: [METRICS]}
"""
TRUTH = "image,label\n1,a\n2,a\n3,b\n4,b\n"
SCORED = "image,label,score:a,score_b\n1,a,0.9,0.1\n2,b,0.4,0.6\n3,b,0.3,0.7\n4,b,0.1,0.9\n"


def read(folder: Path, text: str) -> LabelTable:
    (folder / "table.csv").write_text(text, encoding="utf-8")
    return read_label_table(Reader(folder), "table.csv", with_scores=True)


def evaluate(folder: Path, predicted: str, metrics: str) -> Evidence:
    (folder / "card.yaml").write_text(CARD.replace("METRICS", metrics), encoding="utf-8")
    (folder / "truth.csv").write_text(TRUTH, encoding="utf-8")
    (folder / "predicted.csv").write_text(predicted, encoding="utf-8")
    return evaluate_card(folder / "card.yaml", environ={"SOURCE_DATE_EPOCH": "0"}).evidence


def test_scores_are_read_by_class_in_either_spelling(tmp_path: Path) -> None:
    table = read(tmp_path, SCORED)

    assert table.scores_of("2") == {"a": 0.4, "b": 0.6}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("image,label,score\n1,a,0.9\n", "column 'score' does not say which class it scores"),
        ("image,label,score:\n1,a,0.9\n", "column 'score:' does not say which class"),
        ("image,label,score:a\n1,a,\n2,a,high\n", "no finite number in 2 rows, first row 2"),
        ("image,label,score:a\n1,a,nan\n", "no finite number in row 2"),
        ('image,label,score:a\n1,a,"0,5"\n', "no finite number in row 2"),
        ("image,label,score:a,score_a\n1,a,1,2\n", "two columns with the score of 'a'"),
    ],
)
def test_scores_that_cannot_be_used_are_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(DataError, match=reason):
        read(tmp_path, text)


def test_each_image_keeps_its_classes_and_scores(tmp_path: Path) -> None:
    candidate = evaluate(tmp_path, SCORED, "class_accuracy").validations["check"].candidates["net"]

    assert [image.is_right for image in candidate.classified] == [True, False, True, True]
    assert candidate.classified[1].model_dump() == {
        "image": "2",
        "truth": "a",
        "predicted": "b",
        "scores": {"a": 0.4, "b": 0.6},
    }


def test_areas_are_computed_from_the_scores(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")

    evidence = evaluate(tmp_path, SCORED, "class_roc_auc, class_average_precision, class_mcc")

    results = evidence.validations["check"].candidates["net"].results
    assert [r.pooled and r.pooled.value for r in results] == pytest.approx([1.0] * 6 + [3**-0.5])
    assert "scikit-learn" in evidence.passports["class_roc_auc"].library
    assert "scikit-learn" in evidence.computed_with


def test_scores_that_no_metric_uses_are_a_hint(tmp_path: Path) -> None:
    evidence = evaluate(tmp_path, SCORED, "class_accuracy")

    (finding,) = (f for f in evidence.findings if f.code == "unused-scores")
    assert "class_roc_auc and class_average_precision" in (finding.hint or "")
    assert "scikit-learn" not in evidence.computed_with


def test_scores_of_a_misspelt_class_are_a_finding(tmp_path: Path) -> None:
    predicted = SCORED.replace("score:a", "score:A")

    evidence = evaluate(tmp_path, predicted, "class_roc_auc")

    (finding,) = (f for f in evidence.findings if f.code == "score-of-no-class")
    assert "scores are given for A" in finding.message
    first = evidence.validations["check"].candidates["net"].results[0]
    assert "no column `score:a`" in str(first.pooled and first.pooled.undefined_because)
