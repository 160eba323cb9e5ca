"""Legends of the generated figures, as a manuscript has them.

What is drawn and by which rule is said by the figure; which images it is about, and how
many, is said here from card and evidence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from replicard.render.figures import Figure, ReportFigures
from replicard.render.marks import mark
from replicard.render.methods.blocks import blocks_of, rendered
from replicard.render.methods.sentences import Language
from replicard.render.methods.writer import drafts_of, text_of
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence
from replicard_schema.report import MethodsText, Source
from replicard_schema.vocabulary import Origin

_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-ZΔ])")
_CHARTS = ("confusion-", "distribution-", "paired-", "rings-", "score-curves-", "thresholds-")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A figure as the template tells it.

    Attributes
    ----------
    lines
        Sentences of its legend, each with a note of the field that is drawn.
    has_images
        Whether it shows images, and not just numbers.
    model, validation
        Id of what it is about.
    """

    title: str
    lines: tuple[str, ...]
    has_images: bool
    model: str | None = None
    validation: str | None = None


def write_legends(
    card: Card, evidence: Evidence, figures: ReportFigures, *, language: Language = "en-GB"
) -> MethodsText | None:
    """Write the legends of all figures; None if there are none.

    Parameters
    ----------
    figures
        As drawn for the report; they are numbered in its order.
    language
        Spelling of our own words.
    """
    entries = [
        _entry(figure, number, figures) for number, figure in enumerate(figures.in_order(), start=1)
    ]
    blocks = blocks_of(rendered("legends.md.j2", card, evidence, figures=entries))
    if not blocks:
        return None
    return text_of(drafts_of(blocks, language), title="Figure legends", language=language)


def _entry(figure: Figure, number: int, figures: ReportFigures) -> _Entry:
    model = next((name for name, own in figures.models.items() if figure in own), None)
    validation = next(
        (name for name in figures.validations if figure in _of_validation(figures, name)), None
    )
    field = f"models.{model}.log" if validation is None else f"validations.{validation}"
    origin = Origin.READ if validation is None else Origin.COMPUTED
    note = mark("", [Source(field=field, origin=origin)])
    return _Entry(
        title=f"Supplementary Figure {number}. {figure.title}",
        lines=tuple(f"{line}{note}" for line in _SENTENCE_END.split(figure.legend)),
        has_images=validation is not None and not figure.id.startswith(_CHARTS),
        model=model,
        validation=validation,
    )


def _of_validation(figures: ReportFigures, name: str) -> Iterator[Figure]:
    yield from figures.likeness[name]
    yield from figures.validations[name]
    yield from figures.agreement[name]
