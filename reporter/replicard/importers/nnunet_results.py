"""nnU-Net v2: how the images were split into folds, and scores that it computed."""

import json
import statistics
from collections.abc import Mapping

from replicard.importers.making import listed, model_fact
from replicard.importers.plain import json_object, number_of, text_of
from replicard.importers.source import (
    Content,
    Harvest,
    Head,
    Importer,
    UnreadableSourceError,
    unknown_keys,
)
from replicard_schema.evidence import FactKind


def _is_splits(head: Head) -> bool:
    return head.name == "splits_final.json" and b'"train"' in head.start


def _read_splits(content: Content) -> Harvest:
    """Read the sizes of the folds; the list of images is that of the data set, not of a card."""
    try:
        folds = json.loads(text_of(content))
    except (ValueError, RecursionError) as error:
        raise UnreadableSourceError("is not whole JSON") from error
    sizes = [
        (len(listed(fold["train"])), len(listed(fold["val"])))
        for fold in (folds if isinstance(folds, list) else ())
        if isinstance(fold, dict) and {"train", "val"} <= fold.keys()
    ]
    if not sizes:
        raise UnreadableSourceError("holds no folds with the keys train and val")
    shares = [n_val / (n_train + n_val) for n_train, n_val in sizes if n_train + n_val]
    share = f"{statistics.fmean(shares):.3g}" if shares else None
    words = ", ".join(f"{n_train} and {n_val}" for n_train, n_val in sizes[:10])
    n = "1 fold" if len(sizes) == 1 else f"{len(sizes)} folds"
    remark = f"It holds {n}, with so many images for training and validation: {words}."
    field = "training.validation.fraction"
    return Harvest(tuple(model_fact(field, share, FactKind.CONFIGURED, "val")), (), (remark,))


def _is_summary(head: Head) -> bool:
    keys = (b'"foreground_mean"', b'"metric_per_case"')
    return head.name == "summary.json" and any(key in head.start for key in keys)


def _read_summary(content: Content) -> Harvest:
    """Read mean scores, as a remark: scores belong to a validation, which says on what."""
    values = json_object(content)
    mean = values.get("foreground_mean")
    scores = mean if isinstance(mean, dict) else {}
    known = {
        name: number
        for name in ("Dice", "IoU")
        if (number := number_of(scores.get(name))) is not None
    }
    per_case = values.get("metric_per_case")
    n = len(per_case) if isinstance(per_case, list) else 0
    remarks = (_in_words(known, n, content.head),) if known else ()
    return Harvest(
        (), unknown_keys(values, ("foreground_mean", "metric_per_case", "mean")), remarks
    )


def _in_words(scores: Mapping[str, float], n: int, head: Head) -> str:
    listed_scores = ", ".join(f"{name} {number:.4g}" for name, number in scores.items())
    cases = "1 image" if n == 1 else f"{n} images"
    # nnU-Net writes the scores of its own validation images into a folder of this name.
    is_own = "validation" in head.folders[-1:]
    on = (
        "these are the validation images of a fold, which training has seen as such; a test set "
        "has others"
        if is_own
        else "on which images, only you know"
    )
    return (
        f"It states {listed_scores}, averaged over classes and {cases}: {on}. Pixels of a class "
        "count, not objects. State them under stated_scores of a validation."
    )


SPLITS = Importer(
    "nnU-Net folds",
    _is_splits,
    _read_splits,
    takes="share held out for validation; sizes of the folds, as remark",
    trap="nnU-Net draws the folds by image, also where images of one sample belong together.",
)
SUMMARY = Importer(
    "nnU-Net scores",
    _is_summary,
    _read_summary,
    max_bytes=64 << 20,
    takes="mean Dice and IoU, as remark",
    trap=(
        "In a folder `validation` they are of the images that the fold held out, not of a test "
        "set. Pixels of a class count, not objects."
    ),
)
