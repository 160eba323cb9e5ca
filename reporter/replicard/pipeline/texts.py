"""The texts of a card on their own: written from card and evidence, nothing computed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from replicard.errors import ReplicardError
from replicard.loading import LoadedCard, load_card
from replicard.pipeline.evidence_file import matching_evidence
from replicard.pipeline.manuscript import Manuscript, located, write_manuscript
from replicard.render.methods import (
    Language,
    methods_markdown,
    methods_text,
    text_page,
)
from replicard_schema.evidence import Evidence
from replicard_schema.report import MethodsText, TextKind
from replicard_schema.sections.output import Output


class NoTextError(ReplicardError):
    """A text for which the card states nothing."""


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
    manuscript
        All texts, sentence by sentence, before they are written in any format.
    evidence
        What was computed for this very card; without it the texts say only what is
        stated.
    """

    loaded: LoadedCard
    manuscript: Manuscript
    evidence: Evidence | None

    @property
    def has_evidence(self) -> bool:
        """Whether evidence computed for this very card was found."""
        return self.evidence is not None

    @property
    def methods(self) -> MethodsText:
        """The whole methods text."""
        return self.manuscript.methods

    def text(self, kind: TextKind) -> MethodsText:
        """Return one of the texts.

        Raises
        ------
        NoTextError
            If the card states nothing that it could say.
        """
        found = self.manuscript.texts.get(kind)
        if kind is TextKind.LEGENDS and self.evidence is not None:
            found = _legends(self.loaded, self.evidence, self.methods.language)
        if found is None:
            raise NoTextError(f"{_MISSING[kind]} (replicard check {self.loaded.path})")
        return found

    def written(
        self, to: TextFormat = TextFormat.MARKDOWN, kind: TextKind = TextKind.METHODS
    ) -> bytes:
        """Return a text as a file of a format.

        Raises
        ------
        NoTextError
            If the card states nothing that it could say.
        """
        return _WRITERS[to](self.text(kind), self.loaded.card.study.title)

    def as_json(self) -> dict[str, object]:
        """Return everything as plain data."""
        return {
            "has_evidence": self.has_evidence,
            "methods": self.methods.model_dump(mode="json", exclude_defaults=True),
            "further": {
                kind.value: text.model_dump(mode="json", exclude_defaults=True)
                for kind, text in self.manuscript.further.items()
            },
        }


def write_texts(path: Path, wishes: Output | None = None) -> Texts:
    """Write the texts of a card from what it states and what was found before.

    Nothing is computed and no file is written. Evidence beside the card is used if it
    was computed for the card as it stands.

    Parameters
    ----------
    wishes
        How texts are written; what it leaves open, ``output`` of the card says.

    Raises
    ------
    CardError, DataError
        If the card is not valid, or its citation style or bibliography cannot be used.
    """
    loaded = load_card(path)
    evidence = matching_evidence(loaded)
    manuscript = write_manuscript(loaded, evidence, wishes)
    return Texts(loaded, manuscript, evidence)


def _legends(loaded: LoadedCard, evidence: Evidence, language: Language) -> MethodsText | None:
    """Write the legends; the figures are drawn for it, from the images of the card."""
    # Drawing takes long to import, and other texts need none of it.
    from replicard.pipeline.assembly import assemble_report  # noqa: PLC0415
    from replicard.pipeline.drawing import draw_report  # noqa: PLC0415
    from replicard.render.methods.legends import write_legends  # noqa: PLC0415

    figures = draw_report(loaded, assemble_report(loaded, evidence))
    legends = write_legends(loaded.card, evidence, figures, language=language)
    return None if legends is None else located(legends, loaded)


_WRITERS: Mapping[TextFormat, Callable[[MethodsText, str], bytes]] = {
    TextFormat.MARKDOWN: lambda text, _: methods_markdown(text).encode(),
    TextFormat.HTML: lambda text, study: text_page(text, study=study).encode(),
    TextFormat.TEXT: lambda text, _: methods_text(text).encode(),
}
_MISSING: Mapping[TextKind, str] = {
    TextKind.METHODS: "the card states nothing for a methods text",
    TextKind.SHORT: "a short text needs a limit: give --max-words or output.max_words of the card",
    TextKind.SUPPLEMENT: "nothing had to leave the methods text, so there is no supplement",
    TextKind.DATA: "the card does not say where data can be obtained, or why they cannot",
    TextKind.CODE: "the card does not say where code or models can be obtained, or why they cannot",
    TextKind.LEGENDS: "there are no figures without evidence: `replicard evaluate` computes it",
    TextKind.ACKNOWLEDGEMENTS: "the card states nothing to acknowledge",
}
