"""Which repeats belong to which image."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from replicard.errors import DataError
from replicard.images import pair_files
from replicard.pipeline.agreement.grouping import Repeat, group_repeats, with_what_was_taken
from replicard.pipeline.agreement.subject import Subject
from replicard.pipeline.sources import Reader, find_files

_SCORED = "the prediction that is scored"


@dataclass(frozen=True, slots=True)
class Member:
    """One image with its repeats.

    Attributes
    ----------
    repeats
        Path of each repeat, by its name.
    scored
        Prediction of the model that the validation scores, if objects are taken from it.
    """

    name: str
    image: str | None
    repeats: Mapping[str, str]
    scored: str | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """Files that results follow from."""
        return (*self.repeats.values(), *([self.scored] if self.scored else []))


def find_members(
    subject: Subject, model: str, *, with_scored: bool, reader: Reader
) -> tuple[Member, ...]:
    """Pair each repeat with the images, or else with the ground truth or the first repeat.

    Parameters
    ----------
    with_scored
        Whether the prediction that is scored is wanted beside the repeats.

    Raises
    ------
    DataError
        If files are missing, or belong to nothing.
    """
    pattern = subject.validation.repeated_predictions[model]
    at = f"validations.{subject.name}.repeated_predictions.{model}"
    files = find_files(reader.root, pattern, field_path=at)
    repeats = group_repeats(files, pattern, field=at)
    sides = {f"{model}, repeat {repeat.name}": repeat for repeat in repeats}
    found = {side: repeat.files for side, repeat in sides.items()}
    patterns = {side: repeat.pattern for side, repeat in sides.items()}
    scored = subject.validation.candidates.get(model) if with_scored else None
    if scored is not None:
        field = f"validations.{subject.name}.candidates.{model}"
        found[_SCORED] = find_files(reader.root, scored, field_path=field)
        patterns[_SCORED] = scored
    return _paired(subject, sides, found, patterns, reader=reader)


def _paired(
    subject: Subject,
    sides: Mapping[str, Repeat],
    found: Mapping[str, Sequence[str]],
    patterns: Mapping[str, str],
    *,
    reader: Reader,
) -> tuple[Member, ...]:
    pairing = pair_files(
        subject.images(reader),
        subject.targets(reader),
        found,
        image_pattern=subject.dataset.images,
        target_pattern=subject.dataset.targets,
        prediction_patterns=patterns,
        labels={_SCORED: "prediction that is scored"},
    )
    if pairing.problems:
        raise DataError(with_what_was_taken(pairing.problems, tuple(sides.values())))
    return tuple(
        Member(
            pair.name,
            pair.image,
            {repeat.name: pair.predictions[side] for side, repeat in sides.items()},
            pair.predictions.get(_SCORED),
        )
        for pair in pairing.pairs
    )
