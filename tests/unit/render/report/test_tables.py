"""Tables hold what the evidence holds, in the order in which a reader looks for it."""

from pydantic import JsonValue

from replicard.metrics import METRICS
from replicard.render.figures import draw_figures
from replicard.render.metric_rows import (
    leading_row,
    metric_rows,
    metric_title,
    rows_of_images,
    thresholds,
)
from replicard.render.report.families import families
from replicard.render.report.files import looks, manifest
from replicard.render.report.page import report_page
from replicard.render.report.score_cells import score_cells
from replicard.render.report.tables import ScoredValidation, scored_validations
from replicard_schema.report import Report
from replicard_schema.vocabulary import MetricId


def _validation(report: Report, name: str) -> ScoredValidation:
    return next(one for one in scored_validations(report) if one.id == name)


def test_scores_are_listed_by_metric_with_the_candidates_side_by_side(report: Report) -> None:
    rows = metric_rows(report.evidence.validations["nuclei"], report.evidence.passports)

    assert rows[5].title == "F1 (IoU ≥ 0.5)"
    assert list(rows[5].results) == ["stardist-nuclei", "cyto2", "otsu"]


def test_the_leading_metric_is_the_one_that_chose_the_examples(report: Report) -> None:
    nuclei = report.evidence.validations["nuclei"]
    leading = leading_row(metric_rows(nuclei, report.evidence.passports), nuclei)

    assert leading is not None
    assert (leading.metric, leading.iou_threshold) == (MetricId.F1, 0.5)


def test_images_are_listed_at_the_leading_threshold_only(report: Report) -> None:
    nuclei = report.evidence.validations["nuclei"]
    rows = metric_rows(nuclei, report.evidence.passports)

    shown = rows_of_images(rows, leading_row(rows, nuclei))

    assert thresholds(rows) == (0.5, 0.7, 0.9)
    assert {row.iou_threshold for row in shown} == {0.5, None}


def test_the_summary_shows_the_leading_metric_and_those_with_a_limit(report: Report) -> None:
    titles = {one.id: [row.title for row in one.main_rows()] for one in scored_validations(report)}

    assert titles == {
        "nuclei": ["F1 (IoU ≥ 0.5)"],
        "noise": ["SSIM"],
        "phenotype": ["Accuracy (images)"],
        "actin": [],
    }


def test_a_limit_is_asked_of_models_or_of_the_candidate_it_names(report: Report) -> None:
    nuclei, noise = _validation(report, "nuclei"), _validation(report, "noise")
    (f1,), (ssim,) = nuclei.main_rows(), noise.main_rows()

    assert [nuclei.limit_words(f1, name) for name in f1.results] == ["≥ 0.8", "≥ 0.8", ""]
    assert [noise.limit_words(ssim, name) for name in ssim.results] == ["≥ 0.6", ""]


def test_counts_are_whole_numbers_and_undefined_images_are_counted(report: Report) -> None:
    nuclei = _validation(report, "nuclei")
    tp = score_cells(nuclei.rows[0], "cyto2")
    f1 = score_cells(nuclei.rows[5], "cyto2")

    assert tp.images == "12"
    assert tp.pooled.isdecimal()
    assert f1.images.replace("\u00a0", " ") == "11 of 12 in 4 groups"
    assert f1.mean_interval.text == "–"


def test_what_tells_metrics_apart_stands_in_one_pair_of_brackets() -> None:
    def title(metric: MetricId, **parameters: JsonValue) -> str:
        return metric_title(METRICS[metric].passport, parameters)

    assert title(MetricId.F1) == "F1"
    assert title(MetricId.F1, iou_threshold=0.5) == "F1 (IoU ≥ 0.5)"
    assert title(MetricId.ACCURACY, iou_threshold=0.5) == "Accuracy (objects, IoU ≥ 0.5)"
    assert title(MetricId.NRMSE, channel="GFP") == "NRMSE (range, channel GFP)"
    assert title(MetricId.CLASS_F1, **{"class": "mitosis"}) == "F1 (class mitosis)"
    assert title(MetricId.IOU, **{"class": "rim"}) == "IoU (rim)"


def test_a_score_without_images_shows_only_its_pooled_value(report: Report) -> None:
    phenotype = _validation(report, "phenotype")

    cells = score_cells(phenotype.rows[0], "cyto2")

    assert (cells.mean, cells.images, set(cells.distribution)) == ("–", "–", {"–"})
    assert cells.pooled != "–"


def test_a_validation_without_scores_of_images_says_so(report: Report) -> None:
    assert _validation(report, "nuclei").has_images
    assert not _validation(report, "phenotype").has_images


def test_an_undefined_score_of_an_image_points_to_its_reason(report: Report) -> None:
    table = _validation(report, "noise").image_tables[0]

    assert [cell.text for cell in table.rows[-1].cells] == ["–"] * 4
    marks = {cell.note for cell in table.rows[-1].cells}
    assert marks == set(table.notes)


def test_every_file_is_listed_once(report: Report) -> None:
    paths = [file.path for group in manifest(report.evidence) for file in group.files]

    assert len(paths) == len(set(paths))
    assert paths[0] == "card.yaml"
    assert "models/stardist/weights_best.h5" in paths
    assert "results/classes/cyto2.csv" in paths


def test_files_that_look_alike_are_described_once(report: Report) -> None:
    found = looks(report.evidence.datasets["evaluation-nuclei"].images)

    assert found.count == 12
    assert found.shapes == ("96 × 96 (YX)",)
    assert found.dtypes == ("uint16",)
    assert found.pixel_sizes == ("Y 0.656, X 0.656\u202fµm",)


def test_families_hold_every_metric_once_and_share_only_what_all_share(report: Report) -> None:
    found = families(report.evidence.passports.values())

    ids = [passport.id for family in found for passport in family.passports]
    assert sorted(ids) == sorted(passport.id for passport in report.evidence.passports.values())
    for family in found:
        for passport in family.passports:
            assert family.parameters.items() <= passport.parameters.items()


def test_long_lists_of_files_are_summed_up_on_paper_and_whole_on_a_screen(report: Report) -> None:
    name, data = next(each for each in report.evidence.datasets.items() if each[1].images)
    image = data.images[0]
    many = [image.model_copy(update={"path": f"i/{number}.tif"}) for number in range(101)]
    datasets = {name: data.model_copy(update={"images": tuple(many)})}
    evidence = report.evidence.model_copy(update={"datasets": datasets})
    large = report.model_copy(update={"evidence": evidence})
    figures = draw_figures(large, ())

    paper = report_page(large, figures, medium="paper", styles=())
    screen = report_page(large, figures, medium="screen", styles=())

    assert "i/100.tif" in screen
    assert "i/100.tif" not in paper
    assert "101 files, " in paper
