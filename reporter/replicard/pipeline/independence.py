"""Whether evaluation images were absent from the training data, by comparing files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from replicard.capture import Fingerprint, check_independence
from replicard.errors import ReplicardError
from replicard.images import pair_names
from replicard.leakage import NamedImages, compare_groups
from replicard.pipeline.near_copies import METHOD, NearCopies
from replicard.pipeline.sources import Reader
from replicard_schema.card import Card
from replicard_schema.evidence import (
    GroupOverlap,
    Independence,
    NearCopy,
    RandomSplit,
    RecurringView,
    Unavailable,
)

FilesOf = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A validation, one of its models, and one data set that the model learned from."""

    validation: str
    model: str
    evaluation: str
    training: str
    held_out: bool = False

    @property
    def sides(self) -> tuple[str, str]:
        return self.evaluation, self.training


@dataclass(slots=True)
class IndependenceCheck:
    """Compares the images of a card with each other.

    Attributes
    ----------
    images
        Image files of each data set whose files are at hand, by id; all were read.
    """

    card: Card
    images: FilesOf
    reader: Reader
    _found: dict[tuple[str, str], Independence] = field(default_factory=dict)

    def of_validations(self) -> tuple[Independence, ...]:
        """Compare the images of each validation with those each of its models learned from.

        Files are compared by their bytes, by their decoded pixels, so that a copy in
        another container is found, and by what they show, so that a crop is.
        """
        return tuple(self._compared(comparison) for comparison in _comparisons(self.card))

    def of_random_splits(self) -> tuple[RandomSplit, ...]:
        """Look for what recurs in training data of which a share was held out.

        The card gives the share, not the files. So nothing can be compared across the
        split, but what recurs in the data probably stands on both sides of it.
        """
        models = _split_by_chance(self.card)
        return tuple(self._split(dataset, tuple(names)) for dataset, names in models.items())

    @property
    def _search(self) -> NearCopies:
        axes = {
            path: self.card.datasets[name].axes
            for name, paths in self.images.items()
            for path in paths
        }
        return NearCopies(self.reader, axes)

    def _has(self, *datasets: str) -> bool:
        return all(dataset in self.images for dataset in datasets)

    def _compared(self, wanted: _Comparison) -> Independence:
        if wanted.sides not in self._found:
            self._found[wanted.sides] = self._of_sides(wanted)
        return self._found[wanted.sides].model_copy(
            update={
                "validation": wanted.validation,
                "model": wanted.model,
                "held_out": wanted.held_out,
            }
        )

    def _of_sides(self, wanted: _Comparison) -> Independence:
        found = check_independence(
            validation=wanted.validation,
            model=wanted.model,
            evaluation_dataset=wanted.evaluation,
            training_dataset=wanted.training,
            evaluation=self._side(wanted.evaluation),
            training=self._side(wanted.training),
        )
        if not found.is_checked or wanted.evaluation == wanted.training:
            return found
        whole = {shared.evaluation for shared in found.shared}
        ours, theirs = (self.images[dataset] for dataset in wanted.sides)
        search = self._search
        near = search.between([path for path in ours if path not in whole], theirs)
        return found.model_copy(
            update={
                "near": tuple(
                    NearCopy(
                        **alike.likeness.model_dump(),
                        evaluation=alike.first,
                        training=alike.second,
                    )
                    for alike in near
                ),
                "near_method": METHOD,
                "not_comparable": dict(search.not_comparable([*ours, *theirs])),
                "groups": self._groups(*wanted.sides),
            }
        )

    def _groups(self, evaluation: str, training: str) -> GroupOverlap:
        ours, theirs = (
            NamedImages(name, tuple(pair_names(self.images[name])), self.card.datasets[name].groups)
            for name in (evaluation, training)
        )
        try:
            return compare_groups(ours, theirs)
        except ReplicardError as error:
            return GroupOverlap(basis="groups", not_compared_because=str(error))

    def _split(self, dataset: str, models: tuple[str, ...]) -> RandomSplit:
        if not self._has(dataset):
            because = "the card names no image files for it"
            return RandomSplit(
                dataset=dataset, models=models, n_images=0, not_checked_because=because
            )
        paths = self.images[dataset]
        same: dict[str, list[str]] = {}
        for path in paths:
            same.setdefault(self.reader.pixels_sha256(path), []).append(path)
        search = self._search
        distinct = [files[0] for files in same.values()]
        return RandomSplit(
            dataset=dataset,
            models=models,
            n_images=len(paths),
            identical=tuple(tuple(files) for files in same.values() if len(files) > 1),
            near=tuple(
                RecurringView(**alike.likeness.model_dump(), first=alike.first, second=alike.second)
                for alike in search.within(distinct)
            ),
            near_method=METHOD,
        )

    def _side(self, dataset: str) -> tuple[Fingerprint, ...] | Unavailable:
        if not self._has(dataset):
            return Unavailable(unavailable_because="the card names no image files for it")
        return tuple(self.reader.fingerprint(path) for path in self.images[dataset])


def compared_by_content(card: Card) -> frozenset[str]:
    """Return the data sets of which fingerprints are needed: both sides must have files."""
    pairs = {c.sides for c in _comparisons(card) if c.evaluation != c.training}
    pairs |= {(name, name) for name in _split_by_chance(card)}
    return frozenset(
        name
        for pair in pairs
        if all(card.datasets[side].images is not None for side in pair)
        for name in pair
    )


def _split_by_chance(card: Card) -> dict[str, list[str]]:
    """Return the models of whose training a share was held out, by training data set."""
    models: dict[str, list[str]] = {}
    for name, model in card.models.items():
        held_out = model.training.validation if model.training is not None else None
        if model.training is None or held_out is None or held_out.fraction is None:
            continue
        for dataset in model.training.datasets:
            models.setdefault(dataset, []).append(name)
    return models


def _comparisons(card: Card) -> Iterator[_Comparison]:
    """Yield each validation and model with each data set that the model learned from."""
    for name, validation in card.validations.items():
        for candidate in validation.candidates:
            model = card.models.get(candidate)
            training = model.training if model else None
            if training is None:
                continue
            for dataset in dict.fromkeys(training.datasets):
                yield _Comparison(name, candidate, validation.dataset, dataset)
            held_out = training.validation.dataset if training.validation else None
            if held_out is not None and held_out not in training.datasets:
                yield _Comparison(name, candidate, validation.dataset, held_out, held_out=True)
