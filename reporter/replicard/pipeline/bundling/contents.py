"""What a report consists of, made from a card and evidence that are given."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from replicard.checklist import choose
from replicard.loading import LoadedCard
from replicard.pipeline.assembly import assemble_report
from replicard.pipeline.attachments import report_attachments
from replicard.pipeline.citing import citing_of
from replicard.pipeline.outputs import MANIFEST, manifest
from replicard.pipeline.printing import Papers, print_papers
from replicard.pipeline.text_formats import Setting, office_files
from replicard.pipeline.writing import write_report
from replicard_schema.evidence import Evidence
from replicard_schema.report import Report


@dataclass(frozen=True, slots=True)
class Written:
    """A report as files.

    Attributes
    ----------
    notes
        What could not be made, and why.
    """

    report: Report
    files: Mapping[str, bytes]
    notes: tuple[str, ...] = ()


def written_report(loaded: LoadedCard, evidence: Evidence, *, with_pdf: bool) -> Written:
    """Write texts, checklists, figures, tables and report of a card in memory.

    Nothing is computed: the evidence is taken as it is.
    """
    lists = choose(loaded).required()
    assembled = assemble_report(loaded, evidence, lists, citing=citing_of(loaded, None))
    written = write_report(loaded, assembled)
    report, figures = written.report, written.figures
    files: dict[str, bytes | str] = dict(written.files)
    office = office_files(report.methods, Setting(report.card.study, evidence.date))
    files |= {f"methods.{to}": content for to, content in office.contents.items()}
    papers = Papers({})
    if with_pdf:
        attachments = report_attachments(loaded, evidence, files)
        papers = print_papers(report, figures, attachments=attachments)
    files |= papers.files
    reasons = {"PDF": papers.missing_because, "DOCX and ODT": office.missing_because}
    notes = tuple(f"no {what}: {reason}" for what, reason in reasons.items() if reason)
    encoded = {n: c.encode() if isinstance(c, str) else c for n, c in files.items()}
    prints = {n: (len(c), hashlib.sha256(c).hexdigest()) for n, c in encoded.items()}
    encoded[MANIFEST] = manifest(prints, report).encode()
    return Written(report, encoded, notes)
