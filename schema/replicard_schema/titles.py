"""Names of metrics and candidates, as they stand in sentences and tables."""

from replicard_schema.card import Card
from replicard_schema.evidence import Parameters
from replicard_schema.passport import Passport

RAW_INPUT = "raw input"
"""Candidate that is no prediction: the image that the model was given."""


def metric_title(passport: Passport, parameters: Parameters) -> str:
    """Return the name of a metric with the parameters that tell its results apart.

    A threshold or a class is named; settings that all results share, such as the data
    range, are not.
    """
    qualifiers = []
    if "iou_threshold" in parameters:
        qualifiers.append(f"at IoU {parameters['iou_threshold']}")
    if parameters.get("class", "foreground") != "foreground":
        qualifiers.append(f"of {parameters['class']}")
    return " ".join([passport.name, *qualifiers])


def candidate_title(card: Card, candidate: str) -> str:
    """Return the name of a model or baseline; its id where it has no name."""
    if candidate in card.baselines:
        return card.baselines[candidate].name
    model = card.models.get(candidate)
    return model.name if model is not None and model.name else candidate
