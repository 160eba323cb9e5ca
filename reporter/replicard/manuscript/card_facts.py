"""Facts of a card: every field that a methods section would say."""

import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from types import MappingProxyType

from pydantic import BaseModel

from replicard.manuscript.facts import Day, Fact, Identifier, Name, Numbers, Version, Words
from replicard.manuscript.metric_words import metric_topic
from replicard.manuscript.normal import normal_text
from replicard.manuscript.topics import TOPICS, topic_of_key
from replicard.manuscript.values import Amount, amount_of, values_in
from replicard_schema.card import Card

_ORGANISMS = {
    "homo sapiens": ("human", "H. sapiens"),
    "mus musculus": ("mouse", "mice", "murine", "M. musculus"),
    "rattus norvegicus": ("rat", "rats", "R. norvegicus"),
    "danio rerio": ("zebrafish", "D. rerio"),
    "drosophila melanogaster": ("Drosophila", "fruit fly", "D. melanogaster"),
    "caenorhabditis elegans": ("C. elegans",),
    "saccharomyces cerevisiae": ("S. cerevisiae", "yeast"),
    "escherichia coli": ("E. coli",),
    "arabidopsis thaliana": ("Arabidopsis", "A. thaliana"),
    "canis lupus familiaris": ("dog", "canine"),
    "dog": ("canine", "Canis"),
}
_LOSSES = {
    "mae": ("mean absolute error", "L1"),
    "mse": ("mean squared error", "L2"),
    "l1": ("mean absolute error", "L1 distance"),
    "l2": ("mean squared error", "L2 distance"),
    "ce": ("cross-entropy",),
    "cross_entropy": ("cross-entropy",),
    "bce": ("binary cross-entropy",),
}
_PROVENANCE = {
    "trained": ("trained", "training"),
    "fine-tuned": ("fine-tuned", "fine-tuning", "retrained"),
    "third-party": ("trained by", "pretrained", "pre-trained", "by others", "published model"),
}

# Numbers by the pattern of their field; the topic tells the words around them.
_AMOUNTS: Mapping[str, str] = MappingProxyType(
    {
        "datasets.*.acquisition.objective.magnification": "magnification",
        "datasets.*.acquisition.objective.numerical_aperture": "aperture",
        "datasets.*.acquisition.exposure": "exposure",
        "datasets.*.acquisition.time_interval": "interval",
        "datasets.*.acquisition.temperature": "temperature",
        "datasets.*.acquisition.channels.*.exposure": "exposure",
        "datasets.*.acquisition.channels.*.power": "power",
        "datasets.*.ground_truth.annotators": "annotators",
        "datasets.*.image_count": "images",
        "models.*.training.validation.fraction": "held-out",
        "models.*.training.hyperparameters.epochs": "epochs",
        "models.*.training.hyperparameters.steps_per_epoch": "steps",
        "models.*.training.hyperparameters.batch_size": "batch",
        "models.*.training.hyperparameters.learning_rate": "rate",
        "models.*.training.duration": "duration",
        "models.*.training.seed": "seed",
        "validations.*.stated_scores.*.images": "images",
    }
)
_DATES: Mapping[str, str] = MappingProxyType(
    {
        "datasets.*.acquisition.date": "acquired",
        "models.*.obtained": "obtained",
        "models.*.used": "used",
        "models.*.training.date": "trained",
        "validations.*.visual_check.date": "inspected",
    }
)
_NAMES = frozenset({"models.*.algorithm.name", "baselines.*.name"})
_LAST_IDENTIFIERS = {"doi": "DOI", "url": "web address", "accession": "accession number",
                     "commit": "commit", "license": "licence", "zoo": "web address",
                     "references": "DOI", "documentation": "web address",
                     "source_code": "web address", "support": "web address"}  # fmt: skip
_SIZED = frozenset(
    {
        "models.*.training.hyperparameters.patch_size",
        "datasets.*.acquisition.pixel_size",
        "validations.*.iou_thresholds",
    }
)
_SKIPPED = re.compile(
    r"card_version|study|not_applicable|bibliography|output"
    r"|datasets\.\*\.(?:independent_of|images|targets|annotations|second_images|axes|label_kind"
    r"|labels|boxes|groups|group_table|source_files|classes)"
    r"|models\.\*\.(?:name|weights|source_files|generative|cautions\.agreed(?:\.\*)?|training\.(?:datasets|log"
    r"|validation\.dataset)|prediction\.(?:datasets|intensity_measured))"
    r"|validations\.\*\.(?:dataset|candidates|second_predictions|metrics|object_table|label_kind"
    r"|normalisation|compare_with_input|intervals|repeated_predictions|boundary_tolerance"
    r"|uncertainty_maps|visual_check\.by|stated_scores\.\*\.(?:candidate|unit|metric)"
    r"|acceptance\.\*\.(?:metric|at|candidate))"
    r"|.*\.(?:interface|example_data|quality_checks|software\.url|tool\.url|algorithm\.url|last_release)"
)

_VAGUE = frozenset(
    [
        *("name", "kind", "model", "method", "manufacturer", "description", "because"),
        *("checked", "comment", "measures", "target", "metadata", "repository"),
    ]
)

Leaf = tuple[str, str, object, object]
"""Path, its pattern, the value, and the record that holds it."""


def card_facts(card: Card) -> tuple[Fact, ...]:
    """Return what a card says, in the order of its fields."""
    return tuple(fact for leaf in _leaves(card, "", "", card) for fact in _facts(leaf))


def card_texts(card: Card) -> tuple[str, ...]:
    """Return every text of a card in one spelling, for what it says in passing."""
    texts = (value for _, _, value, _ in _leaves(card, "", "", card, skips=False))
    return tuple(normal_text(value) for value in texts if isinstance(value, str) and " " in value)


def _leaves(
    value: object, path: str, pattern: str, holder: object, *, skips: bool = True
) -> Iterator[Leaf]:
    if value is None or (skips and path and _SKIPPED.fullmatch(pattern)):
        return
    if pattern in _SIZED and skips:
        yield path, pattern, value, holder
    elif isinstance(value, BaseModel):
        extra = value.model_extra or {}
        for name in (*type(value).model_fields, *extra):
            part = f"{path}.{name}" if path else name
            kind = f"{pattern}.{name}" if pattern else name
            child = extra[name] if name in extra else getattr(value, name)
            yield from _leaves(child, part, kind, value, skips=skips)
    elif isinstance(value, Mapping):
        for name, child in value.items():
            yield from _leaves(child, f"{path}.{name}", f"{pattern}.*", value, skips=skips)
    elif isinstance(value, tuple) and not _is_setting(pattern):
        single = pattern.rpartition(".")[2] == "references"
        for at, child in enumerate(value):
            kind = pattern if single else f"{pattern}.*"
            yield from _leaves(child, f"{path}[{at}]", kind, value, skips=skips)
    else:
        yield path, pattern, value, holder


def _is_setting(pattern: str) -> bool:
    is_augmentation = pattern.startswith("models.*.training.augmentation.*.")
    return pattern.startswith("models.*.prediction.parameters.*") or is_augmentation


def _facts(leaf: Leaf) -> Iterator[Fact]:
    path, pattern, value, holder = leaf
    last = pattern.rpartition(".")[2]
    if pattern in _AMOUNTS:
        yield from _amount(path, TOPICS[_AMOUNTS[pattern]].noun, value, _AMOUNTS[pattern])
    elif pattern in _SPECIAL:
        yield from _SPECIAL[pattern](path, value, holder)
    elif pattern in _DATES:
        yield Fact(path, f"date ({_DATES[pattern]})", str(value), Day(str(value), _DATES[pattern]))
    elif last in {"obtained", "date"}:
        yield Fact(path, "date", str(value), Day(str(value), "obtained"))
    elif _LAST_IDENTIFIERS.get(last):
        kind = _LAST_IDENTIFIERS[last]
        yield Fact(path, kind, str(value), Identifier(str(value), kind))
    elif last == "version" and (name := _named(holder, path)):
        yield Fact(path, f"version of {name}", str(value), Version(name, str(value)))
    elif _is_open(pattern):
        yield from _setting(path, value)
    elif pattern in _NAMES or (last == "name" and "software" in path) or path.endswith("tool.name"):
        yield Fact(path, _noun(path), str(value), Name(str(value)))
    elif isinstance(value, (str, Enum)):
        yield from _words(path, last, value)


def _words(path: str, last: str, value: object) -> Iterator[Fact]:
    text = str(value.value if isinstance(value, Enum) else value)
    synonyms: tuple[str, ...] = ()
    if last == "organism":
        synonyms = _ORGANISMS.get(text.lower(), ())
    elif last == "loss":
        synonyms = _LOSSES.get(text.lower(), ())
    elif last == "provenance":
        synonyms = _PROVENANCE.get(text, ())
    yield Fact(path, _noun(path), text, Words(normal_text(text), synonyms))


def _noun(path: str) -> str:
    """Return what a field is called, with what it belongs to where its own name says little.

    >>> (
    ...     _noun("datasets.a.acquisition.detector.kind"),
    ...     _noun("models.b.prediction.postprocessing[0]"),
    ... )
    ('detector kind', 'postprocessing')
    """
    parts = [part.partition("[")[0].replace("_", " ") for part in path.split(".")]
    is_vague = parts[-1] in _VAGUE and len(parts) > 3  # noqa: PLR2004 - below an id
    return f"{parts[-2]} {parts[-1]}" if is_vague else parts[-1]


def _is_open(pattern: str) -> bool:
    hyperparameter = pattern.startswith("models.*.training.hyperparameters.")
    known = pattern.rpartition(".")[2] in {"optimizer", "loss"}
    is_augmentation = pattern.startswith("models.*.training.augmentation.*.")
    is_name = pattern.endswith(".name")
    return (hyperparameter and not known) or (_is_setting(pattern) and not is_name) or (
        is_augmentation and not is_name
    )  # fmt: skip


def _setting(path: str, value: object) -> Iterator[Fact]:
    """Return a setting under a name of the tool's own."""
    key = re.split(r"[.\]]", path.rstrip("]"))[-1]
    listed = value if isinstance(value, tuple) else (value,)
    shown = ", ".join(map(str, listed))
    amounts = [amount_of(normal_text(str(each))) for each in listed]
    topic = topic_of_key(key, key)
    if ".augmentation[" not in path and len(amounts) == 1 and amounts[0] is not None:
        yield Fact(path, key, shown, Numbers(topic, (amounts[0],)))
    else:
        yield Fact(path, key, shown, Words(normal_text(f"{key.replace('_', ' ')} {shown}")))


def _amount(path: str, noun: str, value: object, topic: str) -> Iterator[Fact]:
    # Values of the card are exact, however many digits they have.
    spelled = f"{value:.6g}" if isinstance(value, float) else str(value)
    text = normal_text(spelled.replace(" x", "x"))
    if (found := amount_of(text)) is not None:
        yield Fact(path, noun, text, Numbers(TOPICS[topic], (found,)))
    elif found_values := values_in(text):
        yield Fact(path, noun, text, Numbers(TOPICS[topic], found_values[0].amounts))


def _pixel_size(path: str, value: object, holder: object) -> Iterator[Fact]:
    del holder
    listed = [(name, getattr(value, name)) for name in ("x", "y", "z")]
    read = [
        (name, length, amount_of(normal_text(str(length)))) for name, length in listed if length
    ]
    amounts = tuple(amount for _, _, amount in read if amount is not None)
    in_plane = amounts[:2]
    shown = " × ".join(str(length) for name, length, _ in read if name != "z")
    yield Fact(
        f"{path}.x", "pixel size", shown, Numbers(TOPICS["pixel-size"], in_plane, (amounts,))
    )
    for name, length, amount in read:
        if name == "z" and amount is not None:
            yield Fact(
                f"{path}.z", "distance of planes", str(length),
                Numbers(TOPICS["plane-distance"], (amount,)),
            )  # fmt: skip


def _patch_size(path: str, value: object, holder: object) -> Iterator[Fact]:
    del holder
    sizes = value if isinstance(value, tuple) else ()
    if sizes:
        shown = " × ".join(map(str, sizes))
        amounts = tuple(Amount(float(size), 1.0) for size in sizes)
        yield Fact(path, "patch size", shown, Numbers(TOPICS["patch"], amounts))


def _thresholds(path: str, value: object, holder: object) -> Iterator[Fact]:
    del holder
    for at, threshold in enumerate(value if isinstance(value, tuple) else ()):
        amount = Amount(float(threshold), 0.01)
        numbers = Numbers(TOPICS["iou-threshold"], (amount,))
        yield Fact(f"{path}[{at}]", "IoU threshold", f"{threshold:g}", numbers)


def _wavelengths(path: str, value: object, holder: object) -> Iterator[Fact]:
    del holder
    text = normal_text(str(value))
    found = [each for each in values_in(text) if each.kind == "length"]
    for each in found:
        shown = text[each.start : each.end]
        yield Fact(path, "wavelength", shown, Numbers(TOPICS["wavelength"], each.amounts))
    if not found:
        yield Fact(path, "light", text, Words(text))


def _illumination(path: str, value: object, holder: object) -> Iterator[Fact]:
    text = normal_text(str(value))
    yield from (f for f in _wavelengths(path, value, holder) if isinstance(f.sought, Numbers))
    yield Fact(path, "illumination", text, Words(text))


def _gain(path: str, value: object, holder: object) -> Iterator[Fact]:
    del holder
    yield from _setting(path, value)


def _limit(path: str, value: object, holder: object) -> Iterator[Fact]:
    topic = metric_topic(str(getattr(holder, "metric", "")))
    amount = Amount(float(str(value)), 1e-6)
    yield Fact(path, f"limit of {topic.noun}", f"{value:g}", Numbers(topic, (amount,)))


def _stated_score(path: str, value: object, holder: object) -> Iterator[Fact]:
    topic = metric_topic(str(getattr(holder, "metric", "")))
    unit = getattr(holder, "unit", None)
    shown = f"{value:g} {unit or ''}".strip()
    amount = amount_of(normal_text(shown)) or Amount(float(str(value)), 1e-6)
    yield Fact(path, topic.noun, shown, Numbers(topic, (amount,)))


def _library(path: str, value: object, holder: object) -> Iterator[Fact]:
    del holder
    name = path.rpartition(".libraries.")[2]
    yield Fact(path, f"version of {name}", str(value), Version(name, str(value)))


def _model_version(path: str, value: object, holder: object) -> Iterator[Fact]:
    # The name of a model in a text is anybody's guess, so only its version is looked for.
    del holder
    yield Fact(path, "version of the model", str(value), Words(str(value)))


_SPECIAL: Mapping[str, Callable[[str, object, object], Iterator[Fact]]] = MappingProxyType(
    {
        "datasets.*.acquisition.pixel_size": _pixel_size,
        "models.*.training.hyperparameters.patch_size": _patch_size,
        "validations.*.iou_thresholds": _thresholds,
        "datasets.*.acquisition.channels.*.excitation": _wavelengths,
        "datasets.*.acquisition.channels.*.emission": _wavelengths,
        "datasets.*.acquisition.illumination": _illumination,
        "datasets.*.acquisition.detector.gain": _gain,
        "validations.*.acceptance.*.at_least": _limit,
        "validations.*.acceptance.*.at_most": _limit,
        "validations.*.stated_scores.*.value": _stated_score,
        "models.*.training.libraries.*": _library,
        "models.*.version": _model_version,
    }
)


def _named(holder: object, path: str) -> str | None:
    """Return the name of what has a version; None for records of repositories and code."""
    name = getattr(holder, "name", None)
    return str(name) if name is not None and ".deposit." not in path else None
