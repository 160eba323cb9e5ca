"""Agreement of repeated predictions, and maps of uncertainty, as sentences."""

from collections.abc import Iterator

from replicard.render.english import numeral, percent, percent_spread, score, spread, tally
from replicard.render.facts import Fact
from replicard.render.marks import Style, joined_sources, mark
from replicard.render.phrases.imaging import listed_marked
from replicard_schema.vocabulary import MeasureId

_DOI = "doi:"
_CAUTION = {
    "intensities": "images that agree",
    "probabilities": "maps that agree",
    "masks": "masks that agree",
    "objects": "objects that are found every time",
}


def repeats_told(name: str, found: Fact, measures: Fact) -> Iterator[str]:
    """Yield sentences on the repeated predictions of one model.

    Parameters
    ----------
    name
        The model as a subject of a sentence, with a note of its field.
    found
        What was computed.
    measures
        Definitions of the measures.
    """
    if not found.images:
        return
    yield _how_often(name, found)
    told = {
        "intensities": _of_intensities,
        "probabilities": _of_intensities,
        "masks": _of_masks,
        "objects": _of_objects,
    }[found.plain.kind]
    yield from (sentence for sentence in told(found, measures) if sentence)
    yield (
        "Agreement between predictions says how precise a model is, not how accurate: "
        f"{_CAUTION[found.plain.kind]} can all be wrong in the same way{found.kind.noted()}."
    )


def uncertainty_told(name: str, found: Fact) -> Iterator[str]:
    """Yield sentences on the authors' maps of uncertainty of one model."""
    if not found.images:
        return
    n = mark(tally(len(found.plain.images), "image"), found.images.sources)
    correlation = mean_in_words(_one(found, MeasureId.UNCERTAINTY_CORRELATION))
    share = _one(found, MeasureId.UNCERTAINTY_CAPTURE)
    if correlation is None or share is None or share.summary.mean is None:
        yield f"Maps of uncertainty of {name} were made for {n} and are summarised by quantiles."
        return
    yield (
        f"Maps of uncertainty of {name} were held against the error of each pixel of {n}: the rank "
        f"correlation was {correlation}, and the most uncertain tenth of the pixels held "
        f"{_share(share)} of the error."
    )


def _how_often(name: str, found: Fact) -> str:
    n = mark(numeral(len(found.plain.repeats)), found.repeats.sources)
    images = mark(tally(len(found.plain.images), "image"), found.images.sources)
    which = f"each of {images}" if _several(found) else images
    return f"{n} predictions of {which} by {name} were compared with each other."


def _of_intensities(found: Fact, measures: Fact) -> Iterator[str]:
    del measures
    for result in _each(found, MeasureId.REPEAT_SD):
        where = _where(result)
        scale = (
            "the range from 0 to 1"
            if found.plain.kind == "probabilities"
            else "the range between two percentiles of the mean image"
        )
        yield (
            f"{where}their standard deviation, averaged over the pixels{_of_each(found)}, was "
            f"{_share(result)} of {scale}{_correlation(found, result)}."
        )


def _correlation(found: Fact, beside: Fact) -> str:
    channel = beside.plain.parameters.get("channel")
    for result in _each(found, MeasureId.REPEAT_PEARSON):
        if result.plain.parameters.get("channel") == channel:
            return f"; the mean correlation of two repeats was {mean_in_words(result)}"
    return ""


def _of_masks(found: Fact, measures: Fact) -> Iterator[str]:
    disputed = _one(found, MeasureId.REPEAT_DISPUTED)
    if disputed is not None and disputed.summary.mean is not None:
        yield f"They disagreed on {_share(disputed)} of the pixels{_of_each(found)}."
    ious = [
        f"{mean_in_words(result)}{of_class(result)}"
        for result in _each(found, MeasureId.REPEAT_IOU)
    ]
    if ious:
        cited = _citation(measures, MeasureId.REPEAT_IOU)
        yield (
            f"The IoU of all repeats, pixels in every one over pixels in any{cited}, was "
            f"{listed_marked(ious)}."
        )


def _of_objects(found: Fact, measures: Fact) -> Iterator[str]:
    stability = mean_in_words(_one(found, MeasureId.OBJECT_STABILITY))
    if stability is not None:
        cited = _citation(measures, MeasureId.OBJECT_STABILITY)
        yield (
            f"{_objects(found)} overlapped with the object that fits best in each repeat with a "
            f"mean IoU of {stability}{cited}."
        )
    stable = _one(found, MeasureId.STABLE_OBJECTS)
    if stable is not None and stable.summary.mean is not None:
        threshold = stable.parameters["iou_threshold"]
        yield (
            f"Of the objects of an image, {_share(stable)} were found in every repeat, with an "
            f"IoU of at least {threshold}."
            if _several(found)
            else f"Of these objects, {_share(stable)} were found in every repeat, with an IoU of "
            f"at least {threshold}."
        )
    count, variation = (_one(found, m) for m in (MeasureId.REPEAT_COUNT, MeasureId.REPEAT_COUNT_CV))
    if count is not None and variation is not None and variation.summary.mean is not None:
        number = mark(f"{count.plain.summary.mean:.4g}", count.summary.mean.sources)
        yield (
            f"A repeat held {number} objects{' per image' if _several(found) else ''} on average; "
            f"the coefficient of variation of their number was {_share(variation)}."
        )


def _objects(found: Fact) -> str:
    n = sum(image.n_objects or 0 for image in found.plain.images)
    counted = mark(tally(n, "object"), found.images.sources)
    if all(image.scored for image in found.plain.images):
        return f"the {counted} of the predictions that were scored"
    return f"the {counted} of the repeat nearest to the majority"


def _several(found: Fact) -> bool:
    return len(found.plain.images) > 1


def _of_each(found: Fact) -> str:
    return " of each image" if _several(found) else ""


def _each(found: Fact, measure: MeasureId) -> list[Fact]:
    return [
        result
        for result in found.results
        if result.plain.measure is measure and result.plain.summary.mean is not None
    ]


def _one(found: Fact, measure: MeasureId) -> Fact | None:
    return next((r for r in found.results if r.plain.measure is measure), None)


def _where(result: Fact) -> str:
    channel = result.plain.parameters.get("channel")
    return "" if channel is None else f"in channel {result.parameters['channel']}, "


def of_class(result: Fact) -> str:
    """Say which class a result is about; nothing for the foreground."""
    name = result.plain.parameters.get("class")
    return "" if name in {None, "foreground"} else f" for {result.parameters['class']}"


def mean_in_words(result: Fact | None) -> str | None:
    """Write a mean with its spread over images, or a reason for nothing."""
    if result is None or result.plain.summary.mean is None:
        return None
    summary = result.plain.summary
    unit = result.plain.unit
    if summary.sd is None:
        return mark(score(summary.mean, unit), result.summary.mean.sources)
    text = spread(summary.mean, summary.sd, unit)
    return mark(text, joined_sources([*result.summary.mean.sources, *result.summary.sd.sources]))


def _share(result: Fact) -> str:
    mean, sd = result.summary.mean, result.summary.sd
    if sd is None:
        return mark(percent(mean.plain), mean.sources)
    text = percent_spread(mean.plain, sd.plain)
    return mark(text, joined_sources([*mean.sources, *sd.sources]))


def _citation(measures: Fact, measure: MeasureId) -> str:
    if measure.value not in measures.plain:
        return ""
    reference = measures[measure.value].reference
    doi = reference.plain.removeprefix(_DOI)
    return f" {mark(doi, reference.sources, Style.CITATION)}"
