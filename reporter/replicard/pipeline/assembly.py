"""Assembling the report: card, evidence, findings, verdicts and text in one record."""

import hashlib

from replicard.checklist import answer_checklist, open_questions, shipped_checklists
from replicard.findings import all_findings
from replicard.loading import LoadedCard
from replicard.pipeline.evidence_file import evidence_bytes
from replicard.pipeline.manuscript import write_manuscript
from replicard_schema.evidence import Evidence
from replicard_schema.report import Report
from replicard_schema.sections.output import Output


def assemble_report(
    loaded: LoadedCard, evidence: Evidence, *, wishes: Output | None = None
) -> Report:
    """Return all that is shown to a reader, as data.

    Parameters
    ----------
    loaded
        A valid card.
    evidence
        Computed for this card.
    wishes
        Spelling and length of texts; what they leave open, the card says.
    """
    manuscript = write_manuscript(loaded, evidence, wishes)
    results = tuple(
        answer_checklist(checklist, loaded.card, evidence, place=loaded.place)
        for checklist in shipped_checklists()
    )
    return Report(
        card=loaded.card,
        evidence=evidence,
        evidence_sha256=hashlib.sha256(evidence_bytes(evidence)).hexdigest(),
        findings=all_findings(loaded.card, evidence),
        open_questions=open_questions(results),
        checklists=results,
        methods=manuscript.methods,
        texts=dict(manuscript.further),
    )
