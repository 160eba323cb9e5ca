"""Reading what people write by hand: YAML text to validated documents with positions."""

from replicard.loading.card import LoadedCard, card_of, load_card
from replicard.loading.document import load_document, validate
from replicard.loading.positions import FieldPath, SourceMap, dotted
from replicard.loading.reader import RawDocument, Typed, read_document
from replicard.loading.sound import load_sound_part
from replicard.loading.source import SourceText, read_source, source_of

__all__ = [
    "FieldPath",
    "LoadedCard",
    "RawDocument",
    "SourceMap",
    "SourceText",
    "Typed",
    "card_of",
    "dotted",
    "load_card",
    "load_document",
    "load_sound_part",
    "read_document",
    "read_source",
    "source_of",
    "validate",
]
