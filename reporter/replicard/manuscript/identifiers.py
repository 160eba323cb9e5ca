"""Identifiers of a text that look like one of the card and are another."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from replicard.manuscript.facts import Fact, Identifier
from replicard.manuscript.wording import squeezed

_COMMIT = re.compile(
    r"\bcommits?(?: (?:hash|id|SHA))?[\s:(]{0,3}(?P<said>[0-9a-f]{7,40})\b", re.IGNORECASE
)
_DOI = re.compile(r"\b(?P<said>10\.\d{4,9}/[^\s<>\"()\[\]{},;]{2,100}[^\s<>\"()\[\]{},;.])")
_LICENCE = re.compile(
    r"\b(?P<said>CC[- ]?(?:BY|0)(?:[- ](?:NC|SA|ND)){0,2}[- ]\d\.\d|BSD[- ]\d[- ]Clause"
    r"|(?:A|L)?GPL(?:[- ]?v)?[- ]?\d(?:\.\d)?|Apache[- ](?:License )?\d\.\d)",
    re.IGNORECASE,
)
_OPTIMISERS = ("Adam", "AdamW", "SGD", "RMSprop", "Adagrad", "Adadelta", "Nadam", "Adamax", "LAMB",
               "RAdam", "Ranger", "LBFGS")  # fmt: skip
_ONE_OF = "|".join(sorted(_OPTIMISERS, key=len, reverse=True))
_OPTIMISER = re.compile(
    rf"\boptimi[sz]ers? (?:was |is |set to |of |called )?(?P<said>{_ONE_OF})\b"
    rf"|\b(?P<ahead>{_ONE_OF})[- ](?:\([^()]{{1,60}}\) )?optimi[sz]er",
    re.IGNORECASE,
)
_GPU = re.compile(
    r"\b(?:NVIDIA|GeForce|Tesla|Quadro|RTX|GTX|Titan)[\s-]{1,2}"
    r"(?:(?:GeForce|Tesla|Quadro|RTX|GTX|Titan)[\s-]{1,2}){0,2}"
    r"(?P<said>[A-Z]{0,3}\d{2,5}[A-Z]?(?:\s?(?:Ti|Super))?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Other:
    """Something in a text that is of the kind of a fact, and another.

    Attributes
    ----------
    start, end
        Where it stands.
    facts
        What the card says instead.
    """

    start: int
    end: int
    noun: str
    said: str
    facts: tuple[Fact, ...]


def others_in(text: str, facts: Sequence[Fact]) -> Iterator[Other]:
    """Find identifiers, optimisers and processors that are not those of the card."""
    named = [fact for fact in facts if isinstance(fact.sought, Identifier)]
    commits = [fact for fact in named if _kind(fact) == "commit"]
    yield from _unlike(text, _COMMIT, "commit", commits, _is_same_commit)
    licences = [fact for fact in named if _kind(fact) == "licence"]
    versioned = [fact for fact in licences if _LICENCE.search(fact.shown)]
    yield from _unlike(text, _LICENCE, "licence", versioned, _is_same_licence, known=licences)
    yield from _other_deposits(text, named)
    optimisers = [fact for fact in facts if fact.field.endswith(".optimizer")]
    yield from _unlike(text, _OPTIMISER, "optimiser", optimisers, _has_word)
    hardware = [fact for fact in facts if fact.field.endswith(".hardware")]
    if re.search(r"\btrain", text, re.IGNORECASE):
        with_gpu = [fact for fact in hardware if _GPU.search(fact.shown)]
        yield from _unlike(text, _GPU, "processor", with_gpu, _has_word, known=hardware)


def _other_deposits(text: str, named: Sequence[Fact]) -> Iterator[Other]:
    """Find DOIs and accession numbers that differ from one of the card in their number."""
    deposits = [fact for fact in named if _kind(fact) == "DOI" and _is_deposit(fact)]
    for other in _unlike(text, _DOI, "DOI", deposits, _is_same, known=named):
        near = tuple(fact for fact in deposits if _is_near(fact.shown, other.said))
        if near:
            yield Other(other.start, other.end, other.noun, other.said, near)
    accessions = [fact for fact in named if _kind(fact) == "accession number"]
    for fact in accessions:
        stem = _stem(fact.shown)
        if stem != fact.shown.lower():
            pattern = re.compile(rf"(?<!\w)(?P<said>{re.escape(stem)}\d+)(?!\w)", re.IGNORECASE)
            yield from _unlike(
                text, pattern, "accession number", [fact], _is_same, known=accessions
            )


def _unlike(
    text: str,
    pattern: re.Pattern[str],
    noun: str,
    facts: Sequence[Fact],
    is_same: Callable[[str, str], bool],
    *,
    known: Sequence[Fact] = (),
) -> Iterator[Other]:
    """Find what a pattern matches and none of some facts agrees with."""
    if not facts:
        return
    for found in pattern.finditer(text):
        said = found["said"] or found.groupdict().get("ahead") or ""
        if not any(is_same(said, fact.shown) for fact in (*facts, *known)):
            yield Other(found.start(), found.end(), noun, said, tuple(facts))


def _kind(fact: Fact) -> str:
    return fact.sought.kind if isinstance(fact.sought, Identifier) else ""


def _is_deposit(fact: Fact) -> bool:
    return fact.field.endswith(".deposit.doi") or fact.field.startswith("code[")


def _is_same(one: str, other: str) -> bool:
    return squeezed(one) == squeezed(other)


def _is_same_commit(one: str, other: str) -> bool:
    return one.lower().startswith(other.lower()) or other.lower().startswith(one.lower())


def _is_same_licence(one: str, other: str) -> bool:
    plain = [re.sub(r"v|license|only|orlater|\.0$", "", squeezed(each)) for each in (one, other)]
    return plain[0] == plain[1]


def _has_word(said: str, shown: str) -> bool:
    return squeezed(said) in squeezed(shown)


def _is_near(one: str, other: str) -> bool:
    """Say whether two DOIs differ in their last number, or in nothing but their start."""
    if _stem(one) == _stem(other):
        return True
    return one.lower().partition("/")[2] == other.lower().partition("/")[2]


def _stem(identifier: str) -> str:
    """Return an identifier without the digits at its end."""
    return re.sub(r"\d+$", "", identifier.lower())
