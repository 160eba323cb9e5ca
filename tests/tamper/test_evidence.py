"""Every way in which files or evidence were tampered with is told, and where it was done."""

import os
import shutil
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from tests.tamper.conftest import Study, changed, write_image

from replicard.errors import DataError
from replicard.pipeline.evaluate import evaluate_card
from replicard_schema.verification import Agreement, ClaimKind

Edit = Callable[[Study], None]
Kinds = set[ClaimKind]
Document = dict[str, Any]

FILES, SCORES = ClaimKind.FILES, ClaimKind.SCORES
CASES: dict[str, tuple[Edit, Kinds]] = {}
"""What is done to the study, and the kinds of claims that must not hold any more."""


def case(*kinds: ClaimKind) -> Callable[[Edit], Edit]:
    def add(edit: Edit) -> Edit:
        CASES[edit.__name__] = (edit, set(kinds))
        return edit

    return add


def edited(*kinds: ClaimKind) -> Callable[[Callable[[Document], None]], Edit]:
    """Add a case that edits the evidence alone."""

    def add(edit: Callable[[Document], None]) -> Edit:
        def apply(study: Study) -> None:
            document = study.evidence
            edit(document)
            study.write_evidence(document)

        CASES[edit.__name__] = (apply, set(kinds))
        return apply

    return add


def outlines(document: Document) -> Document:
    found: Document = document["validations"]["outlines"]
    return found


def result(document: Document, metric: str, validation: str = "outlines") -> Document:
    candidates = document["validations"][validation]["candidates"]
    results = next(c for name, c in candidates.items() if name != "raw input")["results"]
    found: Document = next(each for each in results if each["metric"] == metric)
    return found


def flipped(image: NDArray[Any]) -> NDArray[Any]:
    changed_image = image.copy()
    changed_image[3, 3] = 0 if image[3, 3] else 1
    return changed_image


# Files


@case(FILES)
def one_pixel_of_an_image(study: Study) -> None:
    study.edit_image("cells/images/c1.tif", flipped)


@case(FILES, SCORES)
def one_pixel_of_a_target(study: Study) -> None:
    study.edit_image("cells/targets/c1.tif", flipped)


@case(FILES, SCORES)
def one_pixel_of_a_prediction(study: Study) -> None:
    study.edit_image("cells/net/c1.tif", flipped)


@case(FILES, SCORES)
def one_pixel_of_a_denoised_image(study: Study) -> None:
    study.edit_image("noisy/denoiser/n1.tif", flipped)


@case(FILES)
def labels_renumbered(study: Study) -> None:
    study.edit_image("cells/targets/c1.tif", lambda labels: np.where(labels, 90 - labels, 0))


@case(FILES, SCORES)
def labels_merged(study: Study) -> None:
    study.edit_image("cells/net/c2.tif", lambda labels: np.where(labels == 2, 1, labels))


@case(FILES, SCORES)
def two_predictions_swapped(study: Study) -> None:
    one, other = (study.folder / f"cells/net/c{n}.tif" for n in (0, 1))
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


@case(FILES)
def an_image_saved_again_with_compression(study: Study) -> None:
    path = study.folder / "cells/images/c1.tif"
    tifffile.imwrite(path, tifffile.imread(path), compression="zlib", metadata=None)


@case(FILES, ClaimKind.DATA)
def a_file_added_to_the_training_data(study: Study) -> None:
    write_image(study.folder / "training/images/t9.tif", np.ones((32, 32), np.uint16))
    write_image(study.folder / "training/targets/t9.tif", np.ones((32, 32), np.uint16))


@case(FILES, ClaimKind.INDEPENDENCE)
def a_test_image_put_into_the_training_data(study: Study) -> None:
    source = study.folder / "cells/images/c3.tif"
    shutil.copyfile(source, study.folder / "training/images/t1.tif")


@case(FILES, ClaimKind.VALIDATIONS)
def an_image_added_to_the_test_data(study: Study) -> None:
    for side in ("images", "targets", "net"):
        source = study.folder / f"cells/{side}/c1.tif"
        shutil.copyfile(source, study.folder / f"cells/{side}/c9.tif")
    with (study.folder / "donors.csv").open("a", encoding="utf-8") as table:
        table.write("c9,donor 9\n")


@case(FILES)
def an_image_renamed_everywhere(study: Study) -> None:
    for side in ("images", "targets", "net"):
        (study.folder / f"cells/{side}/c7.tif").rename(study.folder / f"cells/{side}/c9.tif")
    study.replace("donors.csv", "c7,", "c9,")


@case(FILES)
def bytes_changed_and_timestamp_kept(study: Study) -> None:
    path = study.folder / "cells/images/c4.tif"
    before = path.stat()
    study.edit_image("cells/images/c4.tif", flipped)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@case(FILES)
def weights_replaced(study: Study) -> None:
    (study.folder / "weights.bin").write_bytes(bytes(reversed(range(256))))


@case(FILES, ClaimKind.MODELS)
def a_loss_of_the_training_log_edited(study: Study) -> None:
    study.replace("training.csv", "6,0.1667,0.2000", "6,0.1667,0.1000")


@case(FILES, ClaimKind.VALIDATIONS)
def groups_edited(study: Study) -> None:
    study.replace("donors.csv", "c1,donor 1", "c1,donor 0")


@case(FILES, SCORES)
def a_class_of_a_table_edited(study: Study) -> None:
    study.replace("phases/predicted.csv", "p01,mitosis", "p01,interphase")


@case(FILES, ClaimKind.VALIDATIONS)
def a_broken_image_mended(study: Study) -> None:
    shutil.copyfile(study.folder / "noisy/targets/n5.tif", study.folder / "noisy/denoiser/n5.tif")


@case(FILES, SCORES)
def an_image_cut_off(study: Study) -> None:
    path = study.folder / "cells/net/c1.tif"
    path.write_bytes(path.read_bytes()[:200])


# The card


@case(ClaimKind.CARD)
def acceptance_edited(study: Study) -> None:
    study.replace("card.yaml", "at_least: 0.4", "at_least: 0.3")


@case(ClaimKind.CARD)
def a_stated_score_edited(study: Study) -> None:
    study.replace("card.yaml", "value: 30.5", "value: 31.5")


@case(ClaimKind.CARD, SCORES)
def a_threshold_edited(study: Study) -> None:
    study.replace("card.yaml", "iou_thresholds: [0.5]", "iou_thresholds: [0.4]")


# The evidence


@edited(SCORES)
def a_mean_edited(document: Document) -> None:
    result(document, "f1")["summary"]["mean"] += 0.01


@edited(SCORES)
def a_mean_edited_in_the_sixth_digit(document: Document) -> None:
    result(document, "ssim", "noise")["summary"]["mean"] += 1e-6


@edited(SCORES)
def a_score_of_one_image_edited(document: Document) -> None:
    result(document, "precision")["per_image"][2]["value"] += 0.125


@edited(SCORES)
def a_pooled_score_edited(document: Document) -> None:
    result(document, "recall")["pooled"]["value"] = 1.0


@edited(SCORES)
def a_bound_of_an_interval_edited(document: Document) -> None:
    result(document, "f1")["mean_interval"]["low"] += 0.05


@edited(SCORES)
def a_number_of_images_edited(document: Document) -> None:
    result(document, "f1")["summary"]["n"] += 1


@edited(SCORES)
def a_count_edited_by_one(document: Document) -> None:
    result(document, "fp")["pooled"]["value"] -= 1


@edited(SCORES)
def a_metric_left_out(document: Document) -> None:
    outlines(document)["candidates"]["net"]["results"].pop(0)


@edited(SCORES)
def scores_of_two_images_exchanged(document: Document) -> None:
    scores = result(document, "f1")["per_image"]
    scores[0]["value"], scores[3]["value"] = scores[3]["value"], scores[0]["value"]


@edited(SCORES)
def a_class_edited_in_the_evidence(document: Document) -> None:
    images = document["validations"]["phase"]["candidates"]["classifier"]["classified"]
    wrong = next(image for image in images if image["truth"] != image["predicted"])
    wrong["predicted"] = wrong["truth"]


@edited(SCORES)
def the_confusion_matrix_edited(document: Document) -> None:
    found = document["validations"]["phase"]["candidates"]["classifier"]["confusion"]
    found["counts"][0][0] += 1


@edited(ClaimKind.COMPARISONS)
def a_p_value_edited(document: Document) -> None:
    document["validations"]["noise"]["comparisons"][0]["test"]["p_value"] = 0.001


@edited(ClaimKind.COMPARISONS)
def a_difference_edited(document: Document) -> None:
    document["validations"]["noise"]["comparisons"][0]["mean_difference"] *= 1.1


@edited(ClaimKind.COMPARISONS)
def a_comparison_left_out(document: Document) -> None:
    document["validations"]["noise"]["comparisons"].pop()


@edited(FILES)
def a_hash_edited(document: Document) -> None:
    document["datasets"]["test-cells"]["images"][1]["sha256"] = "0" * 64


@edited(FILES)
def the_hash_of_weights_edited(document: Document) -> None:
    document["models"]["net"]["weights"]["sha256"] = "f" * 64


@edited(FILES)
def a_shape_edited(document: Document) -> None:
    document["datasets"]["test-cells"]["images"][1]["shape"] = [64, 64]


@edited(ClaimKind.VALIDATIONS)
def a_digest_of_inputs_edited(document: Document) -> None:
    outlines(document)["inputs_sha256"] = "0" * 64


@edited(ClaimKind.VALIDATIONS)
def the_seed_of_another_run(document: Document) -> None:
    outlines(document)["resampling"]["seed"] += 1


@edited(ClaimKind.VALIDATIONS)
def skipped_images_hidden(document: Document) -> None:
    document["validations"]["noise"]["skipped"] = []


@edited(ClaimKind.VALIDATIONS)
def a_number_of_scored_images_edited(document: Document) -> None:
    outlines(document)["n_images"] = 80


@edited(ClaimKind.VALIDATIONS, FILES)
def a_poor_image_left_out_of_the_evidence(document: Document) -> None:
    outlines(document)["pairs"].pop()


@edited(ClaimKind.VALIDATIONS)
def another_example_shown(document: Document) -> None:
    outlines(document)["examples"][0]["value"] -= 0.125


@edited(ClaimKind.INDEPENDENCE)
def leakage_hidden(document: Document) -> None:
    document["independence"][0]["shared"] = []


@edited(ClaimKind.INDEPENDENCE)
def the_check_for_leakage_left_out(document: Document) -> None:
    document["independence"] = []


@edited(ClaimKind.SIMILARITY)
def a_difference_of_data_hidden(document: Document) -> None:
    document["similarity"] = []


@edited(ClaimKind.DATA)
def statistics_of_data_edited(document: Document) -> None:
    document["datasets"]["test-cells"]["statistics"]["numbers"]["signal"]["median"] *= 2


@edited(ClaimKind.FINDINGS)
def findings_removed(document: Document) -> None:
    document["findings"] = []
    for validation in document["validations"].values():
        validation["findings"] = []


@edited(ClaimKind.DEFINITIONS)
def a_definition_edited(document: Document) -> None:
    document["passports"]["f1"]["definition"] = "Fraction of objects that look right."


@edited(ClaimKind.DEFINITIONS)
def a_definition_left_out(document: Document) -> None:
    del document["passports"]["recall"]


@edited(ClaimKind.MODELS)
def the_best_epoch_edited(document: Document) -> None:
    document["models"]["net"]["log"]["best_epoch"] = 2.0


@edited(ClaimKind.MODELS)
def a_sign_of_the_training_log_removed(document: Document) -> None:
    document["models"]["net"]["log"]["signs"].pop()


@edited(ClaimKind.READINGS)
def a_reading_edited(document: Document) -> None:
    reading = document["readings"]["training.csv"]
    fact = next(f for f in reading["facts"] if f["field"].endswith("epochs"))
    fact["value"] = "600"


@edited(ClaimKind.CARD)
def the_hash_of_the_card_edited(document: Document) -> None:
    document["card"]["sha256"] = "0" * 64


@pytest.mark.parametrize("name", CASES)
def test_tampering_is_told_where_it_was_done(study: Study, name: str) -> None:
    edit, kinds = CASES[name]
    edit(study)

    found = study.verify()

    assert found.exit_code == 1
    assert kinds <= changed(found).keys()
    # What was edited in a text alone accuses no file.
    assert (FILES in kinds) == (FILES in changed(found))


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 40


def test_renumbered_labels_change_the_file_and_no_score(study: Study) -> None:
    CASES["labels_renumbered"][0](study)

    found = study.verify()

    assert found.files_alone_changed
    assert [item.place for item in changed(found)[FILES]] == ["cells/targets/c1.tif"]
    assert found.n_scores_same == found.n_scores


def test_evidence_of_another_card_is_told(study: Study) -> None:
    other = study.card.with_name("other.yaml")
    text = study.card.read_text(encoding="utf-8")
    other.write_text(text.replace("outlines:", "contours:"), encoding="utf-8")
    shutil.copyfile(study.evidence_file, other.with_name("other.evidence.json"))
    study.card.unlink()
    other.rename(study.card)

    found = changed(study.verify())

    assert ClaimKind.CARD in found
    assert SCORES in found


def test_unknown_fields_are_refused_in_one_sentence(study: Study) -> None:
    study.write_evidence({**study.evidence, "approved_by": "Nobody"})

    with pytest.raises(DataError, match="unknown field at 'approved_by'") as caught:
        study.verify()
    assert len(caught.value.problems) == 1


def test_truncated_evidence_is_refused_in_one_sentence(study: Study) -> None:
    content = study.evidence_file.read_bytes()
    study.evidence_file.write_bytes(content[: len(content) // 2])

    with pytest.raises(DataError, match="not JSON, or was cut off"):
        study.verify()


def test_absent_evidence_is_told(study: Study) -> None:
    study.evidence_file.unlink()

    with pytest.raises(DataError, match="no such file"):
        study.verify()


def test_a_removed_image_cannot_be_checked_and_the_share_is_told(study: Study) -> None:
    (study.folder / "cells/net/c5.tif").unlink()

    found = study.verify()

    assert found.exit_code == 0
    assert not found.is_complete
    assert (found.n_files_here, found.n_files) == (found.n_files - 1, len(_paths(study)))
    assert 0 < found.n_scores_computed < found.n_scores
    assert found.n_scores_same == found.n_scores_computed
    absent = next(i for i in found.items if i.place == "cells/net/c5.tif")
    assert absent.agreement is Agreement.NOT_CHECKED


def test_a_removed_image_hides_no_edited_mean(study: Study) -> None:
    (study.folder / "cells/net/c5.tif").unlink()
    CASES["a_mean_edited"][0](study)

    assert SCORES in changed(study.verify())


def test_a_removed_image_hides_no_edited_score_of_another_one(study: Study) -> None:
    (study.folder / "cells/net/c5.tif").unlink()
    CASES["a_score_of_one_image_edited"][0](study)

    assert SCORES in changed(study.verify())


def test_absent_training_data_leave_the_scores_to_be_checked(study: Study) -> None:
    shutil.rmtree(study.folder / "training")

    found = study.verify()

    assert found.exit_code == 0
    assert found.n_scores_same == found.n_scores
    assert {i.kind for i in found.having(Agreement.NOT_CHECKED)} >= {
        FILES,
        ClaimKind.INDEPENDENCE,
    }


def _paths(study: Study) -> set[str]:
    return {r["path"] for r in _records(study.evidence) if r["path"] != "card.yaml"}


def _records(part: object) -> list[Document]:
    if isinstance(part, dict):
        own = [part] if {"path", "sha256"} <= part.keys() else []
        return own + [r for child in part.values() for r in _records(child)]
    return [r for child in part for r in _records(child)] if isinstance(part, list) else []


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/hostname", "cells", "weights.bin/x"])
def test_a_path_that_leads_elsewhere_is_no_file_and_no_traceback(study: Study, path: str) -> None:
    (study.folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    document = study.evidence
    document["models"]["net"]["weights"]["path"] = path
    study.write_evidence(document)

    found = study.verify()

    assert found.exit_code == 1
    assert FILES in changed(found)
    assert "secret" not in str([i for i in found.items if i.place != path]).replace(path, "")


def test_an_absent_candidate_leaves_the_others_to_be_checked(study: Study) -> None:
    study.replace(
        "card.yaml",
        "candidates: {net: cells/net/*.tif}",
        "candidates: {net: cells/net/*.tif, other: cells/other/*.tif}",
    )
    study.replace("card.yaml", "  denoiser:", "  other: {task: instance segmentation, "
                  "algorithm: {name: Cellpose}, provenance: third-party}\n  denoiser:")  # fmt: skip
    shutil.copytree(study.folder / "cells/net", study.folder / "cells/other")
    evaluate_card(study.card)
    shutil.rmtree(study.folder / "cells/net")

    found = study.verify()

    assert not changed(found)
    assert 0 < found.n_scores_same == found.n_scores_computed < found.n_scores


def test_images_that_are_absent_altogether_leave_the_rest_to_be_checked(study: Study) -> None:
    for folder in ("cells", "training"):
        shutil.rmtree(study.folder / folder)

    found = study.verify()

    assert found.exit_code == 0
    assert 0 < found.n_scores_same == found.n_scores_computed < found.n_scores
