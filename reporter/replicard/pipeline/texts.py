"""The texts of a card on their own: written from card and evidence, nothing computed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from replicard.loading import LoadedCard, load_card
from replicard.pipeline.evidence_file import matching_evidence
from replicard.render.methods import (
    methods_html,
    methods_markdown,
    methods_text,
    write_methods,
)
from replicard.render.page import page
from replicard_schema.report import MethodsText


class TextFormat(StrEnum):
    """Formats of the methods text; the value is what names of such files end in."""

    MARKDOWN = "md"
    HTML = "html"
    TEXT = "txt"


@dataclass(frozen=True, slots=True)
class Texts:
    """What a card and the evidence beside it say in words.

    Attributes
    ----------
    methods
        The methods text, sentence by sentence, before it is written in any format.
    has_evidence
        Whether evidence computed for this very card was found; without it the text
        says only what is stated.
    """

    loaded: LoadedCard
    methods: MethodsText
    has_evidence: bool

    def written(self, to: TextFormat = TextFormat.MARKDOWN) -> bytes:
        """Return the methods text as a file of a format."""
        return _WRITERS[to](self)

    def as_json(self) -> dict[str, object]:
        """Return everything as plain data."""
        return {
            "has_evidence": self.has_evidence,
            "methods": self.methods.model_dump(mode="json", exclude_defaults=True),
        }


def write_texts(path: Path) -> Texts:
    """Write the texts of a card from what it states and what was found before.

    Nothing is computed and no file is written. Evidence beside the card is used if it
    was computed for the card as it stands.

    Raises
    ------
    CardError
        If the card is not valid.
    """
    loaded = load_card(path)
    evidence = matching_evidence(loaded)
    return Texts(loaded, write_methods(loaded.card, evidence), has_evidence=evidence is not None)


def _page(texts: Texts) -> bytes:
    title = f"Methods: {texts.loaded.card.study.title}"
    return page(title=title, body=methods_html(texts.methods, heading_level=2)).encode()


_WRITERS: Mapping[TextFormat, Callable[[Texts], bytes]] = {
    TextFormat.MARKDOWN: lambda texts: methods_markdown(texts.methods).encode(),
    TextFormat.HTML: _page,
    TextFormat.TEXT: lambda texts: methods_text(texts.methods).encode(),
}
