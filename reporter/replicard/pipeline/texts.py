"""The texts of a card on their own: written from card and evidence, nothing computed."""

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from replicard.errors import ReplicardError
from replicard.loading import LoadedCard, load_card
from replicard.pipeline.day import day_of
from replicard.pipeline.evidence_file import matching_evidence
from replicard.pipeline.manuscript import Manuscript, located, write_manuscript
from replicard.pipeline.text_formats import Setting, TextFormat, formatted
from replicard.render.citations import references_bibtex
from replicard.render.methods import Language
from replicard.render.methods.latex import BIBLIOGRAPHY
from replicard_schema.evidence import Evidence
from replicard_schema.report import MethodsText, TextKind
from replicard_schema.sections.output import Output


class NoTextError(ReplicardError):
    """A text for which the card states nothing."""


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
    date
        Day for the properties of office files: that of the evidence, if there is any.
    """

    loaded: LoadedCard
    manuscript: Manuscript
    evidence: Evidence | None
    date: str

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
        self,
        to: TextFormat = TextFormat.MARKDOWN,
        kind: TextKind = TextKind.METHODS,
        *,
        bibliography: str = BIBLIOGRAPHY,
    ) -> bytes:
        """Return a text as a file of a format.

        Parameters
        ----------
        bibliography
            Name of the ``.bib`` file that a LaTeX document takes its references from,
            without its ending; see `references`.

        Raises
        ------
        NoTextError
            If the card states nothing that it could say.
        OfficeUnavailableError
            If an office file is wanted, and there is no pandoc that can be used.
        """
        setting = Setting(self.loaded.card.study, self.date, bibliography)
        return formatted(self.text(kind), to, setting)

    def references(self, kind: TextKind = TextKind.METHODS) -> bytes:
        """Return the references of a text as BibTeX; empty if it has none.

        Raises
        ------
        NoTextError
            If the card states nothing that the text could say.
        """
        return references_bibtex(self.text(kind).references).encode()

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


def write_texts(
    path: Path,
    wishes: Output | None = None,
    *,
    today: dt.date | None = None,
    environ: Mapping[str, str] | None = None,
) -> Texts:
    """Write the texts of a card from what it states and what was found before.

    Nothing is computed and no file is written. Evidence beside the card is used if it
    was computed for the card as it stands.

    Parameters
    ----------
    wishes
        How texts are written; what it leaves open, ``output`` of the card says.
    today
        Date of office files where there is no evidence; by default
        ``SOURCE_DATE_EPOCH``, or else the clock.
    environ
        Environment variables; by default those of the process.

    Raises
    ------
    CardError, DataError
        If the card is not valid, or its citation style or bibliography cannot be used.
    """
    loaded = load_card(path)
    evidence = matching_evidence(loaded)
    manuscript = write_manuscript(loaded, evidence, wishes)
    day = today or day_of(os.environ if environ is None else environ)
    date = day.isoformat() if evidence is None else evidence.date
    return Texts(loaded, manuscript, evidence, date)


def _legends(loaded: LoadedCard, evidence: Evidence, language: Language) -> MethodsText | None:
    """Write the legends; the figures are drawn for it, from the images of the card."""
    # Drawing takes long to import, and other texts need none of it.
    from replicard.pipeline.assembly import assemble_report  # noqa: PLC0415
    from replicard.pipeline.drawing import draw_report  # noqa: PLC0415
    from replicard.render.methods.legends import write_legends  # noqa: PLC0415

    figures = draw_report(loaded, assemble_report(loaded, evidence))
    legends = write_legends(loaded.card, evidence, figures, language=language)
    return None if legends is None else located(legends, loaded)


_MISSING: Mapping[TextKind, str] = {
    TextKind.METHODS: "the card states nothing for a methods text",
    TextKind.SHORT: "a short text needs a limit: give --max-words or output.max_words of the card",
    TextKind.SUPPLEMENT: "nothing had to leave the methods text, so there is no supplement",
    TextKind.DATA: "the card does not say where data can be obtained, or why they cannot",
    TextKind.CODE: "the card does not say where code or models can be obtained, or why they cannot",
    TextKind.LEGENDS: "there are no figures without evidence: `replicard evaluate` computes it",
    TextKind.ACKNOWLEDGEMENTS: "the card states nothing to acknowledge",
}
