"""Choosing the part of a manuscript that is compared."""

import re
from collections.abc import Sequence

from replicard.errors import Problem
from replicard.manuscript.document import Manuscript, ManuscriptError, Passage
from replicard.manuscript.wording import squeezed

_NUMBERED = r"^(?:[\dIVX]+[.)]?(?:\d+[.)]?)*\s+)?"
_METHODS = re.compile(
    _NUMBERED + r"(?:online |extended |star ?[★*]? ?|supplementary |supporting )?"
    r"(?:(?:materials?|subjects|patients|data) (?:and|&) )?(?:methods?|methodology)\b"
    r"|"
    + _NUMBERED
    + r"(?:experimental (?:procedures?|section|methods|setup)|methods and materials)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\b(?:image (?:acquisition|analysis|processing|segmentation|denoising)|microscopy|imaging"
    r"|deep[- ]learning|machine[- ]learning|neural network|segmentation|network training"
    r"|training|tracking|denoising|image restoration)\b",
    re.IGNORECASE,
)
_AVAILABILITY = re.compile(
    r"\bavailab|\b(?:data|code|resource)s? (?:sharing|access|deposition)", re.IGNORECASE
)
_REFERENCES = re.compile(_NUMBERED + r"(?:references|bibliography|literature)\b", re.IGNORECASE)


def chosen(
    manuscript: Manuscript, sections: Sequence[str]
) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
    """Return the passages to compare and the headings that they stand below.

    Headings are empty if the whole text is compared, apart from its references.

    Raises
    ------
    ManuscriptError
        If a section was named that the manuscript does not have.
    """
    titles = [passage for passage in manuscript.passages if passage.level is not None]
    if sections:
        named = [squeezed(section) for section in sections]
        for section, wanted in zip(sections, named, strict=True):
            if not any(wanted in squeezed(title.text) for title in titles):
                raise _no_section(manuscript, section, titles)
        return _below(manuscript, [t for t in titles if any(n in squeezed(t.text) for n in named)])
    methods = [title for title in titles if _METHODS.search(title.text)]
    if not methods:
        methods = [title for title in titles if _PARTS.search(title.text)]
    if methods:
        available = [title for title in titles if _AVAILABILITY.search(title.text)]
        return _below(manuscript, [*methods, *available])
    references = [title for title in titles if _REFERENCES.search(title.text)]
    cited = {id(each) for each in _below(manuscript, references)[0]}
    return tuple(each for each in manuscript.passages if id(each) not in cited), ()


def _below(
    manuscript: Manuscript, titles: Sequence[Passage]
) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
    """Return the passages from each title to the next one of its level."""
    kept: list[Passage] = []
    named: list[str] = []
    starts = {id(title): title for title in titles}
    level: int | None = None
    for passage in manuscript.passages:
        is_title = passage.level is not None
        if level is not None and is_title and (passage.level or 0) <= level:
            level = None
        if is_title and _REFERENCES.search(passage.text):
            level = None if id(passage) not in starts else level
            if id(passage) not in starts:
                continue
        if level is None and id(passage) in starts:
            level = passage.level
            named.append(passage.text)
        if level is not None:
            kept.append(passage)
    return tuple(kept), tuple(named)


def _no_section(manuscript: Manuscript, section: str, titles: Sequence[Passage]) -> ManuscriptError:
    known = "; ".join(title.text[:60] for title in titles[:12])
    hint = f"its headings are: {known}" if known else "no headings were recognised in it"
    message = f"has no section with the title {section!r}"
    return ManuscriptError([Problem(manuscript.name, message, "no-such-section", hint=hint)])
