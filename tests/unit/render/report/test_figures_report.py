"""The right figures are drawn, and their legends say what is drawn."""

from dataclasses import replace

import numpy as np
import pytest

from replicard.render.figures import ExamplePanel, MapKind, PanelMap, ReportFigures, draw_figures
from replicard.render.figures.distribution import swarm
from replicard.render.figures.examples import scale_bar_um
from replicard_schema.evidence import (
    CandidateResult,
    ImageScore,
    MetricResult,
    Summary,
    ValidationEvidence,
)
from replicard_schema.report import Report
from replicard_schema.vocabulary import LabelKind, MetricId


def _panel(**changes: object) -> ExamplePanel:
    plane = np.linspace(0, 1, 64).reshape(8, 8)
    panel = ExamplePanel("nuclei", "cyto2", "best", "a", "SSIM", "0.9", plane, plane)
    return replace(panel, **changes)  # type: ignore[arg-type] # one helper for all fields


def _only(report: Report, panel: ExamplePanel) -> str:
    bare = _with_validation(report, _computed())
    (figure,) = draw_figures(bare, [panel]).validations["nuclei"]
    return figure.legend + figure.svg


def _computed(**candidates: CandidateResult) -> ValidationEvidence:
    return ValidationEvidence(
        dataset="evaluation-nuclei", inputs_sha256="0" * 64, n_images=1, candidates=candidates
    )


def _with_validation(report: Report, computed: ValidationEvidence) -> Report:
    evidence = report.evidence.model_copy(update={"validations": {"nuclei": computed}})
    return report.model_copy(update={"evidence": evidence})


def test_a_single_example_is_not_called_the_best_of_all(report: Report) -> None:
    (figure,) = draw_figures(_with_validation(report, _computed()), [_panel()]).validations[
        "nuclei"
    ]

    assert figure.title == "Example of cyto2: the only image with a value of SSIM"
    assert "ranked" not in figure.legend
    assert "Best" not in figure.svg


def test_every_figure_has_title_legend_and_description(figures: ReportFigures) -> None:
    for figure in figures.in_order():
        assert figure.title
        assert not figure.title.endswith(".")
        assert figure.legend.endswith(".")
        assert figure.alt.endswith(".")
        assert "None" not in figure.legend + figure.alt + figure.svg


def test_each_validation_gets_the_figures_it_has_data_for(figures: ReportFigures) -> None:
    kinds = {
        name: [figure.id.split("-")[0] for figure in drawn]
        for name, drawn in figures.validations.items()
    }

    assert kinds == {
        "nuclei": ["examples", "examples", "distribution", "thresholds"],
        "noise": ["examples", "distribution", "paired"],
        "phenotype": ["confusion"],
        "actin": [],
    }


def test_only_the_model_with_a_log_gets_training_curves(figures: ReportFigures) -> None:
    drawn = {name: [figure.id for figure in made] for name, made in figures.models.items()}

    assert drawn == {
        "stardist-nuclei": ["training-stardist-nuclei"],
        "unet-denoising": [],
        "cyto2": [],
    }


def test_the_best_epoch_is_marked(figures: ReportFigures) -> None:
    (curves,) = figures.models["stardist-nuclei"]

    assert "best epoch: 40" in curves.svg
    assert "smallest validation loss" in curves.legend


def test_the_paired_chart_counts_the_images_that_got_worse(figures: ReportFigures) -> None:
    paired = figures.validations["noise"][-1]

    assert "worse than the raw input on 3 of 11 images" in paired.alt


def test_the_legend_of_examples_says_the_rule_and_the_window(figures: ReportFigures) -> None:
    nuclei, noise = figures.validations["nuclei"][0], figures.validations["noise"][0]

    assert "ranked by F1 (IoU ≥ 0.5)" in nuclei.legend
    assert "missed (FN) sky blue" in nuclei.legend
    assert "of the ground truth, the same for input, prediction and ground truth" in noise.legend
    assert "RSE: root squared error" in noise.legend


def test_the_scale_bar_appears_only_where_the_pixel_size_is_known(report: Report) -> None:
    assert "bar" in _only(report, _panel(input=np.zeros((8, 8)), pixel_size_um=0.5))
    assert ">bar" not in _only(report, _panel(input=np.zeros((8, 8))))


@pytest.mark.parametrize("width_um", [0.003, 0.9, 1.0, 47.3, 12_000.0])
def test_a_scale_bar_is_round_and_fits_into_the_image(width_um: float) -> None:
    length = scale_bar_um(width_um)

    assert 0.08 * width_um < length <= 0.221 * width_um
    assert f"{length:.0e}"[0] in "125"


def test_a_reduced_preview_says_so(report: Report) -> None:
    large = np.zeros((700, 700))

    assert "mean of 3 × 3 pixels" in _only(report, _panel(prediction=large, target=large))


@pytest.mark.parametrize("shape", [(4, 2000), (2000, 4), (1, 1)])
def test_images_of_any_shape_are_drawn(report: Report, shape: tuple[int, int]) -> None:
    plane = np.ones(shape, dtype=np.uint16)

    assert "<image" in _only(report, _panel(input=plane, prediction=plane, target=plane))


def test_negative_and_undefined_intensities_are_drawn(report: Report) -> None:
    plane = np.array([[-3.5, np.nan], [np.inf, 2.0]])
    maps = (PanelMap(MapKind.RSE, plane), PanelMap(MapKind.SSIM, plane))

    assert "nan" not in _only(report, _panel(prediction=plane, target=plane, maps=maps)).lower()


def test_class_masks_get_a_key_of_their_class_names(report: Report) -> None:
    mask = np.array([[0, 1], [2, 2]])
    panel = _panel(
        prediction=mask,
        target=mask,
        label_kind=LabelKind.CLASS,
        class_names={1: "nucleus", 2: "cytoplasm"},
    )

    drawn = _only(report, panel)

    assert ">nucleus<" in drawn
    assert ">cytoplasm<" in drawn


def test_a_validation_without_any_value_gets_no_chart(report: Report) -> None:
    result = MetricResult(
        metric=MetricId.F1,
        parameters={"iou_threshold": 0.5},
        per_image=(ImageScore(image="a", undefined_because="no object"),),
        summary=Summary(n=0, n_undefined=1),
    )
    computed = _computed(cyto2=CandidateResult(kind="model", results=(result,)))

    assert draw_figures(_with_validation(report, computed), ()).in_order()[1:] == ()


def test_points_of_a_strip_never_reach_the_next_strip() -> None:
    assert max(abs(offset) for offset in swarm([0.5] * 1000 + [0.9])) < 0.5


def test_a_single_image_gets_no_distribution(report: Report) -> None:
    result = MetricResult(
        metric=MetricId.F1,
        parameters={"iou_threshold": 0.5},
        per_image=(ImageScore(image="a", value=0.5),),
        summary=Summary(n=1, n_undefined=0, mean=0.5, median=0.5, minimum=0.5, maximum=0.5),
    )
    computed = _computed(cyto2=CandidateResult(kind="model", results=(result,)))

    assert draw_figures(_with_validation(report, computed), ()).validations["nuclei"] == ()


def test_images_that_the_authors_chose_follow_in_figures_of_their_own(report: Report) -> None:
    best = _panel()
    chosen = [_panel(rank="chosen", image=f"image {number}") for number in range(5)]
    found = draw_figures(_with_validation(report, _computed()), [*chosen, best]).validations

    by_rule, first, second = found["nuclei"]
    assert by_rule.title.startswith("Example of cyto2")
    assert first.title == second.title == "Further examples of cyto2, chosen by the authors"
    assert (first.id, second.id) == (f"{by_rule.id}-chosen-1", f"{by_rule.id}-chosen-2")
    assert "not representative by any rule" in first.legend
    assert "image 3" in first.svg
    assert "image 4" in second.svg
