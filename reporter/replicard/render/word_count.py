"""Words, counted as an editor's word processor counts them.

A word is what stands between white space, no-break and narrow spaces included: ``5 µm``
and ``± 0.1`` are two words each, ``oil-immersion`` is one, and so is the number of a
citation in brackets. Word and LibreOffice differ in dashes and raised signs; where they
do, the larger number counts, so that a text that fits here fits there. Headings count,
except the title of the text; references do not.
"""

import re
from collections.abc import Iterable

from replicard.render.typeset import to_text
from replicard_schema.report import MethodsText

_DASH = re.compile("[–—⁻]")


def words_in(text: str) -> int:
    """Count the words of a plain text.

    >>> words_in("Cells were 20\u202fµm wide, with a 63×/1.4 NA oil-immersion lens [1,2].")
    12
    >>> words_in("a range of 0.6–2.0"), words_in("one – two"), words_in("3 × 10⁻⁴"), words_in("")
    (5, 3, 4, 0)
    """
    return sum(max(1, _parts(token)) for token in text.split())


def words_of(text: MethodsText) -> int:
    """Count the words of a text: headings and sentences, without title and references."""
    return sum(map(words_in, _runs(text)))


def _parts(token: str) -> int:
    return sum(1 for part in _DASH.split(token) if part)


def _runs(text: MethodsText) -> Iterable[str]:
    for section in text.sections:
        yield section.title or ""
        for paragraph in section.paragraphs:
            yield paragraph.title or ""
            for sentence in paragraph.sentences:
                yield to_text(sentence.spans)
