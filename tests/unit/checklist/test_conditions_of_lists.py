"""When questions of other checklists are asked, and when not."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from replicard.checklist import answer_checklist, load_checklist
from replicard_schema.report import ItemResult
from replicard_schema.vocabulary import Verdict

Study = Callable[..., Any]
NOT_ASKED = Verdict.NOT_APPLICABLE


def item(name: str, study: Any) -> ItemResult:  # noqa: ANN401 - see the fixture
    """Return the answer to one item, called ``list/item``."""
    checklist, _, wanted = name.partition("/")
    result = answer_checklist(
        load_checklist(checklist), study.card, study.evidence, place=lambda field: field
    )
    return {item.id: item for item in result.items}[wanted]


@pytest.mark.parametrize(
    ("name", "changes", "reason"),
    [
        (
            "quarep-wg12-2023/EW4",
            {"models.unet.prediction": {"manual_rois": "no"}},
            "the card says that no regions were drawn by hand",
        ),
        (
            "quarep-wg12-2023/EW1",
            {"code": [{"url": "https://example.org/lab"}]},
            "the authors' own code was used, and the card names no tool that ran the model",
        ),
        (
            "quarep-wg12-2023/NW2",
            {"not_applicable": {"code": "Nothing was written."}},
            "Nothing was written.",
        ),
        (
            "quarep-wg12-2023/ML8",
            {"models.unet.provenance": "third-party"},
            "no model was trained or fine-tuned for this study",
        ),
        (
            "ml-reproducibility-2.0/C5",
            {"datasets": {"train": {"made_for_study": "no"}, "test": {"made_for_study": "no"}}},
            "the card says that the images were not made for this study",
        ),
        (
            "ml-reproducibility-2.0/B1",
            {},
            "nothing is claimed to be proved, as far as the card says",
        ),
        (
            "mifa-2025/file.annotation_id",
            {},
            "the card names no annotations of these images",
        ),
        (
            "mifa-2025/file.spatial_information",
            {"datasets": {"train": {"targets": "a/*.tif"}, "test": {"targets": "b/*.tif"}}},
            "the annotations are images",
        ),
        (
            "neurips-paper-2024/15",
            {"study.participants": "no"},
            "the card says that no people took part",
        ),
        (
            "nature-reporting-summary/S8",
            {},
            "there is no Bayesian analysis, as far as the card says",
        ),
        (
            "nature-reporting-summary/S9",
            {"statistics": {"tests": "two-sided t test"}},
            "the data of the tests are not nested, as far as the card says",
        ),
    ],
)
def test_a_question_is_not_asked_for_a_reason(
    study: Study, name: str, changes: Mapping[str, object], reason: str
) -> None:
    answer = item(name, study(changes))

    assert answer.verdict is NOT_ASKED
    assert answer.reason == reason


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("quarep-wg12-2023/EW4", {}),
        ("quarep-wg12-2023/EW1", {}),
        ("quarep-wg12-2023/NW2", {}),
        ("quarep-wg12-2023/ML8", {}),
        ("ml-reproducibility-2.0/C5", {}),
        ("ml-reproducibility-2.0/B2", {"study.theory": {"claims": "It is unbiased."}}),
        ("mifa-2025/file.annotation_type", {"datasets.train.targets": "masks/*.tif"}),
        ("mifa-2025/file.spatial_information", {"datasets.train.boxes": "boxes.csv"}),
        ("neurips-paper-2024/15", {}),
        ("tripod-ai-2024/19", {}),
    ],
)
def test_a_question_is_asked_until_the_card_says_otherwise(
    study: Study, name: str, changes: Mapping[str, object]
) -> None:
    assert item(name, study(changes)).verdict is Verdict.MISSING


def test_a_method_alone_needs_no_test(study: Study) -> None:
    alone = item("neurips-paper-2024/7", study())
    two = study(
        {"baselines": {"otsu": {"name": "Otsu"}}, "validations.nuclei.candidates.otsu": "o/*.tif"}
    )

    assert not any("statistics" in gap.field for gap in alone.gaps)
    assert item("dome-1.0/E4", two).verdict is Verdict.MISSING


def test_a_list_on_data_asks_of_every_data_set(study: Study) -> None:
    changes = {"datasets.train.specimen": {"organism": "Homo sapiens"}}
    organism = item("rembi-1.5-core/biosample.organism", study(changes))

    assert organism.verdict is Verdict.PARTLY
    assert [gap.field for gap in organism.gaps] == ["datasets.test.specimen.organism"]


def test_a_card_without_data_has_a_gap_for_them(study: Study) -> None:
    base = {"card_version": "1.0", "study": {"title": "Nuclei"}}
    organism = item("rembi-1.5-core/biosample.organism", study(base=base))

    assert organism.verdict is Verdict.MISSING
    assert [gap.field for gap in organism.gaps] == ["datasets"]


@pytest.mark.parametrize(
    ("repository", "verdict"),
    [
        ("BioImage Archive", Verdict.REPORTED),
        ("IDR (idr0042)", Verdict.REPORTED),
        ("Zenodo", Verdict.PARTLY),
        ("Hidrology Archive", Verdict.PARTLY),
    ],
)
def test_a_general_repository_is_no_image_database(
    study: Study, repository: str, verdict: Verdict
) -> None:
    deposit = {"deposit": {"repository": repository}}

    both = study({"datasets": {"train": deposit, "test": deposit}})

    assert item("quarep-wg12-2023/AV3", both).verdict is verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("No, because no benchmark has such images.", Verdict.REPORTED),
        ("no", Verdict.MISSING),
        ("n/a", Verdict.MISSING),
        ("TODO ask", Verdict.MISSING),
    ],
)
def test_an_honest_no_counts_and_an_empty_word_does_not(
    study: Study, text: str, verdict: Verdict
) -> None:
    assert item("claim-2024/33", study({"validations.nuclei.external": text})).verdict is verdict


def test_a_reason_for_an_item_of_one_list_is_none_for_that_of_another(study: Study) -> None:
    reasons = {"dome-1.0/D4": "The data are under embargo."}
    waived = study({"not_applicable": reasons})

    assert item("dome-1.0/D4", waived).reason == "The data are under embargo."
    assert item("ml-reproducibility-2.0/D4", waived).verdict is not NOT_ASKED


def test_scores_come_with_intervals_tests_and_definitions(
    study: Study, computed: Callable[..., Any], score: Callable[..., Any]
) -> None:
    interval = {"low": 0.8, "high": 0.9, "method": "BCa", "n_units": 2}
    results = [{**score("f1", 0.85), "mean_interval": interval}]
    resampling = {
        "unit": "image",
        "n_units": 2,
        "level": 0.95,
        "method": "BCa",
        "resamples": 10000,
        "seed": 1,
    }
    comparison = {
        "candidate": "unet",
        "other": "otsu",
        "metric": "f1",
        "n": 2,
        "mean_difference": 0.35,
        "interval": interval,
        "worse": [],
        "test": {"p_value": 0.5, "p_holm": 0.5, "n_tests": 1, "is_exact": True, "n_flips": 4},
    }
    changes = {
        "baselines": {"otsu": {"name": "Otsu"}},
        "validations.nuclei.candidates.otsu": "o/*.tif",
    }
    evidence = computed(
        {"unet": results, "otsu": [score("f1", 0.5)]},
        resampling=resampling,
        comparisons=[comparison],
    )

    two = study(changes, evidence=evidence)

    texts = [answer.value for answer in item("dome-1.0/E4", two).answers]
    assert texts == [
        "uncertainty of the scores: unet – F1: 0.800 to 0.900",
        "uncertainty of the scores: bootstrap with 10000 resamples of 2 images",
        (
            "statistical comparison of methods: unet and Otsu differ in F1 by 0.350 on average "
            "over 2 images; two-sided sign-flip permutation test, p = 0.5 (Holm)"
        ),
    ]
    assert item("ml-reproducibility-2.0/E3", two).verdict is Verdict.REPORTED
    assert item("dome-1.0/E5", two).verdict is Verdict.PARTLY


def test_what_cannot_be_tested_says_why(
    study: Study, computed: Callable[..., Any], score: Callable[..., Any]
) -> None:
    undefined = {"n_units": 1, "undefined_because": "there is one image"}
    comparison = {
        "candidate": "unet",
        "other": "otsu",
        "metric": "f1",
        "n": 1,
        "mean_difference": 0.35,
        "interval": undefined,
        "worse": [],
        "not_tested_because": "there is one image",
    }
    changes = {
        "baselines": {"otsu": {"name": "Otsu"}},
        "validations.nuclei.candidates.otsu": "o/*.tif",
    }
    results = [{**score("f1", 0.85), "mean_interval": undefined}]
    evidence = computed({"unet": results, "otsu": results}, comparisons=[comparison])

    answer = item("dome-1.0/E4", study(changes, evidence=evidence))

    assert answer.verdict is Verdict.MISSING
    assert answer.reason == "there is one image"


def test_before_evaluation_the_files_have_nothing_to_say(study: Study) -> None:
    answer = item("dome-1.0/E5", study())

    assert answer.verdict is Verdict.MISSING
    assert "replicard evaluate" in (answer.reason or "")
