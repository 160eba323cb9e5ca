"""Figures of a report, drawn from the images that the card names, and their legends."""

from replicard.loading import LoadedCard
from replicard.pipeline.agreement.panels import agreement_panels
from replicard.pipeline.likeness_panels import likeness_panels
from replicard.pipeline.manuscript import located
from replicard.pipeline.object_tables import ListedObjects
from replicard.pipeline.panels import example_panels
from replicard.pipeline.sources import Reader
from replicard.render.figures import ReportFigures, draw_figures
from replicard.render.methods.legends import write_legends
from replicard_schema.report import Report, TextKind


def draw_report(
    loaded: LoadedCard, report: Report, objects: ListedObjects | None = None
) -> ReportFigures:
    """Draw every figure that card, evidence and image files allow.

    Parameters
    ----------
    objects
        What became of single objects, where the card asks for a table of them.
    """
    reader = Reader(loaded.path.parent)
    card, evidence = loaded.card, report.evidence
    return draw_figures(
        report,
        tuple(example_panels(card, evidence, reader=reader)),
        tuple(agreement_panels(card, evidence, reader=reader)),
        tuple(likeness_panels(card, evidence, reader=reader)),
        {
            name: {candidate: [row for *_, row in rows] for candidate, rows in by_candidate.items()}
            for name, by_candidate in (objects or {}).items()
        },
    )


def with_legends(loaded: LoadedCard, report: Report, figures: ReportFigures) -> Report:
    """Return the report with the legends of its figures among its texts."""
    language = report.methods.language
    legends = write_legends(loaded.card, report.evidence, figures, language=language)
    if legends is None:
        return report
    texts = {**report.texts, TextKind.LEGENDS: located(legends, loaded)}
    return report.model_copy(update={"texts": texts})
