"""The page about all exports, written from the table."""

from replicard.export.table import EXPORTERS

_HEAD = """\
# What a card is exported to

`replicard export card.yaml --to FORMAT` prints a file, or writes it with `-o FILE`; several
formats (`--to` again, or `--to all`) or several files go to a folder with `-o FOLDER`.
`replicard export --list` names the formats. In Python: `replicard.export_card`.

An export says what the card states and what the evidence beside it holds, and nothing else. What
a format demands and the card lacks is asked for with the line of the card; then nothing is
written for that format, and the exit status is 1. What the card says and a format has no place
for is told as a note. Nothing is filled in: no date of today, no licence by default, no e-mail
address, no absolute path. The same card and evidence give the same bytes.

A build writes every format for which the card says enough to `metadata/`, but for those that name
files by their path from the folder of the card: RO-Crate and Croissant lie beside the card
(`replicard export card.yaml --to ro-crate -o FOLDER-OF-THE-CARD`). The report (HTML) holds its
description for search engines (schema.org) as a data block, which runs nothing.

`--to bioimageio --into rdf.yaml` puts training, evaluation and limits below `config` of a
description that is there; every other byte stays, and what it says already wins.

Data sets, models and code are deposited separately. Only what the authors made gets a record with
them as creators: data sets with `made_for_study: yes`, models that were trained or fine-tuned,
and the code of the study.

| format | name | files | the card must say | validated before writing by | in our tests by |
|---|---|---|---|---|---|
"""

_TAIL = """
## Names

Citation formats want names in parts. The words of a name that begin with a small letter are the
particle; what stands before is given, what follows is family. A name without ORCID iD that begins
with *The* or has a word such as *Institute*, *Team* or *developers* is that of a group.

## Back into a card

`replicard import` reads `CITATION.cff`, `.zenodo.json`, `rdf.yaml` and model cards of Hugging
Face. What it reads of an export is what the card said; tests hold this for generated cards.

## Validators of the field

They want other versions of our dependencies, and of each other's. Tests that use them run them in
environments of their own, named by `REPLICARD_VALIDATORS` (folders, joined as in `PATH`), and are
skipped without:

```sh
REPLICARD_VALIDATORS=$(.ci/validators ~/validators) python -m pytest tests/unit/export
```
"""


def exports_reference() -> str:
    """Return the page as Markdown."""
    rows = (
        f"| {e.title} | `{e.name}` | {e.files} | {e.mandatory} | {e.validated_by} | "
        f"{e.tested_by or '–'} |"
        for e in EXPORTERS.values()
    )
    return _HEAD + "\n".join(rows) + "\n" + _TAIL
