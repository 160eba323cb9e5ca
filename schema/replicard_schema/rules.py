"""Rules that tie one part of a card to another.

They work on the plain document, not on models, so that a card with a mistyped date
shows its dangling references in the same round. A part of the wrong type is passed
over: the type error is reported by the models.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice

from replicard_schema.fields import UnknownFieldError, is_item_name, list_and_item, resolve
from replicard_schema.scalars import shown
from replicard_schema.shipped_items import shipped_items

_MAX_LISTED = 12


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a document breaks, and where.

    Attributes
    ----------
    field
        Where the value stands that breaks it.
    code
        Short permanent name of the rule.
    message
        What is wrong, as one sentence without a full stop.
    hint
        What to do next, if that can be said.
    about_key
        Whether the name of the field is at fault, not its value.
    """

    field: tuple[str | int, ...]
    code: str
    message: str
    hint: str | None = None
    about_key: bool = False


def violations(document: Mapping[str, object]) -> Iterator[Violation]:
    """Yield every broken rule of a card given as nested mappings and lists.

    Parameters
    ----------
    document
        A card as read from YAML or dumped from the models; may be malformed.
    """
    datasets, models = _mapping(document, "datasets"), _mapping(document, "models")
    baselines = _mapping(document, "baselines")
    candidates = {**models, **baselines}
    for name in baselines:
        if name in models:
            message = f"there is a model called {shown(name)} already"
            hint = "give the baseline an id of its own"
            yield Violation(("baselines", name), "id-taken", message, hint, about_key=True)
    for name, dataset in datasets.items():
        at = ("datasets", name, "independent_of")
        yield from _known(at, _many(dataset, "independent_of"), datasets, "data set")
        yield from _grouping_rule(("datasets", name), dataset)
    for name, model in models.items():
        yield from _model_rules(("models", name), model, datasets)
    for name, validation in _mapping(document, "validations").items():
        yield from _validation_rules(("validations", name), validation, datasets, candidates)
    yield from _not_applicable(_mapping(document, "not_applicable"))


def _grouping_rule(at: tuple[str, ...], dataset: object) -> Iterator[Violation]:
    fields = dataset if isinstance(dataset, Mapping) else {}
    if fields.get("groups") is not None and fields.get("group_table") is not None:
        message = "groups are stated by a pattern already"
        hint = "keep either groups or group_table"
        yield Violation((*at, "group_table"), "groups-stated-twice", message, hint, about_key=True)


def _model_rules(
    at: tuple[str, ...], model: object, datasets: Mapping[str, object]
) -> Iterator[Violation]:
    training, prediction = _mapping(model, "training"), _mapping(model, "prediction")
    yield from _known(
        (*at, "training", "datasets"), _many(training, "datasets"), datasets, "data set"
    )
    yield from _known(
        (*at, "prediction", "datasets"), _many(prediction, "datasets"), datasets, "data set"
    )
    held_out = _mapping(training, "validation").get("dataset")
    yield from _known((*at, "training", "validation", "dataset"), held_out, datasets, "data set")


def _validation_rules(
    at: tuple[str, ...],
    validation: object,
    datasets: Mapping[str, object],
    candidates: Mapping[str, object],
) -> Iterator[Violation]:
    fields = validation if isinstance(validation, Mapping) else {}
    yield from _known((*at, "dataset"), fields.get("dataset"), datasets, "data set")
    for part in ("candidates", "second_predictions", "repeated_predictions", "uncertainty_maps"):
        for name in _mapping(fields, part):
            found = _known((*at, part, name), name, candidates, "model or baseline")
            yield from (replace(violation, about_key=True) for violation in found)
    yield from _second_predictions((*at, "second_predictions"), fields)
    compared = _mapping(fields, "candidates") or candidates
    for i, entry in enumerate(_many(fields, "acceptance")):
        yield from _acceptance_rules((*at, "acceptance", i), entry, compared)
    for i, entry in enumerate(_many(fields, "stated_scores")):
        scored = entry.get("candidate") if isinstance(entry, Mapping) else None
        yield from _known(
            (*at, "stated_scores", i, "candidate"), scored, candidates, "model or baseline"
        )
    yield from _percentile_rule((*at, "normalisation"), _mapping(fields, "normalisation"))
    kinds = (
        "candidates",
        "no_ground_truth",
        "stated_scores",
        "repeated_predictions",
        "uncertainty_maps",
    )
    if fields and not any(fields.get(kind) for kind in kinds):
        yield Violation(
            at,
            "nothing-validated",
            "says neither what is compared nor why nothing is",
            "add candidates (predictions by model id), stated_scores, or no_ground_truth",
        )


def _second_predictions(at: tuple[str, ...], fields: Mapping[str, object]) -> Iterator[Violation]:
    first = _mapping(fields, "candidates")
    for name in _mapping(fields, "second_predictions"):
        if name not in first:
            yield Violation(
                (*at, name),
                "no-first-predictions",
                f"{shown(name)} has predictions of the second captures, but none of the first",
                "name the predictions of the first captures under candidates",
                about_key=True,
            )


def _acceptance_rules(
    at: tuple[str | int, ...], entry: object, candidates: Mapping[str, object]
) -> Iterator[Violation]:
    fields = entry if isinstance(entry, Mapping) else {}
    yield from _known((*at, "candidate"), fields.get("candidate"), candidates, "candidate")
    if fields and fields.get("at_least") is None and fields.get("at_most") is None:
        yield Violation(
            at, "no-limit", "has no limit", "add at_least or at_most with the value you asked for"
        )


def _percentile_rule(
    at: tuple[str | int, ...], fields: Mapping[str, object]
) -> Iterator[Violation]:
    given = fields.get("percentiles")
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) != 2:  # noqa: PLR2004 - a pair
        return
    try:
        low, high = (float(str(value)) for value in given)
    except ValueError:
        return
    if low >= high:
        yield Violation(
            (*at, "percentiles"), "percentiles", "the lower percentile must come first", None
        )


def _not_applicable(entries: Mapping[str, object]) -> Iterator[Violation]:
    for name in entries:
        if is_item_name(name):
            yield from _item_of_list(name)
            continue
        try:
            resolve(name)
        except UnknownFieldError as error:
            yield Violation(
                ("not_applicable", name),
                "unknown-item",
                f"{shown(name)} is neither a checklist item, such as L24 or dome-1.0/D3, "
                "nor a field of the card",
                error.hint,
                about_key=True,
            )


def _item_of_list(name: str) -> Iterator[Violation]:
    """Refuse an item that a shipped checklist does not have; a list of the author's own may."""
    checklist, item = list_and_item(name) or ("", name)
    known = shipped_items().get(checklist) if checklist else None
    if known is None or item in known:
        return
    near = get_close_matches(item, known, n=1)
    hint = f"did you mean `{checklist}/{near[0]}`?" if near else f"its items are {_few(known)}"
    message = f"the checklist {checklist} has no item {shown(item)}"
    yield Violation(("not_applicable", name), "unknown-item", message, hint, about_key=True)


def _few(names: Sequence[str]) -> str:
    more = ", …" if len(names) > _MAX_LISTED else ""
    return f"{', '.join(names[:_MAX_LISTED])}{more}"


def _known(
    at: tuple[str | int, ...], names: object, known: Collection[str], noun: str
) -> Iterator[Violation]:
    many: list[tuple[tuple[str | int, ...], object]] = []
    if isinstance(names, str):
        many = [(at, names)]
    elif isinstance(names, Sequence):
        many = [((*at, i), name) for i, name in enumerate(names)]
    for place, name in many:
        if isinstance(name, str) and name not in known:
            message = f"there is no {noun} called {shown(name)}"
            yield Violation(place, "unknown-reference", message, _reference_hint(name, known, noun))


def _reference_hint(name: str, known: Collection[str], noun: str) -> str:
    # Comparing with very many names would take long, and nobody has them.
    options = sorted(islice(known, 200))
    near = get_close_matches(name[:100], options, n=1)
    if near:
        return f"did you mean `{near[0]}`?"
    if not options:
        return f"the card has no {noun} yet"
    return f"known are {_few(options)}"


def _mapping(parent: object, name: str) -> Mapping[str, object]:
    child = parent.get(name) if isinstance(parent, Mapping) else None
    return child if isinstance(child, Mapping) else {}


def _many(parent: object, name: str) -> Sequence[object]:
    child = parent.get(name) if isinstance(parent, Mapping) else None
    if isinstance(child, str):
        return (child,)
    return child if isinstance(child, Sequence) else ()
