"""Words that stand where an answer should stand, and say nothing.

``tbd`` in a card is a note to oneself, ``n/a`` an answer without its reason. Neither
tells a reader anything, so neither counts as an answer. What does not apply is said
under ``not_applicable``, with the reason.
"""

import re

_LISTED = """
    na, nan, nil, null, none, nothing, no, yes, y, n, true, false, ok, okay, done, fine, sure,
    unknown, unclear, unsure, undefined, unspecified, unreported, unavailable, missing,
    omitted, tbd, tba, tbc, tbf, wip, pending, later, soon, placeholder, dummy, x, xx, xxx,
    xxxx, idk, dunno, ditto, same, etc, various, several, many, some, any, other, others,
    default, defaults, standard, usual, typical, private, confidential, secret,
    not applicable, non applicable, not available, not known, not reported, not specified, not
    stated, not given, not determined, not recorded, not provided, not sure, not yet, not
    public, no idea, no answer, no information, no comment, none given, of course, don't know,
    do not know, we don't know, we do not know, i don't know, i do not know, cannot say, can't
    say, to be determined, to be done, to be added, to be announced, to be confirmed, to be
    decided, to be defined, to be filled, to be filled in, will be added, will be added later,
    will be provided, coming soon, in preparation, fill in, fill me in, your text, your text
    here, your answer, your answer here, insert text, insert here, change me, lorem ipsum, see
    paper, see the paper, see manuscript, see the manuscript, see text, see main text, see
    methods, see the methods, see methods section, see above, see below, see supplement, see
    supplementary, see supplementary material, see supplementary information, see si, see
    reference, see references, see github, see website, see publication, see documentation, as
    above, as below, as before, same as above, as usual, as described, as described above, as
    described before, as described elsewhere, as described previously, as published, default
    settings, default values, default parameters, standard settings, standard parameters,
    standard protocol, standard methods, standard procedure, usual settings, on request, upon
    request, on reasonable request, upon reasonable request, available on request, available
    upon request, available on reasonable request, available upon reasonable request
"""
_SAYS_NOTHING = frozenset(words.strip() for words in " ".join(_LISTED.split()).split(","))
_NOTES = ("todo", "fixme", "tbd", "tba", "tbc", "xxx")
_FILLED_IN_LATER = re.compile(r"<[^<>]{0,200}>|\{\{[^{}]{0,200}\}\}")
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
    >>> [is_empty_word(text) for text in ("oil", "2", "0", "no merged nuclei were seen")]
    [False, False, False, False]
    """
    if _FILLED_IN_LATER.fullmatch(text.strip()):
        return True
    plain = text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    words = [word for word in _BETWEEN_WORDS.split(plain) if word.strip("'")]
    if not words or words[0] in _NOTES:
        return True
    if all(len(word) == 1 and word.isalpha() for word in words):
        # Letters set apart by points or strokes: n/a, t.b.d.
        words = ["".join(words)]
    return " ".join(words) in _SAYS_NOTHING
