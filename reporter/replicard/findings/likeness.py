"""Findings about images that are no copies but show the same, or belong together by name."""

from collections.abc import Iterator, Sequence

from replicard.findings.wording import SHOWN, counted, listed, verb
from replicard_schema.card import Card
from replicard_schema.evidence import (
    Evidence,
    Independence,
    Likeness,
    NearCopy,
    Patch,
    RandomSplit,
)
from replicard_schema.findings import Finding
from replicard_schema.roles import candidate_title
from replicard_schema.vocabulary import Severity

_WHOLE = 0.995  # what a report calls all of an image
_ADVICE = "leave these images out of the evaluation, or train without them"


def near_copies(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find evaluation images that show what training images show, in whole or in part.

    Where the similarity leaves no doubt, that is an error; where two captures of one
    field are as likely as two fields that resemble each other, it is a warning.
    """
    for entry in evidence.independence if evidence is not None else ():
        if entry.near_method is None:
            continue
        limit = entry.near_method.certain
        for is_certain in (True, False):
            pairs = [pair for pair in entry.near if (pair.similarity >= limit) is is_certain]
            if pairs:
                yield _near(card, entry, pairs, is_certain=is_certain)


def _near(
    card: Card, entry: Independence, pairs: Sequence[NearCopy], *, is_certain: bool
) -> Finding:
    dataset = card.datasets.get(entry.evaluation_dataset)
    claimed = dataset is not None and entry.training_dataset in dataset.independent_of
    probably = "" if is_certain else "probably "
    owner = f"{_side(entry)} images of {candidate_title(card, entry.model)}"
    found = (
        f"{len(pairs)} of {counted(entry.n_evaluation, 'evaluation image')} "
        f"{verb(pairs, 'shows', 'show')} {probably}what {owner} show, in whole or in part: "
        f"{_described([(pair, pair.evaluation, pair.training) for pair in pairs])}."
    )
    if claimed and is_certain:
        found = (
            f"{entry.evaluation_dataset} is said to share no image with "
            f"{entry.training_dataset}, but {found}"
        )
    consequence = (
        "A model scores higher on what it has seen."
        if is_certain
        else "Two captures of one field, or neighbouring frames, look like this; "
        "see the figure in the report, and decide."
    )
    is_error = is_certain and not entry.held_out
    return Finding(
        code="independence-contradicted"
        if claimed and is_certain
        else "near-copies"
        if is_certain
        else "similar-images",
        severity=Severity.ERROR if is_error else Severity.WARNING,
        field=f"datasets.{entry.evaluation_dataset}.independent_of",
        message=f"{found} {consequence}",
        hint=_ADVICE,
        files=tuple(dict.fromkeys(pair.evaluation.file for pair in pairs)),
    )


def shared_groups(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find wells, fields or donors with images on both sides, by the names of the files."""
    del card
    seen: set[tuple[str, str]] = set()
    for entry in evidence.independence if evidence is not None else ():
        sides = entry.evaluation_dataset, entry.training_dataset
        groups = entry.groups
        if groups is None or not groups.shared or sides in seen:
            continue
        seen.add(sides)
        names = listed([group.name for group in groups.shared])
        n = sum(group.n_evaluation for group in groups.shared)
        of_all = f"{n} of {counted(entry.n_evaluation, 'evaluation image')}"
        if groups.basis == "groups":
            yield Finding(
                code="shared-groups",
                severity=Severity.WARNING,
                field=f"datasets.{entry.evaluation_dataset}.groups",
                message=(
                    f"{of_all} belong to groups ({', '.join(groups.words)}) that have images in "
                    f"{entry.training_dataset}, too: {names}. Images of one group resemble each "
                    "other, so the scores may be higher than on new ones."
                ),
                hint="divide the images so that all of a group stand on one side",
            )
        else:
            yield Finding(
                code="names-on-both-sides",
                severity=Severity.HINT,
                field=f"datasets.{entry.evaluation_dataset}.groups",
                message=(
                    f"The names of {of_all} begin like names in {entry.training_dataset}: {names}. "
                    "If that means the same well, field, animal or donor, the two data sets are "
                    "not independent."
                ),
                hint="say under `groups` of both data sets which part of the name tells them "
                'apart, such as "{well}_s{field}_*"; then they are compared by it',
            )


def random_splits(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Say that a random split cannot be checked, and what recurs on both sides of it."""
    for entry in evidence.random_splits if evidence is not None else ():
        for name in entry.models:
            yield _split(card, entry, name)


def _split(card: Card, entry: RandomSplit, name: str) -> Finding:
    training = card.models[name].training if name in card.models else None
    held_out = training.validation if training is not None else None
    share = held_out.fraction if held_out is not None else None
    part = f"{100 * share:.3g} %" if share is not None else "A share"
    unknown = (
        f"{part} of {entry.dataset} was held out from the training of "
        f"{candidate_title(card, name)}. Which images these are is not said, so they were not "
        "compared with the others."
    )
    recurring = [
        *(path for files in entry.identical for path in files[1:]),
        *(view.first.file for view in entry.near),
    ]
    if not recurring:
        return Finding(
            code="unknown-split",
            severity=Severity.HINT,
            field=f"models.{name}.training.validation.fraction",
            message=unknown,
            hint="make a data set of the held-out images and name it under `validation`",
        )
    return Finding(
        code="recurring-images",
        severity=Severity.WARNING,
        field=f"models.{name}.training.validation.fraction",
        message=(
            f"{unknown} {counted(len(set(recurring)), 'image')} of {entry.n_images} "
            f"{verb(recurring, 'shows', 'show')} what another one shows"
            f"{_examples(entry)}. Divided by chance, such images stand on both sides, and the "
            "loss on the held-out ones is too low."
        ),
        hint="keep images of one field together when dividing the data",
        files=tuple(dict.fromkeys(recurring)),
    )


def _examples(entry: RandomSplit) -> str:
    pairs = _described([(view, view.first, view.second) for view in entry.near])
    return f": {pairs}" if pairs else ""


def _described(pairs: Sequence[tuple[Likeness, Patch, Patch]]) -> str:
    """Describe the first few pairs, and count the rest."""
    words = [_pair(*pair) for pair in pairs[:SHOWN]]
    if len(pairs) > SHOWN:
        words.append(f"{len(pairs) - SHOWN} more")
    return "; ".join(words)


def _pair(likeness: Likeness, first: Patch, second: Patch) -> str:
    is_all = first.share >= _WHOLE
    part = "all" if is_all else f"{100 * first.share:.0f} %"
    details = [f"{part} of it", likeness.change, f"correlation {likeness.similarity:.2f}"]
    return f"{_name(first)} and {_name(second)} ({', '.join(filter(None, details))})"


def _name(patch: Patch) -> str:
    name = patch.file.rsplit("/", 1)[-1]
    return f"{name} ({patch.plane})" if patch.plane else name


def _side(entry: Independence) -> str:
    return "held-out" if entry.held_out else "training"
