"""All figures of one report, in the order in which a reader meets them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from replicard.metrics.overlay import OverlayCode
from replicard.render.english import listed
from replicard.render.figures import raster
from replicard.render.figures.confusion import confusion_matrix
from replicard.render.figures.curves import training_curves
from replicard.render.figures.distribution import distribution
from replicard.render.figures.examples import draw_examples
from replicard.render.figures.facets import Names, shown_metrics
from replicard.render.figures.figure import DOUBLE_COLUMN_MM, Figure
from replicard.render.figures.overlap import score_against_threshold
from replicard.render.figures.paired import paired
from replicard.render.figures.palette import series_colours, series_markers
from replicard.render.figures.panels import ExamplePanel, MapKind
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
from replicard_schema.vocabulary import LabelKind

_RANKS = ("best", "median", "worst")


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """Figures by the part of the report they belong to.

    Attributes
    ----------
    models
        Training curves, by id of the model.
    validations
        Examples and charts, by id of the validation.
    """

    models: Mapping[str, tuple[Figure, ...]]
    validations: Mapping[str, tuple[Figure, ...]]

    def in_order(self) -> tuple[Figure, ...]:
        """Return all figures as they follow each other in the report."""
        parts = (*self.models.values(), *self.validations.values())
        return tuple(figure for part in parts for figure in part)


def draw_figures(report: Report, panels: Sequence[ExamplePanel]) -> ReportFigures:
    """Draw every figure that the report has the data for.

    Parameters
    ----------
    report
        What was stated, read and computed.
    panels
        Example images, in any order.
    """
    models = {name: _model_figures(report, name) for name in report.card.models}
    validations = {
        name: (
            *_example_figures(report.card, name, panels),
            *_score_figures(report, name, validation),
        )
        for name, validation in report.evidence.validations.items()
    }
    return ReportFigures(models, validations)


def _model_figures(report: Report, model: str) -> tuple[Figure, ...]:
    evidence = report.evidence.models.get(model)
    if evidence is None or not isinstance(evidence.log, TrainingLog):
        return ()
    figure = training_curves(evidence.log, model=model, name=candidate_name(report.card, model))
    return () if figure is None else (figure,)


def _example_figures(
    card: Card, validation: str, panels: Sequence[ExamplePanel]
) -> tuple[Figure, ...]:
    here = [panel for panel in panels if panel.validation == validation]
    candidates = list(dict.fromkeys(panel.candidate for panel in here))
    figures = []
    for candidate in candidates:
        chosen = sorted(
            (panel for panel in here if panel.candidate == candidate),
            key=lambda panel: _RANKS.index(panel.rank),
        )
        figures.append(_examples(chosen, name=candidate_name(card, candidate)))
    return tuple(figures)


def _examples(panels: Sequence[ExamplePanel], *, name: str) -> Figure:
    first = panels[0]
    figure_id = f"examples-{first.validation}-{first.candidate}"
    ranks = listed([panel.rank for panel in panels])
    return Figure(
        id=figure_id,
        title=f"Examples of {name}: {ranks} image by {first.metric}",
        legend=" ".join(_example_sentences(panels)),
        alt=_example_alt(panels, name=name),
        svg=draw_examples(panels, candidate=name, figure_id=figure_id),
        width_mm=DOUBLE_COLUMN_MM,
    )


def _example_sentences(panels: Sequence[ExamplePanel]) -> list[str]:
    sentences = [
        _rule_sentence(panels[0].metric),
        *_map_sentences(panels),
        *_intensity_sentences(panels),
        *_preview_sentence(panels),
    ]
    notes = dict.fromkeys(panel.note for panel in panels if panel.note)
    if len(notes) == 1:
        return [*sentences, next(iter(notes))]
    return sentences + [
        f"{panel.rank.capitalize()}: {panel.note}" for panel in panels if panel.note
    ]


def _rule_sentence(metric: str) -> str:
    return (
        f"The images were chosen by rule, not by eye: all images with a value were ranked by "
        f"{metric}."
    )


def _map_sentences(panels: Sequence[ExamplePanel]) -> list[str]:
    kinds = {one.kind for panel in panels for one in panel.maps}
    sentences = []
    if panels[0].label_kind is LabelKind.INSTANCE:
        sentences.append("Each object has a colour of its own; the colours mean nothing else.")
    if MapKind.RSE in kinds:
        sentences.append(
            "RSE: root squared error of each pixel, on the scale on which the images were scored."
        )
    if MapKind.SSIM in kinds:
        sentences.append("SSIM: local structural similarity; values below 0 are shown as 0.")
    if MapKind.OVERLAY in kinds:
        sentences.append(_overlay_sentence(panels))
    return sentences


def _overlay_sentence(panels: Sequence[ExamplePanel]) -> str:
    under = " over the dimmed input" if all(p.input is not None for p in panels) else ""
    codes = {
        code
        for panel in panels
        for one in panel.maps
        if one.kind is MapKind.OVERLAY
        for code in raster.codes_in(one.values)
    }
    differs = (
        "; where a found object and its ground truth differ, yellow"
        if OverlayCode.DISAGREEMENT in codes
        else ""
    )
    return (
        f"Overlay{under}: agreement of prediction and ground truth (TP) green, missed (FN) sky "
        f"blue, predicted without counterpart (FP) vermilion{differs}."
    )


def _intensity_sentences(panels: Sequence[ExamplePanel]) -> list[str]:
    low, high = raster.WINDOW_PERCENTILES
    window = f"from percentile {low:g} to {high:g}"
    numbers = "the numbers below the images give it"
    if panels[0].label_kind is None and all(panel.same_scale for panel in panels):
        return [
            (
                f"Black to white: {window} of the ground truth, the same for input, prediction "
                f"and ground truth of a row; {numbers}."
            )
        ]
    if panels[0].label_kind is None or any(panel.input is not None for panel in panels):
        return [f"Black to white: {window} of each image; {numbers}."]
    return []


def _preview_sentence(panels: Sequence[ExamplePanel]) -> list[str]:
    steps = sorted({raster.binning(panel.target.shape) for panel in panels} - {1})
    if not steps:
        return []
    sizes = listed([f"{step} × {step}" for step in steps], "or")
    labels = ", of labels and overlays the first of them" if panels[0].label_kind else ""
    return [f"One pixel shown is the mean of {sizes} pixels{labels}."]


def _example_alt(panels: Sequence[ExamplePanel], *, name: str) -> str:
    rows = [f"{panel.rank}: {panel.image} with {panel.metric} {panel.value}" for panel in panels]
    return f"Input, prediction of {name} and ground truth of {listed(rows)}."


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
        figures.append(paired(leading, validation=name, names=names))
    figures.append(score_against_threshold(rows, validation=name, names=names))
    figures += [
        confusion_matrix(
            result.confusion, validation=name, candidate=candidate, name=names.texts[candidate]
        )
        for candidate, result in validation.candidates.items()
        if result.confusion is not None
    ]
    return tuple(figure for figure in figures if figure is not None)


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
