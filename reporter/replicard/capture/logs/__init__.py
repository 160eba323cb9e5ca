"""Layouts of training logs, and what their curves say."""
