"""Document formats of Replicard: card, evidence, checklist and report."""
