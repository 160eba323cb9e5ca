"""Comparing the numbers of a text with those of a card, topic by topic."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from replicard.manuscript.facts import Fact, Numbers
from replicard.manuscript.mentions import Mention
from replicard.manuscript.topics import Topic
from replicard.manuscript.values import Amount, Value

_ABOUT = 0.1
_IN_PLANE = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a number of the text agrees with one of the card."""

    is_exact: bool


def agreement(value: Value, wanted: Sequence[Amount], topic: Topic) -> Agreement | None:
    """Return how numbers as printed agree with wanted ones; None if they do not.

    A size may be written in either order, and one length may stand for equal ones.
    """
    for exactly in (True,) if topic.exactly and not value.is_about else (True, False):
        if any(
            all(_agree(a, b, value, exactly=exactly) for a, b in zip(said, meant, strict=True))
            for said, meant in _aligned(value.amounts, tuple(wanted))
        ):
            return Agreement(exactly)
    return None


def _agree(said: Amount, meant: Amount, value: Value, *, exactly: bool) -> bool:
    # Bare numbers below 1 may stand for a share that is given in percent.
    if {said.kind, meant.kind} - {"", "share", "pixels"} and said.kind != meant.kind:
        kinds = {said.kind, meant.kind} - {""}
        if len(kinds) > 1:
            return False
    if value.is_about and abs(said.value - meant.value) <= _ABOUT * abs(meant.value):
        return True
    return said.agrees(meant, exactly=exactly)


def _aligned(
    said: tuple[Amount, ...], meant: tuple[Amount, ...]
) -> Iterator[tuple[tuple[Amount, ...], tuple[Amount, ...]]]:
    n, k = len(said), len(meant)
    if n == 1:
        # "a pixel size of 65 nm" stands for equal lengths only.
        if len({amount.value for amount in meant[:_IN_PLANE]}) == 1 or k == 1:
            yield said, meant[:1]
        if len({amount.value for amount in meant}) == 1 or k > _IN_PLANE:
            yield said, meant[-1:]
        return
    if k == 1:
        if len({amount.value for amount in said}) == 1:
            yield said[:1], meant
        return
    for turned in (meant, meant[::-1]):
        if n == k:
            yield said, turned
        elif n < k:
            yield said, turned[:n]
            yield said, turned[-n:]
        else:
            yield said[:k], turned
            yield said[-k:], turned


def best(value: Value, fact: Fact, topic: Topic) -> Agreement | None:
    """Return how a number agrees with a fact, or with what may stand for it."""
    numbers = fact.sought
    if not isinstance(numbers, Numbers):
        return None
    read = [agreement(value, wanted, topic) for wanted in (numbers.amounts, *numbers.others)]
    agreeing = [each for each in read if each is not None]
    return max(agreeing, key=lambda each: each.is_exact, default=None)


def contradicts(mention: Mention, facts: Sequence[Fact]) -> bool:
    """Say whether no fact of its topic agrees with a number."""
    return all(best(mention.value, fact, mention.topic) is None for fact in facts)
