"""Phrases about where data, models, code and software can be obtained, and why not."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from replicard.render.english import when
from replicard.render.facts import Fact, lifted, together
from replicard.render.marks import mark
from replicard.render.phrases.imaging import fragmented, listed_marked
from replicard.render.phrases.software import (
    doi_link,
    in_repository,
    is_thing,
    link,
    program_name,
    under_licence,
)
from replicard.render.phrases.subjects import Subjects
from replicard.render.prose import as_sentence, is_clause, is_sentence, one_line
from replicard_schema.card import Card
from replicard_schema.empty_words import is_empty_word

_NOT = " not "
_DATA = frozenset({"L18", "L19", "datasets.*.deposit"})
_MODEL = frozenset({"L23", "models.*.deposit"})
_ZOO = frozenset({"L24", "models.*.zoo"})
_METADATA = frozenset({"L25", "models.*.deposit.metadata"})
_CODE = frozenset({"L26", "code"})
_ARCHIVE = frozenset({"L27", "code.*.archive", "code.*.doi"})
_PLACES = (
    ("url", "web page"),
    ("documentation", "documentation"),
    ("source_code", "source code"),
    ("support", "user support"),
)

About: TypeAlias = Literal["all", "data", "code"]


def custom_code(code: Fact, is_first: bool) -> str:  # noqa: FBT001 - the flag of a Jinja loop
    """Write where custom code can be obtained, as a sentence."""
    subject = "custom code" if is_first else "further code"
    if code.description is not None and not is_clause(code.description.plain):
        subject = f"{subject} ({fragmented(code.description)})"
    details = [
        None if code.version is None else f"version {code.version}",
        None if code.commit is None else f"commit {code.commit}",
    ]
    known = [detail for detail in details if detail is not None]
    release = f" ({', '.join(known)})" if known else ""
    licence = under_licence(code.license)
    archive = _archive(code)
    if code.url is not None:
        kept = f" and is archived {archive}" if archive else ""
        return f"{subject} is available at {link(code.url)}{release}{licence}{kept}."
    if archive:
        return f"{subject}{release} is archived {archive}{licence}."
    if licence:
        return f"{subject}{release} is{licence}{code.noted()}."
    return f"{subject}{release} was used{code.noted()}."


def _archive(code: Fact) -> str:
    if code.archive is not None and code.doi is not None:
        return f"{in_repository(code.archive)} ({doi_link(code.doi)})"
    if code.doi is not None:
        return f"at {doi_link(code.doi)}"
    return in_repository(code.archive) if code.archive is not None else ""


def places(program: Fact) -> str | None:
    """Say where a program is described, its licence, and when it had its latest release."""
    found = [
        (noun, address) for name, noun in _PLACES if (address := getattr(program, name)) is not None
    ]
    parts = []
    name = f"{'the ' * is_thing(program)}{program_name(program)}"
    if found:
        known = [
            f"{'its' if i else 'the'} {noun}{'' if i else f' of {name}'}"
            f"{'' if i else ' is available'} at {link(address)}"
            for i, (noun, address) in enumerate(found)
        ]
        parts.append(f"{listed_marked(known)}{under_licence(program.license)}")
    elif program.license is not None:
        licence = under_licence(program.license)
        parts.append(f"the program {program_name(program)} is distributed{licence}")
    if program.last_release is not None:
        owner = "its" if parts else "the"
        of = "" if parts else f" of {name}"
        date = lifted(when)(program.last_release)
        parts.append(f"{owner} latest release{of} was published {date}")
    return "; ".join(parts) or None


def repeated_by(fact: Fact) -> str:
    """Say how an analysis can be repeated: in words, or by a command."""
    if is_sentence(fact.plain):
        return mark(as_sentence(fact.plain), fact.sources)
    command = mark(f"“{one_line(fact.plain)}”", fact.sources)
    return f"the analysis can be repeated with {command}."


def not_available(
    card: Fact, data: Subjects, models: Subjects, about: About = "all"
) -> list[tuple[str, Fact]]:
    """Return what is not shared, each with the author's reason; one reason is given once.

    Parameters
    ----------
    about
        Which part is wanted; models belong to the code that they run with.
    """
    found: dict[str, list[str]] = {}
    reasons: dict[str, list[Fact]] = {}
    for name, reason in card.not_applicable.items():
        if about != "all" and (about == "data") != _is_about_data(name.plain):
            continue
        statement = _of_one(name.plain, card.plain, data, models) or _of_all(name.plain, card.plain)
        if statement and not is_empty_word(reason.plain):
            found.setdefault(reason.plain, []).append(f"{statement}{name.noted()}")
            reasons.setdefault(reason.plain, []).append(reason)
    return [
        (_joined(list(dict.fromkeys(statements))), together(*reasons[reason]))
        for reason, statements in found.items()
    ]


def _is_about_data(name: str) -> bool:
    return name in _DATA or name.startswith("datasets.")


def _joined(statements: Sequence[str]) -> str:
    """List statements; what is denied twice of one subject shares it."""
    for statement in statements:
        subject = statement.partition(_NOT)[0]
        denied = [s.partition(_NOT)[2] for s in statements if s.startswith(f"{subject}{_NOT}")]
        if len(denied) > 1:
            shared = f"{subject} neither {listed_marked(denied, 'nor')}"
            rest = [s for s in statements if not s.startswith(f"{subject}{_NOT}")]
            return ", and ".join([shared, listed_marked(rest)]) if rest else shared
    return listed_marked(statements)


def _of_one(name: str, card: Card, data: Subjects, models: Subjects) -> str:
    """Return what a field of one data set or model says, if it is about sharing."""
    section, _, rest = name.partition(".")
    key, _, field = rest.rpartition(".")
    if section == "datasets" and key in card.datasets and field == "deposit":
        return "" if card.datasets[key].deposit else f"{data[key].name} is not deposited"
    if section == "models" and key in card.models:
        model = card.models[key]
        if field == "deposit" and model.deposit is None:
            return f"{models[key].name} is not deposited"
        if field == "zoo" and model.zoo is None:
            return f"{models[key].name} is not listed in a model zoo"
    return ""


def _of_all(name: str, card: Card) -> str:
    """Return what a checklist item says, unless the card shares it after all."""
    models, datasets = card.models.values(), card.datasets.values()
    deposits = [model.deposit for model in models if model.deposit is not None]
    the_models = "the model is" if len(models) == 1 else "the models are"
    table = (
        (_DATA, any(data.deposit for data in datasets), "the data are not deposited"),
        (_MODEL, bool(deposits), f"{the_models} not deposited"),
        (_ZOO, any(model.zoo for model in models), f"{the_models} not listed in a model zoo"),
        (
            _METADATA,
            any(deposit.metadata for deposit in deposits),
            "no metadata are deposited with the model",
        ),
        (_CODE, bool(card.code), "no custom code is shared"),
        (
            _ARCHIVE,
            any(code.doi or code.archive for code in card.code),
            "the custom code is not archived",
        ),
    )
    return next((text for names, is_shared, text in table if name in names and not is_shared), "")
