"""Metric passports in families, so that what holds for all of them is said once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from replicard_schema.passport import Definition


@dataclass(frozen=True, slots=True)
class Family:
    """Metrics that are aggregated and computed alike.

    Attributes
    ----------
    parameters
        Those that all of them share.
    """

    aggregation: str
    n: str
    library: str
    parameters: Mapping[str, str]
    passports: tuple[Definition, ...]


def families(passports: Iterable[Definition]) -> tuple[Family, ...]:
    """Group passports; families and their members keep the order of first appearance."""
    groups: dict[tuple[str, str, str], list[Definition]] = {}
    for passport in passports:
        groups.setdefault((passport.aggregation, passport.n, passport.library), []).append(passport)
    return tuple(
        Family(aggregation, n, library, _shared(members), tuple(members))
        for (aggregation, n, library), members in groups.items()
    )


def parameter_name(name: str) -> str:
    """Write the name of a parameter as the head of its explanation.

    >>> parameter_name("iou_threshold"), parameter_name("data_range")
    ('IoU threshold', 'Data range')
    """
    words = name.replace("_", " ").replace("iou", "IoU")
    return words[0].upper() + words[1:]


def _shared(members: list[Definition]) -> dict[str, str]:
    first, *others = members
    return {
        name: meaning
        for name, meaning in first.parameters.items()
        if all(other.parameters.get(name) == meaning for other in others)
    }
