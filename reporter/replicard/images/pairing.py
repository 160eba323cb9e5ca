"""Which image, ground truth and predictions belong together.

The rules, in this order; the first side that has files (images, else ground truth, else
the first candidate) is the reference that every other side is paired with.

1. *One file against one file* belong together, whatever they are called.
2. *Placeholders.* If the card's pattern has placeholders, as in ``masks/{name}_mask.tif``
   or ``{plate}/{well}.tif``, the name of a file is what they catch, by word. A side
   without placeholders is named by the rules below.
3. *Stems.* Otherwise the name is the file name without the extension of an image format
   (``.ome.tif`` counts as one). ``a/01.tif`` and ``b/01.png`` have the same name.
4. *Folders.* Where stems repeat on a side, as in ``a/1.tif`` and ``b/1.tif``, the folders
   are part of the name on both sides, without the leading and trailing folders that all
   files of the side share: ``raw/a/1.tif`` belongs to ``masks/a/1.tif``, and
   ``a/image.tif`` to ``a/mask.tif`` where all images and all masks are called so.
5. *Affixes.* What all files of a side begin or end with may be cut off, on either side:
   ``img_01.tif``, ``mask_01.tif`` and ``01_pred.tif`` belong together. Words are cut as a
   whole and so are numbers, and what is cut off must hold the same numbers on both
   sides: ``plate1_05`` and ``plate2_05`` do not belong together.

Of the ways in 3 to 5 the one that pairs most files is taken, and among equals the one
that cuts off least. A file without a partner, or with more than one, is a problem.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from replicard.errors import Problem
from replicard.files import natural_key
from replicard.images.naming import Naming, namings, pair_names

_SHOWN = 4
_USE_PLACEHOLDER = (
    "write {name} in both patterns where the common part of the names stands, "
    "such as masks/{name}_mask.tif"
)


@dataclass(frozen=True, slots=True)
class FilePair:
    """Files that belong together; what is missing or ambiguous is left out."""

    name: str
    image: str | None = None
    target: str | None = None
    predictions: Mapping[str, str] = field(default_factory=dict)
    second_image: str | None = None
    second_predictions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pairing:
    """One pair for every file of the reference that has a name of its own, and what is wrong."""

    pairs: tuple[FilePair, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    id: str
    label: str
    files: Sequence[str]
    pattern: str | None


def pair_files(
    images: Sequence[str],
    targets: Sequence[str] | None,
    predictions: Mapping[str, Sequence[str]],
    *,
    image_pattern: str | None = None,
    target_pattern: str | None = None,
    prediction_patterns: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    second_images: Sequence[str] = (),
    second_image_pattern: str | None = None,
    second_predictions: Mapping[str, Sequence[str]] | None = None,
    second_prediction_patterns: Mapping[str, str] | None = None,
) -> Pairing:
    """Pair files by name; the rules stand at the top of this module.

    Parameters
    ----------
    images, targets
        Paths relative to the card. An empty side is taken for an absent one: that a
        pattern matches nothing is reported where it is expanded.
    predictions
        Paths of each candidate, by its id.
    image_pattern, target_pattern, prediction_patterns
        Patterns of the card that the files came from, for their placeholders.
    labels
        What a file is called in a message, by the id of its candidate, where it is no
        prediction.
    second_images, second_predictions
        Second captures of the same fields, and what each candidate made of them.
    second_image_pattern, second_prediction_patterns
        Their patterns.
    """
    patterns = prediction_patterns or {}
    called = labels or {}
    second, second_patterns = second_predictions or {}, second_prediction_patterns or {}
    sides = [
        _Side("image", "image", images, image_pattern),
        _Side("target", "ground truth", targets or (), target_pattern),
        *(
            _Side(
                f"prediction {id_}",
                called.get(id_, f"prediction of {id_}"),
                files,
                patterns.get(id_),
            )
            for id_, files in predictions.items()
        ),
        _Side("second image", "second capture", second_images, second_image_pattern),
        *(
            _Side(
                f"second prediction {id_}",
                f"prediction of {id_} for the second capture",
                files,
                second_patterns.get(id_),
            )
            for id_, files in second.items()
        ),
    ]
    sides = [side for side in sides if side.files]
    if not sides:
        return Pairing((), ())
    reference, *others = sides
    names = pair_names(reference.files)
    problems = [_same_name(paths) for paths in names.values() if len(paths) > 1]
    partners = {reference.id: {path: path for path in reference.files}}
    for side in others:
        partners[side.id], found = _match(reference, side)
        problems += found
    pairs = [
        _pair(paths[0], name, partners, predictions, second)
        for name, paths in names.items()
        if len(paths) == 1
    ]
    pairs.sort(key=lambda pair: natural_key(pair.name))
    return Pairing(tuple(pairs), tuple(sorted(set(problems), key=Problem.sort_key)))


def _pair(
    path: str,
    name: str,
    partners: Mapping[str, Mapping[str, str]],
    predictions: Mapping[str, Sequence[str]],
    second: Mapping[str, Sequence[str]],
) -> FilePair:
    found = {side: files[path] for side, files in partners.items() if path in files}
    by_candidate = ((id_, found.get(f"prediction {id_}")) for id_ in predictions)
    by_second = ((id_, found.get(f"second prediction {id_}")) for id_ in second)
    return FilePair(
        name,
        found.get("image"),
        found.get("target"),
        {id_: file for id_, file in by_candidate if file is not None},
        found.get("second image"),
        {id_: file for id_, file in by_second if file is not None},
    )


def _match(reference: _Side, side: _Side) -> tuple[dict[str, str], list[Problem]]:
    """Pair two sides; return partners by reference file, and problems."""
    if len(reference.files) == len(side.files) == 1:
        return {reference.files[0]: side.files[0]}, []
    ours, theirs = _best_naming(reference, side)
    shared = [name for name in ours.files if name in theirs.files]
    if not shared:
        return {}, [_nothing_matches(reference, side)]
    partners = {}
    problems = []
    for name in shared:
        if len(ours.files[name]) == len(theirs.files[name]) == 1:
            partners[ours.files[name][0]] = theirs.files[name][0]
        else:
            problems.append(_ambiguous(ours.files[name], theirs.files[name]))
    problems += _unmatched(reference, side, ours, theirs)
    return partners, problems


def _best_naming(reference: _Side, side: _Side) -> tuple[Naming, Naming]:
    ways = [
        (ours, theirs)
        for ours in namings(reference.files, reference.pattern)
        for theirs in namings(side.files, side.pattern)
        if ours.fits(theirs)
    ]
    # The first of equals wins, and the plainest ways come first.
    return max(ways, key=lambda way: (way[0].matches(way[1]), -way[0].cost - way[1].cost))


def _unmatched(reference: _Side, side: _Side, ours: Naming, theirs: Naming) -> Iterator[Problem]:
    for name in ours.files.keys() - theirs.files.keys():
        for path in ours.files[name]:
            yield Problem(
                path,
                f"has no {side.label} among {_some(side.files)}",
                code="missing-partner",
                hint=f"add the file for {name!r}, or leave this one out of the pattern",
            )
    for name in theirs.files.keys() - ours.files.keys():
        for path in theirs.files[name]:
            yield Problem(
                path,
                f"is a {side.label} that belongs to none of {_some(reference.files)}",
                code="extra-partner",
                hint=f"add the {reference.label} for {name!r}, or narrow the pattern",
            )


def _ambiguous(ours: Sequence[str], theirs: Sequence[str]) -> Problem:
    return Problem(
        ours[0],
        f"cannot be paired for certain: {_listed(ours)} may belong to {_listed(theirs)}",
        code="ambiguous-partner",
        hint="narrow the patterns to one file each, or name the folders with placeholders, "
        "such as data/{plate}/{name}.tif",
    )


def _nothing_matches(reference: _Side, side: _Side) -> Problem:
    count = len(side.files)
    who = "is the only file" if count == 1 else f"is one of {count} files, all of them"
    return Problem(
        side.files[0],
        f"{who} ({side.label}) without a name in common with {_some(reference.files)} "
        f"({reference.label})",
        code="no-partner",
        hint=_USE_PLACEHOLDER,
    )


def _same_name(paths: Sequence[str]) -> Problem:
    return Problem(
        paths[0],
        f"has the same name as {_listed(paths[1:])}",
        code="ambiguous-partner",
        hint="narrow the pattern to one of them",
    )


def _some(files: Sequence[str]) -> str:
    if len(files) == 1:
        return f"the only file {files[0]}"
    return f"the {len(files)} files such as {files[0]}"


def _listed(files: Sequence[str]) -> str:
    rest = len(files) - _SHOWN
    shown = list(files[:_SHOWN]) + ([f"{rest} more"] if rest > 0 else [])
    return " or ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))
