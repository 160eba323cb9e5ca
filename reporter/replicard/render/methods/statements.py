"""Statements that journals ask for apart from the methods: availability, thanks.

Each is a text of its own, with references of its own, so that it can be pasted anywhere.
A statement for which nothing is stated does not exist.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from replicard.render.citations import Citations
from replicard.render.methods.blocks import Block, blocks_of, rendered
from replicard.render.methods.sentences import Language
from replicard.render.methods.writer import drafts_of, text_of
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence
from replicard_schema.report import MethodsText, TextKind

_TITLES: Mapping[TextKind, str] = MappingProxyType(
    {
        TextKind.DATA: "Data availability",
        TextKind.CODE: "Code availability",
        TextKind.ACKNOWLEDGEMENTS: "Acknowledgements",
    }
)
_AMERICAN_TITLES: Mapping[TextKind, str] = MappingProxyType(
    {TextKind.ACKNOWLEDGEMENTS: "Acknowledgments"}
)

_WHERE = re.compile(
    r"code\b|not_applicable\b|models\.[^.]+\.(?:deposit|zoo)\b"
    r"|.*\.(?:url|source_code|documentation|support|license)$"
)
"""Fields about availability, and not just about what was used."""


def write_statements(
    card: Card,
    evidence: Evidence | None = None,
    *,
    language: Language = "en-GB",
    citations: Citations | None = None,
) -> dict[TextKind, MethodsText]:
    """Write data and code availability and acknowledgements, as far as facts are stated.

    Parameters
    ----------
    card, evidence, language, citations
        As for `write_methods`.
    """
    return dict(_statements(card, evidence, language, citations))


def _statements(
    card: Card, evidence: Evidence | None, language: Language, citations: Citations | None
) -> Iterator[tuple[TextKind, MethodsText]]:
    for kind, title in _TITLES.items():
        blocks = blocks_of(rendered(f"{kind}.md.j2", card, evidence))
        if blocks and (kind is not TextKind.CODE or _tells_where(blocks)):
            shown = title if language == "en-GB" else _AMERICAN_TITLES.get(kind, title)
            drafts = drafts_of(blocks, language)
            yield kind, text_of(drafts, title=shown, language=language, citations=citations)


def _tells_where(blocks: Sequence[Block]) -> bool:
    """Say whether a text tells where anything can be obtained, or why not."""
    return any(
        _WHERE.match(source.field)
        for block in blocks
        for line in block.lines
        for source in line.sources
    )
