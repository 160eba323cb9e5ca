"""Loss curves from TensorBoard's event files.

One folder holds one file for each start of a run; Keras keeps training and validation in
folders of their own, whose names tell them apart. Steps count batches or epochs, and only a
scalar named ``epoch``, as Lightning writes it, says which.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from replicard.capture.logs.columns import (
    EPOCH,
    TRAINING_LOSS,
    VALIDATION_LOSS,
    find,
    no_loss,
    plain,
)
from replicard.capture.logs.curves import Curves
from replicard.capture.logs.event_files.records import CutOffError, records
from replicard.capture.logs.event_files.scalars import Scalar, scalars
from replicard.capture.logs.lines import Row, curves_of
from replicard.capture.logs.table import MAX_COLUMNS
from replicard.capture.logs.text import UnreadableLogError
from replicard.capture.logs.wording import shortened

LAYOUT = "TensorBoard event files"
_OF_KERAS = "epoch_loss"
_GENERIC = frozenset({"loss", _OF_KERAS})


@dataclass(frozen=True, slots=True)
class _Point:
    """A scalar with the start of the run that it belongs to.

    Attributes
    ----------
    tag
        Name of the scalar in its file.
    start
        Counts the files of one folder: the start of a run opens a new one.
    """

    name: str
    tag: str
    start: int
    step: int
    value: float


def read_event_files(files: Mapping[str, bytes]) -> Curves:
    """Return the curves of event files.

    Parameters
    ----------
    files
        Content of each file by its path, in the order in which they were begun.

    Raises
    ------
    UnreadableLogError
        If a file is damaged, or there is no loss in them.
    """
    remarks: list[str] = []
    points = list(_points(files, remarks))
    names = list(dict.fromkeys(point.name for point in points))
    training, validation = (_loss(names, known) for known in (TRAINING_LOSS, VALIDATION_LOSS))
    if training is None and validation is None:
        raise UnreadableLogError(no_loss(names, noun="scalar"))
    rows, noun = _rows(points, names)
    if _is_by_epoch(points, training, validation):
        noun = "epoch"
    if noun == "step" and training is not None and validation is not None:
        rows, binned = _at_validation(rows, training, validation)
        remarks += binned
    if noun == "step":
        remarks.append("TensorBoard counts steps, which may be batches or epochs.")
    kept = _few(names, training, validation)
    rows = [Row(row.epoch, {n: v for n, v in row.values.items() if n in kept}) for row in rows]
    curves = curves_of(rows, layout=LAYOUT, training=training, validation=validation)
    return replace(curves, noun=noun, remarks=tuple(remarks))


def _few(names: Sequence[str], *losses: str | None) -> frozenset[str]:
    """Return the losses and as many other names as are kept: some tools write hundreds."""
    first = [name for name in losses if name is not None]
    others = [name for name in names if name not in first]
    return frozenset((*first, *others[: MAX_COLUMNS - len(first)]))


def _points(files: Mapping[str, bytes], remarks: list[str]) -> Iterator[_Point]:
    roots = {_folder(path) for path in files}
    common = min(roots, key=len) if len(roots) == 1 else _common_folder(roots)
    starts: dict[str, int] = {}
    for path, data in files.items():
        folder = _folder(path)
        start = starts[folder] = starts.get(folder, -1) + 1
        side = folder.removeprefix(common).strip("/")
        for scalar in _scalars(path, data, remarks):
            yield _Point(_name(side, scalar.tag), scalar.tag, start, scalar.step, scalar.value)


def _scalars(path: str, data: bytes, remarks: list[str]) -> Iterator[Scalar]:
    try:
        for record in records(data):
            yield from scalars(record)
    except CutOffError:
        remarks.append(f"The last record of {shortened(_file(path))} is cut off and left out.")


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _file(path: str) -> str:
    return path.rpartition("/")[2]


def _common_folder(folders: set[str]) -> str:
    parts = [folder.split("/") for folder in folders]
    shared = []
    for level in zip(*parts, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return "/".join(shared)


def _name(side: str, tag: str) -> str:
    """Name a scalar; a folder such as ``validation`` says whose loss it is.

    >>> _name("validation", "epoch_loss"), _name("", "Loss/train"), _name("x", "lr")
    ('validation loss', 'Loss/train', 'x/lr')
    """
    if not side:
        return tag
    words = plain(side).split("_")
    if plain(tag.rpartition("/")[2]) in _GENERIC:
        if any(word.startswith("val") for word in words):
            return "validation loss"
        if any(word.startswith("train") for word in words):
            return "training loss"
    return f"{side}/{tag}"


def _loss(names: Sequence[str], known: Sequence[str]) -> str | None:
    """Return the name of a loss: by its whole name, or else by what follows the group."""
    for shown in (names, [name.partition("/")[2] for name in names]):
        place = find(shown, known)
        if place is not None:
            return names[place]
    return None


def _is_by_epoch(points: Sequence[_Point], *losses: str | None) -> bool:
    """Say whether the losses have the tag of Keras, whose steps are epochs."""
    return all(point.tag == _OF_KERAS for point in points if point.name in losses)


def _rows(points: Sequence[_Point], names: Sequence[str]) -> tuple[list[Row], str]:
    """Return the rows, one a step or epoch of each start, and what they count."""
    place = find(names, EPOCH)
    clock = names[place] if place is not None else None
    by_step: dict[tuple[int, int], dict[str, float]] = {}
    for point in points:
        by_step.setdefault((point.start, point.step), {})[point.name] = point.value
    ordered = sorted(by_step.items())
    if clock is None:
        return [Row(float(step), values) for (_, step), values in ordered], "step"
    timed = [
        (start, values.pop(clock), values) for (start, _), values in ordered if clock in values
    ]
    return list(_epochs(timed)), "epoch"


def _epochs(timed: Sequence[tuple[int, float, dict[str, float]]]) -> Iterator[Row]:
    for (_, epoch), group in groupby(timed, key=lambda one: one[:2]):
        gathered: dict[str, list[float]] = {}
        for _, _, values in group:
            for name, value in values.items():
                gathered.setdefault(name, []).append(value)
        if gathered:
            yield Row(epoch, {name: sum(v) / len(v) for name, v in gathered.items()})


def _at_validation(
    rows: Sequence[Row], training: str, validation: str
) -> tuple[list[Row], list[str]]:
    """Bring a training loss of every batch to the steps at which validation was done."""
    watched = sum(validation in row.values for row in rows)
    if watched < 2 or watched * 2 > len(rows):  # noqa: PLR2004 - an interval has two ends
        return list(rows), []
    kept, since = [], []
    for row in rows:
        if training in row.values:
            since.append(row.values[training])
        if validation in row.values:
            own = {training: sum(since) / len(since)} if since else {}
            kept.append(Row(row.epoch, {**row.values, **own}))
            since = []
    remark = "The training loss is the mean over the steps since the validation loss before."
    return kept, [remark]
