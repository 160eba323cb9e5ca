"""Text that an author wrote, fitted between sentences of ours.

An author writes *Counts are compared between conditions* or *counting of nuclei*, with or
without a stop. The first stands as a sentence of its own, the second completes one of
ours. The words are never changed; only the first letter and the end are.
"""

import re

from replicard.render.english import article

_FINITE = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|can|could|may|might|must|will|would|should|shall"
    r"|do|does|did|cannot)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:that|which|who|whose|where|when)\b(?:\s+(?!is\b|are\b|was\b|were\b)\S+){0,4}?\s+"
    r"(?:is|are|was|were|has|have|had|can|could|may|might|must|will|would|should|do|does|did)\b",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"(?:the|an?|this|each) (?:[a-z-]+ ){1,2}?(?!always|across|less|perhaps|plus|towards|versus)"
    r"[a-z]{3,}s (?:an?|the|no|all|each|its|their|only|not)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"(?:we|i|it|they|this|these|there|he|she|you)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:The|A|An|Both|Two|Three|One) ")
_REASON = re.compile(r"(?:because|since|as|so that|in order to|to)\b", re.IGNORECASE)
_SEVERAL = re.compile(r"[.!?]\s+[A-Z0-9]")
_ENDS = (".", "!", "?", "…")
_CLOSING = "\"'”’)"
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_STOPS = re.compile(r"\.{3,}|…\.*")
_DOUBLE_STOP = re.compile(r"\.\.(?!\.)")
_PARTICIPLE = re.compile(
    r"(?:not |never |only |also )?"
    r"(?:[a-z-]+ed|taken|made|drawn|done|chosen|held|kept|built|grown|shown|seen|found)\b"
)
_HEAD_ENDS = re.compile(
    r"[,;:(]|\b(?:of|from|with|without|by|that|which|who|for|in|on|at|to|before|after|between|into)\b"
    r"|\bover\b|(?<=s )[a-z-]+ed\b"
    r"|\b(?:used|taken|made|drawn|acquired|recorded|annotated|outlined|cut|cropped)\b"
)
_DETERMINED = re.compile(
    r"(?:the|an?|this|these|that|those|our|its|their|both|all|each|every|no|some|several|many|few"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[0-9]\S*)\b"
)
_DEFINITE = re.compile(r"(?:first|second|third|same|whole|entire|only|last|main)\b")
_SEVERAL_OF = re.compile(
    r"(?:both|all|two|three|four|five|six|seven|eight|nine|ten|several|many|few)\b"
)
_PLURALS = frozenset(
    "cells children data embryos feet larvae mice mitochondria nuclei people series spectra".split()  # noqa: SIM905 - a line of words
)
_MASS = frozenset("footage imagery material software tissue ground truth".split())  # noqa: SIM905 - a line of words
_STATISTICS = frozenset({"deviation", "entropy", "mean", "median", "probability", "variance"})
_COUNTED = frozenset(
    {"classifier", "cut-off", "cutoff", "filter", "kernel", "mask", "threshold", "watershed"}
)
_ACTIONS = ("tion", "sion", "ing", "graphy", "scopy", "sis")
_SHORTEST_INFLECTED = 5
_COMMON_ENDS = (
    *("ing", "ed", "ly", "tion", "tions", "ence", "graphs", "scopy", "ical", "ular", "tive"),
    *("ous", "ment", "ments", "ness", "field", "tomy", "ings", "ic"),
)
_BREAK = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")
_COMMON = frozenset(
    """
    a about above according after all although an and another any areas as at averages
    averaging bacteria because before below best between blind both boundaries bright
    brightfield by cell cells classifier clean colocalisation confocal contrast count counted
    counts cropping crops cross-correlation cutoff data deconvolution differences different
    dim distances due during each eight either electron eleven embryos entire entropy errors
    evaluation every experts few fewer fields filaments filter first five fixed fluorescence
    for four fourth frames from full ground half high higher histograms histology human if
    image images in independent intensities intensity it its just kernel large larger less
    light live loss low lower main manual many mask masks matching mean means median
    mitochondria models more most mostly movement movies much multiple nearly neighboring
    neighbouring neither neurons never nine no noise noisy none nor not nothing nuclei
    nucleus number objects of often on once one only open or organoids other our outlines
    over overlap paired pairs part partly patches people phase pixel pixels predictions
    previous public published random raw regions removal results same sample samples scores
    second segmentation semi separate series seven several shapes signal signals similar
    simulated since single six sizes small smaller some sparse speeds spots stacks stated
    structure structures such synthetic taken ten test than that the their then there
    therefore these they thin third this those though three threshold through thus tiles time
    tissue to too total touching tracks training twelve two uncertain under until upon use
    using validation variance very videos visual volumes watershed we weights what when where
    whereas whether which while whole widefield with within without yeast z-stacks
    """.split()  # noqa: SIM905 - a paragraph of words is easier to read than a list
)


def one_line(text: str) -> str:
    r"""Put a text on one line, with single blanks and no doubled stops.

    >>> one_line("First line.\n  Second  line..")
    'First line. Second line.'
    """
    line = _BLANKS.sub(" ", text).strip()
    return _DOUBLE_STOP.sub(".", _STOPS.sub("…", line))


def is_clause(text: str) -> bool:
    """Say whether a text is a whole statement rather than a term or a phrase.

    >>> is_clause("Counts are compared."), is_clause("We counted nuclei"), is_clause("flip")
    (True, True, False)
    >>> is_clause("Counting nuclei per field of view."), is_clause("The network draws a dark rim")
    (False, True)
    >>> is_clause("nuclei that are bright"), is_clause("Nuclei that are bright were left out.")
    (False, True)
    """
    line = one_line(text)
    if _SUBJECT.match(line) or _ACTS.match(line):
        return True
    return bool(_FINITE.search(_RELATIVE.sub("", line)))


def is_sentence(text: str) -> bool:
    """Say whether a text can stand alone: a statement, or what its author ended with a stop.

    >>> is_sentence("Live samples bleach at high exposure."), is_sentence("live samples")
    (True, False)
    """
    return is_clause(text) or one_line(text).endswith(_ENDS)


def is_reason(text: str) -> bool:
    """Say whether a text goes on from *because* or another word that gives a reason.

    >>> is_reason("because nuclei are convex"), is_reason("Nuclei are convex.")
    (True, False)
    """
    return _REASON.match(one_line(text)) is not None


def fragment(text: str) -> str:
    """Write a text so that it can stand within a sentence: no stop, lower-case start.

    Only words that cannot be names lose their capital.

    >>> fragment("Counting nuclei per field of view."), fragment("StarDist nuclei.")
    ('counting nuclei per field of view', 'StarDist nuclei')
    """
    line = one_line(text).rstrip(".").rstrip()
    first = re.match(r"[A-Z][a-z]*(?![A-Za-z0-9])", line)
    if first is None or not _is_common(first[0].lower()):
        return line
    return line[0].lower() + line[1:]


def in_sentence(name: str) -> str:
    """Write the name of people or a thing within a sentence: only an article loses its capital.

    >>> in_sentence("The core facility"), in_sentence("Given Family")
    ('the core facility', 'Given Family')
    """
    line = one_line(name)
    return line[0].lower() + line[1:] if _ARTICLE.match(line) else line


def can_be_joined(text: str) -> bool:
    """Say whether a statement can follow a *because* of ours without a wrong capital.

    >>> can_be_joined("Counts are compared."), can_be_joined("Drosophila is small.")
    (True, False)
    """
    line = one_line(text)
    return not _SEVERAL.search(line) and is_sentence(line) and fragment(line)[:1].islower()


def parted(text: str) -> tuple[str, str]:
    """Take the first sentence of a text from the rest; the rest may be empty.

    >>> parted("Time series. Each has 200 frames."), parted("flip")
    (('Time series.', 'Each has 200 frames.'), ('flip', ''))
    """
    first, *rest = _BREAK.split(one_line(text), maxsplit=1)
    return first, "".join(rest)


def as_sentence(text: str, opening: str | None = None) -> str:
    """Write a text as a sentence: capital first, one stop at the end.

    Parameters
    ----------
    text
        What the author wrote.
    opening
        Beginning of a sentence of ours. A text that is no statement of its own
        completes it.

    Examples
    --------
    >>> as_sentence("not tested on tissue"), as_sentence("a mask", "Noise was limited by")
    ('Not tested on tissue.', 'Noise was limited by a mask.')
    >>> as_sentence("12 frames were averaged")
    'In detail, 12 frames were averaged.'
    >>> as_sentence("Showing it. No benchmark.", "It is for")
    'It is for showing it; no benchmark.'
    """
    first, rest = parted(text)
    if opening is not None and not is_clause(first):
        return _completed(opening, first, rest)
    line = one_line(text)
    ended = line if line.rstrip(_CLOSING).endswith(_ENDS) else f"{line}."
    return f"In detail, {ended}" if line[:1].isdigit() else capitalised(ended)


def _completed(opening: str, first: str, rest: str) -> str:
    if not rest:
        return f"{opening} {fragment(first)}."
    if is_clause(rest):
        return f"{opening} {fragment(first)}. {rest if rest.endswith(_ENDS) else f'{rest}.'}"
    return f"{opening} {fragment(first)}; {fragment(rest)}."


def is_plural(text: str) -> bool:
    """Say whether a noun phrase names several things.

    >>> [is_plural(t) for t in ("manual outlines by experts", "an outline", "Time series of cells")]
    [True, False, True]
    """
    line = fragment(text)
    head = _head(line)
    last = head.rsplit(" ", 1)[-1].lower()
    if _SEVERAL_OF.match(line) or " and " in head:
        return True
    ends_like_one = last.endswith("s") and not last.endswith(("ss", "us", "is"))
    return last in _PLURALS or ends_like_one


def determined(text: str) -> str:
    """Write a noun phrase with the article that it needs to stand in a sentence.

    >>> determined("First screen."), determined("Paired set of nuclei"), determined("single cells")
    ('the first screen', 'a paired set of nuclei', 'single cells')
    >>> determined("BBBC039 images"), determined("expert annotation"), determined("A movie")
    ('BBBC039 images', 'expert annotation', 'a movie')
    """
    line = fragment(text)
    if not line[:1].islower() or _DETERMINED.match(line) or is_plural(line):
        return line
    last = _head(line).rsplit(" ", 1)[-1]
    if _DEFINITE.match(line) or last in _STATISTICS:
        return f"the {line}"
    return line if last in _MASS or is_action(line) else article(line)


def step(text: str) -> str:
    """Write what was done within a sentence: ``a threshold of 0.5``, ``filling of holes``.

    >>> step("Threshold of 0.5."), step("Filling of holes."), step("two filters")
    ('a threshold of 0.5', 'filling of holes', 'two filters')
    """
    line = fragment(text)
    return determined(line) if _head(line).rsplit(" ", 1)[-1] in _COUNTED else line


def is_action(text: str) -> bool:
    """Say whether a noun phrase names something that is done: annotation, imaging ...

    >>> is_action("expert annotation"), is_action("manual outlines")
    (True, False)
    """
    return _head(fragment(text)).endswith(_ACTIONS)


def is_participle(text: str) -> bool:
    """Say whether a phrase goes on from *was*: ``not tested on tissue``.

    >>> is_participle("Not tested on tissue."), is_participle("trained for one label only")
    (True, True)
    >>> is_participle("crowded regions"), is_participle("nuclei")
    (False, False)
    """
    line = fragment(text)
    return _PARTICIPLE.match(line) is not None and not is_plural(line)


def _head(line: str) -> str:
    """Return a noun phrase up to what describes it further."""
    return _HEAD_ENDS.split(line, maxsplit=1)[0].strip() or line


def capitalised(text: str) -> str:
    """Write the first letter as a capital, unless the word is spelt with one inside.

    >>> capitalised("the images"), capitalised("mCherry was used"), capitalised("µManager")
    ('The images', 'mCherry was used', 'µManager')
    """
    first = re.match(r"[a-zà-öø-ÿ]+(?![A-Za-z0-9_])", text)
    return text if first is None else text[0].upper() + text[1:]


def _is_common(word: str) -> bool:
    is_inflected = len(word) >= _SHORTEST_INFLECTED and word.endswith(_COMMON_ENDS)
    return word in _COMMON or is_inflected
