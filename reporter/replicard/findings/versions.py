"""Findings about versions and dates of algorithms, tools and models."""

import re
from collections.abc import Iterator

from replicard.findings.wording import listed, verb
from replicard_schema.card import Card
from replicard_schema.empty_words import is_empty_word
from replicard_schema.evidence import Evidence
from replicard_schema.findings import Finding
from replicard_schema.roles import is_own
from replicard_schema.sections.model import Model
from replicard_schema.sections.software import Software
from replicard_schema.vocabulary import Severity
from replicard_schema.waivers import item_waiver, waiver


def software_without_version(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find algorithms and tools with neither a version nor the date they were obtained."""
    del evidence
    for name, model in card.models.items():
        if _is_unversioned(model.algorithm) and not _excused(
            card, name, "algorithm.version", "L03"
        ):
            field = f"models.{name}.algorithm.version"
            yield _unversioned("algorithm-version", field, model.algorithm, model)
        tool = model.prediction.tool if model.prediction is not None else None
        if tool is None or not _is_unversioned(tool) or tool.name == model.algorithm.name:
            continue
        if not _excused(card, name, "prediction.tool.version", "L37"):
            field = f"models.{name}.prediction.tool.version"
            yield _unversioned("tool-version", field, tool, model)


def model_without_version(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find models by others without a version that lack one of the two dates."""
    del evidence
    for name, model in card.models.items():
        dates = {"obtained": (model.obtained, "L07"), "used": (model.used, "L08")}
        lacking = [
            field
            for field, (date, item) in dates.items()
            if date is None and not _excused(card, name, field, item)
        ]
        if is_own(model) or _says(model.version) or not lacking:
            continue
        yield Finding(
            code="model-version",
            severity=Severity.WARNING,
            field=f"models.{name}.version",
            message=(
                f"{model.name or name} was trained by others and has no version; the date on "
                f"which it was {' and the one on which it was '.join(lacking)} "
                f"{verb(lacking, 'is', 'are')} missing as well. Models behind one name "
                "change, so a reader cannot tell which one was used."
            ),
            hint=f"add its version, or else {listed(lacking)} with a date such as 2023-02-01",
        )


def used_before_obtained(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find models by others that were used before they were obtained."""
    del evidence
    for name, model in card.models.items():
        if model.obtained is None or model.used is None:
            continue
        # Dates may be known to the year only; they are compared as far as both are.
        shared = min(len(model.obtained), len(model.used))
        if model.used[:shared] < model.obtained[:shared]:
            yield Finding(
                code="dates-out-of-order",
                severity=Severity.WARNING,
                field=f"models.{name}.used",
                message=(
                    f"{model.name or name} was used ({model.used}) before it was obtained "
                    f"({model.obtained})."
                ),
                hint="one of the two dates is mistaken",
            )


def libraries_without_version(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find training libraries that are named without their version."""
    del evidence
    for name, model in card.models.items():
        libraries = model.training.libraries if model.training is not None else {}
        lacking = [library for library, version in libraries.items() if not _says(version)]
        if lacking:
            yield Finding(
                code="library-version",
                severity=Severity.HINT,
                field=f"models.{name}.training.libraries",
                message=(
                    f"{listed(lacking)} {verb(lacking, 'has', 'have')} no version. "
                    "Training in another version can end in another model."
                ),
                hint=f"`pip show {lacking[0]}` prints the version, if the environment still exists",
            )


def _is_unversioned(software: Software) -> bool:
    return not _says(software.version) and software.obtained is None


def _says(text: str | None) -> bool:
    return text is not None and not is_empty_word(text)


def _excused(card: Card, model: str, part: str, item: str) -> bool:
    path = ("models", model, *part.split("."))
    return waiver(card, path) is not None or item_waiver(card, item) is not None


def _unversioned(code: str, field: str, software: Software, model: Model) -> Finding:
    libraries = model.training.libraries if model.training is not None else {}
    known = {name.casefold(): version for name, version in libraries.items()}
    version = known.get(software.name.casefold())
    hint = "add its version; if it has none, add obtained with the date on which you got it"
    if _says(version):
        hint = f"training.libraries has {software.name} {version}: if that is it, give it here"
    return Finding(
        code=code,
        severity=Severity.WARNING,
        field=field,
        message=(
            f"Neither the version of {software.name} nor the date on which it was obtained is "
            "given, so nobody can get the same program again."
        ),
        hint=hint,
    )


def other_libraries_installed(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find libraries of which another version is installed than the card names."""
    installed = evidence.environment.packages if evidence is not None else {}
    for name, model in card.models.items():
        stated = model.training.libraries if model.training is not None else {}
        others = [
            f"{library} {version} (installed: {found})"
            for library, version in stated.items()
            if version and (found := installed.get(_plain(library))) and not _agree(version, found)
        ]
        if others and is_own(model):
            yield Finding(
                code="other-library-version",
                severity=Severity.HINT,
                field=f"models.{name}.training.libraries",
                message=(
                    f"The card names {listed(others)} for the training of {model.name or name}. "
                    "That is right if it was trained elsewhere or earlier."
                ),
                hint="correct the card if the model was trained with what is installed here",
            )


def _plain(library: str) -> str:
    return re.sub(r"[-_.]+", "-", library).casefold()


def _agree(stated: str, installed: str) -> bool:
    """Say whether a version is the one stated, or begins with it."""
    return installed == stated or installed.startswith((f"{stated}.", f"{stated}+"))
