"""Which fields of a new card the files of a project fill."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from replicard.errors import ProblemsError
from replicard.execution import Track, silent
from replicard.importers import read_file
from replicard.loading import Typed
from replicard.loading.editing import Addition
from replicard.pipeline.importing.choosing import FieldPath, Known, choose, typed_value
from replicard.pipeline.importing.subjects import place_facts, subject_roots
from replicard.pipeline.readings import reading_of_log
from replicard.pipeline.starting.acquisition import acquisition_of_sets
from replicard.pipeline.starting.folders import (
    ImageSet,
    Part,
    Side,
    image_sets,
    pattern,
    says_only_role,
)
from replicard.pipeline.survey import Survey, telling_tables
from replicard_schema.evidence import FactSubject, Reading

GUESSED = "guessed from the names of folders"
_BEST = re.compile(r"best", re.IGNORECASE)
_NO_LETTER = re.compile(r"[^a-z0-9]")


def read_all_sources(root: Path, found: Survey) -> tuple[Reading, ...]:
    """Read every file of a tool that was found, and every training log."""
    of_tools = [read_file(root, head, importer) for head, importer in found.sources]
    logs = [reading_of_log(root, path) for path in telling_tables(found)]
    return (*of_tools, *(log for log in logs if log is not None))


def additions(
    root: Path, found: Survey, readings: Sequence[Reading], *, track: Track = silent
) -> list[Addition]:
    """Return the fields that the files fill, and what the names of folders suggest.

    Each carries a comment that says where it comes from. What cannot be told goes into
    the remarks of the survey.
    """
    sets = image_sets(found.images)
    known = list(_placed(readings, found, sets))
    choices, unfit = choose(known)
    found.remarks += [f"{text}." for text in unfit]
    made = [
        Addition(path, typed_value(c.taken.fact.value), c.comment) for path, c in choices.items()
    ]
    made += [Addition((*at, "source_files"), list(f)) for at, f in subject_roots(known).items()]
    models = list(dict.fromkeys(a.path[1] for a in made if a.path[0] == "models"))
    made += _weights(found, _folders_of(known), made)
    made += _datasets(sets, found.images)
    made += _described_data(made, models)
    made += acquisition_of_sets(root, sets, found, track=track)
    made += _uses(sets, found.images, models)
    return _unique(made)


def _placed(
    readings: Sequence[Reading], found: Survey, sets: Sequence[ImageSet]
) -> Iterator[Known]:
    """Give facts their places: files in folders first, for those tell what models there are."""
    nested = [r for r in readings if "/" in r.file.path]
    at_top = [r for r in readings if "/" not in r.file.path]
    models: dict[str, Typed] = {}
    for reading in (*nested, *at_top):
        card: Mapping[str, Typed] = {} if reading in nested else {"models": models}
        try:
            for known in place_facts(card, [reading], named=_described(reading, sets)):
                if known.fact.subject is FactSubject.MODEL:
                    models.setdefault(known.path[1], {})
                yield known
        except ProblemsError:
            found.remarks.append(
                f"{reading.file.path} can be about several models. Say about which: replicard "
                f"import {reading.file.path} --into card.yaml --as {next(iter(models), 'MODEL')}."
            )


def _described(reading: Reading, sets: Sequence[ImageSet]) -> str | None:
    """Return the data set that a file beside its images is about, if it speaks of nothing else."""
    if any(fact.subject is not FactSubject.DATASET for fact in reading.facts):
        return None
    parent = PurePosixPath(reading.file.path).parent
    near = [s.id for s in sets if any(parent.is_relative_to(f) for f in s.folders.values())]
    near = near or [one.id for one in sets if str(parent) == one.at]
    return near[0] if len(near) == 1 else None


def _folders_of(known: Sequence[Known]) -> dict[str, set[str]]:
    """Return for each model the folders of the files that speak about it."""
    folders: dict[str, set[str]] = {}
    for one in known:
        if one.fact.subject is FactSubject.MODEL:
            parent = str(PurePosixPath(one.reading.file.path).parent)
            folders.setdefault(one.path[1], set()).add(parent)
    return folders


def _weights(
    found: Survey, folders: Mapping[str, set[str]], made: Sequence[Addition]
) -> Iterator[Addition]:
    taken = {addition.path for addition in made}
    for model, own in folders.items():
        weights = [path for path in found.weights if _is_near(path, own, folders)]
        best = [path for path in weights if _BEST.search(PurePosixPath(path).name)] or weights
        if best and ("models", model, "weights") not in taken:
            others = f"; {len(weights) - 1} more here" if len(weights) > 1 else ""
            comment = f"{GUESSED}: the weights that were used{others}"
            yield Addition(("models", model, "weights"), best[0], comment)


def _is_near(path: str, own: set[str], all_folders: Mapping[str, set[str]]) -> bool:
    """Say whether a file lies in or below a folder of a model, and of no other."""
    parents = [str(parent) for parent in PurePosixPath(path).parents]
    nearest = next((p for p in parents if any(p in f for f in all_folders.values())), None)
    return nearest in own


def _datasets(sets: Sequence[ImageSet], images: Mapping[str, Sequence[str]]) -> Iterator[Addition]:
    for one in sets:
        for side, folder in sorted(one.folders.items()):
            n = len(images[folder])
            files = "1 file" if n == 1 else f"{n} files"
            value = pattern(folder, images[folder])
            yield Addition(("datasets", one.id, side.value), value, f"{files}; {GUESSED}")


def _described_data(made: Sequence[Addition], models: Sequence[str]) -> Iterator[Addition]:
    """Say that the only model was trained on the only data set that a tool describes."""
    datasets = list(dict.fromkeys(a.path[1] for a in made if _is_of_tool(a)))
    if len(models) == 1 and len(datasets) == 1:
        path = ("models", models[0], "training", "datasets")
        comment = "guessed: the data set that the files of its training describe"
        yield Addition(path, [datasets[0]], comment)


def _is_of_tool(addition: Addition) -> bool:
    return addition.path[0] == "datasets" and addition.path[-1] == "source_files"


def _uses(
    sets: Sequence[ImageSet], images: Mapping[str, Sequence[str]], models: Sequence[str]
) -> Iterator[Addition]:
    """Say which model used which images, where there is but one model or a name tells."""
    for one in sets:
        if len(models) == 1 and one.part is Part.TRAINING:
            yield Addition(("models", models[0], "training", "datasets"), [one.id], GUESSED)
        if Side.TARGETS not in one.folders or one.part is Part.TRAINING:
            continue
        for folder in one.predictions:
            model = _named_in(folder, models)
            if model is not None:
                path = ("validations", one.id, "candidates", model)
                yield Addition(("validations", one.id, "dataset"), one.id, GUESSED)
                yield Addition(path, pattern(folder, images[folder]), GUESSED)


def _named_in(folder: str, models: Sequence[str]) -> str | None:
    """Return the model that a folder of predictions is named after.

    The only model is meant where the folder has no name but that of its role, such as
    ``results``; ``pred_unet`` may be of a method that left nothing else here.
    """
    plain = _NO_LETTER.sub("", folder.lower())
    named = [model for model in models if _NO_LETTER.sub("", model.lower()) in plain]
    if len(named) == 1:
        return named[0]
    is_nameless = says_only_role(PurePosixPath(folder).name)
    return models[0] if len(models) == 1 and not named and is_nameless else None


def _unique(made: Sequence[Addition]) -> list[Addition]:
    first: dict[FieldPath, Addition] = {}
    for addition in made:
        first.setdefault(addition.path, addition)
    return list(first.values())
