"""Phrases about sets of images: where they come from, how many, how large."""

import re

from replicard.render.english import article, numeral, tally
from replicard.render.facts import Fact
from replicard.render.marks import mark
from replicard.render.phrases.imaging import channel, fragmented, listed_marked
from replicard.render.prose import as_sentence, fragment, is_clause

_PARTICIPLE = re.compile(r"(?:[a-z]+ed|taken|made|drawn|from|part of|chosen|held)\b")
_DETERMINER = re.compile(r"(?:the|a|an|our|this|that|two|three|several|[A-Z0-9])")
_ACQUIRED = re.compile(r"acquired ([^,;.]+)")
_SAME = re.compile(r"same\b")
_PUBLIC = re.compile(
    r"\b(?:public|published|benchmark|challenge|archive|repository|competition)\b", re.IGNORECASE
)
_SINGULAR_TERM = re.compile(
    r"(?:public|published|separate|different|previous|earlier|independent|second|commercial)"
    r"(?: [a-z-]+){1,3}(?<!s)"
)
_SHAPES = {"YX": "{0}", "ZYX": "{1} planes of {0}"}


def origin(fact: Fact, images: str) -> str:
    """Write where images come from as a sentence about them."""
    text = fragment(fact.plain)
    if is_clause(fact.plain):
        return mark(as_sentence(fact.plain), fact.sources)
    if _SINGULAR_TERM.fullmatch(text):
        return f"{images} come from {mark(article(text), fact.sources)}."
    if _PARTICIPLE.match(text) and "," not in text:
        return f"{images} were {fragmented(fact)}."
    if _SAME.match(text):
        return f"{images} come from the {fragmented(fact)}."
    if _DETERMINER.match(text):
        return f"{images} come from {fragmented(fact)}."
    return f"origin of {images}: {fragmented(fact)}."


def is_related(fact: Fact) -> bool:
    """Say whether an origin only tells how a data set relates to others of the study."""
    return _SAME.match(fragment(fact.plain)) is not None


def is_public(fact: Fact) -> bool:
    """Say whether an origin names a resource that others made."""
    return _PUBLIC.search(fact.plain) is not None


def purpose(fact: Fact) -> str | None:
    """Return how an origin such as *acquired for this study* goes on after its verb."""
    found = _ACQUIRED.fullmatch(fragment(fact.plain))
    if found is None or is_clause(fact.plain):
        return None
    return mark(found[1], fact.sources)


def files_of(images: Fact, noun: str) -> str:
    """Count image files, and give their size where all have the same."""
    counted = mark(tally(len(images), noun), images.sources)
    first = images[0]
    size = _size(first.plain.axes, first.plain.shape)
    is_common = all(
        (image.axes, image.shape) == (first.plain.axes, first.plain.shape) for image in images.plain
    )
    if size is None or not is_common:
        return counted
    return f"{counted} of {mark(size, first.shape.sources)}"


def _size(axes: str, shape: tuple[int, ...]) -> str | None:
    if axes not in _SHAPES:
        return None
    height, width = shape[-2:]
    order = "" if height == width else " (height × width)"
    return _SHAPES[axes].format(f"{height} × {width} pixels{order}", shape[0])


def classes_told(classes: Fact) -> str:
    """Name the classes of a label image with their numbers, as a sentence."""
    names = [f"{fragmented(name)} ({number})" for number, name in classes.items()]
    if len(names) == 1:
        return f"the only class is {names[0]}."
    n = mark(tally(len(names), "class"), classes.sources)
    return f"{n} are distinguished: {listed_marked(names)}."


def named_channel(fact: Fact) -> str:
    """Name a channel with its light in brackets."""
    light = channel(fact)
    return f"{fact.name}" if light is None else f"{fact.name} ({light})"


def shared_images(shared: Fact) -> str:
    """Say how many evaluation images are also in the training data."""
    n = len({entry.evaluation for entry in shared.plain})
    return mark(f"{numeral(n)} {'is' if n == 1 else 'are'}", shared.sources)


def near_images(near: Fact) -> str:
    """Say how many evaluation images show what training images show."""
    n = len({entry.evaluation.file for entry in near.plain})
    least = min(entry.similarity for entry in near.plain)
    shown = f"{numeral(n)} {'shows' if n == 1 else 'show'}"
    by = f"correlation of {least:.2f}" if n == 1 else f"correlations of {least:.2f} and more"
    return mark(f"{shown}, in whole or in part ({by} where they overlap),", near.sources)


def grouped_images(entry: Fact) -> str:
    """Say how many evaluation images belong to groups that stand on both sides."""
    groups, total = entry.groups, entry.plain.n_evaluation
    n = sum(group.n_evaluation for group in groups.plain.shared)
    words = ", ".join(groups.plain.words)
    belong = f"{'belongs to a group' if n == 1 else 'belong to groups'} ({words})"
    belong += f" that also {'holds' if n == 1 else 'hold'} images"
    count = tally(total, "evaluation image")
    every = "the" if total == 1 else "all"
    text = f"{every} {count} {belong}" if n == total else f"of the {count}, {numeral(n)} {belong}"
    return mark(text, (*entry.n_evaluation.sources, *groups.sources))
