"""All programs of a study, each once."""

from collections.abc import Iterator

from replicard.render.facts import Fact, together
from replicard.render.phrases.software import cited, package
from replicard.render.phrases.spellings import library
from replicard_schema.empty_words import is_empty_word


def programs(card: Fact) -> list[Fact]:
    """Return the programs that are named in a card, in the order of the work, each once.

    A network is no program: it counts only where its version or date is stated.
    """
    found: dict[tuple[object, ...], Fact] = {}
    for program in _programs(card):
        plain = program.plain
        if is_empty_word(plain.name):
            continue
        key = (plain.name, plain.version, plain.obtained)
        before = found.get(key)
        if before is None:
            found[key] = program
        elif before.plain == plain:
            found[key] = together(before, program)
    return list(found.values())


def packages(card: Fact) -> list[str]:
    """Return the packages that models were trained with, with their versions, each once."""
    named = {program.plain.name.lower() for program in programs(card)}
    found: dict[tuple[str, str | None], list[tuple[Fact, Fact | None]]] = {}
    for model in _each(card.models):
        libraries = None if model.training is None else model.training.libraries
        for name, version in [] if libraries is None else libraries.items():
            if name.plain.lower() not in named and library(name.plain).lower() not in named:
                is_silent = version is None or is_empty_word(version.plain)
                key = (name.plain, None if is_silent else version.plain)
                found.setdefault(key, []).append((name, None if is_silent else version))
    return [_package(entries) for entries in found.values()]


def credited(program: Fact) -> str:
    """Name a program with its papers."""
    return cited(program.name, program.references)


def grant(fact: Fact) -> str:
    """Name a funder with the number of the grant."""
    number = fact.identifier
    return f"{fact.funder}" if number is None else f"{fact.funder} (grant {number})"


def _programs(card: Fact) -> Iterator[Fact]:
    for dataset in _each(card.datasets):
        if dataset.acquisition is not None and dataset.acquisition.software is not None:
            yield dataset.acquisition.software
        if dataset.ground_truth is not None and dataset.ground_truth.tool is not None:
            yield dataset.ground_truth.tool
    for model in _each(card.models):
        if model.algorithm.version is not None or model.algorithm.obtained is not None:
            yield model.algorithm
        if model.prediction is not None and model.prediction.tool is not None:
            yield model.prediction.tool
    for baseline in _each(card.baselines):
        if baseline.software is not None:
            yield baseline.software


def _package(entries: list[tuple[Fact, Fact | None]]) -> str:
    name = together(*(name for name, _ in entries))
    versions = [version for _, version in entries if version is not None]
    return package(name, together(*versions) if versions else None)


def _each(table: Fact) -> list[Fact]:
    return [entry for _, entry in table.items()]
