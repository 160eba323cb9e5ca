"""Which sentences use a field of the card, and which fields a sentence rests on."""

import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from replicard.errors import ReplicardError
from replicard.files import printable
from replicard.loading import LoadedCard, load_card
from replicard.loading.positions import FieldPath, dotted, parts
from replicard.pipeline.evidence_file import matching_evidence
from replicard.pipeline.manuscript import write_manuscript
from replicard.render.typeset import to_text
from replicard_schema.fields import UnknownFieldError, resolve
from replicard_schema.report import MethodsText, Source, TextKind

_NOT_SEARCHED = frozenset({TextKind.SHORT, TextKind.SUPPLEMENT})
"""Texts that hold the sentences of the methods text once more."""
_NO_EVIDENCE = (
    "note: there is no evidence for this card as it stands, so only what is stated is traced; "
    "`replicard evaluate` computes the rest"
)


class UnknownTraceError(ReplicardError):
    """A field or sentence that does not exist; says what comes near."""


@dataclass(frozen=True, slots=True)
class TracedSentence:
    """A sentence with the fields that it rests on.

    Attributes
    ----------
    number
        Of the sentence within its text, from 1.
    sources
        Those that were asked for; all, where no field was.
    """

    text: TextKind
    number: int
    section: str | None
    paragraph: str | None
    sentence: str
    sources: tuple[Source, ...]

    def as_json(self) -> dict[str, object]:
        """Return everything as plain data."""
        return {
            "text": self.text.value,
            "number": self.number,
            "section": self.section,
            "paragraph": self.paragraph,
            "sentence": self.sentence,
            "sources": [s.model_dump(mode="json", exclude_none=True) for s in self.sources],
        }


@dataclass(frozen=True, slots=True)
class Trace:
    """What uses a field; or all sentences, each with its fields.

    Attributes
    ----------
    field
        What was asked for: a path, with ``*`` for any id or position. None if sentences
        were asked for.
    stated
        Values that the card states there: path and line of each.
    sentences
        In the order of the texts.
    has_evidence
        Whether evidence computed for this very card was found; without it there are only
        sentences on what is stated.
    """

    field: str | None
    stated: tuple[tuple[str, str], ...]
    sentences: tuple[TracedSentence, ...]
    has_evidence: bool

    def as_json(self) -> dict[str, object]:
        """Return everything as plain data."""
        return {
            "field": self.field,
            "stated": [{"field": path, "place": place} for path, place in self.stated],
            "has_evidence": self.has_evidence,
            "sentences": [sentence.as_json() for sentence in self.sentences],
        }

    def as_text(self, *, width: int = 80) -> str:
        """Return everything as text for a terminal."""
        lines = [*self._about_field(), *self._told(width)]
        if not self.has_evidence:
            lines += ["", _NO_EVIDENCE]
        return printable("\n".join(lines).strip("\n"), keep="\n") + "\n"

    def _about_field(self) -> Iterator[str]:
        if self.field is None:
            return
        if not self.stated and not self.sentences:
            yield f"{self.field} is not stated in the card, and no text says anything of it"
        used = {source.field for sentence in self.sentences for source in sentence.sources}
        unused = [(name, place) for name, place in self.stated if not _is_used(name, used)]
        for name, place in unused:
            yield f"{name} ({place}) is stated and used in no text"

    def _told(self, width: int) -> Iterator[str]:
        heading = ""
        for found in self.sentences:
            parts_of_text = (found.text.value, found.section, found.paragraph)
            now = ", ".join(part for part in parts_of_text if part)
            if now != heading:
                heading = now
                yield from ("", heading)
            yield _wrapped(found.sentence, width, f"{found.number:>4}  ", " " * 6)
            for source in found.sources:
                place = f", {source.place}" if source.place else ""
                yield _wrapped(f"{source.field} ({source.origin.value}{place})", width, " " * 6)


def trace_field(field: str, path: Path = Path("card.yaml")) -> Trace:
    """Find the sentences that use a field of a card, in all its texts.

    Evidence beside the card is used if it was computed for the card as it stands;
    nothing is computed. Legends of figures are not searched: they are written when
    figures are drawn.

    Parameters
    ----------
    field
        Dotted path in the card or in the evidence; what lies below it counts, and ``*``
        stands for any id or position.
    path
        The card.

    Raises
    ------
    CardError
        If the card is not valid.
    UnknownTraceError
        If neither card nor evidence can have such a field.
    """
    loaded = load_card(path)
    is_wanted = _below(field)
    stated = tuple((name, loaded.place(name)) for name in _stated_fields(loaded) if is_wanted(name))
    traced, has_evidence = _all_sentences(loaded)
    found = [
        replace(sentence, sources=sources)
        for sentence in traced
        if (sources := tuple(s for s in sentence.sources if is_wanted(s.field)))
    ]
    if not found and not stated:
        _refuse_unknown(field)
    return Trace(field, stated, tuple(found), has_evidence)


def trace_sentences(
    path: Path = Path("card.yaml"),
    *,
    number: int | None = None,
    kind: TextKind = TextKind.METHODS,
) -> Trace:
    """List the sentences of a text, each with the fields that it rests on.

    Parameters
    ----------
    number
        Which sentence, from 1; by default all.
    kind
        Which text.

    Raises
    ------
    CardError
        If the card is not valid.
    UnknownTraceError
        If there is no such sentence.
    """
    loaded = load_card(path)
    traced, has_evidence = _all_sentences(loaded, only=kind)
    if number is not None and not 1 <= number <= len(traced):
        n_sentences = f"{len(traced)} sentence{'' if len(traced) == 1 else 's'}"
        raise UnknownTraceError(f"there is no sentence {number}: {kind} has {n_sentences}")
    wanted = traced if number is None else traced[number - 1 : number]
    return Trace(None, (), tuple(wanted), has_evidence)


def _is_used(name: str, used: set[str]) -> bool:
    """Say whether a stated value, a part of it or what holds it is among the fields used."""
    own = parts(name)
    return any(own[: len(other)] == other or other[: len(own)] == own for other in map(parts, used))


def _wrapped(text: str, width: int, first: str, rest: str | None = None) -> str:
    return textwrap.fill(
        text,
        max(width, 40),
        initial_indent=first,
        subsequent_indent=f"{first}  " if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _all_sentences(
    loaded: LoadedCard, *, only: TextKind | None = None
) -> tuple[list[TracedSentence], bool]:
    evidence = matching_evidence(loaded)
    texts = write_manuscript(loaded, evidence).texts
    wanted = {
        kind: text
        for kind, text in texts.items()
        if (kind not in _NOT_SEARCHED if only is None else kind is only)
    }
    traced = [found for kind, text in wanted.items() for found in _sentences(kind, text)]
    return traced, evidence is not None


def _sentences(kind: TextKind, text: MethodsText) -> Iterator[TracedSentence]:
    number = 0
    for section, paragraph in text.paragraphs():
        for sentence in paragraph.sentences:
            number += 1
            shown = to_text(sentence.spans)
            yield TracedSentence(
                kind, number, section.title, paragraph.title, shown, sentence.sources
            )


def _stated_fields(loaded: LoadedCard) -> list[str]:
    """Return the paths of all values that a card states, apart from what only holds others."""
    paths = list(loaded.source_map.positions)
    holders = {path[:-1] for path in paths}
    leaves = (path for path in paths if path and path not in holders)
    return [dotted(path) for path in leaves if not _is_null(loaded, path)]


def _is_null(loaded: LoadedCard, path: FieldPath) -> bool:
    """Say whether a key was written without a value."""
    value: object = loaded.card
    for part in path:
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, tuple) and isinstance(part, int):
            value = value[part] if part < len(value) else None
        else:
            value = getattr(value, str(part), None)
    return value is None


def _below(field: str) -> Callable[[str], bool]:
    """Return whether a path is a field, or lies below it."""
    wanted = parts(field.replace("[*]", ".*"))

    def is_below(path: str) -> bool:
        found = parts(path)
        return len(found) >= len(wanted) and all(
            part in ("*", name) for part, name in zip(wanted, found, strict=False)
        )

    return is_below


def _refuse_unknown(field: str) -> None:
    try:
        resolve(field.replace("[*]", ".*"))
    except UnknownFieldError as error:
        hint = f"; {error.hint}" if error.hint else ""
        raise UnknownTraceError(f"{error}{hint}") from error
