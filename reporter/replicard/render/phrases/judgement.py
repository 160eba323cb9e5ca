"""Phrases about what was asked of scores, and about what computed them."""

from replicard.render.english import THIN, article, number, plural
from replicard.render.facts import Fact
from replicard.render.marks import mark
from replicard.render.phrases.candidates import COUNTS
from replicard.render.phrases.imaging import listed_marked
from replicard.render.phrases.metric_words import NOUNS, UNITS, noun

_LIBRARIES = (
    ("numpy", "NumPy"),
    ("scipy", "SciPy"),
    ("scikit-image", "scikit-image"),
    ("scikit-learn", "scikit-learn"),
    ("pycocotools", "pycocotools"),
    ("numba", "Numba"),
)


def required(limit: Fact, unit: str | None = None) -> str:
    """Write a limit of acceptance: ``an F1 score of at least 0.8``.

    Parameters
    ----------
    unit
        Unit of the scores that it was compared with, where there are any.
    """
    unit = f"{THIN}{unit}" if unit is not None else _unit(limit.metric.plain)
    bounds = [
        None if limit.at_least is None else f"at least {_number(limit.at_least)}{unit}",
        None if limit.at_most is None else f"at most {_number(limit.at_most)}{unit}",
    ]
    range_ = " and ".join(bound for bound in bounds if bound is not None)
    threshold = "" if limit.at is None else f" at an IoU threshold of {_number(limit.at)}"
    name = noun(limit.metric.plain)
    if name == limit.metric.plain:
        return f"a value of {range_} in {limit.metric}{threshold}"
    return f"{article(name).split(' ', 1)[0]} {metric_noun(limit.metric)} of {range_}{threshold}"


def metric_noun(metric: Fact) -> str:
    """Name a metric in running text."""
    name = noun(metric.plain)
    is_count = any(NOUNS[count] == name for count in COUNTS)
    return mark(plural(name) if is_count else name, metric.sources)


def scoring_software(evidence: Fact) -> str:
    """Name the program and the libraries that computed the scores, with their versions."""
    used = evidence.computed_with
    libraries = [f"{name} {used[key]}" for key, name in _LIBRARIES if key in used.plain]
    program = f"Replicard {evidence.replicard_version}"
    return f"{listed_marked([program, *libraries])} under Python {evidence.environment.python}"


def _unit(metric: str) -> str:
    units = [unit for known, unit in UNITS.items() if NOUNS[known] == noun(metric)]
    return f"{THIN}{units[0]}" if units else ""


def _number(fact: Fact) -> str:
    return mark(number(fact.plain), fact.sources)
