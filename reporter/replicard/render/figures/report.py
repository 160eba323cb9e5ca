"""All figures of one report, in the order in which a reader meets them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from replicard.metrics import ObjectRow
from replicard.render.english import listed
from replicard.render.figures.agreement import agreement_figures
from replicard.render.figures.agreement_panels import AgreementPanel
from replicard.render.figures.confusion import confusion_matrix
from replicard.render.figures.curves import training_curves
from replicard.render.figures.distribution import distribution
from replicard.render.figures.example_legends import description_of, legend_of
from replicard.render.figures.examples import draw_examples
from replicard.render.figures.facets import Names, shown_metrics
from replicard.render.figures.figure import DOUBLE_COLUMN_MM, Figure
from replicard.render.figures.likeness import LikenessPanel, likeness_figure
from replicard.render.figures.object_sizes import object_sizes
from replicard.render.figures.overlap import score_against_threshold
from replicard.render.figures.paired import paired
from replicard.render.figures.palette import series_colours, series_markers
from replicard.render.figures.panels import CHOSEN, ExamplePanel
from replicard.render.figures.ring_curves import ring_curves
from replicard.render.figures.score_curves import score_curves
from replicard.render.figures.volumes import volume_figure
from replicard.render.metric_rows import (
    RAW_INPUT,
    MetricRow,
    candidate_name,
    concerns,
    leading_row,
    metric_rows,
    rows_of_images,
)
from replicard_schema.card import Card
from replicard_schema.evidence import TrainingLog, ValidationEvidence
from replicard_schema.report import Report

_RANKS = ("best", "median", "worst")
_MOST_ROWS = 4


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """Figures by the part of the report they belong to.

    Attributes
    ----------
    models
        Training curves, by id of the model.
    validations
        Examples and charts, by id of the validation.
    agreement
        Maps of repeats and of uncertainty, by id of the validation.
    likeness
        Evaluation images beside training images that show the same, likewise.
    """

    models: Mapping[str, tuple[Figure, ...]]
    validations: Mapping[str, tuple[Figure, ...]]
    agreement: Mapping[str, tuple[Figure, ...]]
    likeness: Mapping[str, tuple[Figure, ...]]

    def in_order(self) -> tuple[Figure, ...]:
        """Return all figures as they follow each other in the report."""
        of_validations = (
            (*self.likeness[name], *figures, *self.agreement[name])
            for name, figures in self.validations.items()
        )
        parts = (*self.models.values(), *of_validations)
        return tuple(figure for part in parts for figure in part)


def draw_figures(
    report: Report,
    panels: Sequence[ExamplePanel],
    agreement: Sequence[AgreementPanel] = (),
    likeness: Sequence[LikenessPanel] = (),
    objects: Mapping[str, Mapping[str, Sequence[ObjectRow]]] = MappingProxyType({}),
) -> ReportFigures:
    """Draw every figure that the report has the data for.

    Parameters
    ----------
    report
        What was stated, read and computed.
    panels
        Example images, in any order.
    agreement
        Images with what their repeats or maps of uncertainty say, in any order.
    likeness
        Pairs of evaluation and training images that show the same.
    objects
        What became of single objects, by validation and candidate.
    """
    models = {name: _model_figures(report, name) for name in report.card.models}
    validations = {
        name: (
            *_example_figures(report.card, name, panels),
            *_score_figures(report, name, validation),
            *_size_figures(report, name, objects.get(name, {})),
        )
        for name, validation in report.evidence.validations.items()
    }
    titles = {name: candidate_name(report.card, name) for name in report.card.models}
    beside = {
        name: agreement_figures([p for p in agreement if p.validation == name], titles)
        for name in validations
    }
    alike = {name: _likeness_figures(report, name, likeness) for name in validations}
    return ReportFigures(models, validations, beside, alike)


def _model_figures(report: Report, model: str) -> tuple[Figure, ...]:
    evidence = report.evidence.models.get(model)
    if evidence is None or not isinstance(evidence.log, TrainingLog):
        return ()
    figure = training_curves(evidence.log, model=model, name=candidate_name(report.card, model))
    return () if figure is None else (figure,)


def _likeness_figures(
    report: Report, validation: str, panels: Sequence[LikenessPanel]
) -> tuple[Figure, ...]:
    here = [panel for panel in panels if panel.validation == validation]
    n_pairs = {
        entry.training_dataset: len(entry.near)
        for entry in report.evidence.independence
        if entry.validation == validation
    }
    return tuple(
        likeness_figure([p for p in here if p.training == training], n_pairs=n_pairs[training])
        for training in dict.fromkeys(panel.training for panel in here)
    )


def _example_figures(
    card: Card, validation: str, panels: Sequence[ExamplePanel]
) -> tuple[Figure, ...]:
    here = [panel for panel in panels if panel.validation == validation]
    candidates = list(dict.fromkeys(panel.candidate for panel in here))
    figures = []
    for candidate in candidates:
        name = candidate_name(card, candidate)
        of_candidate = [panel for panel in here if panel.candidate == candidate]
        by_rule = sorted(
            (panel for panel in of_candidate if panel.rank != CHOSEN),
            key=lambda panel: _RANKS.index(panel.rank),
        )
        figures.append(_examples(by_rule, name=name, title=_title(by_rule, name)))
        figures += [volume_figure(panel, name=name) for panel in by_rule if panel.volume]
        by_authors = [panel for panel in of_candidate if panel.rank == CHOSEN]
        figures += [
            _examples(
                part,
                name=name,
                title=f"Further examples of {name}, chosen by the authors",
                ending=f"-chosen-{number}",
            )
            for number, part in enumerate(_parts(by_authors), start=1)
        ]
    return tuple(figures)


def _parts(panels: Sequence[ExamplePanel]) -> list[Sequence[ExamplePanel]]:
    return [panels[start : start + _MOST_ROWS] for start in range(0, len(panels), _MOST_ROWS)]


def _title(panels: Sequence[ExamplePanel], name: str) -> str:
    metric = panels[0].metric
    if len(panels) == 1:
        return f"Example of {name}: the only image with a value of {metric}"
    return f"Examples of {name}: {listed([panel.rank for panel in panels])} image by {metric}"


def _examples(panels: Sequence[ExamplePanel], *, name: str, title: str, ending: str = "") -> Figure:
    first = panels[0]
    figure_id = f"examples-{first.validation}-{first.candidate}{ending}"
    return Figure(
        id=figure_id,
        title=title,
        legend=legend_of(panels),
        alt=description_of(panels, name=name),
        drawing=draw_examples(panels, candidate=name, figure_id=figure_id),
        width_mm=DOUBLE_COLUMN_MM,
    )


def _score_figures(report: Report, name: str, validation: ValidationEvidence) -> tuple[Figure, ...]:
    rows = metric_rows(validation, report.evidence.passports)
    leading = leading_row(rows, validation)
    names = _names(report.card, validation)
    of_images = shown_metrics(rows_of_images(rows, leading))
    figures: list[Figure | None] = []
    if of_images:
        limits = {row.title: _limits(report.card, name, row) for row in of_images}
        figures.append(distribution(of_images, validation=name, names=names, limits=limits))
    if leading is not None:
        compared = validation.against_input()
        figures.append(paired(leading, validation=name, names=names, comparisons=compared))
    figures.append(score_against_threshold(rows, validation=name, names=names))
    figures.append(ring_curves(validation, validation=name, names=names))
    figures.append(score_curves(validation, validation=name, names=names))
    figures += [
        confusion_matrix(
            result.confusion, validation=name, candidate=candidate, name=names.texts[candidate]
        )
        for candidate, result in validation.candidates.items()
        if result.confusion is not None
    ]
    return tuple(figure for figure in figures if figure is not None)


def _size_figures(
    report: Report, name: str, objects: Mapping[str, Sequence[ObjectRow]]
) -> tuple[Figure, ...]:
    if not objects:
        return ()
    stated = report.card.validations[name].iou_thresholds
    figure = object_sizes(
        objects,
        validation=name,
        names=_names(report.card, report.evidence.validations[name]),
        iou_threshold=stated[0] if stated else 0.5,
    )
    return () if figure is None else (figure,)


def _names(card: Card, validation: ValidationEvidence) -> Names:
    candidates = list(validation.candidates)
    return Names(
        {candidate: candidate_name(card, candidate) for candidate in candidates},
        series_colours(candidates, raw_input=RAW_INPUT),
        series_markers(candidates, raw_input=RAW_INPUT),
    )


def _limits(card: Card, validation: str, row: MetricRow) -> tuple[float, ...]:
    stated = card.validations[validation].acceptance if validation in card.validations else ()
    found = [
        limit
        for entry in stated
        if concerns(entry, row)
        for limit in (entry.at_least, entry.at_most)
        if limit is not None
    ]
    return tuple(sorted(set(found)))
