"""Comparing a manuscript with the facts of a card."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from replicard.manuscript.dates import Dated, agree, dates_in, occasions_of
from replicard.manuscript.document import Manuscript, Passage
from replicard.manuscript.facts import Day, Fact, Identifier, Name, Numbers, Version, Words
from replicard.manuscript.identifiers import others_in
from replicard.manuscript.mentions import Mention, NumberedText
from replicard.manuscript.numbers import best, contradicts
from replicard.manuscript.outcome import Comparison, Contradiction, Found
from replicard.manuscript.phrases import Phrase, phrases_of
from replicard.manuscript.topics import Topic
from replicard.manuscript.traced import Traced
from replicard.manuscript.versions import (
    Said,
    is_less_exact,
    known_as,
    plain_version,
    spellings,
    versions_in,
)
from replicard.manuscript.wording import identifier_core, name_pattern, says, squeezed

_AROUND = 45
_MAX_FACTS = 4
_MAX_CONTRADICTIONS = 500


@dataclass(slots=True)
class _Read:
    """What was found in one passage."""

    passage: Passage
    numbered: NumberedText
    mentions: tuple[Mention, ...]
    versions: tuple[Said, ...]
    dates: tuple[Dated, ...]


class Comparer:
    """Compares passages of a manuscript with facts.

    Parameters
    ----------
    manuscript
        The manuscript.
    passages
        The part that is compared; identifiers are looked for in all of it.
    facts
        What the card and the evidence say.
    texts
        Free texts of the card. What they say in passing may stand in the manuscript.
    """

    def __init__(
        self,
        manuscript: Manuscript,
        passages: Sequence[Passage],
        facts: Sequence[Fact],
        texts: Sequence[str],
    ) -> None:
        self._manuscript = manuscript
        self._facts = tuple(facts)
        self._by_topic = _by_topic(facts)
        self._versions = _by_name(facts)
        named = {fact.sought.name for fact in facts if isinstance(fact.sought, Version)}
        self._names = sorted({spelled for name in named for spelled in spellings(name)})
        self._topics = [facts[0].sought.topic for facts in self._by_topic.values()  # type: ignore[union-attr]
                        ]  # fmt: skip
        self._read = [self._reading(passage) for passage in passages]
        self._whole = [(passage, squeezed(passage.text)) for passage in manuscript.passages]
        asides = [self._reading(Passage(1, Traced(text, ()), ())) for text in texts]
        self._asides = _asides(asides)
        self._aside_versions = {
            (known_as(said.name), plain_version(said.version))
            for each in asides
            for said in each.versions
        }
        self._phrases: list[Fact] = []  # kept alive, since `_kept` knows facts by identity
        self._kept: dict[int, Found | None] = {}
        self._aside_dates = {dated.date for each in asides for dated in each.dates}

    def compare(self, sections: Sequence[str]) -> Comparison:
        """Compare everything."""
        placed = sorted(self._contradictions(), key=lambda each: (each[0], each[1]))
        asked = [fact for fact in self._facts if fact.is_asked]
        return Comparison(
            tuple(sections),
            tuple(_once(each for _, _, each in placed[:_MAX_CONTRADICTIONS])),
            tuple(fact for fact in asked if self._found(fact) is None),
            tuple(found for fact in asked if (found := self._found(fact)) is not None),
        )

    def _reading(self, passage: Passage) -> _Read:
        numbered = NumberedText(passage.text)
        return _Read(
            passage,
            numbered,
            numbered.mentions(self._topics),
            tuple(versions_in(passage.text, self._names)),
            tuple(dates_in(passage.text)),
        )

    # What stands in the text.

    def _found(self, fact: Fact) -> Found | None:
        if id(fact) not in self._kept:
            self._kept[id(fact)] = self._find(fact)
        return self._kept[id(fact)]

    def _find(self, fact: Fact) -> Found | None:
        sought = fact.sought
        if isinstance(sought, Identifier):
            return self._find_identifier(fact, sought)
        for read in self._read:
            if (seen := self._seen(fact, read)) is not None and not seen[1]:
                return Found(fact, self._manuscript.place(read.passage, seen[0]))
        for read in self._read:
            if (seen := self._seen(fact, read)) is not None:
                return Found(fact, self._manuscript.place(read.passage, seen[0]), seen[1])
        return None

    def _seen(self, fact: Fact, read: _Read) -> tuple[int, str] | None:
        """Return where a passage says a fact, and a note if it says it in another way."""
        sought = fact.sought
        if isinstance(sought, Numbers):
            return _seen_numbers(fact, sought, read)
        if isinstance(sought, Version):
            return _seen_version(sought, read)
        if isinstance(sought, Day):
            return _seen_date(sought, read)
        if isinstance(sought, Name):
            seen = name_pattern(sought.name).search(read.passage.text)
            return (seen.start(), "") if seen else None
        if isinstance(sought, Words):
            texts = (sought.text, *sought.synonyms)
            return (0, "") if any(says(read.passage.text, text) for text in texts) else None
        return None

    def _find_identifier(self, fact: Fact, sought: Identifier) -> Found | None:
        core = identifier_core(sought.text)
        short = core[:7] if sought.kind == "commit" else core
        for passage, text in self._whole:
            if short in text:
                return Found(fact, self._manuscript.place(passage, 0))
        return None

    # What the text says otherwise.

    def _contradictions(self) -> Iterator[tuple[int, int, Contradiction]]:
        phrases = _by_pattern(phrases_of(self._facts))
        for at, read in enumerate(self._read):
            for start, end, noun, said, facts in self._others(read, phrases):
                place = self._manuscript.place(read.passage, start)
                quote = _quote(read.passage.text, start, end)
                meant, is_sure = self._meant(facts)
                yield at, start, Contradiction(place, quote, noun, said, meant, is_sure)

    def _meant(self, facts: Sequence[Fact]) -> tuple[tuple[Fact, ...], bool]:
        """Return what the card says instead, and whether the text surely should say it."""
        asked = _distinct([fact for fact in facts if fact.is_asked])
        missing = [fact for fact in asked if self._found(fact) is None]
        known = [fact for fact in asked if self._found(fact) is not None]
        if any(fact.is_score for fact in facts):
            return (*missing, *known)[:_MAX_FACTS] or _distinct(facts)[:_MAX_FACTS], True
        if not asked:
            others = _distinct(facts)[:_MAX_FACTS]
            return others, any(self._found(fact) is None for fact in others)
        return (*missing, *known)[:_MAX_FACTS], bool(missing)

    def _others(
        self, read: _Read, phrases: Mapping[str, Sequence[Phrase]]
    ) -> Iterator[tuple[int, int, str, str, Sequence[Fact]]]:
        text = read.passage.text
        yield from self._other_numbers(read)
        yield from self._other_versions(read)
        yield from self._other_dates(read)
        for group in phrases.values():
            for seen in group[0].pattern.finditer(text):
                if all(float(seen["number"]) != phrase.number for phrase in group):
                    facts = [self._as_phrase(phrase) for phrase in group]
                    yield seen.start(), seen.end(), facts[0].noun, seen["number"], facts
        for other in others_in(text, self._facts):
            yield other.start, other.end, other.noun, other.said, other.facts

    def _as_phrase(self, phrase: Phrase) -> Fact:
        """Return the fact of a phrase, found only where its number stands among its words."""
        fact = replace(phrase.fact)
        self._phrases.append(fact)
        said = (
            (read, float(seen["number"]) == phrase.number)
            for read in self._read
            for seen in phrase.pattern.finditer(read.passage.text)
        )
        places = [self._manuscript.place(read.passage, 0) for read, is_same in said if is_same]
        self._kept[id(fact)] = Found(fact, places[0]) if places else None
        return fact

    def _other_numbers(self, read: _Read) -> Iterator[tuple[int, int, str, str, Sequence[Fact]]]:
        for mention in read.mentions:
            facts = self._by_topic[mention.topic.id]
            if all(".acceptance[" in fact.field for fact in facts):
                continue  # a limit alone does not say what was reached
            if not contradicts(mention, facts) or not read.numbered.is_about_it(mention):
                continue
            if any(_same(mention, aside) for aside in self._asides[mention.topic.id]):
                continue
            value = mention.value
            said = read.passage.text[value.start : value.end]
            yield value.start, max(mention.end, value.end), mention.topic.noun, said, facts

    def _other_versions(self, read: _Read) -> Iterator[tuple[int, int, str, str, Sequence[Fact]]]:
        for said in read.versions:
            facts = self._versions[known_as(said.name)]
            version = plain_version(said.version)
            if not said.is_sure or (known_as(said.name), version) in self._aside_versions:
                continue
            known = [fact.sought.version for fact in facts if isinstance(fact.sought, Version)]
            if not any(_is_near(version, each) for each in known):
                yield said.start, said.end, f"version of {said.name}", said.version, facts

    def _other_dates(self, read: _Read) -> Iterator[tuple[int, int, str, str, Sequence[Fact]]]:
        days = [fact for fact in self._facts if isinstance(fact.sought, Day)]
        known = {fact.sought.date for fact in days if isinstance(fact.sought, Day)}
        for dated in read.dates:
            if any(agree(dated.date, date) for date in known | self._aside_dates):
                continue
            occasions = occasions_of(read.passage.text, dated)
            meant = [
                f for f in days if isinstance(f.sought, Day) and f.sought.occasion in occasions
            ]
            if meant:
                said = read.passage.text[dated.start : dated.end]
                yield dated.start, dated.end, meant[0].noun, said, meant


def _by_topic(facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    grouped: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact.sought, Numbers):
            grouped[fact.sought.topic.id].append(fact)
    return grouped


def _by_name(facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    grouped: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact.sought, Version):
            grouped[known_as(fact.sought.name)].append(fact)
    return grouped


def _by_pattern(phrases: Iterator[Phrase]) -> dict[str, list[Phrase]]:
    grouped: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        grouped[phrase.pattern.pattern.lower()].append(phrase)
    return grouped


def _asides(read: Sequence[_Read]) -> dict[str, list[Mention]]:
    grouped: dict[str, list[Mention]] = defaultdict(list)
    for each in read:
        for mention in each.mentions:
            grouped[mention.topic.id].append(mention)
    return grouped


def _same(mention: Mention, aside: Mention) -> bool:
    return [a.value for a in mention.value.amounts] == [a.value for a in aside.value.amounts]


def _is_near(one: str, other: str) -> bool:
    plain = plain_version(other)
    return one.lower() == plain.lower() or is_less_exact(one, plain) or is_less_exact(plain, one)


def _seen_numbers(fact: Fact, sought: Numbers, read: _Read) -> tuple[int, str] | None:
    rounded: tuple[int, str] | None = None
    for mention in read.mentions:
        if mention.topic.id != sought.topic.id:
            continue
        agreed = best(mention.value, fact, mention.topic)
        if agreed is not None and agreed.is_exact:
            return mention.start, ""
        if agreed is not None and rounded is None:
            said = read.passage.text[mention.value.start : mention.value.end]
            # A computed score is rounded wherever it is printed.
            note = f"rounded in the text: {said}" if fact.origin == "stated" else ""
            rounded = mention.start, note
    return rounded or _seen_elsewhere(fact, sought.topic, read)


def _seen_elsewhere(fact: Fact, topic: Topic, read: _Read) -> tuple[int, str] | None:
    """Return where a number stands whose unit tells enough, though its words are others."""
    for value in read.numbered.values:
        has_unit = value.kind in topic.kinds and value.kind not in {"", "share", "pixels"}
        if has_unit and (agreed := best(value, fact, topic)) is not None and agreed.is_exact:
            return value.start, ""
    return None


def _seen_version(sought: Version, read: _Read) -> tuple[int, str] | None:
    wanted = plain_version(sought.version).lower()
    near: tuple[int, str] | None = None
    for said in read.versions:
        if known_as(said.name) != known_as(sought.name):
            continue
        version = plain_version(said.version).lower()
        if version == wanted:
            return said.start, ""
        if _is_near(version, wanted):
            near = said.start, f"less or more exact in the text: {said.version}"
    if near is None and not wanted[:1].isdigit():
        text = read.passage.text
        if wanted in text.lower() and name_pattern(sought.name).search(text):
            return 0, ""
    return near


def _seen_date(sought: Day, read: _Read) -> tuple[int, str] | None:
    near: tuple[int, str] | None = None
    for dated in read.dates:
        if dated.date == sought.date:
            return dated.start, ""
        if agree(dated.date, sought.date):
            near = dated.start, f"less or more exact in the text: {dated.date}"
    return near


def _quote(text: str, start: int, end: int) -> str:
    """Return a phrase with a few words around it."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    if first:
        first = text.find(" ", first, start) + 1 or start
    if last < len(text):
        last = text.rfind(" ", end, last)
        last = max(last, end)
    before = "… " if first else ""
    behind = " …" if last < len(text) else ""
    return f"{before}{text[first:last].strip()}{behind}".replace("\t", " | ")


def _distinct(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    kept: dict[str, Fact] = {}
    for fact in facts:
        kept.setdefault(fact.shown, fact)
    return tuple(kept.values())


def _once(contradictions: Iterator[Contradiction]) -> Iterator[Contradiction]:
    """Leave out what was found at one place in two ways."""
    seen: set[tuple[str, str]] = set()
    for each in contradictions:
        key = (str(each.place), each.said)
        if key not in seen:
            seen.add(key)
            yield each
