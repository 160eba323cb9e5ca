"""The page about metrics, written from their passports."""

from collections.abc import Iterable

from replicard.metrics.bad_input import (
    CLASS_TABLES,
    FILES,
    INTENSITY_IMAGES,
    LABEL_IMAGES,
    BadInput,
)
from replicard.metrics.registry import METRICS, default_metrics
from replicard_schema.passport import Definition, NormalisationPassport
from replicard_schema.passports import MEASURES, NORMALISATIONS
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
`precision`, `recall`, `tp`, `fp` and `fn` unless the card names others. `boxes` of the data set
and each candidate name a CSV table with the columns `image`, `label`, `y0`, `x0`, `y1` and `x1` in
pixels, that of a candidate also with `score`. The corner `y1`, `x1` lies outside the box, as in
scikit-image. A row with an image and nothing else says that the image has no box. Precision,
recall, F1 and counts take every row of the table, so a score below which a detection would not
be used has to be applied before; average precision needs them all.

No metric of tracking is computed. Multiple object tracking accuracy and its relatives (MOTA,
IDF1, HOTA, the measures of the Cell Tracking Challenge) are reported with `stated_scores` of a
validation, with the program that computed them.
"""

_UNCERTAINTY = """\
## Intervals, comparisons and percentiles

- **Percentiles** (5, 25, 75, 95) of the values of single images are interpolated linearly between
  images, as NumPy's method `linear` does (type 7 of Hyndman and Fan 1996, doi:10.2307/2684934).
- **Intervals** of means over images and of pooled values come from a bootstrap: images are drawn
  with replacement, 10,000 times unless the card says otherwise, and the value is formed again;
  pooled values from the added counts of the drawn images. Images of one group are drawn as a
  whole (cluster bootstrap, doi:10.1111/j.1467-9868.2007.00593.x). The method is BCa
  (doi:10.1080/01621459.1987.10478410, doi:10.1214/ss/1032280214), and the percentile method below
  10 images or groups. Below 5, where all agree, or where more than 1 % of the resamples have no
  value, there is a reason in place of an interval. Counts, areas under curves and average
  precision of boxes have none.
- **Comparisons** of candidates take the images on which both have a value: mean difference, its
  interval, the images that got worse, and a two-sided permutation test that flips the signs of
  the differences of images or whole groups (all ways up to 16 of them, random ways beyond,
  doi:10.2202/1544-6115.1585; none below 6). It assumes that images or groups are independent of
  each other and that either sign is as likely if both are equally good. p-values stand as they
  are and adjusted by Holm's method for the pairs compared by one metric.
- **How many images would be needed**: the width of an interval falls with the square root of the
  number of images or groups, so half the width needs about four times as many.
"""

_NORMALISATIONS_HEAD = """\
## Normalisations

How the intensities of ground truth and prediction are brought to one scale before metrics of
restoration compare them; `normalisation` of a validation chooses. Scores under different
normalisations do not compare.
"""

_MEASURES_HEAD = """\
## Measures without ground truth

What is computed from repeated predictions (`repeated_predictions` of a validation) and from
maps of uncertainty that the authors made (`uncertainty_maps`). They say how far predictions
agree with each other, which is their precision, and not how right they are.

**Which file is which repeat.** If the pattern of the card has the word `{repeat}`, as in
`results/{repeat}/*.tif` or `results/{name}_pass{repeat}.tif`, files for which it catches the
same are one repeat. Otherwise the folders that differ between the files tell the repeats apart.
Each repeat is then paired with the images like any prediction; a missing or an extra file is an
error that names it.

**What is compared** follows from the task: images of numbers, masks and classes, or objects.
Masks stored as floating point numbers from 0 to 1 are taken as probabilities. Repeats are read
one after another, so memory does not grow with their number.

**Annotators** (`annotations` of a data set, at least two) are compared with each other, pair by
pair, by the metrics above that stay the same when two images change places: F1, panoptic
quality and Dice coefficient of objects, Dice coefficient and IoU of masks, and those of the
validation. The value of an image is the mean over all pairs that have one. Every candidate is
also held against each annotator singly.
"""


def metrics_reference() -> str:
    """Write the definition of every metric as Markdown."""
    passports = [spec.passport for spec in METRICS.values()]
    parts = [
        _HEAD,
        _defaults(),
        _edge_cases(passports),
        _bad_input("files", FILES),
        _bad_input("label images", LABEL_IMAGES),
        _bad_input("intensities", INTENSITY_IMAGES),
        _bad_input("tables of class labels", CLASS_TABLES),
        _UNCERTAINTY,
        _normalisations(),
        *map(_definition, passports),
        _MEASURES_HEAD,
        _edge_cases(MEASURES.values(), title="Edge cases of these measures"),
        *map(_definition, MEASURES.values()),
    ]
    return "\n".join(parts)


def _defaults() -> str:
    lines = ["## By task", "", "| task | computed unless the card names others |", "|---|---|"]
    for task in Task:
        names = ", ".join(f"`{metric}`" for metric in default_metrics(task))
        lines.append(f"| {task} | {names or 'nothing: the authors state their scores'} |")
    return "\n".join([*lines, "", _TABLES_AND_TRACKS])


def _edge_cases(passports: Iterable[Definition], *, title: str = "Edge cases") -> str:
    lines = [f"## {title}", "", "| metric | no value | empty images |", "|---|---|---|"]
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


def _definition(passport: Definition) -> str:
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
