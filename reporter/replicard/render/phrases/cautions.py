"""General cautions that authors agree with, with the models that they are about."""

from collections.abc import Iterator

from replicard.render.facts import Fact, together
from replicard.render.marks import Style, mark
from replicard.render.phrases.subjects import Subject, Subjects, Told
from replicard_schema.vocabulary import Caution

_GUIDELINE = "10.1038/s41592-021-01284-3"


def agreed_cautions(models: Subjects) -> Iterator[Told]:
    """Yield each caution once, with all models for which it is agreed.

    The caution is the field ``caution``; print it with `citation`.
    """
    for caution in Caution:
        found = [(m, fact) for m in models if (fact := _entry(m, caution)) is not None]
        if found:
            facts = together(*(fact for _, fact in found))
            yield Told(tuple(m for m, _ in found), len(models), {"caution": facts})


def guideline(caution: Fact) -> str:
    """Cite the guideline that asks for a caution."""
    return mark(_GUIDELINE, caution.sources, Style.CITATION)


def _entry(model: Subject, caution: Caution) -> Fact | None:
    cautions: Fact | None = model.stated.cautions
    if cautions is None:
        return None
    return next((entry for entry in cautions.agreed if entry.plain is caution), None)
