"""One spelling for what authors, editors and typesetters write in many.

Spaces of every width become a space, hyphens that do not break become hyphens,
ligatures become letters, superscripts become ``^``, and a word that was divided at the
end of a line becomes whole.
"""

import re

from replicard.manuscript.traced import Traced

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))

_STEPS: tuple[tuple[re.Pattern[str], str], ...] = (
    # Marks without width, soft hyphens and control characters.
    (re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"), ""),
    (re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]"), ""),
    (re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]"), " "),
    (re.compile("[\u2010\u2011]"), "-"),
    (re.compile("[\u2012\u2013]"), "–"),
    (re.compile("[\u2212\ufe63\uff0d]"), "-"),
    (re.compile("[\u2018\u2019\u02bc]"), "'"),
    (re.compile("[\u201c\u201d]"), '"'),
    (re.compile("\u03bc"), "µ"),
    (re.compile("\u212b"), "Å"),
    (re.compile("º(?=C)|˚(?=C)"), "°"),
    (re.compile("℃"), "°C"),
    (re.compile("[✕⨯╳]"), "×"),
    (re.compile("(?<=[a-zß-ÿ])-\n[ \t]*(?=[a-zß-ÿ])"), ""),
    (re.compile("[ \f\v]*[\r\n]+[ \f\v\r\n]*"), " "),
    (re.compile(" *\t[ \t]*"), "\t"),
    (re.compile(" {2,}"), " "),
)


def normal(traced: Traced) -> Traced:
    r"""Write a text in the one spelling that the rest of this package reads.

    >>> normal(Traced.of("a pixel size of 65\u202fnm, 3\u00a0× 10⁻⁴ and seg-\nmentation")).text
    'a pixel size of 65 nm, 3 × 10^-4 and segmentation'
    """
    for ligature, letters in _LIGATURES.items():
        if ligature in traced.text:
            traced = traced.rewrite(re.compile(ligature), letters)
    traced = traced.rewrite(re.compile("([⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+)"), "^", 1)
    spelled = "".join(_SUPERSCRIPTS.get(character, character) for character in traced.text)
    traced = Traced(spelled, traced.origins)
    for pattern, text in _STEPS:
        traced = traced.rewrite(pattern, text)
    return traced.stripped()


def normal_text(text: str) -> str:
    """Write a text of the card in the same spelling."""
    return normal(Traced.of(text)).text
