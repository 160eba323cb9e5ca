"""Findings: what the author should look at, from card and evidence."""

from replicard.findings.readings import disagreement, unreadable
from replicard.findings.rules import all_findings
from replicard.findings.wording import in_words

__all__ = ["all_findings", "disagreement", "in_words", "unreadable"]
