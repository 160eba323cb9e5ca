"""Legends of example images: by which rule they were chosen, and what colours mean."""

from collections.abc import Sequence

from replicard.metrics.overlay import OverlayCode
from replicard.render.english import listed
from replicard.render.figures import raster
from replicard.render.figures.panels import CHOSEN, ExamplePanel, MapKind
from replicard_schema.vocabulary import LabelKind

_FURTHER_CODES = {
    OverlayCode.DISAGREEMENT: "where a found object and its ground truth differ, yellow",
    OverlayCode.UNMATCHED_BOTH: (
        "where a missed object and one without counterpart overlap, purple"
    ),
    OverlayCode.SPLIT: "an object that several predicted ones make up, orange",
    OverlayCode.MERGE: "a predicted object that several ones make up, blue",
}


def legend_of(panels: Sequence[ExamplePanel]) -> str:
    """Return the legend of the examples of one candidate."""
    sentences = [
        *_rule_sentence(panels),
        *_map_sentences(panels),
        *_intensity_sentences(panels),
        *_preview_sentence(panels),
    ]
    notes = dict.fromkeys(panel.note for panel in panels if panel.note)
    if len(notes) == 1:
        return " ".join([*sentences, next(iter(notes))])
    # Notes differ, so there are several images.
    by_rank = [f"{panel.rank.capitalize()}: {panel.note}" for panel in panels if panel.note]
    return " ".join([*sentences, *by_rank])


def _rule_sentence(panels: Sequence[ExamplePanel]) -> list[str]:
    if panels[0].rank == CHOSEN:
        return ["The authors chose these images, so they are not representative by any rule."]
    if len(panels) == 1:
        return []
    rule = "The images were chosen by rule, not by eye: all images with a value were ranked by"
    return [f"{rule} {panels[0].metric}."]


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
    further = "".join(f"; {words}" for code, words in _FURTHER_CODES.items() if code in codes)
    return (
        f"Overlay{under}: agreement of prediction and ground truth (TP) green, missed (FN) sky "
        f"blue, predicted without counterpart (FP) vermilion{further}."
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
    if any(panel.channels for panel in panels):
        return [f"The input is a composite of its channels; each is shown {window} of its own."]
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


def description_of(panels: Sequence[ExamplePanel], *, name: str) -> str:
    """Return what the examples show, for readers who do not see them."""
    rows = [f"{panel.rank}: {panel.image} with {panel.metric} {panel.value}" for panel in panels]
    return f"Input, prediction of {name} and ground truth of {listed(rows)}."
