"""A text of a study as a file: Markdown, HTML, plain text, LaTeX, DOCX or ODT."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from replicard.render.methods import (
    methods_latex,
    methods_markdown,
    methods_office,
    methods_text,
    text_page,
)
from replicard.render.methods.latex import BIBLIOGRAPHY
from replicard.render.office import OfficeFormat, OfficeUnavailableError
from replicard_schema.report import MethodsText
from replicard_schema.sections.people import Study


class TextFormat(StrEnum):
    """Formats of a text; the value is what names of such files end in."""

    MARKDOWN = "md"
    HTML = "html"
    TEXT = "txt"
    LATEX = "tex"
    WORD = "docx"
    OPEN_DOCUMENT = "odt"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a file says beside the text.

    Attributes
    ----------
    study
        Its title and authors stand at the start, where the format has a place for them.
    date
        Day for the properties of office files, such as ``2026-11-25``.
    bibliography
        Name of the ``.bib`` file of a LaTeX document, without its ending.
    """

    study: Study
    date: str
    bibliography: str = BIBLIOGRAPHY

    @property
    def authors(self) -> tuple[str, ...]:
        """Names of the authors."""
        return tuple(author.name for author in self.study.authors)


@dataclass(frozen=True, slots=True)
class OfficeFiles:
    """Office files of a text.

    Attributes
    ----------
    missing_because
        Why there are none; None if there are.
    """

    contents: Mapping[TextFormat, bytes] = field(default_factory=dict)
    missing_because: str | None = None


def formatted(text: MethodsText, to: TextFormat, setting: Setting) -> bytes:
    """Return a text as a file of a format.

    Raises
    ------
    OfficeUnavailableError
        If an office file is wanted, and there is no pandoc that can be used.
    """
    return _WRITERS[to](text, setting)


def office_files(text: MethodsText, setting: Setting) -> OfficeFiles:
    """Return a text as DOCX and ODT, or why neither can be made."""
    wanted = (TextFormat.WORD, TextFormat.OPEN_DOCUMENT)
    try:
        return OfficeFiles({to: formatted(text, to, setting) for to in wanted})
    except OfficeUnavailableError as error:
        return OfficeFiles(missing_because=str(error))


def _latex(text: MethodsText, setting: Setting) -> bytes:
    return methods_latex(
        text,
        title=setting.study.title,
        authors=setting.authors,
        bibliography=setting.bibliography,
    ).encode()


def _office(to: OfficeFormat) -> Callable[[MethodsText, Setting], bytes]:
    def write(text: MethodsText, setting: Setting) -> bytes:
        return methods_office(
            text, to, title=setting.study.title, authors=setting.authors, date=setting.date
        )

    return write


_WRITERS: Mapping[TextFormat, Callable[[MethodsText, Setting], bytes]] = {
    TextFormat.MARKDOWN: lambda text, _: methods_markdown(text).encode(),
    TextFormat.HTML: lambda text, setting: text_page(text, study=setting.study.title).encode(),
    TextFormat.TEXT: lambda text, _: methods_text(text).encode(),
    TextFormat.LATEX: _latex,
    TextFormat.WORD: _office(OfficeFormat.WORD),
    TextFormat.OPEN_DOCUMENT: _office(OfficeFormat.OPEN_DOCUMENT),
}
