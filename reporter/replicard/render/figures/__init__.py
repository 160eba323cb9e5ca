"""Figures of the report, drawn with matplotlib."""

from replicard.render.figures.agreement_panels import AgreementPanel, Picture, PictureKind
from replicard.render.figures.figure import Figure
from replicard.render.figures.likeness import LikenessPanel
from replicard.render.figures.panels import ExamplePanel, MapKind, PanelMap
from replicard.render.figures.report import ReportFigures, draw_figures

__all__ = [
    "AgreementPanel",
    "ExamplePanel",
    "Figure",
    "LikenessPanel",
    "MapKind",
    "PanelMap",
    "Picture",
    "PictureKind",
    "ReportFigures",
    "draw_figures",
]
