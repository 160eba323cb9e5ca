"""Adding to the evidence of a validation what is no score against ground truth."""

from collections.abc import Iterator, Mapping

from replicard.metrics.measures import measure_passports_of
from replicard.pipeline.agreement.annotators import annotators_evidence
from replicard.pipeline.agreement.repeats import repeats_evidence
from replicard.pipeline.agreement.subject import Subject
from replicard.pipeline.agreement.uncertainty import uncertainty_evidence
from replicard.pipeline.sources import Reader
from replicard_schema.card import Card
from replicard_schema.evidence import ValidationEvidence
from replicard_schema.passport import MeasurePassport
from replicard_schema.vocabulary import MeasureId


def add_agreement(
    card: Card,
    name: str,
    computed: ValidationEvidence,
    *,
    reader: Reader,
    previous: ValidationEvidence | None,
) -> ValidationEvidence:
    """Return the evidence of a validation with repeats, maps of uncertainty and annotators.

    Parameters
    ----------
    computed
        Its scores against ground truth, or why there are none.
    previous
        Evidence of an earlier run, if it may be used.

    Raises
    ------
    DataError
        With the problems of the files.
    """
    subject = Subject(card, name)
    earlier = previous or ValidationEvidence(dataset="", inputs_sha256="0" * 64, n_images=0)
    return computed.model_copy(
        update={
            "repeats": {
                model: repeats_evidence(
                    subject, model, reader=reader, previous=earlier.repeats.get(model)
                )
                for model in subject.validation.repeated_predictions
            },
            "uncertainty": {
                model: uncertainty_evidence(
                    subject, model, reader=reader, previous=earlier.uncertainty.get(model)
                )
                for model in subject.validation.uncertainty_maps
            },
            "annotators": annotators_evidence(subject, reader=reader, previous=earlier.annotators)
            if subject.dataset.annotations
            else None,
        }
    )


def left_out_beside_scores(found: ValidationEvidence) -> bool:
    """Say whether an image is missing from repeats, maps of uncertainty or annotators."""
    parts = [*found.repeats.values(), *found.uncertainty.values()]
    of_annotators = found.annotators is not None and found.annotators.skipped
    return bool(of_annotators) or any(part.skipped for part in parts)


def measures_used(validations: Mapping[str, ValidationEvidence]) -> dict[str, MeasurePassport]:
    """Return the passports of the measures that have a result."""
    return measure_passports_of(_measures(validations))


def _measures(validations: Mapping[str, ValidationEvidence]) -> Iterator[MeasureId]:
    for validation in validations.values():
        for measured in (*validation.repeats.values(), *validation.uncertainty.values()):
            yield from (result.measure for result in measured.results)
