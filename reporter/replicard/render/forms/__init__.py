"""Checklists as forms that can be filed: text, pages, tables, paper, word processor."""
