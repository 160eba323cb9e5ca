"""Text that an author wrote, fitted between sentences of ours.

An author writes *Counts are compared between conditions* or *counting of nuclei*, with or
without a stop. The first stands as a sentence of its own, the second completes one of
ours. The words are never changed; only the first letter and the end are.
"""

import re

from replicard.render.english import words

_FINITE = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|can|could|may|might|must|will|would|should|shall"
    r"|do|does|did|cannot)\b",
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
_LEADING_NUMBER = re.compile(r"([0-9]{1,2})(?= [A-Za-z])")
_SHORTEST_INFLECTED = 5
_COMMON = frozenset(
    """
    a about above according after all although an and another any areas as at averages averaging
    because before below best between blind both boundaries by cell cells colocalisation
    contrast count counted counts cropping cross-correlation data deconvolution differences
    different dim distances due during each either errors evaluation every experts few fewer
    fields filaments first fixed for four from ground high higher histograms human if image
    images in intensities intensity it its just large larger less live loss low lower manual
    many masks matching mean means median mitochondria models more most mostly movement movies
    much multiple nearly neighboring neighbouring neither never no noise none nor not nothing
    nuclei nucleus number objects of often on once one only or other our outlines over overlap
    paired pairs part partly people pixel pixels predictions previous public raw regions removal
    results same sample samples scores segmentation semi several shapes signal signals similar
    since single sizes small smaller some speeds spots stacks stated structure structures such
    taken ten test than that the their then there therefore these they thin this those though
    three through thus tiles time to too touching tracks training two under until upon use using
    validation variance very visual volumes we weights what when where whereas whether which
    while whole with within without
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
    >>> is_clause("Counting nuclei per field of view.")
    False
    """
    line = one_line(text)
    return bool(_FINITE.search(line) or _SUBJECT.match(line))


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


def as_sentence(text: str, label: str | None = None) -> str:
    """Write a text as a sentence: capital first, one stop at the end.

    Parameters
    ----------
    text
        What the author wrote.
    label
        What it is about. It leads the sentence where the text is no statement of its
        own, or would begin with a number that nobody writes in words.

    Examples
    --------
    >>> as_sentence("not tested on tissue"), as_sentence("averaging of frames", "Noise")
    ('Not tested on tissue.', 'Noise: averaging of frames.')
    >>> as_sentence("12 frames were averaged"), as_sentence("0.5 µm beads were used")
    ('Twelve frames were averaged.', 'Note: 0.5 µm beads were used.')
    """
    line = one_line(text)
    ended = line if line.rstrip(_CLOSING).endswith(_ENDS) else f"{line}."
    if label is not None and not is_clause(line):
        return f"{label}: {fragment(line)}."
    if not line[:1].isdigit():
        return capitalised(ended)
    spelt = _LEADING_NUMBER.sub(lambda found: words(int(found[1])).capitalize(), ended, count=1)
    return spelt if not spelt[:1].isdigit() else f"{label or 'Note'}: {ended}"


def capitalised(text: str) -> str:
    """Write the first letter as a capital, unless the word is spelt with one inside.

    >>> capitalised("the images"), capitalised("mCherry was used"), capitalised("µManager")
    ('The images', 'mCherry was used', 'µManager')
    """
    first = re.match(r"[a-zà-öø-ÿ]+(?![A-Za-z0-9_])", text)
    return text if first is None else text[0].upper() + text[1:]


def _is_common(word: str) -> bool:
    is_inflected = len(word) >= _SHORTEST_INFLECTED and word.endswith(("ing", "ed", "ly"))
    return word in _COMMON or is_inflected
