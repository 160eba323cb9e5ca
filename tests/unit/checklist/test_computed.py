"""Items that evidence answers, not words."""

from collections.abc import Callable
from typing import Any

import pytest

from replicard_schema.vocabulary import Origin, Verdict

Study = Callable[..., Any]
Computed = Callable[..., dict[str, Any]]
Score = Callable[..., dict[str, Any]]

ORIGIN = {"datasets.test.origin": "acquired for this study"}
OTSU = {
    "baselines": {"otsu": {"name": "Otsu"}},
    "validations.nuclei.candidates.otsu": "results/otsu/*.tif",
}
EXAMPLE = {"rank": "best", "image": "a", "candidate": "unet", "metric": "f1", "value": 0.9}
WORST = {**EXAMPLE, "rank": "worst", "image": "b"}
NOT_YET = "not computed yet: run `replicard evaluate`"


@pytest.mark.parametrize("name", ["L29", "L30", "L35", "A01", "A06"])
def test_before_evaluation_computed_items_are_open_and_say_what_to_run(
    study: Study, name: str
) -> None:
    item = study().item(name)

    assert item.verdict is Verdict.MISSING
    assert item.reason == NOT_YET
    assert item.open_fields == ("evidence",)


def test_scores_are_computed_for_every_candidate(
    study: Study, computed: Computed, score: Score
) -> None:
    evidence = computed({"unet": [score("f1", 0.871234, iou_threshold=0.5), score("tp", 10)]})
    item = study(evidence=evidence).item("L30")

    (answer,) = item.answers
    assert item.verdict is Verdict.REPORTED
    assert answer.value == "unet (mean over 2 images) – F1 at IoU 0.5: 0.871"
    assert answer.origin is Origin.COMPUTED
    assert answer.place == "evidence file, validations.nuclei.candidates.unet"


def test_a_candidate_without_any_score_is_named(
    study: Study, computed: Computed, score: Score
) -> None:
    evidence = computed({"unet": [score("f1", 0.9)], "otsu": [score("f1", None)]})
    item = study(OTSU, evidence=evidence).item("L30")

    assert item.verdict is Verdict.PARTLY
    assert "no score was computed for otsu" in (item.reason or "")


def test_where_nothing_was_computed_the_reason_is_told(study: Study, computed: Computed) -> None:
    evidence = computed({}, not_computed_because="tracking is not scored here")
    item = study(evidence=evidence).item("L30")

    assert item.verdict is Verdict.MISSING
    assert item.reason == "not computed: tracking is not scored here"
    assert item.open_fields == ("validations.nuclei.stated_scores",)


def test_stated_scores_count_as_stated(study: Study) -> None:
    stated = {"validations.nuclei.stated_scores": [{"metric": "MOTA", "value": 0.8, "images": 9}]}
    for name in ("L29", "L30", "L31", "A01", "A06"):
        item = study(stated).item(name)

        assert item.verdict is Verdict.REPORTED
        assert [answer.origin for answer in item.answers] == [Origin.STATED]


def test_stated_and_computed_scores_stand_side_by_side(
    study: Study, computed: Computed, score: Score
) -> None:
    stated = {"validations.nuclei.stated_scores": [{"metric": "f1", "value": 0.8}]}
    item = study(stated, evidence=computed({"unet": [score("f1", 0.9)]})).item("L30")

    assert [answer.origin for answer in item.answers] == [Origin.COMPUTED, Origin.STATED]


def test_metrics_by_default_are_named_once_they_were_computed(
    study: Study, computed: Computed, score: Score
) -> None:
    evidence = computed({"unet": [score("f1", 0.9), score("iou", 0.8), score("tp", 3)]})

    assert study(evidence=evidence).item("L29").answers[0].value == "F1, IoU"


def test_images_are_counted(study: Study, computed: Computed) -> None:
    item = study(evidence=computed({}, n_groups=1)).item("L31")

    assert item.verdict is Verdict.REPORTED
    assert item.answers[0].value == "2 images in 1 group"


def test_a_number_that_the_card_states_is_not_passed_off_as_counted(
    study: Study, computed: Computed
) -> None:
    evidence = computed({}, n_images=20, not_computed_because="tracking")
    item = study({"datasets.test.image_count": 20}, evidence=evidence).item("L31")

    assert [answer.origin for answer in item.answers] == [Origin.STATED]


CHECKED = {
    "validation": "nuclei",
    "model": "unet",
    "evaluation_dataset": "test",
    "training_dataset": "train",
    "n_evaluation": 2,
    "n_training": 5,
}
SHARED = [{"evaluation": "test/a.tif", "training": "train/a.tif", "same": "bytes"}]
CLAIM = {"datasets.test.independent_of": ["train"]}


def test_independence_is_reported_once_the_files_were_compared(study: Study) -> None:
    item = study(evidence={"independence": [CHECKED]}).item("L33")

    assert item.verdict is Verdict.REPORTED
    assert item.answers[0].value == (
        "none of 2 evaluation images found among the 5 training images of train (unet)"
    )
    assert item.answers[0].origin is Origin.COMPUTED


def test_shared_files_are_stated_too(study: Study) -> None:
    item = study(evidence={"independence": [{**CHECKED, "shared": SHARED}]}).item("L33")

    assert item.verdict is Verdict.REPORTED
    assert item.answers[0].value.startswith("1 of 2 evaluation images found among the 5 training")


def test_near_copies_and_groups_are_part_of_the_answer(study: Study) -> None:
    groups = {
        "basis": "groups",
        "words": ["well"],
        "shared": [{"name": "B05", "n_evaluation": 2, "n_training": 4}],
    }
    compared = {**CHECKED, "near_method": {"version": "1", "thresholds": {}}, "groups": groups}
    item = study(evidence={"independence": [compared]}).item("L33")

    assert item.answers[0].value == (
        "none of 2 evaluation images found among the 5 training images of train (unet), none "
        "with near copies or overlapping parts there; 2 of groups (well) with images on both sides"
    )


def test_the_word_of_the_author_answers_in_part(study: Study) -> None:
    unchecked = {**CHECKED, "n_training": 0, "not_checked_because": "train has no files"}
    item = study(CLAIM, evidence={"independence": [unchecked]}).item("L33")

    assert item.verdict is Verdict.PARTLY
    assert [(a.value, a.origin) for a in item.answers] == [("independent of train", Origin.STATED)]
    assert "not checked in the files" in (item.reason or "")


def test_without_files_and_without_word_the_word_is_asked_for(study: Study) -> None:
    unchecked = {**CHECKED, "n_training": 0, "not_checked_because": "train has no files"}
    item = study(evidence={"independence": [unchecked]}).item("L33")

    assert item.verdict is Verdict.MISSING
    assert item.reason == "not all files were compared: train has no files"
    assert item.open_fields == ("datasets.test.independent_of",)


def test_with_files_on_both_sides_the_comparison_is_what_is_missing(study: Study) -> None:
    files = {"datasets.train.images": "train/*.tif", "datasets.test.images": "test/*.tif"}

    assert study(files).item("L33").open_fields == ("evidence",)
    assert study({**files, **CLAIM}).item("L33").verdict is Verdict.PARTLY


def test_a_claim_about_other_data_answers_nothing(study: Study) -> None:
    other = {"datasets.other": {}, "datasets.test.independent_of": ["other"]}

    assert study(other).item("L33").verdict is Verdict.MISSING


def test_training_data_of_a_model_by_others_have_to_be_named(study: Study) -> None:
    theirs = {"models.unet.provenance": "third-party", "models.unet.training": None}
    item = study(theirs).item("L33")

    assert item.verdict is Verdict.MISSING
    assert item.reason == "the card does not say on which data unet was trained"
    assert item.open_fields == ("models.unet.training.datasets",)


def test_every_model_of_a_validation_needs_its_comparison(study: Study) -> None:
    theirs = {
        "models.cyto2": {
            "task": "instance segmentation",
            "algorithm": {"name": "Cellpose"},
            "provenance": "third-party",
        },
        "validations.nuclei.candidates.cyto2": "results/cyto2/*.tif",
    }
    item = study(theirs, evidence={"independence": [CHECKED]}).item("L33")

    assert item.verdict is Verdict.PARTLY
    assert item.open_fields == ("models.cyto2.training.datasets",)


def test_examples_are_those_of_the_report(study: Study, computed: Computed) -> None:
    shown = study(evidence=computed({}, examples=[EXAMPLE, WORST])).item("L35")

    assert shown.verdict is Verdict.REPORTED
    assert shown.answers[0].value == "best and worst image: a, b"
    assert shown.answers[0].place == "evidence file, validations.nuclei.examples"
    assert shown.answers[0].section is not None
    assert shown.answers[0].section.anchor == "validation-nuclei"
    assert study(evidence=computed({})).item("L35").verdict is Verdict.MISSING


def test_comparison_with_ground_truth_counts_its_images(
    study: Study, computed: Computed, score: Score
) -> None:
    item = study(evidence=computed({"unet": [score("f1", 0.9)]})).item("A01")

    assert item.answers[0].value == "unet: compared with the ground truth of 2 images"


def test_a_number_without_likeness_does_not_quantify_similarity(
    study: Study, computed: Computed, score: Score
) -> None:
    counted = study(evidence=computed({"unet": [score("tp", 10)]}))

    assert counted.item("L30").verdict is Verdict.REPORTED
    assert counted.item("A06").verdict is Verdict.MISSING


THEIRS = {"models.unet.provenance": "third-party"}


def test_a_model_by_others_needs_a_score_on_images_of_known_origin(
    study: Study, computed: Computed, score: Score
) -> None:
    evidence = computed({"unet": [score("f1", 0.9)]})
    unknown = study(THEIRS, evidence=evidence).item("A02")
    known = study({**THEIRS, **ORIGIN}, evidence=evidence).item("A02")

    assert unknown.verdict is Verdict.PARTLY
    assert unknown.open_fields == ("datasets.test.origin",)
    assert known.verdict is Verdict.REPORTED
    assert [a.value for a in known.answers] == ["F1: 0.900", "acquired for this study"]


def test_a_model_by_others_that_nobody_tried_is_missing(study: Study) -> None:
    theirs = {
        "models.cyto2": {
            "task": "instance segmentation",
            "algorithm": {"name": "Cellpose"},
            "provenance": "third-party",
        }
    }
    item = study(theirs).item("A02")

    assert item.verdict is Verdict.MISSING
    assert item.open_fields == ("validations",)


def test_other_methods_are_candidates_with_scores_or_words(
    study: Study, computed: Computed, score: Score
) -> None:
    both = computed({"unet": [score("f1", 0.9)], "otsu": [score("f1", 0.7)]})
    one = computed({"unet": [score("f1", 0.9)], "otsu": [score("f1", None)]})
    words = {"validations.nuclei.alternatives": "Otsu thresholding merged most nuclei."}

    assert study(OTSU, evidence=both).item("A09").answers[0].value == (
        "scored on the same images: unet, Otsu"
    )
    assert study(OTSU, evidence=one).item("A09").verdict is Verdict.MISSING
    assert study(words).item("A09").verdict is Verdict.REPORTED
    assert study().item("A09").open_fields == ("validations.nuclei.alternatives",)


DENOISING = {"models.unet.task": "denoising"}


def test_the_raw_input_has_to_be_beaten(study: Study, computed: Computed, score: Score) -> None:
    raw = [score("psnr", 20.0), score("rmse", 0.2)]
    better = computed({"unet": [score("psnr", 25.0), score("rmse", 0.1)], "raw input": raw})
    worse = computed({"unet": [score("psnr", 25.0), score("rmse", 0.3)], "raw input": raw})

    won = study(DENOISING, evidence=better).item("A08")
    lost = study(DENOISING, evidence=worse).item("A08")

    assert won.verdict is Verdict.REPORTED
    assert won.answers[0].value == "raw input – PSNR: 20.00; RMSE: 0.200"
    assert lost.verdict is Verdict.PARTLY
    assert lost.reason == ("answered only in part; unet does not improve on the raw input by RMSE")


def test_without_a_score_of_the_raw_input_its_item_is_missing(
    study: Study, computed: Computed, score: Score
) -> None:
    item = study(DENOISING, evidence=computed({"unet": [score("psnr", 25.0)]})).item("A08")

    assert item.verdict is Verdict.MISSING
    assert item.reason == "the raw input was not scored"


def test_translation_has_no_input_to_compare_with(study: Study) -> None:
    item = study({"models.unet.task": "image-to-image translation"}).item("A08")

    assert item.verdict is Verdict.NOT_APPLICABLE
    assert item.reason == "the input of the model does not show what the ground truth shows"


def test_maps_of_error_must_have_been_looked_at(study: Study, computed: Computed) -> None:
    evidence = computed({}, examples=[EXAMPLE])
    looked = {**DENOISING, "validations.nuclei.visual_check": {"by": "Given Family"}}

    unseen = study(DENOISING, evidence=evidence).item("A07")

    assert unseen.verdict is Verdict.PARTLY
    assert unseen.open_fields == ("validations.nuclei.visual_check",)
    assert study(looked, evidence=evidence).item("A07").verdict is Verdict.REPORTED


LOG = {
    "files": [{"path": "log.csv", "sha256": "0" * 64, "bytes": 1}],
    "layout": "table",
    "epochs": [0, 1],
    "loss": {"name": "loss", "values": [1, 0.5]},
    "signs": [{"code": "extent", "words": "The log covers 2 epochs, from 0 to 1."}],
}
VALIDATION_LOSS = {"name": "val_loss", "values": [1, 0.6]}
HAS_LOG = {"models.unet.training.log": "log.csv"}


def test_a_training_log_is_read_for_overfitting(study: Study) -> None:
    log = {**LOG, "validation_loss": VALIDATION_LOSS}
    item = study(HAS_LOG, evidence={"models": {"unet": {"log": log}}}).item("T09")

    assert item.verdict is Verdict.REPORTED
    assert item.answers[0].value == "The log covers 2 epochs, from 0 to 1."
    assert item.answers[0].origin is Origin.COMPUTED


def test_a_log_without_validation_loss_answers_in_part(study: Study) -> None:
    item = study(HAS_LOG, evidence={"models": {"unet": {"log": LOG}}}).item("T09")

    assert item.verdict is Verdict.PARTLY
    assert item.reason == "answered only in part; the log has no validation loss"


def test_a_log_that_cannot_be_read_tells_why(study: Study) -> None:
    log = {"unavailable_because": "it has no column of losses"}
    item = study(HAS_LOG, evidence={"models": {"unet": {"log": log}}}).item("T09")

    assert item.verdict is Verdict.MISSING
    assert item.reason == "the training log gave nothing: it has no column of losses"
    assert item.open_fields == ("models.unet.training.overfitting.checked",)


def test_what_the_author_saw_in_the_curves_counts(study: Study) -> None:
    said = {"models.unet.training.overfitting.checked": "The validation loss levelled off."}

    assert study(said).item("T09").verdict is Verdict.REPORTED
    assert study(HAS_LOG).item("T09").open_fields == ("evidence",)
    assert study().item("T09").open_fields == ("models.unet.training.overfitting.checked",)


def test_a_pixel_size_in_the_files_is_read(study: Study) -> None:
    image = {
        "path": "train/a.tif",
        "sha256": "0" * 64,
        "bytes": 1,
        "shape": [3, 8, 8],
        "axes": "ZYX",
        "dtype": "uint8",
        "pixel_size_um": {"X": 0.18, "Y": 0.18, "Z": 0.5},
    }
    without = {**image, "path": "train/b.tif", "pixel_size_um": {}}

    full = study(evidence={"datasets": {"train": {"images": [image]}}}).item("L17")
    part = study(evidence={"datasets": {"train": {"images": [image, without]}}}).item("L17")

    assert [(answer.value, answer.origin) for answer in full.answers] == [
        ("pixel size: 0.18 × 0.18 µm", Origin.READ),
        ("distance between planes: 0.5 µm", Origin.READ),
    ]
    assert "only 1 of 2 image files hold a pixel size" in (part.reason or "")


def test_stacks_without_a_distance_of_planes_are_asked_for_it(study: Study) -> None:
    image = {
        "path": "train/a.tif",
        "sha256": "0" * 64,
        "bytes": 1,
        "shape": [3, 8, 8],
        "axes": "ZYX",
        "dtype": "uint8",
    }
    item = study(evidence={"datasets": {"train": {"images": [image]}}}).item("L17")

    assert "datasets.train.acquisition.pixel_size.z" in item.open_fields


APPLIED = {"models.unet.prediction": {"datasets": ["study"]}, "datasets.study": {}}
DIAMETER = {
    "id": "object_diameter",
    "name": "object diameter",
    "training": "14 µm",
    "other": "30 µm",
    "mark": "different",
}


def _beside(**changes: object) -> dict[str, object]:
    files = [{**DIAMETER, "mark": "alike"}]
    entry = {"model": "unet", "training_dataset": "train", "other_dataset": "study"}
    return {"similarity": [{**entry, "role": "application", "files": files, **changes}]}


def test_images_like_the_training_images_answer_the_question_of_similarity(study: Study) -> None:
    item = study(APPLIED, evidence=_beside()).item("A10")

    assert item.verdict is Verdict.REPORTED
    assert item.answers[0].value == "study beside train: no clear difference in object diameter"
    assert item.answers[0].origin is Origin.COMPUTED


def test_a_difference_asks_for_words(study: Study) -> None:
    item = study(APPLIED, evidence=_beside(files=[DIAMETER])).item("A10")

    assert item.verdict is Verdict.PARTLY
    assert item.answers[0].value == "study beside train: object diameter 30 µm, not 14 µm"
    assert item.open_fields == ("models.unet.prediction.similarity_to_training",)


def test_images_that_were_not_compared_say_why(study: Study) -> None:
    reason = "the card names no image files of study"
    evidence = _beside(files=[], not_compared_because=reason)

    item = study(APPLIED, evidence=evidence).item("A10")

    assert item.verdict is Verdict.MISSING
    assert reason in (item.reason or "")
