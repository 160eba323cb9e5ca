"""Notebooks: the configuration of DL4MicEverywhere, the quality control of ZeroCostDL4Mic."""

import csv
import io
import re
import statistics
from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from replicard.importers.bioimageio import algorithm_of
from replicard.importers.making import at, listed, model_fact
from replicard.importers.plain import number_of, text_of, yaml_object
from replicard.importers.source import (
    Content,
    Harvest,
    Head,
    Importer,
    UnreadableSourceError,
    unknown_keys,
)
from replicard_schema.evidence import Fact, FactKind

_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\"<>]+")
_KNOWN = frozenset(
    {
        *("name", "version", "cite", "config", "documentation", "git_repo", "license", "type"),
        *("authors", "description", "tags"),
    }
)
_MAX_COLUMNS = 40


def _is_notebook(head: Head) -> bool:
    return head.name.endswith((".yml", ".yaml")) and b"dl4miceverywhere" in head.start


def _read_notebook(content: Content) -> Harvest:
    values = yaml_object(content)
    return Harvest(tuple(_of_tool(values)), unknown_keys(values, _KNOWN))


def _of_tool(values: Mapping[str, JsonValue]) -> Iterator[Fact]:
    kind, tool = FactKind.DESCRIBED, "prediction.tool"
    algorithms = [algorithm_of(str(tag)) for tag in listed(values.get("tags"))]
    named = next((name for name in algorithms if name is not None), None)
    yield from model_fact("algorithm.name", named, kind, "tags")
    own = ("config", "dl4miceverywhere")
    version = at(values, *own, "notebook_version") or values.get("version")
    yield from model_fact(f"{tool}.name", values.get("name"), kind, "name")
    yield from model_fact(
        f"{tool}.version", version, kind, "config.dl4miceverywhere.notebook_version"
    )
    yield from model_fact(f"{tool}.interface", "notebook", kind, "config.dl4miceverywhere")
    yield from model_fact(f"{tool}.references", _dois(values.get("cite")), kind, "cite")
    for key, field in (("documentation", "documentation"), ("git_repo", "source_code")):
        value = values.get(key)
        url = value if isinstance(value, str) and value.startswith("https://") else None
        yield from model_fact(f"{tool}.{field}", url, kind, key)
    yield from model_fact(f"{tool}.license", values.get("license"), kind, "license")


def _dois(value: JsonValue) -> list[JsonValue]:
    texts = [str(entry.get("doi") or "") for entry in listed(value) if isinstance(entry, dict)]
    found = [match[0].rstrip(".,;)") for text in texts if (match := _DOI.search(text))]
    return list(dict.fromkeys(found))


def _is_quality_control(head: Head) -> bool:
    first = head.start.partition(b"\n")[0].lower()
    return head.name.endswith(".csv") and b"prediction v. gt" in first


def _read_quality_control(content: Content) -> Harvest:
    """Read means, as a remark: what a notebook printed is no statement of the author's.

    Scores belong to a validation, which says on which images they were computed.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(text_of(content), newline="")))
    except csv.Error as error:
        raise UnreadableSourceError("is not a CSV table that can be read") from error
    columns = [name for name in (rows[0] if rows else {}) if name][:_MAX_COLUMNS]
    means = []
    for name in columns:
        numbers = [number_of(row.get(name) or "") for row in rows]
        known = [number for number in numbers if number is not None]
        if known and "v. gt" in name.lower():
            means.append(f"{name} {statistics.fmean(known):.3g}")
    n = "1 image" if len(rows) == 1 else f"{len(rows)} images"
    remarks = [f"Its means over {n} are: {'; '.join(means)}."] if means else []
    remarks += _traps([name.lower() for name in columns])
    return Harvest((), (), tuple(remarks))


def _traps(columns: list[str]) -> Iterator[str]:
    if any("nrmse" in name for name in columns):
        yield (
            "What ZeroCostDL4Mic prints as NRMSE is the root of the mean error map of "
            "normalised images, which is neither the RMSE nor its ratio to a range; compare it "
            "with legacy_zerocost_nrmse only."
        )
    if any("intersection over union" in name for name in columns):
        yield (
            "U-Net notebooks of ZeroCostDL4Mic report the IoU at a threshold that was "
            "optimised on these very images, so it is higher than on new ones."
        )


NOTEBOOK = Importer(
    "DL4MicEverywhere configuration",
    _is_notebook,
    _read_notebook,
    takes="algorithm, tool, version, papers, documentation, source code",
    trap="It describes the notebook, not what was done with it.",
)
QUALITY_CONTROL = Importer(
    "ZeroCostDL4Mic quality control",
    _is_quality_control,
    _read_quality_control,
    takes="means, as remarks",
    trap=(
        "What is called NRMSE there is the root of the mean error map. U-Net notebooks give"
        " the IoU at a threshold optimised on the test images."
    ),
)
