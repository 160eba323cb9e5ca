"""What the files of a validation say that its author should look at."""

from collections.abc import Iterator, Mapping, Sequence

from replicard.images import FilePair
from replicard.pipeline.grouping import Grouping, is_blank
from replicard.pipeline.plan import Plan
from replicard.pipeline.sources import Reader
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Severity

_HOW_TO_GROUP = (
    'give the data set a pattern under `groups`, such as "{field}_*": images for which the words '
    "in braces catch the same are one group; or name a table under `group_table`"
)


def remarks(
    plan: Plan, pairs: Sequence[FilePair], grouping: Grouping, *, reader: Reader
) -> Iterator[Finding]:
    """Yield a finding for everything odd about the files, apart from their scores."""
    yield from unusable_metrics(plan)
    yield from ungrouped(plan, grouping)
    yield from _repeated(plan, pairs, grouping.stated, reader)
    yield from _reading_notes(plan, pairs, reader)


def unusable_metrics(plan: Plan) -> Iterator[Finding]:
    """Yield a finding for metrics that the card names and the task does not have."""
    unusable = [metric for metric in plan.validation.metrics if metric not in plan.metrics]
    if unusable:
        yield Finding(
            code="metric-of-another-task",
            severity=Severity.WARNING,
            field=f"validations.{plan.name}.metrics",
            message=f"{', '.join(unusable)} cannot be computed for {plan.task} and was left out",
            hint=f"metrics of this task are {', '.join(plan.usable)}",
        )


def ungrouped(plan: Plan, grouping: Grouping) -> Iterator[Finding]:
    """Yield a finding for images whose name the pattern of groups does not fit."""
    misfits = [name for name, group in grouping.stated.items() if group is None]
    if plan.dataset.groups is not None and plan.dataset.group_table is None and misfits:
        yield Finding(
            code="group-pattern",
            severity=Severity.WARNING,
            field=f"datasets.{plan.validation.dataset}.groups",
            message=f"the pattern {plan.dataset.groups} does not fit {_some(misfits)}; "
            "each of these counts as a group of its own",
            hint="the pattern stands for the name of an image without its extension",
        )


def _repeated(
    plan: Plan, pairs: Sequence[FilePair], groups: Mapping[str, str | None], reader: Reader
) -> Iterator[Finding]:
    """Find images or ground truth that occur twice, which are no independent samples."""
    images = {pair.image: pair.name for pair in pairs if pair.image}
    targets = {pair.target: pair.name for pair in pairs if pair.target}
    for side, role, paths in (
        ("images", "images", images),
        ("targets", "ground-truth files", targets),
    ):
        by_pixels: dict[str, list[str]] = {}
        for path in paths:
            by_pixels.setdefault(reader.pixels_sha256(path), []).append(path)
        twins = [
            same for same in by_pixels.values() if len(same) > 1 and not is_blank(same[0], reader)
        ]
        if twins:
            files = tuple(path for same in twins for path in same)
            n_different = len(paths) - len(files) + len(twins)
            message = (
                f"{len(files)} of {len(paths)} {role} are not unique, so the images are "
                f"not independent: {len(paths)} files hold {n_different} different ones"
            )
            is_told = all(_are_one_group(same, paths, groups) for same in twins)
            if is_told:
                message += "; the groups of the data set keep them together"
            else:
                message += (
                    "; equal ones are counted as one group, so that no interval is too narrow"
                )
            yield Finding(
                code="repeated-images",
                severity=Severity.HINT if is_told else Severity.WARNING,
                field=f"datasets.{plan.validation.dataset}.{side}",
                message=message,
                hint=None if is_told else _HOW_TO_GROUP,
                files=files,
            )


def _are_one_group(
    twins: Sequence[str], names: Mapping[str, str], groups: Mapping[str, str | None]
) -> bool:
    found = {groups[names[path]] for path in twins}
    return len(found) == 1 and None not in found


def _reading_notes(plan: Plan, pairs: Sequence[FilePair], reader: Reader) -> Iterator[Finding]:
    notes: dict[str, list[str]] = {}
    for pair in pairs:
        for path in (pair.image, pair.target, *pair.predictions.values()):
            for note in reader.notes(path or ""):
                notes.setdefault(note, []).append(path or "")
    for note, files in notes.items():
        yield Finding(
            code="reading",
            severity=Severity.HINT,
            field=f"validations.{plan.name}",
            message=note,
            files=tuple(files),
        )


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"  # noqa: PLR2004 - as many as are shown
