"""What stands in the files of a report beside the texts that have tests of their own."""

from replicard.pipeline.outputs import figure_files
from replicard.render.figures.figure import Figure


def test_legends_are_escaped_for_markdown() -> None:
    figure = Figure("a", "Examples of <b>*net*</b>", "Shown is [x](y).", "alt", "<svg/>", 89.0)

    legends = figure_files([figure])["figures/legends.md"]

    assert legends == "**Examples of \\<b\\>\\*net\\*\\</b\\>.** Shown is \\[x\\](y).\n"
