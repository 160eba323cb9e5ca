"""Jinja templates and style sheets of Replicard; data files only."""
