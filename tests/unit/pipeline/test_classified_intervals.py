"""Intervals and comparisons of image classification, from tables of labels."""

from pathlib import Path

from replicard.pipeline.evaluate import evaluate_card

N_IMAGES = 40
CARD = """\
card_version: "1.0"
study: {title: A study, authors: [{name: Given Family}]}
datasets:
  test: {labels: truth.csv}
models:
  net: {task: image classification, algorithm: {name: ResNet}, provenance: trained}
baselines:
  coin: {name: coin, description: A coin was thrown.}
validations:
  check: {dataset: test, candidates: {net: net.csv, coin: coin.csv}}
"""


def test_accuracy_and_classes_have_intervals_and_candidates_are_compared(tmp_path: Path) -> None:
    truth = ["a" if place % 2 else "b" for place in range(N_IMAGES)]
    net = [("a" if place % 9 == 0 else label) for place, label in enumerate(truth)]
    coin = ["a" if place % 4 < 2 else "b" for place in range(N_IMAGES)]
    for name, labels in (("truth", truth), ("net", net), ("coin", coin)):
        rows = [f"well{place // 2}_{place}.png,{label}" for place, label in enumerate(labels)]
        (tmp_path / f"{name}.csv").write_text("image,label\n" + "\n".join(rows), encoding="utf-8")
    (tmp_path / "card.yaml").write_text(CARD, encoding="utf-8")

    alone = evaluate_card(tmp_path / "card.yaml", environ={}).evidence.validations["check"]
    grouped_card = CARD.replace("truth.csv", 'truth.csv, groups: "{well}_*"')
    (tmp_path / "card.yaml").write_text(grouped_card, encoding="utf-8")
    grouped = evaluate_card(tmp_path / "card.yaml", environ={}).evidence.validations["check"]

    for result in alone.candidates["net"].results:
        assert result.pooled is not None
        assert result.pooled.value is not None
        found = result.pooled_interval
        assert found is not None
        if found.low is not None and found.high is not None:
            assert found.low <= result.pooled.value <= found.high
    accuracy = alone.candidates["net"].results[0].pooled_interval
    assert accuracy is not None
    assert accuracy.low is not None
    (entry,) = alone.comparisons
    assert (entry.candidate, entry.other, entry.n) == ("net", "coin", N_IMAGES)
    assert entry.test is not None
    assert entry.test.p_value < 0.05
    assert grouped.n_groups == N_IMAGES // 2
    assert grouped.comparisons[0].interval.n_units == N_IMAGES // 2
