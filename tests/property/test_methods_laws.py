"""Laws of language and of trace, over hundreds of generated cards.

Set ``REPLICARD_LAW_EXAMPLES`` to try thousands.
"""

import os
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from replicard.metrics import passports_of
from replicard.metrics.aggregate import summarise
from replicard.render.methods import write_methods
from replicard.render.phrases.metric_words import NOUNS
from replicard.render.typeset import to_html, to_markdown
from replicard_schema import dates, identifiers, paths, quantities, scalars
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence
from replicard_schema.fields import element_of
from replicard_schema.report import MethodsText, Sentence, SpanStyle
from replicard_schema.vocabulary import MetricId, Origin

# Values as authors write them, with characters that Markdown and HTML would obey.

fragments = st.sampled_from(
    [
        *("percentile normalisation (1 to 99.8)", "rotation", "Counting of nuclei.", "flip"),
        *("removal of objects below 20 pixels", "Crowded regions", "a_b & <c>", "*two* [sets]"),
        *("because cells die", "the first author", "same experiment as training", "3D stacks"),
    ]
)
statements = st.sampled_from(
    [
        *("Counts are compared between conditions.", "We used 12 frames", "Live samples bleach."),
        *("12 frames were averaged", "It works. It was tested on 3 days.", "StarDist was fast!"),
        *("two lines\n  of text are one", "stops were lost...", "0.5 µm beads were imaged."),
    ]
)
names = st.sampled_from(
    [
        *(
            "StarDist",
            "napari",
            "HeLa cells",
            "Homo sapiens",
            "sCMOS",
            "oil",
            "640 nm laser",
            "HyD",
        ),
        *("Leica SP8", "confocal", "U-Net_v2", "mae", "nightly build", "v1.10", "2.12.0", "DNA"),
        *("NVIDIA A100", "2x2", "<b>bold</b>", "notebook", "pretrained", "supervised", "a|b"),
    ]
)
small = st.integers(1, 12).map(str)
numbers = st.sampled_from(["0.5", "1", "0.048", "3e-4", "64", "1.40", "120"])
lengths = st.sampled_from(["0.18 µm", "65 nm", "1 µm"])
VALUES: tuple[tuple[Any, st.SearchStrategy[str]], ...] = (
    (scalars.Text, st.one_of(fragments, statements)),
    (scalars.Line, names),
    (scalars.Count, st.one_of(small, st.just("60000"))),
    (scalars.Integer, small),
    (scalars.Number, numbers),
    (scalars.SpelledNumber, numbers),
    (scalars.Fraction, st.sampled_from(["0.1", "12.5 %", "0.75"])),
    (scalars.Level, st.sampled_from(["0.95", "90 %"])),
    (scalars.Resamples, st.sampled_from(["1000", "20000"])),
    (scalars.Seed, st.sampled_from(["0", "42"])),
    (scalars.Percentile, st.sampled_from(["1", "99.8", "50"])),
    (scalars.Aperture, st.sampled_from(["1.4", "0.95"])),
    (scalars.Axes, st.just("YX")),
    (scalars.Flag, st.sampled_from(["yes", "no"])),
    (scalars.Id, st.just("train")),
    (scalars.FreeValue, st.one_of(numbers, names)),
    (dates.PartialDate, st.sampled_from(["2020", "2021-03", "2022-11-05"])),
    (identifiers.Doi, st.sampled_from(["10.1038/nmeth.2019", "10.1234/a_b", "10.1234/c"])),
    (identifiers.Reference, st.sampled_from(["10.1038/nmeth.2019", "10.1234/a_b", "10.1234/c"])),
    (identifiers.Orcid, st.just("0000-0002-1825-0097")),
    (identifiers.Spdx, st.sampled_from(["MIT", "CC-BY-4.0"])),
    (identifiers.Url, st.sampled_from(["https://example.org/a_b", "https://example.org/?q=1&r"])),
    (paths.FilePath, st.just("data/log.csv")),
    (paths.FilePattern, st.just("data/*.tif")),
    (quantities.Length, lengths),
    (quantities.Tolerance, lengths),
    (quantities.Duration, st.sampled_from(["200 ms", "1 h 32 min"])),
    (quantities.Power, st.sampled_from(["5 %", "2 mW"])),
    (quantities.Temperature, st.just("37 °C")),
    (quantities.Magnification, st.sampled_from(["63x", "8"])),
)
EXAMPLES = int(os.environ.get("REPLICARD_LAW_EXAMPLES", "300"))
"""Cards for each law; thousands by hand, or where the suite has an hour."""

DATASETS, MODELS, BASELINES = ("train", "test", "third_set"), ("alpha", "beta_2"), ("otsu",)
APART = re.compile(r"[0-9] (?:nm|µm|mm|ms|s|min|h|°C|%|mW|dB)(?![\w/])|[0-9]%")
"""A number whose unit stands behind a plain blank, or none."""
PRINTED_TWICE = re.compile(
    r"models\.[^.]+(?:\.name)?|datasets\.[^.]+|baselines\.[^.]+\.name"  # names of subjects
    r"|.*\.(?:algorithm|tool|software)\.name"  # in the sentence on where it is to be had
    r"|.*\.(?:independent_of|datasets?)(?:\[[0-9]+\])?"  # ids of such subjects
    r"|.*\.(?:metric|candidate|name|references\[[0-9]+\])"  # named with each score; cited again
)
"""Fields that a text may print in several sentences, and why."""
SINGULAR = re.compile(r"\b(?:1|one) (?:images|epochs|steps|groups|annotators|experts)\b")
PLURAL = re.compile(r"\b(?:[2-9]|[0-9]{2,}|two|three|nine) (?:image|epoch|step|group|annotator)\b")
WRONG = re.compile(r"None|Undefined|\bNaN\b|  |\.\.| [,;.)]|\( |,,")
POWERS = {10.0}
"""As in 3 × 10⁻⁴."""
DOUBLED = re.compile(r"\b(the|an?|of|in|and|or|was|were|is|are|for|on|with|by|from) \1\b")
DISAGREEING = re.compile(
    r"(?<!of )(?<!for )(?<!in )\b(?:the|all|both|these) (?:images|models|scores|intervals"
    r"|weights|predictions|data sets) (?:was|is|has|does)\b"
    r"|(?<!of )\b(?:the|this|each) (?:image|model|score|prediction|data set) "
    r"(?:were|are|have|do)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?<![\w.,])[0-9][0-9,]*(?:\.[0-9]+)?")
NOT_TOLD = re.compile(
    r"(?:card_version|study\..*|.*\.(?:images|second_images|targets|axes|groups|boxes|labels)"
    r"|.*\.(?:label_kind|weights|log|object_table)"
    r"|.*\.source_files.*"
    r"|.*\.(?:compare_with_input|candidates\..*|url|documentation)"
    r"|.*\.(?:repeated|second)_predictions\..*"
    r"|.*\.(?:annotations\..*|uncertainty_maps\.[^.]*\.files)"
    r"|.*\.(?:source_code|support|last_release|license|example_data|quality_checks|interface)"
    r"|.*\.examples\[\d+\]"
    r"|.*\.(?:group_table|intervals\..*)"
    r"|.*\.rationale|not_applicable\..*)"
)
ASKED_BY_OTHERS = re.compile(
    r"code\[\d+\]\.(?:container|date|dependencies|instructions|limitations|tutorial)"
    r"|datasets\.[^.]+\.(?:corrupt|distribution|earlier_use|format|made_for_study|representativeness"
    r"|shortcuts|subset|specimen\.(?:experimental|extrinsic|intrinsic)_variables"
    r"|ground_truth\.(?:agreement|because|confidence|coverage|criteria|date|instructions|payment"
    r"|spatial|transformations|type))(?:[.\[].*)?"
    r"|.*\.deposit\.(?:changes|content|previous_version|restrictions)"
    r"|models\.[^.]+\.(?:assumptions|complexity|examples|format|interpretability|parameters_because"
    r"|prediction\.(?:all_settings|container|environment|manual_rois|tutorial)"
    r"|training\.(?:code|memory|split_files|validation\.level))(?:[.\[].*)?"
    r"|validations\.[^.]+\.(?:benchmark|code|differs_from_training|distribution_shift|primary_metric"
    r"|raw_results|robustness|runs|subgroups)(?:[.\[].*)?"
    r"|.*\.agreed\[\d+\]"  # a caution that stands twice in the list
)
"""Answers to checklists other than the guideline, and to archives; they stand in the checklists, in
the report and in metadata."""


def values_of(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - an annotation has no type
    for known, strategy in VALUES:
        if kind is known or kind == known:
            return strategy
    if get_args(kind):
        return composed_of(kind)
    if issubclass(kind, Enum):
        return st.sampled_from([word.value for word in kind])
    assert issubclass(kind, BaseModel)
    return documents_of(kind)


def composed_of(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - an annotation has no type
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is dict:
        keys = st.sampled_from(["n_rays", "lib-b", "1"])
        return st.dictionaries(keys, values_of(arguments[1]), min_size=1, max_size=2)
    if origin is tuple:
        size = len(arguments) if Ellipsis not in arguments else None
        return st.lists(values_of(arguments[0]), min_size=size or 1, max_size=size or 2)
    if origin is Annotated:
        return st.lists(values_of(element_of(kind)), min_size=1, max_size=3)
    return st.one_of([values_of(member) for member in arguments if member is not type(None)])


def documents_of(model: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    hints = get_type_hints(model, include_extras=True)
    fields = {name: values_of(hints[name]) for name in model.model_fields}
    needed = {name for name, field in model.model_fields.items() if field.is_required()}
    return st.fixed_dictionaries(
        {name: fields[name] for name in needed},
        optional={name: value for name, value in fields.items() if name not in needed},
    )


@st.composite
def cards(draw: st.DrawFn) -> Card:
    """Draw a card whose references lead somewhere."""
    hints = get_type_hints(Card, include_extras=True)
    document: dict[str, Any] = {
        "card_version": "1.0",
        "study": {"title": "A study", "authors": [{"name": "Given Family"}]},
        "code": draw(st.lists(values_of(element_of(hints["code"])), max_size=2)),
    }
    for section, known, least in (
        ("datasets", DATASETS, 1),
        ("models", MODELS, 1),
        ("baselines", BASELINES, 0),
        ("validations", ("v1", "v2"), 0),
    ):
        chosen = draw(st.sets(st.sampled_from(known), min_size=least))
        values = values_of(element_of(hints[section]))
        document[section] = {name: draw(values) for name in known if name in chosen}
    for name in ("intended_use", "limitations"):
        if draw(st.booleans()):
            document[name] = draw(statements)
    document["not_applicable"] = draw(
        st.dictionaries(st.sampled_from(["L18", "L24", "L27", "code"]), statements, max_size=2)
    )
    return Card.model_validate(led(draw, document))


def led(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """Lead every reference to a part that is there."""
    data = st.sampled_from(list(document["datasets"]))
    models = st.sampled_from(list(document["models"]))
    for dataset in document["datasets"].values():
        lead(draw, dataset, "independent_of", data)
        dataset.pop("group_table" if "groups" in dataset else "", None)
    for model in document["models"].values():
        lead(draw, model.get("training", {}), "datasets", data)
        lead(draw, model.get("training", {}).get("validation", {}), "dataset", data)
        lead(draw, model.get("prediction", {}), "datasets", data)
    for validation in document["validations"].values():
        lead(draw, validation, "dataset", data)
        chosen = draw(st.lists(models, max_size=2, unique=True))
        validation["candidates"] = dict.fromkeys(chosen, "r/*.tif")
        if "repeated_predictions" in validation:
            validation["repeated_predictions"] = {draw(models): "r/*.tif"}
        validation |= {"second_predictions": dict.fromkeys(chosen, "r/*.tif")}
        if "uncertainty_maps" in validation:
            maps = next(iter(validation["uncertainty_maps"].values()))
            validation["uncertainty_maps"] = {draw(models): maps}
        for score in validation.get("stated_scores", ()):
            lead(draw, score, "candidate", models)
        for limit in validation.get("acceptance", ()):
            limit.pop("candidate", None)
            limit.setdefault("at_least", "0.5")
        if "normalisation" in validation:
            validation["normalisation"]["percentiles"] = ["1", "99.8"]
        if not chosen:
            validation.setdefault("no_ground_truth", {"because": draw(statements)})
    return document


def lead(draw: st.DrawFn, part: dict[str, Any], name: str, targets: st.SearchStrategy[str]) -> None:
    if name in part:
        found = draw(st.lists(targets, min_size=1, max_size=2, unique=True))
        part[name] = found if isinstance(part[name], list) else found[0]


OWN_PARAMETERS: dict[MetricId, dict[str, object]] = {
    MetricId.MICRO_SSIM: {"fitted_to": "all images of the validation"},
    MetricId.FRC_RESOLUTION: {"threshold": "1/7", "unit": "px"},
}
"""What results of these metrics always tell."""


def score_of(draw: st.DrawFn, metric: MetricId, parameters: dict[str, object]) -> dict[str, Any]:
    values = draw(st.lists(st.one_of(st.none(), st.floats(0, 40)), min_size=1, max_size=3))
    per_image = [
        {"image": f"i{i}", "value": v, "undefined_because": None if v is not None else "it is flat"}
        for i, v in enumerate(values)
    ]
    pooled = draw(st.one_of(st.none(), st.floats(0, 1)))
    return {
        "metric": metric,
        "parameters": parameters,
        "unit": "dB" if metric is MetricId.PSNR else None,
        "per_image": per_image,
        "summary": summarise(values).model_dump(),
        "mean_interval": draw(intervals()),
        "pooled": None if pooled is None else {"value": pooled},
        "pooled_interval": None if pooled is None else draw(intervals()),
    }


@st.composite
def intervals(draw: st.DrawFn) -> dict[str, Any] | None:
    n_units = draw(st.integers(1, 3))
    if not draw(st.booleans()):
        reason = draw(st.sampled_from([None, "they are too few"]))
        return {"n_units": n_units, "undefined_because": reason} if reason else None
    low, width = draw(st.floats(0, 40)), draw(st.floats(0, 3))
    fallback = draw(st.sampled_from([None, "there are few images"]))
    return {
        "low": low,
        "high": low + width,
        "method": "BCa" if fallback is None else "percentile",
        "n_units": n_units,
        "fallback_because": fallback,
    }


@st.composite
def comparison(draw: st.DrawFn, candidate: str, metric: MetricId) -> dict[str, Any]:
    """Draw a comparison with the raw input."""
    n_tests = draw(st.integers(1, 3))
    test = {"p_value": 0.03, "p_holm": 0.03 * n_tests, "n_tests": n_tests}
    tested = draw(st.booleans())
    return {
        "candidate": candidate,
        "other": "raw input",
        "metric": metric,
        "worse": ["i0"],
        "n": 3,
        "mean_difference": draw(st.floats(-3, 3)),
        "interval": draw(intervals()) or {"n_units": 3, "undefined_because": "too few"},
        "test": {**test, "is_exact": True, "n_flips": 64} if tested else None,
        "not_tested_because": None if tested else "too few",
    }


@st.composite
def resampling(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "unit": draw(st.sampled_from(["image", "group"])),
        "n_units": draw(st.integers(1, 12)),
        "level": draw(st.sampled_from([0.95, 0.9])),
        "method": "BCa",
        "resamples": 10_000,
        "seed": draw(st.integers(0, 2**32)),
    }


@st.composite
def evidence_for(draw: st.DrawFn, card: Card) -> Evidence:
    """Draw what could have been computed for a card."""
    thresholds = draw(st.sets(st.sampled_from([0.5, 0.7, 0.9])))
    classes = draw(st.sets(st.sampled_from(["nucleus", "other_1"])))
    conditions: list[dict[str, object]] = [{}]
    conditions += [{"iou_threshold": threshold} for threshold in thresholds]
    conditions += [{"class": name} for name in classes]
    names = [*card.models, *draw(st.sampled_from([[], ["raw input"]]))]
    metrics = draw(st.lists(st.sampled_from(MetricId), min_size=1, max_size=3, unique=True))
    validations = {
        name: {
            "dataset": validation.dataset,
            "n_images": draw(st.integers(1, 3)),
            "n_groups": draw(st.one_of(st.none(), st.integers(1, 2))),
            "inputs_sha256": "0" * 64,
            "normalisation": draw(
                st.sampled_from([None, {"method": "min-max", "description": "Scaled."}])
            ),
            "candidates": {
                candidate: {
                    "kind": "model",
                    "results": [
                        score_of(draw, m, {**OWN_PARAMETERS.get(m, {}), **p})
                        for m in metrics
                        for p in conditions
                    ],
                }
                for candidate in names
            },
            "resampling": draw(st.one_of(st.none(), resampling())),
            "comparisons": [
                draw(comparison(candidate, metric))
                for metric in metrics
                for candidate in card.models
            ],
        }
        for name, validation in card.validations.items()
        if validation.candidates
    }
    images = [image_record(n) for n in range(draw(st.integers(1, 3)))]
    return Evidence.model_validate(
        {
            "replicard_version": "1.0.0",
            "date": "2024-05-06",
            "card": {"path": "card.yaml", "sha256": "0" * 64, "bytes": 1},
            "environment": ENVIRONMENT,
            "repository": {"unavailable_because": "there is none"},
            "computed_with": {"numpy": "2.1.3", "scipy": "1.14.1"},
            "datasets": {name: {"images": images} for name in card.datasets},
            "validations": validations,
            "passports": passports_of(metrics),
        }
    )


ENVIRONMENT = {
    "python": "3.11.7",
    "implementation": "CPython",
    "os": "Linux",
    "machine": "x86_64",
    "cpu": "generic",
    "cpu_count": 8,
    "memory_bytes": 2**34,
    "gpus": [],
    "packages": {"numpy": "2.1.3", "scipy": "1.14.1"},
}


def image_record(n: int) -> dict[str, object]:
    size = {"shape": [512, 256 + n // 2], "axes": "YX", "dtype": "uint16"}
    return {"path": f"{n}.tif", "sha256": "0" * 64, "bytes": 1, **size}


@st.composite
def studies(draw: st.DrawFn) -> tuple[Card, Evidence | None]:
    card = draw(cards())
    return card, draw(st.one_of(st.none(), evidence_for(card)))


def sentences(text: MethodsText) -> list[Sentence]:
    return [
        sentence
        for section in text.sections
        for paragraph in section.paragraphs
        for sentence in paragraph.sentences
    ]


def plain(sentence: Sentence) -> str:
    """Return a sentence without web addresses and citations."""
    skipped = {SpanStyle.LINK, SpanStyle.CITATION}
    return "".join("~" if span.style in skipped else span.text for span in sentence.spans)


def shown(sentence: Sentence) -> str:
    """Return what a reader sees, without the numbers of citations."""
    text = ""
    for span in sentence.spans:
        text = text.removesuffix(" ") if span.style is SpanStyle.CITATION else text + span.text
    return text


def leaves(value: object, at: str = "") -> Iterator[tuple[str, object]]:
    """Yield every single value below a part of a document, with its path."""
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in [*type(value).model_fields, *extra(value)]}
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from leaves(part, f"{at}.{name}" if at else str(name))
    elif isinstance(value, tuple | list):
        for position, part in enumerate(value):
            yield from leaves(part, f"{at}[{position}]")
    elif value is not None:
        yield at, value


def extra(value: BaseModel) -> list[str]:
    return list(value.model_extra or {})


# A whole card shrinks for minutes; the sentence in the message says what is wrong.
LAWS = settings(
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@LAWS
@given(studies())
def test_language_and_trace_of_every_text_are_right(study: tuple[Card, Evidence | None]) -> None:
    text = write_methods(*study)

    language_is_right(text)
    nothing_is_said_twice(text)
    every_source_leads_to_a_value(text, *study)
    every_fact_is_printed_once(text)
    every_number_is_known(text, *study)


@LAWS
@given(cards())
def test_every_stated_fact_is_told(card: Card) -> None:
    told = {s.field for sentence in sentences(write_methods(card)) for s in sentence.sources}

    for path, _ in leaves(card):
        if NOT_TOLD.fullmatch(path) or ASKED_BY_OTHERS.fullmatch(path) or is_replaced(card, path):
            continue
        assert any(leads(field, path) or leads(path, field) for field in told), path


def language_is_right(methods: MethodsText) -> None:
    for sentence in sentences(methods):
        text = shown(sentence)
        assert not WRONG.search(text), text
        assert not SINGULAR.search(text), text
        assert not PLURAL.search(text), text
        assert not DOUBLED.search(text), text
        assert not DISAGREEING.search(text), text
        assert all(text.count(a) == text.count(b) for a, b in ("()", "[]", "“”")), text
        assert not re.search(
            r"[\x00-\x1f\x7f-\x9f]", to_markdown(sentence.spans) + to_html(sentence.spans)
        ), text
        assert not text[0].isdigit(), text
        assert not re.match(r"[a-z]+(?:[ ,.]|$)", text), text
        assert text[-1] in ".!?…", text
        assert not APART.search(plain(sentence)), text
        assert ";." not in text, text
        assert ":." not in text, text


def nothing_is_said_twice(methods: MethodsText) -> None:
    paragraphs = [p for section in methods.sections for p in section.paragraphs]

    for paragraph in paragraphs:
        told = [to_markdown(sentence.spans) for sentence in paragraph.sentences]
        assert sorted(told) == sorted(set(told))
    assert all(paragraphs.count(paragraph) == 1 for paragraph in paragraphs)


def every_fact_is_printed_once(methods: MethodsText) -> None:
    """Check that no stated field is the source of sentences in two paragraphs.

    Names are the exception: a subject is named wherever something is said of it.
    """
    paragraphs = [p for section in methods.sections for p in section.paragraphs]
    places: dict[str, set[int]] = {}
    for number, paragraph in enumerate(paragraphs):
        for sentence in paragraph.sentences:
            for source in sentence.sources:
                if source.origin is Origin.STATED and not PRINTED_TWICE.fullmatch(source.field):
                    places.setdefault(source.field, set()).add(number)
    twice = {field: numbers for field, numbers in places.items() if len(numbers) > 1}
    assert not twice, list(twice)


def every_source_leads_to_a_value(
    methods: MethodsText, card: Card, evidence: Evidence | None
) -> None:
    for sentence in sentences(methods):
        assert sentence.sources, to_markdown(sentence.spans)
        for source in sentence.sources:
            document = card if source.origin is Origin.STATED else evidence
            assert at(document, source.field) is not None, source


def at(document: object, field: str) -> object:
    """Return what stands at a path; ids of generated cards have no dots."""
    for part in re.findall(r"[^.\[\]]+", field):
        if isinstance(document, BaseModel):
            document = getattr(document, part)
        elif isinstance(document, Mapping):
            document = part if document[part] is None else document[part]
        else:
            assert isinstance(document, tuple | list)
            document = document[int(part)]
    return document


def every_number_is_known(methods: MethodsText, card: Card, evidence: Evidence | None) -> None:
    values = [value for part in (card, evidence) for _, value in leaves(part)]
    spelt = {number for value in values for number in numbers_in(str(value))}
    metrics = {metric.value: metric for metric in MetricId}
    named = [NOUNS[metrics[v]] for v in values if isinstance(v, str) and v in metrics]
    spelt |= {number for noun in named for number in numbers_in(noun)}
    floats = [float(value) for value in values if isinstance(value, int | float)]

    for sentence in sentences(methods):
        for token in NUMBER.findall(shown(sentence)):
            number = float(token.replace(",", ""))
            step = 10.0 ** -len(token.partition(".")[2])
            is_known = number in spelt | POWERS or any(
                abs(abs(known) - number) <= 0.51 * step
                for value in floats
                for known in (value, 100 * value, mantissa(value))
            )
            assert is_known, to_markdown(sentence.spans)


def numbers_in(text: str) -> set[float]:
    """Return the numbers in a text, also as parts of dates and powers of ten."""
    return {float(number) for number in re.findall(r"[0-9]+(?:\.[0-9]+)?", text)}


def mantissa(value: float) -> float:
    return float(f"{value:e}".partition("e")[0])


def is_replaced(card: Card, path: str) -> bool:
    """Say whether something else that is stated takes the place of a fact."""
    section, _, rest = path.partition(".")
    name, _, field = rest.partition(".")
    if section == "models":
        return field == "algorithm.obtained" and card.models[name].obtained is not None
    if section == "validations":
        validation = card.validations[name]
        if field.startswith("iou_thresholds"):
            return not validation.metrics
        return field.startswith("normalisation.percentiles")
    if section == "datasets" and field.startswith("independent_of"):
        return at(card, path) == name
    return False


def leads(field: str, path: str) -> bool:
    """Say whether a path is a field or lies below it."""
    return path == field or path.startswith((f"{field}.", f"{field}["))
