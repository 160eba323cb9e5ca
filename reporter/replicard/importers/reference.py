"""The page about all importers, written from the table."""

from replicard.importers.table import IMPORTERS

_HEAD = """\
# What is read from the files of other tools

`replicard init` and `replicard import` recognise these files by their name and first bytes, and
read them as plain data: no tool is imported, nothing is executed, and of pickles only numbers,
texts and arrays are made. A source of `replicard import` may be a folder, of which every file that
is known is read; `--environment` lists the packages of the Python that runs it in a file beside the
card and reads that, for the Python that trained the model. Every value goes into the card with its file and key, and whether it was observed,
configured, described by a person, or a default. What was observed wins over what was configured,
and the comment names both. Keys that no field of a card stands for are listed and not dropped.
Host names, user names, e-mail addresses and absolute paths are taken nowhere.

Training logs (see [training logs](training-logs.md)) are recognised by their content; they give
the epochs that were run.

| file | what is taken | trap |
|---|---|---|
"""


def importers_reference() -> str:
    """Return the page in Markdown."""
    rows = [f"| {i.format} | {i.takes} | {i.trap} |\n" for i in IMPORTERS]
    return _HEAD + "".join(rows)
