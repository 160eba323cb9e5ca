"""A report with everything in it: several candidates, undefined scores, long names."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.metrics import (
    Matching,
    Sampling,
    aggregate,
    choose_examples,
    classification_results,
    compare,
    confusion_matrix,
    describe_normalisation,
    match_objects,
    measure_instances,
    measure_restoration,
    object_overlay,
    passports_of,
    rse_map,
    ssim_map,
)
from replicard.render.figures import (
    ExamplePanel,
    MapKind,
    PanelMap,
    ReportFigures,
    draw_figures,
)
from replicard_schema.card import Card
from replicard_schema.evidence import (
    CandidateResult,
    ComparedProperty,
    DatasetEvidence,
    Environment,
    Evidence,
    FileRecord,
    Gpu,
    ImagePair,
    ImageRecord,
    Independence,
    LogSign,
    LossCurve,
    Mark,
    MetricResult,
    ModelEvidence,
    Repository,
    SignCode,
    Similarity,
    TrainingLog,
    Unavailable,
    ValidationEvidence,
)
from replicard_schema.report import (
    MethodsText,
    Report,
)
from replicard_schema.vocabulary import (
    LabelKind,
    MetricId,
    NormalisationMethod,
)

N_IMAGES = 12
SIDE = 96
THRESHOLDS = (0.5, 0.7, 0.9)
OBJECT_METRICS = (
    MetricId.TP,
    MetricId.FP,
    MetricId.FN,
    MetricId.PRECISION,
    MetricId.RECALL,
    MetricId.F1,
    MetricId.ACCURACY,
    MetricId.PANOPTIC_QUALITY,
    MetricId.MEAN_MATCHED_IOU,
    MetricId.IOU,
)
RESTORATION_METRICS = (MetricId.SSIM, MetricId.PSNR, MetricId.NRMSE, MetricId.PEARSON)
CLASSES = ("interphase", "mitosis", "apoptosis")

Labels = NDArray[np.int32]
Image = NDArray[np.float64]


@dataclass(frozen=True)
class Field:
    """One synthetic field of view."""

    name: str
    image: Image
    truth: Labels
    predictions: dict[str, Labels]
    denoised: Image


def _discs(rng: np.random.Generator, n: int) -> list[tuple[float, float, float]]:
    places = rng.uniform(8, SIDE - 8, size=(n, 2))
    return [(float(y), float(x), float(rng.uniform(5, 9))) for y, x in places]


def _paint(discs: list[tuple[float, float, float]]) -> Labels:
    rows, columns = np.mgrid[:SIDE, :SIDE]
    labels = np.zeros((SIDE, SIDE), dtype=np.int32)
    for number, (y, x, radius) in enumerate(discs, start=1):
        labels[(rows - y) ** 2 + (columns - x) ** 2 < radius**2] = number
    return labels


def _moved(
    rng: np.random.Generator, discs: list[tuple[float, float, float]], by: float
) -> list[tuple[float, float, float]]:
    kept = [disc for disc in discs if rng.random() > by / 12]
    return [(y + rng.normal(0, by), x + rng.normal(0, by), r * 1.02) for y, x, r in kept]


@cache
def fields() -> tuple[Field, ...]:
    rng = np.random.default_rng(7)
    made = []
    for number in range(N_IMAGES):
        # The last field is empty, so that its scores are undefined.
        discs = _discs(rng, 0 if number == N_IMAGES - 1 else 8 + number)
        truth = _paint(discs)
        clean = np.where(truth > 0, 900.0, 120.0)
        predictions = {
            name: _paint(_moved(rng, discs, by))
            for name, by in (("stardist-nuclei", 0.4), ("cyto2", 1.1), ("otsu", 2.2))
        }
        made.append(
            Field(
                name=f"IXMtest_{number:02}_s{number % 4}_w1E7BCD2F-6D7E-4B39-9154-F93E4D539183",
                image=clean + rng.normal(0, 120, truth.shape),
                truth=truth,
                predictions=predictions,
                denoised=clean + rng.normal(0, 25 if number % 5 else 150, truth.shape),
            )
        )
    return tuple(made)


def _clean(field: Field) -> Image:
    return np.where(field.truth > 0, 900.0, 120.0)


def _sampling() -> Sampling:
    return Sampling(
        {field.name: f"s{number % 4}" for number, field in enumerate(fields())},
        seed=7,
        grouped_by="the pattern IXMtest_*_s{field}_* of names",
        resamples=1000,
    )


@cache
def nuclei_results(candidate: str) -> tuple[MetricResult, ...]:
    return aggregate(
        [
            (
                field.name,
                measure_instances(
                    field.truth,
                    field.predictions[candidate],
                    metrics=OBJECT_METRICS,
                    iou_thresholds=THRESHOLDS,
                ).measurements,
            )
            for field in fields()
        ],
        sampling=_sampling(),
    )


@cache
def noise_results(candidate: str) -> tuple[MetricResult, ...]:
    return aggregate(
        [
            (
                field.name,
                measure_restoration(
                    _clean(field),
                    field.image if candidate == "raw input" else field.denoised,
                    metrics=RESTORATION_METRICS,
                    method=NormalisationMethod.PERCENTILE,
                ).measurements,
            )
            for field in fields()
        ],
        sampling=_sampling(),
    )


def _result(results: tuple[MetricResult, ...], metric: MetricId) -> MetricResult:
    return next(result for result in results if result.metric is metric)


def _sha(number: int) -> str:
    return f"{number:x}".rjust(64, "7")


def _image(path: str, number: int, dtype: str) -> ImageRecord:
    return ImageRecord(
        path=path,
        sha256=_sha(number),
        bytes=18_500,
        shape=(SIDE, SIDE),
        axes="YX",
        dtype=dtype,
        pixel_size_um={"Y": 0.656, "X": 0.656},
    )


def _pairs() -> tuple[ImagePair, ...]:
    return tuple(
        ImagePair(
            name=field.name,
            image=_image(f"data/test/images/{field.name}.tif", number, "uint16"),
            target=_image(f"data/test/masks/{field.name}.tif", 100 + number, "uint16"),
            predictions={
                name: _image(f"results/{name}/{field.name}.tif", 200 + number, "uint16")
                for name in field.predictions
            },
            group=f"s{number % 4}",
        )
        for number, field in enumerate(fields())
    )


def _nuclei() -> ValidationEvidence:
    results = {name: nuclei_results(name) for name in ("stardist-nuclei", "cyto2", "otsu")}
    return ValidationEvidence(
        dataset="evaluation-nuclei",
        inputs_sha256=_sha(8),
        n_images=N_IMAGES,
        n_groups=4,
        resampling=_sampling().record(),
        label_kind=LabelKind.INSTANCE,
        pairs=_pairs(),
        candidates={
            name: CandidateResult(kind="baseline" if name == "otsu" else "model", results=result)
            for name, result in results.items()
        },
        examples=tuple(
            choice
            for name in ("stardist-nuclei", "cyto2")
            for choice in choose_examples(name, _result(results[name], MetricId.F1))
        ),
    )


def _noise() -> ValidationEvidence:
    model, raw = noise_results("unet-denoising"), noise_results("raw input")
    return ValidationEvidence(
        dataset="evaluation-nuclei",
        inputs_sha256=_sha(8),
        n_images=N_IMAGES,
        pairs=_pairs(),
        normalisation=describe_normalisation(NormalisationMethod.PERCENTILE),
        candidates={
            "unet-denoising": CandidateResult(kind="model", results=model),
            "raw input": CandidateResult(kind="raw input", results=raw),
        },
        resampling=_sampling().record(),
        comparisons=compare(
            {"unet-denoising": model, "raw input": raw},
            raw_input="raw input",
            sampling=_sampling(),
        ),
        examples=choose_examples("unet-denoising", _result(model, MetricId.SSIM)),
    )


def _phenotype() -> ValidationEvidence:
    truth = {f"image-{i}": CLASSES[i % 2] for i in range(30)}
    found = {name: CLASSES[(i * i) % 2] for i, name in enumerate(truth)}
    confusion = confusion_matrix(list(truth.values()), list(found.values()))
    results = classification_results(
        confusion, metrics=[MetricId.CLASS_ACCURACY, MetricId.CLASS_F1]
    )
    return ValidationEvidence(
        dataset="evaluation-nuclei",
        inputs_sha256=_sha(8),
        n_images=30,
        tables=(FileRecord(path="results/classes/cyto2.csv", sha256=_sha(5), bytes=900),),
        candidates={"cyto2": CandidateResult(kind="model", results=results, confusion=confusion)},
    )


def _log() -> TrainingLog:
    epochs = tuple(float(epoch) for epoch in range(1, 61))
    return TrainingLog(
        files=(FileRecord(path="logs/training_evaluation.csv", sha256=_sha(3), bytes=4_100),),
        layout="ZeroCostDL4Mic",
        epochs=epochs,
        loss=LossCurve(name="loss", values=tuple(0.9 * 0.93**e + 0.05 for e in epochs)),
        validation_loss=LossCurve(
            name="val_loss",
            values=tuple(0.9 * 0.92**e + 0.09 + max(0.0, e - 38) * 0.002 for e in epochs),
        ),
        best_epoch=40,
        signs=(
            LogSign(
                code=SignCode.BEST,
                words="The validation loss is smallest at epoch 40 (0.126).",
                numbers={"epoch": 40, "value": 0.126, "last_value": 0.14},
            ),
            LogSign(
                code=SignCode.END,
                words="Over the last 6 epochs the training loss averages 0.0638.",
                numbers={"first": 55, "last": 60},
            ),
            LogSign(
                code=SignCode.RISE,
                words="The validation loss ends 12 % above its smallest average over 6 epochs.",
                is_striking=True,
                numbers={"rise": 0.12},
                thresholds={"rise": 0.1},
            ),
        ),
    )


def _similarity() -> tuple[Similarity, ...]:
    magnification = ComparedProperty(
        id="magnification", name="magnification", training="63×", other="63×", mark=Mark.ALIKE
    )
    diameter = ComparedProperty(
        id="object_diameter",
        name="object diameter",
        training="14 [12 to 15] µm",
        other="30 µm",
        mark=Mark.DIFFERENT,
        factor=2.1,
        rule="1.5 times",
    )
    width = ComparedProperty(id="width", name="width", other="96 pixels", mark=Mark.NOT_COMPARED)
    both = {
        "model": "stardist-nuclei",
        "training_dataset": "training-nuclei",
        "other_dataset": "evaluation-nuclei",
        "acquisition": (magnification,),
        "files": (diameter, width),
    }
    return (
        Similarity.model_validate({**both, "role": "evaluation"}),
        Similarity.model_validate({**both, "role": "application"}),
    )


def _evidence() -> Evidence:
    validations = {
        "nuclei": _nuclei(),
        "noise": _noise(),
        "phenotype": _phenotype(),
        "actin": ValidationEvidence(
            dataset="evaluation-nuclei",
            inputs_sha256=_sha(8),
            n_images=0,
            not_computed_because="there is no ground truth; the scores were stated by the authors",
        ),
    }
    metrics = {
        result.metric
        for validation in validations.values()
        for candidate in validation.candidates.values()
        for result in candidate.results
    }
    return Evidence(
        replicard_version="0.1.0",
        date="2024-05-03",
        card=FileRecord(path="card.yaml", sha256=_sha(1), bytes=5_120),
        environment=Environment(
            python="3.11.7",
            implementation="CPython",
            os="Linux 6.1",
            machine="x86_64",
            cpu="AMD EPYC 7B13",
            cpu_count=2,
            memory_bytes=25_769_803_776,
            gpus=(Gpu(name="Tesla P100-PCIE-16GB", driver="535.104"),),
            packages={"numpy": "2.4.6", "scikit-image": "0.26.0", "scipy": "1.17.0"},
        ),
        repository=Repository(
            commit="4f2c1e9" + "0" * 33,
            branch="main",
            remote="https://example.org/lab/nuclei-counting",
            changed_files=("card.yaml",),
            untracked_count=2,
        ),
        datasets={
            "training-nuclei": DatasetEvidence(
                unavailable_because="no file matches data/train/images/*.tif"
            ),
            "evaluation-nuclei": DatasetEvidence(
                images=tuple(pair.image for pair in _pairs() if pair.image is not None),
                targets=tuple(pair.target for pair in _pairs() if pair.target is not None),
            ),
        },
        models={
            "stardist-nuclei": ModelEvidence(
                weights=FileRecord(
                    path="models/stardist/weights_best.h5", sha256=_sha(2), bytes=6_400_000
                ),
                log=_log(),
            ),
            "cyto2": ModelEvidence(weights=Unavailable(unavailable_because="no file is named")),
        },
        validations=validations,
        independence=(
            Independence(
                validation="nuclei",
                model="stardist-nuclei",
                evaluation_dataset="evaluation-nuclei",
                training_dataset="training-nuclei",
                n_evaluation=N_IMAGES,
                n_training=0,
                not_checked_because="the training images are not there",
            ),
        ),
        similarity=_similarity(),
        passports={str(key): value for key, value in passports_of(sorted(metrics)).items()},
    )


def _read(name: str) -> dict[str, object]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    found: dict[str, object] = json.loads(text)
    return found


@cache
def build_report() -> Report:
    card = Card.model_validate(_read("card.json"))
    return Report.model_validate(
        {
            "card": card,
            "evidence": _evidence(),
            "evidence_sha256": _sha(9),
            **_read("texts.json"),
        }
    )


def _matching(field: Field, candidate: str) -> Matching:
    return match_objects(field.truth, field.predictions[candidate], iou_thresholds=(0.5,))[0]


@cache
def build_panels() -> tuple[ExamplePanel, ...]:
    by_name = {field.name: field for field in fields()}
    report = build_report()
    panels = []
    for choice in report.evidence.validations["nuclei"].examples:
        field = by_name[choice.image]
        codes = object_overlay(
            field.truth,
            field.predictions[choice.candidate],
            matching=_matching(field, choice.candidate),
        )
        panels.append(
            ExamplePanel(
                validation="nuclei",
                candidate=choice.candidate,
                rank=choice.rank,
                image=choice.image,
                metric="F1 (IoU ≥ 0.5)",
                value=f"{choice.value:.3f}",
                input=field.image,
                prediction=field.predictions[choice.candidate],
                target=field.truth,
                maps=(PanelMap(MapKind.OVERLAY, codes),),
                label_kind=LabelKind.INSTANCE,
                pixel_size_um=0.656,
            )
        )
    for choice in report.evidence.validations["noise"].examples:
        field = by_name[choice.image]
        clean = _clean(field)
        panels.append(
            ExamplePanel(
                validation="noise",
                candidate=choice.candidate,
                rank=choice.rank,
                image=choice.image,
                metric="SSIM",
                value=f"{choice.value:.3f}",
                input=field.image,
                prediction=field.denoised,
                target=clean,
                maps=(
                    PanelMap(MapKind.RSE, rse_map(clean / 780, field.denoised / 780)),
                    PanelMap(
                        MapKind.SSIM, ssim_map(clean / 780, field.denoised / 780, data_range=1.0)
                    ),
                ),
                same_scale=True,
                pixel_size_um=0.656,
                note="The only plane is shown.",
            )
        )
    return tuple(panels)


@pytest.fixture(scope="session")
def report() -> Report:
    return build_report()


@pytest.fixture(scope="session")
def panels() -> tuple[ExamplePanel, ...]:
    return build_panels()


@pytest.fixture(scope="session")
def figures() -> ReportFigures:
    return draw_figures(build_report(), build_panels())


@pytest.fixture(scope="session")
def bare_report() -> Report:
    """Return the report before anything was computed."""
    report = build_report()
    nothing: dict[str, object] = {
        "validations": {},
        "passports": {},
        "models": {},
        "datasets": {},
    }
    return report.model_copy(
        update={
            "evidence": report.evidence.model_copy(update=nothing),
            "findings": (),
            "open_questions": (),
            "checklists": (),
            "methods": MethodsText(sections=()),
        }
    )
