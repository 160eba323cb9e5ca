"""Assembling the report: card, evidence, findings, verdicts and text in one record."""

import hashlib
from collections.abc import Sequence

from replicard.checklist import ChosenChecklist, choose
from replicard.loading import LoadedCard
from replicard.pipeline.citing import Citing, citing_of
from replicard.pipeline.evidence_file import evidence_bytes
from replicard.pipeline.judging import judge_card
from replicard.pipeline.manuscript import write_manuscript
from replicard_schema.evidence import Evidence
from replicard_schema.report import Report
from replicard_schema.sections.output import Output


def assemble_report(
    loaded: LoadedCard,
    evidence: Evidence,
    lists: Sequence[ChosenChecklist] | None = None,
    *,
    wishes: Output | None = None,
    citing: Citing | None = None,
) -> Report:
    """Return all that is shown to a reader, as data.

    Parameters
    ----------
    loaded
        A valid card.
    evidence
        Computed for this card.
    lists
        The checklists to answer; by default those of the card.
    wishes
        Spelling, length and citation style of texts; what they leave open, the card says.
    citing
        How the texts cite, if that is known already.

    Raises
    ------
    DataError
        If a bibliography file or the citation style cannot be used.
    """
    citing = citing or citing_of(loaded, wishes)
    lists = choose(loaded).required() if lists is None else lists
    judged = judge_card(loaded, evidence, lists, besides=citing.findings)
    manuscript = write_manuscript(loaded, evidence, wishes, citing=citing)
    return Report(
        card=loaded.card,
        evidence=evidence,
        evidence_sha256=hashlib.sha256(evidence_bytes(evidence)).hexdigest(),
        findings=judged.findings,
        open_questions=judged.questions,
        checklists=judged.checklists,
        methods=manuscript.methods,
        texts=dict(manuscript.further),
    )
