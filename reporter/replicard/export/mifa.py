"""MIFA: what annotations are, how they were made, and which image each belongs to.

References
----------
MIFA, https://doi.org/10.1038/s41592-025-02835-8; schema of the BioImage Archive,
https://github.com/BioImage-Archive/bia-mifa-models
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TypeAlias

from pydantic import JsonValue

from replicard.export.archive_study import (
    family_of,
    funding_of,
    left_out_people,
    needs_of_study,
    people_of,
)
from replicard.export.checking import DAY, WEB, Rule, faults
from replicard.export.exporter import Exporter
from replicard.export.material import Material, whole_day
from replicard.export.outcome import Export, Need, export_of
from replicard.export.writing import filled, json_text
from replicard_schema.sections.dataset import Dataset, GroundTruth
from replicard_schema.sections.people import Study

_Document: TypeAlias = dict[str, JsonValue]
_LICENCES = {"CC0-1.0": "CC0", "CC-BY-4.0": "CC_BY"}
_TYPES = (
    *("class_labels", "bounding_boxes", "counts", "derived_annotations"),
    *("geometrical_annotations", "graphs", "point_annotations", "segmentation_mask"),
    *("tracks", "weak_annotations", "other"),
)
_SINGULAR: Mapping[str, str] = {name.removesuffix("s"): name for name in _TYPES}


def write(material: Material) -> Export:
    """Write a file for each annotated data set that was made for the study."""
    own = {name: data for name, data in material.own_datasets() if data.ground_truth is not None}
    study = material.card.study
    needs = [*material.needs_of_ownership(), *needs_of_study(study), *_needs_of_study(study)]
    if not own:
        needs.append(Need("", "no data set that was made for the study has annotations"))
    for name, dataset in own.items():
        needs += _needs(name, dataset)
    files = {
        f"mifa-{name}.json": json_text(_document(material, name, dataset))
        for name, dataset in own.items()
    }
    return export_of(files, needs, left_out_people(study))


def _document(material: Material, name: str, dataset: Dataset) -> _Document:
    return filled(
        {
            "study": _study(material, name, dataset),
            "annotations": [_annotations(material, name, dataset)],
            "version": _version(dataset),
        }
    )


def _study(material: Material, name: str, dataset: Dataset) -> _Document:
    study, deposit = material.card.study, dataset.deposit
    models = [
        model.zoo or (model.deposit and (_doi(model.deposit.doi) or model.deposit.url))
        for model in material.card.models.values()
        if model.training is not None and name in model.training.datasets
    ]
    paper: JsonValue = {
        "publication_title": study.title,
        "publication_authors": ", ".join(author.name for author in study.authors),
        "publication_doi": study.doi,
    }
    return filled(
        {
            "title": study.title,
            "description": study.description or study.abstract,
            "keywords": list(study.keywords),
            "license": _LICENCES.get(deposit.license or "") if deposit else None,
            "funding_statement": funding_of(study),
            "link_url": [link.url for link in study.links],
            "link_description": _link_words(study),
            "authors": _authors(study),
            "ai_models_trained": [address for address in models if address],
            "publications": {"publication": paper} if study.doi and study.authors else None,
            "grants": [
                {"funder": grant.funder, "grant_id": grant.identifier}
                for grant in study.grants
                if grant.identifier
            ],
            "acknowledgements": study.acknowledgements,
        }
    )


def _link_words(study: Study) -> list[JsonValue]:
    """Return a description for every link, or none, since they are told apart by place."""
    words = [link.description for link in study.links]
    return list(words) if all(words) else []


def _authors(study: Study) -> list[JsonValue]:
    return [
        filled(
            {
                "author_first_name": name.given,
                "author_last_name": family_of(name),
                "orcid_id": person.orcid,
                "role": list(person.roles),
                "organisation": [{"organisation_name": place} for place in person.affiliation],
            }
        )
        for person, name in people_of(study)
    ]


def _annotations(material: Material, name: str, dataset: Dataset) -> JsonValue:
    truth = dataset.ground_truth or GroundTruth()
    return filled(
        {
            "annotation_overview": truth.kind,
            "annotation_method": " ".join(_method(truth)),
            "annotation_criteria": truth.criteria,
            "annotation_coverage": truth.coverage,
            "annotation_confidence_level": truth.confidence or truth.agreement,
            "file_metadata": list(_files(material, name, truth)),
        }
    )


def _method(truth: GroundTruth) -> Iterator[str]:
    tool = truth.tool
    parts = (
        truth.annotated_by,
        f"{truth.annotators} annotators" if truth.annotators else None,
        f"combined by {truth.combined_by}" if truth.combined_by else None,
        f"with {tool.name} {tool.version or ''}".strip() if tool else None,
        truth.instructions,
        truth.description,
    )
    for part in parts:
        if part:
            yield part if part.endswith((".", "!", "?")) else f"{part}."


def _files(material: Material, name: str, truth: GroundTruth) -> Iterator[JsonValue]:
    """Yield each annotation with the image of the same name that it belongs to."""
    found = material.evidence and material.evidence.datasets.get(name)
    images = {PurePosixPath(r.path).stem: r.path for r in (found.images if found else ())}
    for record in found.targets if found else ():
        image = images.get(PurePosixPath(record.path).stem)
        if image is not None:
            yield filled(
                {
                    "annotation_id": record.path,
                    "annotation_type": [annotation_type(truth.type)],
                    "source_image_id": image,
                    "spatial_information": truth.spatial,
                    "transformations": truth.transformations,
                }
            )


def _version(dataset: Dataset) -> _Document:
    deposit = dataset.deposit
    if deposit is None:
        return {}
    number = _number(deposit.version)
    return filled(
        {"version": number, "timestamp": whole_day(deposit.date), "changes": deposit.changes}
    )


def _number(version: str | None) -> float | int | None:
    """Return a version as a number, which the schema wants; 1.10 is not 1.1."""
    if version is None or not version.replace(".", "", 1).isdecimal():
        return None
    number = float(version)
    whole = int(number)
    shown = str(whole) if number == whole and "." not in version else str(number)
    return (whole if "." not in version else number) if shown == version else None


def annotation_type(stated: str | None) -> str | None:
    """Return the word of the schema for a kind of annotation.

    >>> annotation_type("segmentation masks"), annotation_type("Points"), annotation_type("x")
    ('segmentation_mask', 'point_annotations', None)
    """
    words = "_".join((stated or "").lower().replace("-", " ").split())
    word = words.removesuffix("s")
    others = {"point": "point_annotations", "mask": "segmentation_mask", "label": "class_labels"}
    return _SINGULAR.get(word) or others.get(word)


def _doi(doi: str | None) -> str | None:
    return f"https://doi.org/{doi}" if doi else None


def _needs_of_study(study: Study) -> Iterator[Need]:
    if not funding_of(study):
        yield Need("study.funding", "MIFA wants to know who paid for the study")
    if not study.links:
        yield Need("study.links", "MIFA wants a web page of the study, and none is stated")


def _needs(name: str, dataset: Dataset) -> Iterator[Need]:
    place, truth, deposit = f"datasets.{name}", dataset.ground_truth, dataset.deposit
    if deposit is None or deposit.license not in _LICENCES:
        yield Need(f"{place}.deposit.license", "MIFA takes data under CC0-1.0 or CC-BY-4.0 only")
    if truth is None:
        return
    if truth.kind is None:
        yield Need(f"{place}.ground_truth.kind", "it is not said what the annotations are")
    if not list(_method(truth)):
        yield Need(f"{place}.ground_truth.annotated_by", "it is not said how annotations were made")
    if annotation_type(truth.type) is None:
        types = ", ".join(word.replace("_", " ") for word in _TYPES)
        yield Need(f"{place}.ground_truth.type", f"the type of annotation is to be one of: {types}")


_RULES = (
    Rule("study title"),
    Rule("study description"),
    Rule("study keywords"),
    Rule("study license", "CC0|CC_BY"),
    Rule("study funding_statement"),
    Rule("study link_url"),
    Rule("study link_url *", WEB),
    Rule("study authors * author_last_name"),
    Rule("study grants * grant_id"),
    Rule("annotations * annotation_overview"),
    Rule("annotations * annotation_method"),
    Rule("annotations * file_metadata * annotation_id", r"(?![/\\]|[A-Za-z]:).+"),
    Rule("annotations * file_metadata * source_image_id", r"(?![/\\]|[A-Za-z]:).+"),
    Rule("version timestamp", DAY, is_required=False),
)


def _check(path: str, content: str) -> Iterator[str]:  # noqa: ARG001 - takes what others take
    yield from faults(json.loads(content), _RULES)


EXPORTER = Exporter(
    "mifa",
    "MIFA",
    "`mifa-ID.json`",
    "description, keywords, funding and a link of the study; of every annotated data set made "
    "for the study: kind and type of annotation, how it was made, licence CC0-1.0 or CC-BY-4.0; "
    "whether data are the authors' own",
    "own check of mandatory fields and forms",
    write,
    _check,
)
