"""Figures of the report, drawn with matplotlib."""

from replicard.render.figures.figure import Figure
from replicard.render.figures.panels import ExamplePanel, MapKind, PanelMap
from replicard.render.figures.report import ReportFigures, draw_figures

__all__ = ["ExamplePanel", "Figure", "MapKind", "PanelMap", "ReportFigures", "draw_figures"]
