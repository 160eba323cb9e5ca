"""Changing every sentence of a text."""

from collections.abc import Callable

from replicard_schema.report import MethodsSection, MethodsText, Paragraph, Sentence


def changed(text: MethodsText, change: Callable[[Sentence], Sentence]) -> MethodsText:
    """Return a text with every sentence changed."""

    def paragraph(old: Paragraph) -> Paragraph:
        return old.model_copy(update={"sentences": tuple(map(change, old.sentences))})

    def section(old: MethodsSection) -> MethodsSection:
        return old.model_copy(update={"paragraphs": tuple(map(paragraph, old.paragraphs))})

    return text.model_copy(update={"sections": tuple(map(section, text.sections))})
