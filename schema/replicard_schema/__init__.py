"""Document formats of Replicard: card, evidence, checklist and report."""

from replicard_schema.card import Card
from replicard_schema.evidence import Evidence
from replicard_schema.findings import Finding
from replicard_schema.report import Report

__all__ = ["Card", "Evidence", "Finding", "Report"]
