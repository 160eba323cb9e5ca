"""Findings: what the author should look at, found by rules over card and evidence."""

from replicard.findings.rules import all_findings

__all__ = ["all_findings"]
