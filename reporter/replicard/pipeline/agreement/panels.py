"""Images for the report: what repeats and maps of uncertainty say, pixel by pixel."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.images import LoadedImage
from replicard.metrics.repeats import (
    ClassVotes,
    IntensityRepeats,
    StabilityTally,
    stability_map,
)
from replicard.pipeline.agreement.subject import Subject
from replicard.pipeline.agreement.uncertainty import uncertainty_settings
from replicard.pipeline.panels import first_channel, input_picture, middle_plane, note_on
from replicard.pipeline.sources import Reader
from replicard.pipeline.tasks.uncertainty import error_map
from replicard.render.figures import AgreementPanel, Picture, PictureKind
from replicard.render.report.agreement import measure_value, titled
from replicard_schema.card import Card
from replicard_schema.evidence import (
    Evidence,
    FileRecord,
    MeasureExample,
    RepeatedImage,
    RepeatsResult,
    UncertaintyImage,
)
from replicard_schema.quantities import micrometres

_Pixels = NDArray[np.generic]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a panel is about.

    Attributes
    ----------
    image
        Path of the image that was predicted on, if the card names images.
    """

    subject: Subject
    evidence: Evidence
    kind: str
    model: str
    example: MeasureExample
    image: str | None
    reader: Reader

    @property
    def axes(self) -> str | None:
        """Axes as the card names them."""
        return self.subject.dataset.axes

    def panel(
        self, pictures: list[Picture], any_of_them: LoadedImage, n: int | None
    ) -> AgreementPanel:
        """Return the panel with these pictures, the input before them."""
        passport = self.evidence.measures[self.example.measure]
        return AgreementPanel(
            validation=self.subject.name,
            figure_id=f"agreement-{self.kind}-{self.subject.name}-{self.model}",
            model=self.model,
            rank=self.example.rank,
            image=self.example.image,
            measure=titled(passport.name, self.example.parameters),
            value=measure_value(self.example.measure, self.example.value),
            pictures=(*self._input(), *pictures),
            n=n,
            pixel_size_um=self._pixel_size_um(),
            note=note_on(any_of_them),
        )

    def _input(self) -> Iterator[Picture]:
        if self.image is not None:
            image = self.reader.image(self.image, axes=self.axes)
            yield _picture("Input", PictureKind.INTENSITIES, input_picture(image))

    def _pixel_size_um(self) -> float | None:
        acquisition = self.subject.dataset.acquisition
        if acquisition is not None and acquisition.pixel_size is not None:
            return micrometres(acquisition.pixel_size.x)
        files = self.evidence.datasets[self.subject.validation.dataset].images
        return next((f.pixel_size_um.get("X") for f in files if f.path == self.image), None)


def agreement_panels(card: Card, evidence: Evidence, *, reader: Reader) -> Iterator[AgreementPanel]:
    """Yield the chosen images of every model with repeats or maps of uncertainty.

    Raises
    ------
    DataError
        If a file cannot be read any more.
    """
    for name, validation in evidence.validations.items():
        subject = Subject(card, name)
        for model, repeats in validation.repeats.items():
            images = {image.name: image for image in repeats.images}
            for example in repeats.examples:
                image = images[example.image]
                shown = _Shown(subject, evidence, "repeats", model, example, image.image, reader)
                yield _of_repeats(shown, repeats, image)
        for model, maps in validation.uncertainty.items():
            of_maps = {image.name: image for image in maps.images}
            for example in maps.examples:
                found = of_maps[example.image]
                shown = _Shown(
                    subject, evidence, "uncertainty", model, example, found.image, reader
                )
                yield _of_map(shown, found)


def _of_repeats(shown: _Shown, repeats: RepeatsResult, image: RepeatedImage) -> AgreementPanel:
    first = shown.reader.image(next(iter(image.files.values())).path, axes=shown.axes)
    match repeats.kind:
        case "intensities" | "probabilities":
            pictures = _spread(shown, image.files)
        case "objects":
            pictures = _stability(shown, image)
        case _:
            pictures = _votes(shown, image.files)
    return shown.panel(pictures, first, len(repeats.repeats))


def _spread(shown: _Shown, files: Mapping[str, FileRecord]) -> list[Picture]:
    repeats = IntensityRepeats()
    for file in files.values():
        repeats.add(middle_plane(first_channel(shown.reader.image(file.path, axes=shown.axes))))
    pictures = [Picture("Mean of repeats", PictureKind.INTENSITIES, repeats.mean)]
    with suppress(UndefinedMetricError):  # the table gives the reason
        pictures.append(Picture("SD map", PictureKind.SPREAD, repeats.deviation()))
    return pictures


def _votes(shown: _Shown, files: Mapping[str, FileRecord]) -> list[Picture]:
    votes = ClassVotes()
    for file in files.values():
        votes.add(middle_plane(_labels(shown, file)))
    disagreement = Picture("Disagreement", PictureKind.DISAGREEMENT, votes.disagreement())
    if len(votes.classes) <= 1:
        return [Picture("Repeats", PictureKind.SHARE, votes.foreground()), disagreement]
    first = middle_plane(_labels(shown, next(iter(files.values()))))
    return [Picture("First repeat", PictureKind.CLASSES, first), disagreement]


def _stability(shown: _Shown, image: RepeatedImage) -> list[Picture]:
    file = image.scored if image.scored is not None else image.files[image.reference or ""]
    reference = _labels(shown, file)
    tally, votes = StabilityTally(reference), ClassVotes()
    for name, repeat in image.files.items():
        labels = _labels(shown, repeat)
        votes.add(middle_plane(labels) != 0)
        if name != image.reference:
            tally.add(labels)
    shares = {found.id: found.found_in / tally.count for found in tally.objects()}
    return [
        Picture("Reference", PictureKind.OBJECTS, middle_plane(reference)),
        Picture("Disagreement", PictureKind.DISAGREEMENT, votes.disagreement()),
        Picture("Stability", PictureKind.STABILITY, middle_plane(stability_map(reference, shares))),
    ]


def _of_map(shown: _Shown, image: UncertaintyImage) -> AgreementPanel:
    uncertainty = shown.reader.image(image.map.path, axes=shown.axes)
    pictures = [
        _picture("Uncertainty", PictureKind.UNCERTAINTY, first_channel(uncertainty)),
    ]
    if image.prediction is not None and image.target is not None:
        settings = uncertainty_settings(shown.subject, shown.model)
        read = shown.reader.image if settings.content == "intensities" else shown.reader.labels
        prediction = read(image.prediction.path, axes=shown.axes)
        kind = {
            "intensities": PictureKind.INTENSITIES,
            "objects": PictureKind.OBJECTS,
            "masks": PictureKind.CLASSES,
        }[settings.content]
        pictures.insert(0, _picture("Prediction", kind, first_channel(prediction)))
        try:
            error = error_map(prediction, read(image.target.path, axes=shown.axes), settings)
        except UndefinedMetricError:
            pass  # the table gives the reason
        else:
            place = (0,) * sum(axis not in "ZYX" for axis in prediction.axes)
            pictures.append(_picture("Error", PictureKind.ERROR, error[place]))
    return shown.panel(pictures, uncertainty, None)


def _labels(shown: _Shown, file: FileRecord) -> _Pixels:
    return first_channel(shown.reader.labels(file.path, axes=shown.axes))


def _picture(title: str, kind: PictureKind, pixels: _Pixels) -> Picture:
    return Picture(title, kind, middle_plane(pixels))
