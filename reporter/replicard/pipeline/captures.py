"""Comparing two captures of each field: predictions with each other, raw images beside them."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from replicard.errors import DataError
from replicard.images import FilePair
from replicard.metrics import Measurement
from replicard.pipeline.pixel_size import stated_ruler
from replicard.pipeline.plan import RAW_INPUT, Plan
from replicard.pipeline.sources import Reader
from replicard.pipeline.tasks import CaptureOutcome, CaptureTask, FileTask, Role
from replicard_schema.evidence import RingCurve
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import MetricId, Severity

_SHOWN = 3
_CAUTION = (
    "The Fourier ring correlation of two predictions says that they agree, not that they are "
    "right: a network can invent the same detail twice, or copy it from its training images."
)


@dataclass(slots=True)
class Captures:
    """What the comparison of captures gave.

    Attributes
    ----------
    by_candidate
        Name of each image with its measurements, by candidate.
    curves
        Mean curves, by candidate.
    """

    by_candidate: dict[str, list[tuple[str, tuple[Measurement, ...]]]] = field(default_factory=dict)
    curves: dict[str, tuple[RingCurve, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def compare_captures(plan: Plan, pairs: Sequence[FilePair], *, reader: Reader) -> Captures:
    """Compare two captures of each field; nothing where no second ones are named.

    Raises
    ------
    DataError
        If a file cannot be used and the reader is strict, or none can.
    """
    at = f"validations.{plan.name}"
    if not plan.compares_captures:
        asked = MetricId.FRC_RESOLUTION in plan.metrics
        return Captures(findings=(_nothing_to_compare(at),) if asked else ())
    tasks = [task for pair in pairs for task in _tasks(plan, pair, reader)]
    outcomes = reader.work.run(tasks, label=f"comparing captures of {plan.name}")
    problems = tuple(dict.fromkeys(p for outcome in outcomes for p in outcome.problems))
    usable = [outcome for outcome in outcomes if not outcome.problems]
    if problems and (reader.is_strict or not usable):
        raise DataError(problems)
    found = Captures()
    for outcome in usable:
        reader.take(outcome.files.values())
        found.by_candidate.setdefault(outcome.candidate, []).append(
            (outcome.image, outcome.measurements)
        )
    for candidate in found.by_candidate:
        mine = [outcome for outcome in usable if outcome.candidate == candidate]
        found.curves[candidate] = tuple(_mean_curves(mine))
    # The rest of a validation asks what these files are, whether they were compared or not.
    reader.read([task for pair in pairs for task in _unread(plan, pair, reader)], label="reading")
    only = (_only_captures(at),) if plan.dataset.targets is None else ()
    found.findings = (*_findings(at, outcomes), *only)
    return found


def _tasks(plan: Plan, pair: FilePair, reader: Reader) -> Iterator[CaptureTask]:
    acquisition = plan.dataset.acquisition
    sizes = stated_ruler(plan.dataset, tolerance=plan.tolerance).pixel_size_um
    compared = {
        name: (pair.predictions.get(name), second, Role.PREDICTION)
        for name, second in pair.second_predictions.items()
    }
    if pair.second_image is not None:
        compared[RAW_INPUT] = (pair.image, pair.second_image, Role.IMAGE)
    for candidate, (first, second, role) in compared.items():
        if first is not None:
            yield CaptureTask(
                reader.opening(plan.dataset.axes),
                candidate,
                pair.name,
                first,
                second,
                role,
                channel_names=tuple(c.name for c in acquisition.channels) if acquisition else (),
                pixel_size_um=sizes,
            )


def _unread(plan: Plan, pair: FilePair, reader: Reader) -> Iterator[FileTask]:
    files = [(path, Role.PREDICTION) for path in pair.predictions.values()]
    files += [(path, Role.PREDICTION) for path in pair.second_predictions.values()]
    files += [(path, Role.IMAGE) for path in (pair.image, pair.second_image) if path is not None]
    for path, role in files:
        yield FileTask(reader.opening(plan.dataset.axes), path, role)


def _mean_curves(outcomes: Sequence[CaptureOutcome]) -> Iterator[RingCurve]:
    by_channel: dict[str | None, list[tuple[float, ...]]] = {}
    for outcome in outcomes:
        for channel, curve in outcome.curves:
            by_channel.setdefault(channel, []).append(curve)
    for channel, curves in by_channel.items():
        means = tuple(round(statistics.fmean(at), 6) for at in zip(*curves, strict=True))
        yield RingCurve(channel=channel, correlations=means, n=len(curves))


def _findings(at: str, outcomes: Sequence[CaptureOutcome]) -> Iterator[Finding]:
    broken = [outcome for outcome in outcomes if outcome.problems]
    if broken:
        reasons = [f"{p.file} {p.message}" for outcome in broken for p in outcome.problems]
        more = f"; and {len(reasons) - _SHOWN} more" if len(reasons) > _SHOWN else ""
        yield Finding(
            code="skipped-captures",
            severity=Severity.ERROR,
            field=at,
            message=(
                f"{len(broken)} of {len(outcomes)} pairs of captures could not be compared: "
                f"{'; '.join(reasons[:_SHOWN])}{more}"
            ),
            hint="mend, replace or remove what is named, then evaluate again",
            files=tuple(dict.fromkeys(p.file for outcome in broken for p in outcome.problems)),
        )
    same = [outcome for outcome in outcomes if outcome.is_same]
    if same:
        yield Finding(
            code="same-capture",
            severity=Severity.WARNING,
            field=at,
            message=(
                "the two captures are equal, pixel by pixel, so they say nothing about noise: "
                f"{', '.join(f'{outcome.image} of {outcome.candidate}' for outcome in same)}"
            ),
            hint="check that second_images and second_predictions name other files",
            files=tuple(path for outcome in same for path in outcome.files),
        )
    if any(outcome.candidate != RAW_INPUT and not outcome.problems for outcome in outcomes):
        yield Finding(
            code="frc-tells-agreement", severity=Severity.HINT, field=at, message=_CAUTION
        )


def _only_captures(at: str) -> Finding:
    return Finding(
        code="no-targets",
        severity=Severity.HINT,
        field=at,
        message=(
            "the data set has no ground truth, so two captures of each field were compared with "
            f"each other ({MetricId.FRC_RESOLUTION}) and nothing else was computed"
        ),
    )


def _nothing_to_compare(at: str) -> Finding:
    return Finding(
        code="no-second-captures",
        severity=Severity.WARNING,
        field=f"{at}.metrics",
        message=(
            f"{MetricId.FRC_RESOLUTION} compares two captures of each field, and no second ones "
            "are named"
        ),
        hint=(
            "name second captures under second_images of the data set, and their predictions "
            "under second_predictions"
        ),
    )
