"""General cautions that an author agrees with, which the methods text then gives."""

from replicard.checklist.facts import Facts
from replicard.checklist.replies import Response, Standing
from replicard.checklist.subjects import Subject
from replicard_schema.vocabulary import Caution


def agreed_hallucination(subject: Subject, facts: Facts) -> Response:
    """Say whether the caution about invented structures is agreed with."""
    return _agreed(subject, facts, Caution.HALLUCINATION)


def agreed_intensity(subject: Subject, facts: Facts) -> Response:
    """Say whether the caution about intensities is agreed with."""
    return _agreed(subject, facts, Caution.INTENSITY)


def _agreed(subject: Subject, facts: Facts, caution: Caution) -> Response:
    for name in subject.models:
        cautions = facts.card.models[name].cautions
        if cautions is not None and caution in cautions.agreed:
            field = f"models.{name}.cautions.agreed[{cautions.agreed.index(caution)}]"
            text = f"the general caution ({caution}) is given in the methods text"
            return Response(Standing.FULL, (facts.stated(field, text),))
    return Response(Standing.OPEN)
