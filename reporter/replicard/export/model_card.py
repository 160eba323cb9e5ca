"""Model cards of Hugging Face: ``README.md`` with results that machines can read.

References
----------
Model cards and ``model-index``, https://github.com/huggingface/hub-docs
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import yaml
from pydantic import JsonValue

from replicard.export.checking import Rule, faults
from replicard.export.exporter import Exporter
from replicard.export.markdown import bullet_list, markdown_text, table
from replicard.export.material import Material, is_one_licence
from replicard.export.outcome import Export, Need, export_of
from replicard.export.scores import Score, computed_scores
from replicard.export.writing import filled, yaml_text
from replicard_schema.results import interval_text, score_text
from replicard_schema.sections.model import Hyperparameters, Model, Training
from replicard_schema.vocabulary import Provenance, Task

NAME = "README.md"
_Document: TypeAlias = dict[str, JsonValue]
_PIPELINES: Mapping[Task, str] = {
    Task.SEMANTIC_SEGMENTATION: "image-segmentation",
    Task.INSTANCE_SEGMENTATION: "image-segmentation",
    Task.OBJECT_DETECTION: "object-detection",
    Task.CLASSIFICATION: "image-classification",
    Task.DENOISING: "image-to-image",
    Task.RESTORATION: "image-to-image",
    Task.SUPER_RESOLUTION: "image-to-image",
    Task.TRANSLATION: "image-to-image",
}
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


def write(material: Material) -> Export:
    """Write a card for each model that the authors trained."""
    models = dict(material.own_models())
    needs = [need for name, model in models.items() for need in _needs(name, model)]
    if not models:
        needs.append(Need("", "the authors trained no model, so there is none to publish"))
    scores = tuple(computed_scores(material))
    files = {
        f"model-{name}/{NAME}": _page(material, name, model, scores)
        for name, model in models.items()
    }
    return export_of(files, needs, _notes(material, models))


def _page(material: Material, name: str, model: Model, scores: Sequence[Score]) -> str:
    own = [score for score in scores if score.candidate == name]
    front = yaml_text(_front(name, model, own))
    parts = [part for part in _sections(material, name, model, own) if part]
    return f"---\n{front}---\n\n" + "\n\n".join(parts) + "\n"


def _front(name: str, model: Model, scores: Sequence[Score]) -> _Document:
    licence = model.deposit.license if model.deposit else None
    task = _slug(model.task.value)
    return filled(
        {
            "license": _hub_licence(licence),
            "license_name": None if _is_known(licence) else licence,
            "pipeline_tag": _PIPELINES.get(model.task),
            "base_model": _base(model),
            "tags": list(dict.fromkeys(["microscopy", task, _slug(model.algorithm.name)])),
            "metrics": list(dict.fromkeys(score.metric.value for score in scores)),
            "model-index": _index(name, model, scores),
        }
    )


def _index(name: str, model: Model, scores: Sequence[Score]) -> list[JsonValue]:
    if not scores:
        return []
    task: JsonValue = {
        "type": _PIPELINES.get(model.task, _slug(model.task.value)),
        "name": model.task.value,
    }
    validations = dict.fromkeys((score.validation, score.dataset) for score in scores)
    results: list[JsonValue] = [
        {
            "task": task,
            "dataset": {"type": dataset, "name": dataset},
            "metrics": [_metric(s) for s in scores if s.validation == validation],
        }
        for validation, dataset in validations
    ]
    return [{"name": model.name or name, "results": results}]


def _metric(score: Score) -> JsonValue:
    return {"type": score.metric.value, "name": score.title, "value": score.value}


def _sections(
    material: Material, name: str, model: Model, scores: Sequence[Score]
) -> Iterator[str]:
    study = material.card.study
    yield f"# {markdown_text(model.name or name)}"
    yield markdown_text(model.architecture or "")
    yield _titled("Intended use", model.intended_use)
    yield _titled("Limitations", model.limitations or material.card.limitations)
    if model.training is not None:
        yield _titled_list("Training", _training(model.training))
    if model.prediction is not None:
        steps = (*model.prediction.preprocessing, *model.prediction.postprocessing)
        yield _titled_list("Prediction", steps)
    yield _evaluation(material, scores)
    authors = ", ".join(author.name for author in study.authors)
    about = [f"{authors}. {study.title}." if authors else f"{study.title}."]
    about += [f"https://doi.org/{doi}" for doi in (study.doi, _doi(model)) if doi]
    yield _titled_list("Study", about)


def _training(training: Training) -> Iterator[str]:
    if training.datasets:
        yield f"data sets: {', '.join(training.datasets)}"
    yield from training.preprocessing
    if training.augmentation:
        yield f"augmentation: {', '.join(step.name for step in training.augmentation)}"
    if training.hyperparameters is not None:
        yield from _settings(training.hyperparameters)
    for library, version in training.libraries.items():
        yield f"{library} {version or ''}".rstrip()
    for label, value in (
        ("hardware", training.hardware),
        ("date", training.date),
        ("seed", training.seed),
    ):
        if value is not None:
            yield f"{label}: {value}"


def _settings(settings: Hyperparameters) -> Iterator[str]:
    for key, value in settings.model_dump(exclude_defaults=True).items():
        text = " × ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
        yield f"{key.replace('_', ' ')}: {text}"


def _evaluation(material: Material, scores: Sequence[Score]) -> str:
    evidence = material.evidence
    if not scores or evidence is None:
        return ""
    rows = [
        (
            s.dataset,
            s.title,
            score_text(s.value, s.unit),
            interval_text(s.interval) if s.interval else "",
            str(s.images),
        )
        for s in scores
    ]
    head = ("data set", "metric", "value", "confidence interval", "images")
    told = f"Computed by Replicard {evidence.replicard_version} on {evidence.date}."
    return f"## Evaluation\n\n{markdown_text(told)}\n\n{table(head, rows)}"


def _titled(title: str, text: str | None) -> str:
    return f"## {title}\n\n{markdown_text(text)}" if text else ""


def _titled_list(title: str, entries: Iterable[str]) -> str:
    listed = bullet_list(entries)
    return f"## {title}\n\n{listed}" if listed else ""


def _doi(model: Model) -> str | None:
    return model.deposit.doi if model.deposit else None


def _base(model: Model) -> str | None:
    training = model.training
    start = training.initial_weights if training else None
    if model.provenance is not Provenance.FINE_TUNED or start is None or start.model is None:
        return None
    return start.model if _HUB_ID.fullmatch(start.model) else None


def _is_known(licence: str | None) -> bool:
    return licence is not None and is_one_licence(licence)


def _hub_licence(licence: str | None) -> str | None:
    """Write a licence as the hub does: SPDX in small letters, or ``other``."""
    if licence is None:
        return None
    return licence.lower() if _is_known(licence) else "other"


def _slug(text: str) -> str:
    """Write a tag.

    >>> _slug("image-to-image translation"), _slug("U-Net (2D)")
    ('image-to-image-translation', 'u-net-2d')
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _needs(name: str, model: Model) -> Iterator[Need]:
    if model.deposit is None or model.deposit.license is None:
        yield Need(
            f"models.{name}.deposit.license",
            "a model needs a licence to be used by others",
            "add one such as Apache-2.0 or CC-BY-4.0",
        )


def _notes(material: Material, models: Mapping[str, Model]) -> Iterator[str]:
    if material.evidence is None and models:
        yield "without evidence there is no model-index; run replicard evaluate"
    for validation in material.card.validations.values():
        if any(score.candidate in {None, *models} for score in validation.stated_scores):
            yield "scores that were computed elsewhere are not among the results"


_RULES = (
    Rule("license", r"[a-z0-9.+-]+"),
    Rule("model-index * name"),
    Rule("model-index * results"),
    Rule("model-index * results * task type"),
    Rule("model-index * results * dataset type"),
    Rule("model-index * results * dataset name"),
    Rule("model-index * results * metrics"),
    Rule("model-index * results * metrics * type"),
    Rule("model-index * results * metrics * value"),
)


def _check(path: str, content: str) -> Iterator[str]:  # noqa: ARG001 - takes what others take
    front = _FRONT.match(content)
    if front is None:
        yield "it does not begin with metadata between two lines of ---"
        return
    yield from faults(yaml.safe_load(front[1]), _RULES)


EXPORTER = Exporter(
    "huggingface",
    "Hugging Face model card",
    "`model-ID/README.md`",
    "licence of every model that the authors trained",
    "own check of front matter and `model-index`",
    write,
    _check,
    tested_by="`ModelCard` of huggingface_hub",
)
