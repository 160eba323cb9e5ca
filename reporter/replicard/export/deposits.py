"""What the authors deposit: data sets, models and code, each a record of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from replicard.export.material import Material, needs_of_authors
from replicard.export.outcome import Need
from replicard_schema.card import Card
from replicard_schema.sections.deposit import Code, Deposit


class Kind(StrEnum):
    """What is deposited."""

    DATA = "data"
    MODEL = "model"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that the authors made and deposit, or want to.

    Attributes
    ----------
    slug
        Name for files.
    owner
        Field of the card that it belongs to.
    place
        Field of the card that tells of the deposit.
    title
        Title of the study and what this part of it is.
    description
        What the card says it is.
    described_at
        Field that a description belongs in.
    repository, doi, url, license, version, date, restrictions
        As the card states them.
    """

    kind: Kind
    slug: str
    owner: str
    place: str
    title: str
    description: str | None
    described_at: str
    repository: str | None = None
    doi: str | None = None
    url: str | None = None
    license: str | None = None
    version: str | None = None
    date: str | None = None
    restrictions: str | None = None

    def need(self, name: str, message: str, hint: str | None = None) -> Need:
        """Ask for a field of the deposit."""
        return Need(f"{self.place}.{name}", message, hint)


def records(material: Material) -> tuple[Record, ...]:
    """Return what the authors made, data first."""
    return (*_data(material), *_models(material), *_codes(material.card))


def needs_of_records(material: Material) -> Iterator[Need]:
    """Ask for authors, and whose the data are, where the card does not say."""
    yield from needs_of_authors(material.card)
    yield from material.needs_of_ownership()
    if not records(material) and not list(material.needs_of_ownership()):
        yield Need(
            "",
            "the study made nothing that could be deposited: no data set with made_for_study: yes, "
            "no model that the authors trained, no code",
        )


def _data(material: Material) -> Iterator[Record]:
    for name, dataset in material.own_datasets():
        place = f"datasets.{name}"
        title = f"{material.card.study.title}: data set {name}"
        yield _deposited(
            Kind.DATA,
            f"data-{name}",
            place,
            title=title,
            description=dataset.description,
            deposit=dataset.deposit,
        )


def _models(material: Material) -> Iterator[Record]:
    for name, model in material.own_models():
        title = f"{material.card.study.title}: model {model.name or name}"
        words = (model.architecture, model.intended_use, model.limitations)
        described = " ".join(_sentence(text) for text in words if text) or None
        yield _deposited(
            Kind.MODEL,
            f"model-{name}",
            f"models.{name}",
            title=title,
            description=described,
            deposit=model.deposit,
        )


def _deposited(
    kind: Kind,
    slug: str,
    owner: str,
    *,
    title: str,
    description: str | None,
    deposit: Deposit | None,
) -> Record:
    place = f"{owner}.deposit"
    what = "description" if kind is Kind.DATA else "intended_use"
    record = Record(kind, slug, owner, place, title, description, f"{owner}.{what}")
    if deposit is None:
        return record
    return replace(
        record,
        repository=deposit.repository,
        doi=deposit.doi,
        url=deposit.url,
        license=deposit.license,
        version=deposit.version,
        date=deposit.date,
        restrictions=deposit.restrictions,
    )


def _codes(card: Card) -> Iterator[Record]:
    for i, code in enumerate(card.code):
        yield _code(card, code, i)


def _code(card: Card, code: Code, index: int) -> Record:
    place = f"code[{index}]"
    return Record(
        Kind.CODE,
        "code" if index == 0 else f"code-{index + 1}",
        place,
        place,
        f"{card.study.title}: code{'' if index == 0 else f' {index + 1}'}",
        code.description,
        f"{place}.description",
        repository=code.archive,
        doi=code.doi,
        url=code.url,
        license=code.license,
        version=code.version or code.commit,
        date=code.date,
    )


def _sentence(text: str) -> str:
    """End a text as a sentence.

    >>> _sentence("U-Net"), _sentence("It is.")
    ('U-Net.', 'It is.')
    """
    return text if text.endswith((".", "!", "?")) else f"{text}."
