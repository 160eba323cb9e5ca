"""Office files, DOCX and ODT: written by pandoc from a tree, with styles of our own.

Build the blocks of an `OfficeDocument` with the functions of
`replicard.render.office.blocks`, then call `write_office`. Text needs no escaping. Where no
pandoc can be used, `OfficeUnavailableError` says in one sentence what to install.

>>> from replicard.render.office.blocks import heading, paragraph, words
>>> blocks = [heading(1, words("Verdicts")), paragraph(words("Two of three items."))]
>>> OfficeDocument("Checklist", blocks).language
'en-GB'
"""

from replicard.render.office.document import OfficeDocument, OfficeFormat, write_office
from replicard.render.office.layout import MANUSCRIPT, Layout, Paper
from replicard.render.office.pandoc import HOW_TO_INSTALL, OfficeUnavailableError, find_pandoc

__all__ = [
    "HOW_TO_INSTALL",
    "MANUSCRIPT",
    "Layout",
    "OfficeDocument",
    "OfficeFormat",
    "OfficeUnavailableError",
    "Paper",
    "find_pandoc",
    "write_office",
]
