"""Fields of the card as nouns: ``learning rate of the training``."""

import re
from collections.abc import Mapping
from types import MappingProxyType

_PART = re.compile(r"[^.\[\]]+|\[[0-9]+\]")
_NOUNS: Mapping[str, str] = MappingProxyType(
    {
        "at": "IoU threshold",
        "at_least": "smallest accepted value",
        "at_most": "largest accepted value",
        "because": "reason",
        "batch_size": "batch size",
        "by": "name of the person",
        "candidates": "predictions",
        "code": "code",
        "dataset": "data set",
        "datasets": "data sets",
        "agreed": "cautions agreed with",
        "all_settings": "file of all settings",
        "annotated_by": "account of who annotated",
        "bayesian": "Bayesian analysis",
        "checked": "check",
        "colour_blind": "legibility for the colour-blind",
        "combined_by": "way of combining annotations",
        "compare_with_input": "wish to score the raw input",
        "computed_with": "program",
        "conflicts": "conflicts of interest",
        "corrupt": "treatment of damaged images",
        "differs_from_training": "difference from the training images",
        "doi": "DOI",
        "ethics_code": "code of ethics",
        "excluded": "exclusions",
        "external": "validation on images from elsewhere",
        "funders_role": "role of the funders",
        "generative": "statement on whether the network is generative",
        "group_table": "table of groups",
        "hidden": "statement on hidden marks",
        "intensity_measured": "statement on measured intensities",
        "label_kind": "kind of labels",
        "language_models": "use of language models",
        "learning_because": "reason for learning",
        "made_for_study": "statement on whether the images were made for the study",
        "manual_rois": "statement on regions drawn by hand",
        "max_words": "limit of words",
        "missing": "treatment of missing data",
        "no_ground_truth": "absence of ground truth",
        "noise_limited_by": "way of limiting noise",
        "obtained": "date of obtaining",
        "participants": "statement on participants",
        "quantified": "statement on quantified images",
        "reproduce": "command to reproduce",
        "reused": "account of what was reused",
        "rois": "files of regions",
        "same_adjustment": "statement on equal adjustment",
        "search": "search of hyperparameters",
        "spatial": "account of coordinates",
        "trained_by": "account of who trained it",
        "used": "date of use",
        "used_for": "use",
        "weights_used": "choice of weights",
        "grants": "grant",
        "id": "id",
        "image_count": "number of images",
        "independent_of": "list of data sets without shared images",
        "instead": "cross-check",
        "iou_thresholds": "IoU thresholds",
        "epochs": "number of epochs",
        "initial_weights": "initial weights",
        "license": "licence",
        "nms_threshold": "NMS threshold",
        "not_applicable": "reason for what does not apply",
        "object_table": "wish for a table of objects",
        "optimizer": "optimiser",
        "orcid": "ORCID iD",
        "parameters_count": "number of parameters",
        "seed": "random seed",
        "steps_per_epoch": "number of steps per epoch",
        "stated_scores": "stated score",
        "targets": "ground-truth files",
        "images": "image files",
        "url": "web address",
        "zoo": "page in a model zoo",
        "acceptance": "acceptance criterion",
        "annotators": "number of annotators",
        "runs": "number of runs",
        "x": "size in x",
        "y": "size in y",
        "z": "size in z",
    }
)
_SINGULAR = {
    "authors": "author",
    "channels": "channel",
    "labels": "label",
    "links": "link",
    "code": "code entry",
    "augmentation": "augmentation",
}
_FREE = frozenset({"parameters", "hyperparameters", "libraries", "classes", "not_applicable"})
"""Records whose keys are names of the author's own, or of a tool."""
_OF_IDS = frozenset({"candidates", "second_predictions", "annotations", "repeated_predictions"})
_SECTIONS = frozenset({"datasets", "models", "baselines", "validations"})
_HEADINGS = frozenset({"study", "statistics", "figures", "clinical", "output"})
"""Parts of the card that are headings of the text, so that a field needs not name them."""
_SILENT = frozenset({"hyperparameters", "parameters", "libraries"})
_BELOW_ACQUISITION = 2


def subject_of(field: str) -> tuple[str, str]:
    """Return the section and the id that a field belongs to; the id may be empty.

    >>> subject_of("models.nuclei.training.seed"), subject_of("study.title")
    (('models', 'nuclei'), ('study', ''))
    """
    first, *rest = _PART.findall(field)
    return (first, rest[0]) if first in _SECTIONS and rest else (first, "")


def label_of(field: str, *, below: str = "") -> str:
    """Return the noun of a field, as it follows *the*.

    Parameters
    ----------
    below
        Record that the text is about already.

    Examples
    --------
    >>> label_of("models.nuclei.training.hyperparameters.learning_rate")
    'learning rate of the training'
    >>> label_of("study.authors[1].affiliation")
    'affiliation of author 2'
    >>> label_of("study.authors[1].affiliation", below="study.authors[1]")
    'affiliation'
    """
    parts = _PART.findall(field.removeprefix(below)) if below else _relative(field)
    return _chained(parts) or "whole record"


def _relative(field: str) -> list[str]:
    first, *rest = _PART.findall(field)
    if first in _SECTIONS:
        return rest[1:]
    return rest if first in _HEADINGS and rest and rest[0][0] != "[" else [first, *rest]


def _chained(parts: list[str]) -> str:
    """Join nouns from the innermost outwards."""
    nouns: list[tuple[str, bool]] = []
    at = 0
    while at < len(parts):
        name = parts[at]
        number = parts[at + 1] if at + 1 < len(parts) and parts[at + 1].startswith("[") else ""
        if number:
            nouns.append((f"{_SINGULAR.get(name, _noun(name))} {int(number[1:-1]) + 1}", False))
            at += 2
            continue
        after = parts[at + 1] if at + 1 < len(parts) else ""
        if name in _FREE and after:
            nouns.append((_free(name, after), True))
            at += 2
        elif name in _OF_IDS and after:
            nouns.append((f"{_noun(name)} of {after}", True))
            at += 2
        else:
            deep = name == "acquisition" and len(parts) - at > _BELOW_ACQUISITION
            if not deep and not (name in _SILENT and after):
                nouns.append((_noun(name), True))
            at += 1
    return _joined(nouns)


def _joined(nouns: list[tuple[str, bool]]) -> str:
    if not nouns:
        return ""
    *outer, (last, _) = nouns
    links = ["for" if last == "reason" else "of", *("of" for _ in outer)]
    told = zip(links, outer[::-1], strict=False)
    return last + "".join(f" {of} {'the ' if the else ''}{noun}" for of, (noun, the) in told)


def _free(record: str, name: str) -> str:
    if record == "libraries":
        return f"version of {name}"
    if record == "classes":
        return f"name of class {name}"
    if record == "not_applicable":
        return f"reason why {name} does not apply"
    return _noun(name)


def _noun(name: str) -> str:
    if name in _NOUNS:
        return _NOUNS[name]
    if name.endswith("_because"):
        return f"reason for the {_noun(name.removesuffix('_because'))}"
    return name.replace("_", " ")
