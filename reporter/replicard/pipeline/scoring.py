"""Scoring the images of a validation: one task each, and their outcomes put together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from replicard.errors import DataError
from replicard.images import FilePair
from replicard.metrics import METRICS, Family, Measurement, Note, packages_of
from replicard.pipeline.left_out import skipped_images
from replicard.pipeline.pixel_size import stated_ruler
from replicard.pipeline.plan import RAW_INPUT, Plan
from replicard.pipeline.sources import Reader
from replicard.pipeline.tasks import (
    CandidateOutcome,
    Labelling,
    PairOutcome,
    PairTask,
    ScoringSettings,
)
from replicard_schema.evidence import IntensityScale, SkippedImage
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Severity

_COMPUTED_APART = frozenset({Family.CAPTURES, Family.FITTED_SET})
"""What is computed from more than one image and its ground truth."""


@dataclass(slots=True)
class Scores:
    """What was measured on the images of one validation.

    Attributes
    ----------
    by_candidate
        Name of each image with its measurements, by candidate.
    scales
        How intensities were scaled, by candidate.
    notes
        Files that show something worth a look, by code, text and candidate; by None
        for what was seen in the ground truth.
    scored
        Images that all of this rests on.
    skipped
        Images that were left out.
    """

    by_candidate: dict[str, list[tuple[str, tuple[Measurement, ...]]]] = field(default_factory=dict)
    scales: dict[str, list[IntensityScale]] = field(default_factory=dict)
    notes: dict[tuple[str, str, str | None], list[str]] = field(default_factory=dict)
    scored: list[FilePair] = field(default_factory=list)
    skipped: tuple[SkippedImage, ...] = ()

    def add(self, pair: FilePair, outcome: PairOutcome) -> None:
        """Take in one image."""
        self.scored.append(pair)
        for candidate, measured in outcome.candidates.items():
            self.by_candidate.setdefault(candidate, []).append((pair.name, measured.measurements))
            self._take_scales(candidate, pair, measured)
            path = pair.predictions.get(candidate) or pair.image or ""
            self._take_notes(candidate, measured.notes, prediction=path, target=pair.target or path)

    def _take_scales(self, candidate: str, pair: FilePair, measured: CandidateOutcome) -> None:
        scales = [
            IntensityScale(
                image=pair.name,
                channel=named.channel,
                data_range=named.scale.data_range,
                slope=named.scale.slope,
                offset=named.scale.offset,
            )
            for named in measured.scales
        ]
        if scales:
            self.scales.setdefault(candidate, []).extend(scales)

    def _take_notes(
        self, candidate: str, notes: Iterable[Note], *, prediction: str, target: str
    ) -> None:
        for note in notes:
            if note.is_of_ground_truth:
                self.notes.setdefault((note.code, note.message, None), []).append(target)
            else:
                self.notes.setdefault((note.code, note.message, candidate), []).append(prediction)

    def findings(self, field_path: str) -> tuple[Finding, ...]:
        """Return the notes as findings, one for each kind, with all files that show it."""
        return tuple(
            Finding(
                code=code,
                severity=Severity.WARNING,
                field=field_path,
                message=f"{candidate}: {message}" if candidate is not None else message,
                files=tuple(dict.fromkeys(files)),
            )
            for (code, message, candidate), files in self.notes.items()
        )


def score_images(
    plan: Plan, pairs: Sequence[FilePair], labelling: Labelling | None, *, reader: Reader
) -> Scores:
    """Score every candidate, and the raw input where wanted, on every image.

    Parameters
    ----------
    labelling
        What label images hold; None where intensities are compared.

    Raises
    ------
    DataError
        With the problems of all images, if none could be scored or the reader is strict.
    """
    settings = scoring_settings(plan, labelling)
    tasks = [PairTask(reader.opening(plan.dataset.axes), pair, settings) for pair in pairs]
    outcomes = reader.work.run(tasks, label=f"scoring {plan.name}")
    scores = Scores(skipped=skipped_images(pairs, outcomes))
    for pair, outcome in zip(pairs, outcomes, strict=True):
        reader.take(outcome.files.values())
        if not outcome.problems:
            scores.add(pair, outcome)
    if scores.skipped and (reader.is_strict or not scores.scored):
        problems = [problem for outcome in outcomes for problem in outcome.problems]
        raise DataError(tuple(dict.fromkeys(problems)))
    return scores


def scoring_settings(plan: Plan, labelling: Labelling | None) -> ScoringSettings:
    """Return what the scores of an image follow from, taken out of the plan."""
    acquisition = plan.dataset.acquisition
    return ScoringSettings(
        metrics=tuple(m for m in plan.metrics if METRICS[m].family not in _COMPUTED_APART),
        iou_thresholds=plan.iou_thresholds,
        method=plan.method,
        percentiles=plan.percentiles,
        ruler=stated_ruler(plan.dataset, tolerance=plan.tolerance),
        axes=plan.dataset.axes,
        channel_names=tuple(c.name for c in acquisition.channels) if acquisition else (),
        labelling=labelling,
        raw_input=RAW_INPUT if plan.compares_input else None,
        packages=packages_of(plan.metrics),
    )
