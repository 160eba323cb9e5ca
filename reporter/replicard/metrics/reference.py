"""The page about metrics, written from their passports."""

from collections.abc import Iterable

from replicard.metrics.bad_input import CLASS_TABLES, INTENSITY_IMAGES, LABEL_IMAGES, BadInput
from replicard.metrics.registry import METRICS, default_metrics
from replicard_schema.passport import NormalisationPassport, Passport
from replicard_schema.passports import NORMALISATIONS
from replicard_schema.vocabulary import Task

_HEAD = """\
# Metrics

What each metric is, and what happens where it has no value. This page is written from the
table of metrics (`replicard.METRICS`); a test keeps the two equal.

A metric without a value has a reason in its place, never 0, NaN or infinity. An image without
a value is counted and left out of mean, median and standard deviation.
"""

_TABLES_AND_TRACKS = """\
Object detection with tables of boxes instead of label images: `ap_coco`, `ap_coco_50`, `f1`,
`precision`, `recall`, `tp`, `fp` and `fn` unless the card names others.

No metric of tracking is computed. Multiple object tracking accuracy and its relatives (MOTA,
IDF1, HOTA, the measures of the Cell Tracking Challenge) are reported with `stated_scores` of a
validation, with the program that computed them.
"""

_NORMALISATIONS_HEAD = """\
## Normalisations

How the intensities of ground truth and prediction are brought to one scale before metrics of
restoration compare them; `normalisation` of a validation chooses. Scores under different
normalisations do not compare.
"""


def metrics_reference() -> str:
    """Write the definition of every metric as Markdown."""
    passports = [spec.passport for spec in METRICS.values()]
    parts = [
        _HEAD,
        _defaults(),
        _edge_cases(passports),
        _bad_input("label images", LABEL_IMAGES),
        _bad_input("intensities", INTENSITY_IMAGES),
        _bad_input("tables of class labels", CLASS_TABLES),
        _normalisations(),
        *map(_definition, passports),
    ]
    return "\n".join(parts)


def _defaults() -> str:
    lines = ["## By task", "", "| task | computed unless the card names others |", "|---|---|"]
    for task in Task:
        names = ", ".join(f"`{metric}`" for metric in default_metrics(task))
        lines.append(f"| {task} | {names or 'nothing: the authors state their scores'} |")
    return "\n".join([*lines, "", _TABLES_AND_TRACKS])


def _edge_cases(passports: Iterable[Passport]) -> str:
    lines = ["## Edge cases", "", "| metric | no value | empty images |", "|---|---|---|"]
    lines += [f"| `{p.id}` | {p.undefined_when} | {p.empty_rule} |" for p in passports]
    return "\n".join(lines) + "\n"


def _bad_input(kind: str, cases: Iterable[BadInput]) -> str:
    lines = [f"## Bad input: {kind}", "", "| given | rule |", "|---|---|"]
    lines += [f"| {case.given} | {case.rule} |" for case in cases]
    return "\n".join(lines) + "\n"


def _normalisations() -> str:
    parts = [_NORMALISATIONS_HEAD, *map(_normalisation, NORMALISATIONS.values())]
    return "\n".join(parts)


def _normalisation(passport: NormalisationPassport) -> str:
    rows = [
        ("formula", f"`{passport.formula}`"),
        ("data range left behind", passport.data_range),
        ("constant images", passport.constant_rule),
        ("n", passport.n),
        ("computed by", passport.library),
        ("reference", passport.reference),
        *((f"parameter {name}", text) for name, text in passport.parameters.items()),
    ]
    note = f" {passport.note}" if passport.note else ""
    head = f"### {passport.name} (`{passport.id.value}`)"
    lines = [head, "", f"{passport.definition}{note}", ""]
    return "\n".join([*lines, *(f"- {name}: {text}" for name, text in rows)]) + "\n"


def _definition(passport: Passport) -> str:
    rows = [
        ("formula", f"`{passport.formula}`"),
        ("range", f"{passport.range}; {passport.direction}"),
        ("unit", passport.unit or "none"),
        ("n", passport.n),
        ("several images", passport.aggregation),
        ("computed by", passport.library),
        ("reference", passport.reference),
        *((f"parameter {name}", text) for name, text in passport.parameters.items()),
    ]
    note = f" {passport.note}" if passport.note else ""
    lines = [f"## {passport.name} (`{passport.id}`)", "", f"{passport.definition}{note}", ""]
    lines += [f"- {name}: {text}" for name, text in rows]
    return "\n".join(lines) + "\n"
