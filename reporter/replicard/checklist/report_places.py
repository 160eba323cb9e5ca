"""Where the supplementary report shows an answer."""

from collections.abc import Mapping
from types import MappingProxyType

from replicard.checklist.facts import Facts
from replicard.loading.positions import parts
from replicard_schema.report import Answer, ReportPlace

_SUBSECTIONS: Mapping[str, str] = MappingProxyType(
    {"datasets": "data-set", "models": "model", "validations": "validation"}
)
"""Start of the anchor of each data set, model and validation."""
_SECTIONS: Mapping[str, ReportPlace] = MappingProxyType(
    {
        name: ReportPlace(anchor=anchor, title=title)
        for name, anchor, title in (
            ("study", "study", "Study"),
            ("intended_use", "study", "Study"),
            ("limitations", "study", "Study"),
            ("statistics", "statistics", "Statistics"),
            ("figures", "figures", "Figures of the manuscript"),
            ("clinical", "clinical", "Patients and use in care"),
            ("code", "code", "Code"),
            ("not_applicable", "not-applicable", "What does not apply"),
            ("baselines", "baselines", "Baselines"),
            ("datasets", "data-sets", "Data sets"),
            ("models", "models", "Models"),
            ("validations", "validations", "Validations"),
            ("passports", "metrics", "Metrics"),
            ("environment", "environment", "Environment"),
            ("repository", "environment", "Environment"),
        )
    }
)


def shown_in_report(answer: Answer, facts: Facts) -> Answer:
    """Return an answer with the section of the report that shows it, if one does."""
    place = _place(answer.field, facts)
    return answer if place is None else answer.model_copy(update={"section": place})


def _place(field: str, facts: Facts) -> ReportPlace | None:
    section, *rest = parts(field)
    if section == "independence" and facts.evidence is not None:
        return _subsection("validations", facts.evidence.independence[int(rest[0])].validation)
    if section == "similarity" and facts.evidence is not None:
        return _subsection("models", facts.evidence.similarity[int(rest[0])].model)
    if section in _SUBSECTIONS and rest and str(rest[0]) in getattr(facts.card, str(section)):
        return _subsection(str(section), str(rest[0]))
    return _SECTIONS.get(str(section))


def _subsection(section: str, name: str) -> ReportPlace:
    kind = _SUBSECTIONS[section]
    return ReportPlace(anchor=f"{kind}-{name}", title=f"{kind.replace('-', ' ')} {name}")
