"""What the methods text says of choices: of images, models, settings, tests and the study."""

from typing import Any

import pytest

from replicard.render.methods import methods_markdown, write_methods
from replicard_schema.card import Card

MODEL: dict[str, Any] = {
    "task": "instance segmentation",
    "algorithm": {"name": "StarDist"},
    "provenance": "trained",
    "training": {"datasets": "train"},
}


def said(at: str, value: object, **more: Any) -> str:  # noqa: ANN401 - any section of a card
    """Return the methods text of a small card with one field more."""
    document: dict[str, Any] = {
        "card_version": "1.0",
        "study": {"title": "A study", "authors": [{"name": "Given Family"}]},
        "datasets": {"train": {}, "test": {}},
        "models": {"net": {**MODEL, "training": dict(MODEL["training"])}},
        "validations": {"v": {"dataset": "test", "candidates": {"net": "r/*.tif"}}},
        **more,
    }
    node = document
    *way, last = at.split(".")
    for part in way:
        node = node.setdefault(part, {})
    node[last] = value
    return methods_markdown(write_methods(Card.model_validate(document), None))


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (
            "models.net.parameters_count",
            1_400_000,
            "The model has 1,400,000 trainable parameters.",
        ),
        (
            "models.net.output",
            "For each pixel the probability of a nucleus.",
            "Output of the network: for each pixel the probability of a nucleus.",
        ),
        (
            "models.net.input",
            "One channel of 256 pixels",
            "Input of the network: one channel of 256 pixels.",
        ),
        ("models.net.ensemble", "Five networks were averaged.", "Five networks were averaged."),
        (
            "models.net.ensemble",
            "mean of five networks",
            "Networks were combined as follows: mean of five networks.",
        ),
        (
            "models.net.selection",
            "smallest validation loss",
            "The final model was selected as follows: smallest validation loss.",
        ),
        (
            "models.net.training.search",
            "grid of three learning rates",
            "Hyperparameters were chosen as follows: grid of three learning rates.",
        ),
        ("models.net.training.split", "by well", "Images were divided as follows: by well."),
        ("models.net.training.runs", 3, "was trained three times."),
        ("models.net.training.runs", 1, "was trained once."),
        (
            "models.net.training.imbalance",
            "Rare classes were drawn more often.",
            "Rare classes were drawn more often.",
        ),
        (
            "models.net.prediction.runtime",
            "0.4 s for an image",
            "Prediction took 0.4",
        ),
        (
            "datasets.train.sampling",
            "three fields of each well",
            "The images were sampled as follows: three fields of each",
        ),
        (
            "datasets.train.criteria",
            "at least five nuclei",
            "Images were included by these criteria: at least",
        ),
        ("datasets.train.excluded", "Two fields were left out.", "Two fields were left out."),
        ("datasets.train.missing", "No channel is missing.", "No channel is missing."),
        (
            "datasets.train.class_sizes",
            "37 mitoses",
            "The sizes of the classes were as follows: 37 mitoses.",
        ),
        (
            "validations.v.metrics_because",
            "Nuclei are counted.",
            "The metrics were chosen because nuclei are counted.",
        ),
        (
            "validations.v.statistics",
            "Methods were compared by a permutation test.",
            "Methods were compared by a permutation test.",
        ),
        ("study.design.randomisation", "Wells were assigned at random.", "Wells were assigned at"),
        ("study.design.blinding", "Annotators were blinded.", "Annotators were blinded."),
        (
            "study.design.sample_size",
            "a pilot on ten wells",
            "The sample size was chosen as follows: a pilot on ten wells.",
        ),
        ("study.ethics", "No approval was needed.", "No approval was needed."),
        ("study.registration", "OSF, 2022", "The study was registered as follows: OSF, 2022."),
        (
            "statistics.tests",
            "two-sided t test",
            "The statistical tests were as follows: two-sided t test.",
        ),
        (
            "statistics.hierarchy",
            "means of wells",
            "The level of the tests was as follows: means of wells.",
        ),
    ],
)
def test_a_choice_is_said_in_a_sentence(field: str, value: object, sentence: str) -> None:
    assert sentence in said(field, value)


@pytest.mark.parametrize("field", ["study.design.blinding", "study.ethics", "statistics.tests"])
def test_an_empty_word_is_not_said(field: str) -> None:
    assert "Study design" not in said(field, "n/a")


def test_what_two_models_share_is_said_once() -> None:
    models = {"net": {**MODEL}, "other": {**MODEL}}
    text = said("models.net.ensemble", "One network was used alone.", models=models)
    both = said(
        "models.other.training.runs",
        3,
        models={
            "net": {**MODEL, "training": {"datasets": "train", "runs": 3}},
            "other": {**MODEL, "training": {"datasets": "train"}},
        },
    )

    assert text.count("One network was used alone") == 1
    assert both.count("trained three times.") == 1
