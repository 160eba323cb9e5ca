"""What the BioImage Archive asks of a study, for the two forms that it has for that."""

from collections.abc import Iterator

from replicard.export.outcome import Need
from replicard.export.people import Name, name_of
from replicard_schema.sections.people import Person, Study


def people_of(study: Study) -> Iterator[tuple[Person, Name]]:
    """Yield the authors who are persons with a given and a family name."""
    for author in study.authors:
        name = name_of(author)
        if name.given and not name.is_group:
            yield author, name


def left_out_people(study: Study) -> Iterator[str]:
    """Name the authors for whom these forms have no place."""
    kept = {person.name for person, _ in people_of(study)}
    others = [author.name for author in study.authors if author.name not in kept]
    if others:
        yield f"left out, because the form takes persons with two names: {', '.join(others)}"


def family_of(name: Name) -> str:
    """Return the family name with particle and suffix."""
    return " ".join(part for part in (name.particle, name.family, name.suffix) if part)


def funding_of(study: Study) -> str:
    """Return who paid, from the statement or else from the grants."""
    grants = (f"{grant.funder} {grant.identifier or ''}".strip() for grant in study.grants)
    return study.funding or "; ".join(grants)


def needs_of_study(study: Study) -> Iterator[Need]:
    """Ask for what both forms demand of a study."""
    if (study.description or study.abstract) is None:
        yield Need("study.description", "the archive wants a description of the study")
    if not study.keywords:
        yield Need("study.keywords", "the archive wants keywords, and none are stated")
