"""Rendering: card, evidence and report in, text out."""
