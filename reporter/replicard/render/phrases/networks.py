"""Phrases about models and the programs that run them."""

from replicard.render.facts import Fact
from replicard.render.marks import visible
from replicard.render.phrases.imaging import fragmented, with_article
from replicard.render.phrases.software import (
    cite,
    cited,
    release_in_brackets,
    software,
    version_details,
)
from replicard.render.phrases.subjects import Subject
from replicard_schema.vocabulary import Provenance

_MAKERS = {
    Provenance.TRAINED: "trained for this study",
    Provenance.FINE_TUNED: "fine-tuned for this study",
    Provenance.THIRD_PARTY: "trained by others",
}


def introduced(model: Subject) -> str:
    """Name a model where it is first mentioned: its algorithm, and who trained it."""
    stated = model.stated
    algorithm = cited(release_in_brackets(stated.algorithm), stated.algorithm.references)
    maker = f"{_MAKERS[stated.provenance.plain]}{stated.provenance.noted()}"
    label = cited(model.stem, stated.references)
    if not model.is_alone:
        return f"{label} ({algorithm}, {maker})"
    if stated.name is not None:
        label = cited(_with_noun(model.stem), stated.references)
        return f"the {label}, which is based on {software(stated.algorithm)} and was {maker}"
    details = version_details(stated.algorithm)
    version = f" ({details})" if details else ""
    citation = cite(stated.algorithm.references, stated.references)
    name = with_article(_with_noun(str(stated.algorithm.name)))
    return f"{name}{version} {citation} that was {maker}"


def _with_noun(name: str) -> str:
    has_noun = visible(name).lower().endswith(("model", "network", "net", "classifier"))
    return name if has_noun else f"{name} model"


def kept_weights(fact: Fact, here: str) -> str:
    """Say which weights were kept."""
    text = fact.plain.lower()
    if "loss" in text and "epoch" not in text:
        return f"the weights with the {fragmented(fact)} were kept{here}."
    if "epoch" in text:
        return f"the weights of the {fragmented(fact)} were kept{here}."
    return f"weights that were kept{here}: {fragmented(fact)}."


def tool(fact: Fact) -> str:
    """Name the program that ran a model, with the kind of its interface."""
    if fact.interface is None:
        return software(fact)
    return f"the {fragmented(fact.interface)} {software(fact)}"


def baseline(fact: Fact) -> str:
    """Name a baseline with the program that ran it."""
    program = "" if fact.software is None else f" with {software(fact.software)}"
    return f"{fragmented(fact.name)}{program}"
