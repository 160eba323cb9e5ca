"""REMBI 1.5: study, sample and acquisition, as the BioImage Archive asks for them.

References
----------
Sarkans et al., REMBI (2021), https://doi.org/10.1038/s41592-021-01166-8
"""

import json
from collections.abc import Iterator
from typing import TypeAlias

from pydantic import JsonValue

from replicard.export.archive_study import (
    family_of,
    funding_of,
    left_out_people,
    needs_of_study,
    people_of,
)
from replicard.export.checking import DAY, Rule, faults
from replicard.export.exporter import Exporter
from replicard.export.material import Material, needs_of_authors, whole_day
from replicard.export.outcome import Export, Need, export_of
from replicard.export.writing import filled, json_text
from replicard_schema.sections.dataset import Acquisition, Dataset, Specimen

_Document: TypeAlias = dict[str, JsonValue]
_VERSION = "1.5"
_NOT_KNOWN = ""
"""What the form itself asks to be left blank where no entry of an ontology is known."""


def write(material: Material) -> Export:
    """Write one file with every data set that was made for the study as a component."""
    own = dict(material.own_datasets())
    study = material.card.study
    needs = [*needs_of_authors(material.card), *material.needs_of_ownership()]
    needs += [*needs_of_study(study), *_needs_of_people(material)]
    if not own and not list(material.needs_of_ownership()):
        needs.append(Need("", "no data set was made for the study, so there is none to describe"))
    needs += [need for name, dataset in own.items() for need in _needs(name, dataset)]
    files = {"rembi.json": json_text(_document(material))} if not needs else {}
    return export_of(files, needs, left_out_people(study))


def _document(material: Material) -> _Document:
    own = dict(material.own_datasets())
    days = [whole_day(d.deposit.date) or "" for d in own.values() if d.deposit is not None]
    study = material.card.study
    paper: JsonValue = {
        "title": study.title,
        "authors": ", ".join(author.name for author in study.authors),
        "doi": study.doi,
    }
    described = filled(
        {
            "title": study.title,
            "description": study.description or study.abstract,
            "private_until_date": max(days),
            "keywords": list(study.keywords),
            "authors": _authors(material),
            "funding": _funding(material),
            "publications": [paper] if study.doi else None,
            "links": [
                filled({"link_url": link.url, "link_description": link.description})
                for link in study.links
            ],
            "acknowledgements": study.acknowledgements,
            "rembi_version": _VERSION,
        }
    )
    components: list[JsonValue] = [_component(name, dataset) for name, dataset in own.items()]
    return {"study": described, "study_components": components}


def _authors(material: Material) -> list[JsonValue]:
    return [
        filled(
            {
                "last_name": family_of(name),
                "first_name": name.given,
                "orcid": person.orcid,
                "affiliation": {"name": "; ".join(person.affiliation)},
                "role": ", ".join(person.roles),
            }
        )
        for person, name in people_of(material.card.study)
    ]


def _funding(material: Material) -> JsonValue:
    study = material.card.study
    grants: list[JsonValue] = [
        {"identifier": grant.identifier, "funder": grant.funder}
        for grant in study.grants
        if grant.identifier
    ]
    statement = funding_of(study)
    return {"funding_statement": statement, "grant_references": grants} if statement else None


def _component(name: str, dataset: Dataset) -> JsonValue:
    specimen = dataset.specimen or Specimen()
    return filled(
        {
            "name": name,
            "description": dataset.description,
            "rembi_version": _VERSION,
            "biosample": {
                "organism": {"scientific_name": specimen.organism, "ncbi_taxon": _NOT_KNOWN},
                "biological_entity": specimen.sample,
                "intrinsic_variables": _listed(specimen.intrinsic_variables),
                "extrinsic_variables": _listed(specimen.extrinsic_variables),
                "experimental_variables": _listed(specimen.experimental_variables),
            },
            "specimen": {"sample_preparation": specimen.preparation},
            "image_acquisition": {
                "imaging_method": {
                    "value": dataset.acquisition.modality if dataset.acquisition else None,
                    "ontology_name": _NOT_KNOWN,
                    "ontology_id": _NOT_KNOWN,
                },
                "imaging_instrument": instrument(dataset.acquisition),
                "image_acquisition_parameters": ", ".join(parameters(dataset.acquisition)),
            },
        }
    )


def _listed(text: str | None) -> list[JsonValue]:
    return [text] if text else []


def instrument(acquisition: Acquisition | None) -> str:
    """Return microscope, lens and detector in words."""
    if acquisition is None:
        return ""
    scope, lens, detector = acquisition.microscope, acquisition.objective, acquisition.detector
    parts = [
        _joined(scope.manufacturer, scope.model, scope.kind) if scope else "",
        _joined(
            lens.model,
            lens.magnification,
            f"NA {lens.numerical_aperture}" if lens.numerical_aperture else None,
            lens.immersion,
        )
        if lens
        else "",
        _joined(detector.manufacturer, detector.model, detector.kind) if detector else "",
    ]
    return ", ".join(part for part in parts if part)


def parameters(acquisition: Acquisition | None) -> Iterator[str]:
    """Yield the settings of the acquisition in words."""
    if acquisition is None:
        return
    for channel in acquisition.channels:
        yield _joined(
            channel.name, channel.excitation, channel.emission, channel.exposure, channel.power
        )
    size = acquisition.pixel_size
    stated = (
        ("pixel size", size and _joined(size.x, "×", size.y, *(("×", size.z) if size.z else ()))),
        ("exposure", acquisition.exposure),
        ("illumination", acquisition.illumination),
        ("time interval", acquisition.time_interval),
        ("temperature", acquisition.temperature),
        ("notes", acquisition.notes),
    )
    yield from (f"{name} {value}" for name, value in stated if value is not None)


def _joined(*parts: object) -> str:
    return " ".join(str(part) for part in parts if part is not None)


def _needs_of_people(material: Material) -> Iterator[Need]:
    study = material.card.study
    people = [person.name for person, _ in people_of(study)]
    if study.authors and not people:
        yield Need("study.authors", "REMBI wants persons with given and family name as authors")
    for i, author in enumerate(study.authors):
        if author.name in people and not author.affiliation:
            yield Need(f"study.authors[{i}].affiliation", "REMBI wants the author's institution")


def _needs(name: str, dataset: Dataset) -> Iterator[Need]:
    place, deposit = f"datasets.{name}", dataset.deposit
    specimen, acquisition = dataset.specimen or Specimen(), dataset.acquisition or Acquisition()
    asked = {
        "description": (dataset.description, "a description of the images"),
        "specimen.organism": (specimen.organism, "the species by its scientific name"),
        "specimen.sample": (specimen.sample, "what is imaged: cell line, tissue, material"),
        "specimen.preparation": (specimen.preparation, "how the sample was prepared"),
        "acquisition.modality": (acquisition.modality, "the imaging method"),
        "acquisition.microscope": (instrument(acquisition) or None, "the instrument"),
        "acquisition.notes": (
            ", ".join(parameters(acquisition)) or None,
            "how images were taken: channels, exposure, pixel size",
        ),
        "deposit.date": (
            whole_day(deposit.date) if deposit else None,
            "the day on which the data became or will become public",
        ),
    }
    for field, (value, words) in asked.items():
        if value is None:
            yield Need(f"{place}.{field}", f"REMBI wants {words}")


_PART = "study_components *"
_RULES = (
    Rule("study title"),
    Rule("study description"),
    Rule("study private_until_date", DAY),
    Rule("study keywords"),
    Rule("study authors"),
    Rule("study authors * last_name"),
    Rule("study authors * first_name"),
    Rule("study authors * affiliation name"),
    Rule("study rembi_version", r"1\.5"),
    Rule("study_components"),
    Rule(f"{_PART} biosample organism scientific_name"),
    Rule(f"{_PART} biosample biological_entity"),
    Rule(f"{_PART} specimen sample_preparation"),
    Rule(f"{_PART} image_acquisition imaging_method value"),
    Rule(f"{_PART} image_acquisition imaging_instrument"),
    Rule(f"{_PART} image_acquisition image_acquisition_parameters"),
)


def _check(path: str, content: str) -> Iterator[str]:  # noqa: ARG001 - takes what others take
    yield from faults(json.loads(content), _RULES)


EXPORTER = Exporter(
    "rembi",
    "REMBI 1.5",
    "`rembi.json`",
    "authors with institution; description and keywords of the study; of every data set made for "
    "the study: organism, sample, preparation, imaging method, instrument, settings, day of "
    "release; whether data are the authors' own",
    "own check of mandatory fields and forms",
    write,
    _check,
    tested_by="bia-rembi-models",
)
