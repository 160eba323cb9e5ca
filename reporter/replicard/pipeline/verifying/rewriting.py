"""Writing a report again from card and evidence, to compare it with the one that is there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pydantic import ValidationError

from replicard.checklist import choose
from replicard.errors import ReplicardError
from replicard.loading import LoadedCard
from replicard.pipeline.assembly import assemble_report
from replicard.pipeline.citing import citing_of
from replicard.pipeline.outputs import form_files, text_files
from replicard.pipeline.writing import OWN_FILE, write_report
from replicard_schema.evidence import Evidence
from replicard_schema.report import Report
from replicard_schema.sections.output import Output

_PACKAGES = ("citeproc-py", "jinja2", "matplotlib", "numpy", "pillow", "scikit-image", "tifffile")
"""What texts and figures are written and drawn with."""
_NOT_WRITTEN = re.compile(r"(?:.*\.pdf|methods\.(?:docx|odt)|manifest\.json)")
_WISHES = ("spelling", "citation_style", "max_words")
_NO_FIT = "card and evidence do not fit together"
_BEYOND = {
    "online": "the build asked for papers online",
    "templates": "the build used templates of its author",
}


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What card and evidence give.

    Attributes
    ----------
    files
        Content by path; without PDFs and files of word processors.
    missing_because
        Why nothing, or nothing with figures, could be written.
    same_packages
        Whether what texts and figures are written with has the versions of the evidence.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    missing_because: str | None = None
    same_packages: bool = True

    @staticmethod
    def would_write(path: str) -> bool:
        """Say whether a file of a report is written from card and evidence alone."""
        return _NOT_WRITTEN.fullmatch(path) is None


def rewritten(loaded: LoadedCard, evidence: Evidence, options: Mapping[str, Any]) -> Rewritten:
    """Write texts, checklists, figures and tables again, in memory.

    Parameters
    ----------
    evidence
        As it is claimed: whether it is true is another question.
    options
        Of the build, as the manifest tells them.
    """
    beyond = [why for name, why in _BEYOND.items() if options.get(name)]
    names = [*(options.get("checklists") or []), options.get("citation_style") or ""]
    beyond += [f"the build used the {name}" for name in names if str(name).startswith(OWN_FILE)]
    if beyond:
        return Rewritten(missing_because=beyond[0])
    try:
        report, wanted = _report(loaded, evidence, options)
    except (ReplicardError, ValidationError) as error:
        return Rewritten(missing_because=str(error).splitlines()[0])
    except Exception:  # noqa: BLE001 - evidence that was made up may name anything
        return Rewritten(missing_because=_NO_FIT)
    same = _has_same_packages(evidence)
    try:
        return Rewritten(_encoded(write_report(loaded, report).files), same_packages=same)
    except ReplicardError as error:
        why = str(error).splitlines()[0]
    except Exception:  # noqa: BLE001 - as above
        why = _NO_FIT
    return Rewritten(_encoded(wanted), why, same)


def _report(
    loaded: LoadedCard, evidence: Evidence, options: Mapping[str, Any]
) -> tuple[Report, Mapping[str, bytes | str]]:
    """Return the report, and those of its files that need no image."""
    wishes = Output.model_validate({name: options.get(name) for name in _WISHES})
    lists = choose(loaded, tuple(options.get("checklists") or ())).required()
    citing = citing_of(loaded, wishes)
    report = assemble_report(loaded, evidence, lists, wishes=wishes, citing=citing)
    return report, {**text_files(report), **form_files(report)}


def _encoded(files: Mapping[str, bytes | str]) -> dict[str, bytes]:
    return {
        path: content.encode() if isinstance(content, str) else content
        for path, content in files.items()
    }


def _has_same_packages(evidence: Evidence) -> bool:
    claimed = evidence.environment.packages
    return all(claimed.get(name) == _version(name) for name in _PACKAGES if name in claimed)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
