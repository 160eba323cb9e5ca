"""Words that stand where an answer should stand, and say nothing.

``tbd`` in a card is a note to oneself, ``n/a`` an answer without its reason. Neither
tells a reader anything, so neither counts as an answer. What does not apply is said
under ``not_applicable``, with the reason.
"""

import re
import unicodedata
from collections.abc import Sequence

_LISTED = """
    na, nan, nil, null, none, nothing, no, yes, y, n, true, false, ok, okay, done, fine, sure,
    unknown, unclear, unsure, undefined, unspecified, unreported, unavailable, missing, omitted,
    tbd, tba, tbc, tbf, wip, pending, later, soon, placeholder, dummy, x, xx, xxx, xxxx, ka,
    unkown, unknow, unbekannt, irrelevant, idk, dunno, ditto, same, etc, various,
    several, many, some, any, other, others, default, defaults, standard, usual, typical,
    private, confidential, secret, non applicable, does not apply, doesn't apply, not sure, of
    course, don't know, do not know, we don't know, we do not know, i don't know, i do not know,
    cannot say, can't say, to be determined, to be done, to be added, to be announced, to be
    confirmed, to be decided, to be defined, to be filled, to be filled in, will be added, will
    be added later, will be provided, to follow, will follow, follows, to come, to do, to be
    continued, to be completed, to be specified, to be updated, details to follow, coming soon,
    work in progress, in preparation, fill in, fill me in, your text, your text here, your
    answer, your answer here, insert text, insert here, change me, lorem ipsum, above, below,
    same as above, same as below, same as before, idem, siehe oben, keine angabe, on request,
    upon request, on reasonable request, upon reasonable request, available on request,
    available upon request, available on reasonable request, available upon reasonable request
"""
_SAYS_NOTHING = frozenset(words.strip() for words in " ".join(_LISTED.split()).split(","))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FILLERS = _words(
    """
    a all also an are at been being by currently far for here is it its just moment now
    our please presently really simply so still that the these this those to unfortunately used
    using was we were with yet you
    """
)
"""Words that add nothing to others."""
_PLACES = _words(
    """
    above and article below documentation elsewhere file files github homepage in legend main
    manual manuscript material materials method methods of on online paper part preprint
    publication readme ref reference references repo repository section sections si supplement
    supplementary supplemental supporting information info text website wiki
    """
)
_GIVEN = _words(
    """
    applicable available clear decided defined described determined disclosed documented done
    finished given known listed measured mentioned noted provided public published ready
    recorded relevant reported specified stated
    """
)
_SETTINGS = _words(
    """
    acquisition analysis choice condition conditions configuration image imaging method methods
    microscope microscopy option options parameter parameters pipeline procedure procedures
    processing program protocol protocols setting settings setup software tool training value
    values way workflow
    """
)
_PHRASES = (
    (_words("see cf refer compare check in"), _PLACES),
    (_words("as"), _PLACES | _GIVEN | _words("always before done earlier normal previously usual")),
    (_words("not"), _GIVEN),
    (
        _words("no none nothing"),
        _GIVEN
        | _words("answer comment data declare detail details entry idea info information report")
        | _words("say value values"),
    ),
    (_words("default defaults standard usual typical normal common"), _SETTINGS),
)
"""What a text may begin with, and go on with, and still say nothing."""
_NOTES = ("todo", "fixme", "tbd", "tba", "tbc", "xxx")
_FILLED_IN_LATER = re.compile(r"<[^<>]{0,200}>|\{\{[^{}]{0,200}\}\}")
_AROUND = " \t\n()[].,;:!?…\"'“”‘’*"
_BETWEEN_WORDS = re.compile(r"[^\w']+|_+")


def is_empty_word(text: str) -> bool:
    """Say whether a text takes the place of an answer without being one.

    Case, punctuation and spacing do not matter. A text that begins as a note to
    oneself (``TODO: ask Maria``) or that is a gap to be filled in (``<cell line>``)
    is empty as well. Numbers never are.

    Examples
    --------
    >>> [is_empty_word(text) for text in ("n/a", "T.B.D.", "?", "See paper.", "TODO ask")]
    [True, True, True, True, True]
    >>> [
    ...     is_empty_word(text)
    ...     for text in ("none yet", "see the methods section", "default settings")
    ... ]
    [True, True, True]
    >>> [is_empty_word(text) for text in ("oil", "2", "0", "no merged nuclei were seen")]
    [False, False, False, False]
    """
    if _FILLED_IN_LATER.fullmatch(text.strip(_AROUND)):
        return True
    plain = (
        unicodedata.normalize("NFKC", text)
        .casefold()
        .replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    )
    words = [word for word in _BETWEEN_WORDS.split(plain) if word.strip("'")]
    if not words or words[0] in _NOTES:
        return True
    if all(len(word) == 1 and word.isalpha() for word in words):
        # Letters set apart by points or strokes: n/a, t.b.d.
        words = ["".join(words)]
    return " ".join(words) in _SAYS_NOTHING or _is_hollow(words)


def _is_hollow(words: Sequence[str]) -> bool:
    """Say whether words are an empty phrase once those are left out that add nothing."""
    rest = [word for word in words if word not in _FILLERS]
    if not rest:
        return len(words) > 1
    if " ".join(rest) in _SAYS_NOTHING:
        return True
    return any(rest[0] in first and more.issuperset(rest[1:]) for first, more in _PHRASES)
