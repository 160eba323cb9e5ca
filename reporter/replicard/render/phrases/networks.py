"""Phrases about models and the programs that run them."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from replicard.render.facts import Fact
from replicard.render.marks import mark, visible
from replicard.render.phrases.imaging import fragmented, with_article
from replicard.render.phrases.software import (
    cite,
    cited,
    is_thing,
    release_in_brackets,
    software,
    version_details,
)
from replicard.render.phrases.subjects import Subject
from replicard.render.prose import is_clause
from replicard_schema.vocabulary import Provenance

_NOUN = re.compile(r"(?:Net|[ -]net|[Mm]odel|[Nn]etwork|[Cc]lassifier)$")
_NUMBERED = re.compile(r"[vVrR]?[0-9][0-9.]*[A-Za-z0-9.-]*")
_LOSSES: Mapping[str, str] = MappingProxyType(
    {
        "bce": "binary cross-entropy",
        "ce": "cross-entropy",
        "cross_entropy": "cross-entropy",
        "l1": "the L1 distance",
        "l2": "the L2 distance",
        "mae": "the mean absolute error",
        "mean absolute error": "the mean absolute error",
        "mean squared error": "the mean squared error",
        "mse": "the mean squared error",
    }
)
_PLACES: Mapping[str, str] = MappingProxyType(
    {
        "command line": "from the command line",
        "cli": "from the command line",
        "web": "on the web",
        "web page": "on its web page",
        "standalone": "as a stand-alone program",
    }
)
_MAKERS = {
    Provenance.TRAINED: "trained for this study",
    Provenance.FINE_TUNED: "fine-tuned for this study",
    Provenance.THIRD_PARTY: "trained by others",
}


def introduced(model: Subject) -> str:
    """Name a model where it is first mentioned: its algorithm, and who trained it."""
    stated = model.stated
    algorithm = cited(release_in_brackets(stated.algorithm), stated.algorithm.references)
    maker = _maker(stated)
    label = cited(_with_noun(model.stem), stated.references)
    if not model.is_alone:
        return f"the {label} ({algorithm}, {maker})"
    if stated.name is not None:
        network = software(stated.algorithm, without_date=_has_own_date(stated))
        return f"the {label}, which is based on {network} and was {maker}"
    details = version_details(stated.algorithm, without_date=_has_own_date(stated))
    version = f" ({details})" if details else ""
    citation = cite(stated.algorithm.references, stated.references)
    name = with_article(_with_noun(str(stated.algorithm.name)))
    return f"{name}{version} {citation} that was {maker}"


def _maker(stated: Fact) -> str:
    provenance = stated.provenance
    by_name = stated.trained_by is not None and not is_clause(stated.trained_by.plain)
    if by_name and provenance.plain is Provenance.THIRD_PARTY:
        return f"trained by {fragmented(stated.trained_by)}{provenance.noted()}"
    return f"{_MAKERS[provenance.plain]}{provenance.noted()}"


def _has_own_date(stated: Fact) -> bool:
    """Say whether a sentence of its own gives the date of the algorithm, as the model's."""
    date = stated.algorithm.obtained
    return date is not None and stated.obtained is not None and date == stated.obtained


def _with_noun(name: str) -> str:
    return name if _NOUN.search(visible(name)) else f"{name} model"


def start(fact: Fact) -> str:
    """Say which weights training started from."""
    if fact.model is None:
        return cited(f"{fragmented(fact.kind)} weights", fact.references)
    if "weights" in fact.model.plain.lower():
        return cited(f"{fragmented(fact.kind)} {fact.model}", fact.references)
    return f"the {fragmented(fact.kind)} weights of {cited(fact.model, fact.references)}"


def kept_weights(fact: Fact, here: str) -> str:
    """Say which weights were kept."""
    text = fact.plain.lower()
    if "loss" in text and "epoch" not in text:
        return f"the weights with the {fragmented(fact)} were kept{here}."
    if text.startswith(("best ", "lowest ", "highest ")) and "epoch" not in text:
        return f"the weights with the {fragmented(fact)} were kept{here}."
    if "epoch" in text:
        return f"the weights of the {fragmented(fact)} were kept{here}."
    return f"weights that were kept{here}: {fragmented(fact)}."


def version_of(version: Fact, model: str) -> str:
    """Name a version of a model, to open a sentence: ``version 3 of the model``."""
    if _NUMBERED.fullmatch(version.plain):
        return f"version {version} of {model}"
    return f"the version {version} of {model}"


def optimiser(fact: Fact) -> str:
    """Name an optimiser: ``the Adam optimiser``."""
    noun = "" if visible(str(fact)).lower().endswith(("optimizer", "optimiser")) else " optimiser"
    return f"the {fact}{noun}" if " " not in fact.plain else f"{fact} as the optimiser"


def loss(fact: Fact) -> str:
    """Name a loss function in words, where its short name is a common one."""
    known = _LOSSES.get(fact.plain.lower())
    if known is None:
        return fragmented(fact)
    return mark(known, fact.sources)


def tool(fact: Fact) -> str:
    """Name the program that ran a model, with the kind of its interface."""
    if fact.interface is None:
        return f"{'the ' * is_thing(fact)}{software(fact)}"
    kind = fact.interface.plain.lower()
    if kind in _PLACES:
        return f"{software(fact)} {_PLACES[kind]}{fact.interface.noted()}"
    if fact.name.plain.lower().endswith(kind):
        return f"the {software(fact)}{fact.interface.noted()}"
    return f"the {fragmented(fact.interface)} {software(fact)}"


def baseline(fact: Fact) -> str:
    """Name a baseline with the program that ran it."""
    program = "" if fact.software is None else f" with {software(fact.software)}"
    return f"{baseline_name(fact)}{program}"


def baseline_name(fact: Fact) -> str:
    """Name a baseline, also where it opens a sentence."""
    is_number = fact.name.plain[:1].isdigit()
    return f"{'the baseline ' * is_number}{fragmented(fact.name)}"
