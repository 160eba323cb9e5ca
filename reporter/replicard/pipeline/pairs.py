"""Which files of a validation belong together."""

from collections.abc import Collection, Mapping
from pathlib import Path

from replicard.errors import DataError, Problem, ReplicardError
from replicard.images import FilePair, pair_files
from replicard.pipeline.plan import Plan
from replicard.pipeline.sources import find_files
from replicard.pipeline.tasks.files import problems_of


def find_pairs(plan: Plan, root: Path, *, without: Collection[str] = ()) -> tuple[FilePair, ...]:
    """Return which files belong together.

    Parameters
    ----------
    without
        Files that are passed over.

    Raises
    ------
    DataError
        If a pattern names no file, or files have no partner or several.
    """
    at = f"validations.{plan.name}"
    dataset_at = f"datasets.{plan.validation.dataset}"
    if plan.dataset.targets is None and not plan.compares_captures:
        raise DataError(
            [
                Problem(
                    at,
                    "predictions are named, but the data set has no ground truth to compare with",
                    code="no-targets",
                    field=f"{dataset_at}.targets",
                    hint="name the files under `targets` of the data set, or say under "
                    "`no_ground_truth` of the validation why there are none",
                )
            ]
        )
    patterns = {
        f"{dataset_at}.images": plan.dataset.images,
        f"{dataset_at}.targets": plan.dataset.targets,
        **{f"{at}.candidates.{c}": p for c, p in plan.validation.candidates.items()},
    }
    seconds = plan.second_predictions
    if plan.compares_captures:
        patterns[f"{dataset_at}.second_images"] = plan.dataset.second_images
        patterns |= {f"{at}.second_predictions.{c}": p for c, p in seconds.items()}
    found = _found(root, patterns, without)
    pairing = pair_files(
        found.get(f"{dataset_at}.images", ()),
        found.get(f"{dataset_at}.targets"),
        {c: found[f"{at}.candidates.{c}"] for c in plan.validation.candidates},
        image_pattern=plan.dataset.images,
        target_pattern=plan.dataset.targets,
        prediction_patterns=plan.validation.candidates,
        second_images=found.get(f"{dataset_at}.second_images", ()),
        second_image_pattern=plan.dataset.second_images,
        second_predictions={c: found[f"{at}.second_predictions.{c}"] for c in seconds},
        second_prediction_patterns=seconds,
    )
    if pairing.problems:
        raise DataError(pairing.problems)
    return pairing.pairs


def _found(
    root: Path, patterns: Mapping[str, str | None], without: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Return the files of each pattern by its field; raise the problems of all."""
    found: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for at, pattern in patterns.items():
        if pattern is None:
            continue
        try:
            files = find_files(root, pattern, field_path=at)
            found[at] = tuple(path for path in files if path not in without)
            if not found[at]:
                message = "of these files none has all others that belong to it"
                problems.append(Problem(pattern, message, code="no-files", field=at))
        except ReplicardError as error:
            problems += problems_of(error, pattern)
    if problems:
        raise DataError(problems)
    return found
