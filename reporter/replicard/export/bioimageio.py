"""Training, evaluation and limits of a model for its bioimage.io description.

They go below ``config`` of an ``rdf.yaml``, of which nothing else is touched; without one,
a file with this part alone is written for each model.

References
----------
Specification of bioimage.io, https://github.com/bioimage-io/spec-bioimage-io
"""

from collections.abc import Iterator
from typing import TypeAlias

import yaml
from pydantic import JsonValue

from replicard.export.bioimageio_parts import evaluations, training_details
from replicard.export.checking import Rule, faults
from replicard.export.exporter import Exporter
from replicard.export.into_yaml import IntoYamlError, merged
from replicard.export.material import Material
from replicard.export.outcome import Export, Need, export_of
from replicard.export.scores import computed_scores
from replicard.export.writing import filled, yaml_text
from replicard_schema.sections.model import Model

NAME = "bioimageio"
_Document: TypeAlias = dict[str, JsonValue]


def write(material: Material) -> Export:
    """Write the part for each model, or put that of one model into its description."""
    given = material.templates.get(NAME)
    if given is not None:
        return _into(material, given)
    models = dict(material.own_models())
    needs = [need for name in models for need in _needs(material, name)]
    if not models:
        needs.append(Need("", "the authors trained no model, so there is none to describe"))
    files = {
        f"bioimageio-{name}.yaml": yaml_text({"config": _config(material, name, model)})
        for name, model in models.items()
    }
    return export_of(files, needs, _notes(material))


def _into(material: Material, given: str) -> Export:
    try:
        described = yaml.safe_load(given)
    except (yaml.YAMLError, ValueError):
        return export_of({}, [Need("", "the model description is not YAML that can be read")])
    title = described.get("name") if isinstance(described, dict) else None
    name = _model_called(material, str(title))
    if name is None:
        known = ", ".join(model.name or name for name, model in material.card.models.items())
        message = f"the model description is of {title!r}, and the card has {known or 'no model'}"
        return export_of({}, [Need("models", message, "give the model the name that it has there")])
    model = material.card.models[name]
    try:
        done = merged(given, ("config",), _config(material, name, model))
    except IntoYamlError as error:
        return export_of({}, [Need("", f"the model description cannot be added to: {error}")])
    kept = (f"{path} of the model description stays as it is" for path in done.kept)
    return export_of({"rdf.yaml": done.text}, _needs(material, name), (*_notes(material), *kept))


def _model_called(material: Material, title: str) -> str | None:
    """Return the id of the model of a name, or of the only one that the authors trained."""
    models = material.card.models
    found = [name for name, model in models.items() if title in {name, model.name}]
    own = [name for name, _ in material.own_models()]
    if len(found) == 1:
        return found[0]
    return own[0] if len(own) == 1 and not found else None


def _config(material: Material, name: str, model: Model) -> _Document:
    evidence = material.evidence
    origin: _Document = {}
    if evidence is not None:
        origin = {
            "replicard_version": evidence.replicard_version,
            "card_sha256": evidence.card.sha256,
            "date": evidence.date,
        }
    return filled({"bioimageio": _block(material, name, model), "replicard": origin})


def _block(material: Material, name: str, model: Model) -> _Document:
    card, training = material.card, model.training
    data = [card.datasets[each] for each in (training.datasets if training else ())]
    modalities = dict.fromkeys(d.acquisition.modality for d in data if d.acquisition)
    targets = dict.fromkeys(
        label.target for d in data if d.specimen is not None for label in d.specimen.labels
    )
    limits = model.limitations or card.limitations
    return filled(
        {
            "algorithm": f"{model.algorithm.name} {model.algorithm.version or ''}".strip(),
            "architecture_description": model.architecture,
            "modality": ", ".join(filter(None, modalities)),
            "target_structure": list(targets),
            "task": model.task.value,
            "bias_risks_limitations": {"limitations": limits} if limits else None,
            "model_parameter_count": model.parameters_count,
            "training": training_details(training),
            "inference_time": model.prediction.runtime if model.prediction else None,
            "memory_requirements_training": training.memory if training else None,
            "environmental_impact": {"hardware_type": training.hardware}
            if training and training.hardware
            else None,
            "evaluations": evaluations(material, name),
            "funded_by": "; ".join(
                f"{grant.funder} {grant.identifier or ''}".strip() for grant in card.study.grants
            ),
        }
    )


def _needs(material: Material, name: str) -> Iterator[Need]:
    scored = {s.dataset for s in computed_scores(material) if s.candidate == name}
    for dataset in sorted(scored):
        deposit = material.card.datasets[dataset].deposit
        if deposit is None or (deposit.doi or deposit.url) is None:
            yield Need(
                f"datasets.{dataset}.deposit.doi",
                "an evaluation names the address of its images, and none is stated",
                "add the doi or url of the deposit",
            )


def _notes(material: Material) -> Iterator[str]:
    if material.evidence is None:
        yield "without evidence there is no evaluation; run replicard evaluate"


_EVALUATION = "config bioimageio evaluations *"
_RULES = (
    Rule("config"),
    Rule("config bioimageio"),
    Rule("config bioimageio task"),
    Rule(f"{_EVALUATION} dataset_id"),
    Rule(f"{_EVALUATION} dataset_source", r"https?://\S+"),
    Rule(f"{_EVALUATION} dataset_role", "train|validation|test|independent|unknown"),
    Rule(f"{_EVALUATION} sample_count"),
    Rule(f"{_EVALUATION} metrics *", r".{1,16}"),
    Rule(f"{_EVALUATION} results"),
)


def _check(path: str, content: str) -> Iterator[str]:  # noqa: ARG001 - takes what others take
    yield from faults(yaml.safe_load(content), _RULES)


EXPORTER = Exporter(
    NAME,
    "bioimage.io model description, `config.bioimageio` of format 0.5",
    "`bioimageio-ID.yaml`; with `--into rdf.yaml` that description with this part in it",
    "address of the images of every evaluation",
    "own check of mandatory fields and forms",
    write,
    _check,
    tested_by="bioimageio.spec",
)
