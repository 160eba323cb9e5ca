"""Who a sentence is about: data sets and models, told apart and taken together.

What several of them share is said once, with all of them as the subject; the rest is
said of each.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from replicard.render.facts import Fact, together
from replicard.render.marks import mark, visible
from replicard.render.phrases.imaging import listed_marked
from replicard.render.prose import as_sentence, fragment

Noun = Literal["data set", "model"]

_BOTH = 2


@dataclass(frozen=True, slots=True)
class Subject:
    """A data set or a model.

    Attributes
    ----------
    stem
        Marked text that tells it from others, without its noun.
    title
        Plain text over its paragraph.
    stated
        What the card says.
    found
        What the evidence says; None without evidence.
    is_alone
        Whether there is no other of its kind, so that it needs no name.
    is_evaluated
        Whether a validation is made on it.
    """

    id: str
    noun: Noun
    stem: str
    title: str
    stated: Fact
    found: Fact | None
    is_alone: bool
    is_evaluated: bool = False

    @property
    def others(self) -> tuple[Fact, ...]:
        """Other data sets that are said to share no image with this one."""
        return tuple(name for name in self.stated.independent_of if name.plain != self.id)

    @property
    def name(self) -> str:
        """Name with article and noun: ``the training data set``."""
        if self.is_alone and self.noun == "model":
            return "the model"
        has_noun = visible(self.stem).lower().endswith((" model", " network"))
        return f"the {self.stem}" if has_noun else f"the {self.stem} {self.noun}"


@dataclass(frozen=True, slots=True)
class Told:
    """Fields that several subjects share, and how to name these subjects.

    The shared fields are attributes under the last part of their paths.
    """

    members: tuple[Subject, ...]
    of_all: int
    fields: Mapping[str, Fact | None] = field(repr=False)
    is_contrasted: bool = False
    """Whether others are named beside these, so that a single one needs its name."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - what a field holds depends on the field
        try:
            return self.fields[name]
        except KeyError:
            raise AttributeError(f"{name!r} was not asked for") from None

    @property
    def are(self) -> bool:
        """Whether there are several, so that the verb is in the plural."""
        return len(self.members) > 1

    @property
    def images(self) -> str:
        """The images of these data sets, as a subject."""
        if not self.are:
            return "the images"
        return "all images" if self._is_all else f"the images of {self.names}"

    @property
    def model(self) -> str:
        """These models, as a subject."""
        return self.names if self.are else "the model"

    @property
    def was(self) -> str:
        """The verb that fits."""
        return "were" if self.are else "was"

    @property
    def here(self) -> str:
        """Where it holds, to close a phrase: empty within a paragraph on one subject."""
        return f" for {self.names}" if self.are or self.is_contrasted else ""

    @property
    def of(self) -> str:
        """As `here`, for what belongs to them."""
        return f" of {self.names}" if self.are else ""

    @property
    def within(self) -> str:
        """As `here`, for what is inside images."""
        return f" in {self.names}" if self.are else ""

    @property
    def whom(self) -> str:
        """Whom it holds for, to open a sentence: empty within a paragraph on one."""
        return f"for {self.names}, " if self.are else ""

    @property
    def about(self) -> str:
        """As `whom`, outside a paragraph of its own: empty only if there is no other."""
        return self.whom if self.are or self.of_all == 1 else f"for {self.names}, "

    def about_all(self, text: Fact) -> str:
        """Write a statement of an author with those that it is about, where they need a name."""
        if not self.about:
            return mark(as_sentence(text.plain), text.sources)
        return f"{self.about}{mark(fragment(text.plain), text.sources)}."

    @property
    def names(self) -> str:
        """All of them by name."""
        if not self.are:
            return self.members[0].name
        noun = self.members[0].noun
        if self._is_all:
            return f"{'both' if self.of_all == _BOTH else 'all'} {noun}s"
        return f"the {listed_marked(member.stem for member in self.members)} {noun}s"

    @property
    def _is_all(self) -> bool:
        return len(self.members) == self.of_all


@dataclass(frozen=True, slots=True)
class Subjects:
    """All subjects of one kind, in the order in which they are told.

    Attributes
    ----------
    telling
        Whether `told` yields what is shared, what is not, or both.
    """

    members: tuple[Subject, ...]
    telling: Literal["all", "shared", "own"] = "all"

    def __iter__(self) -> Iterator[Subject]:
        return iter(self.members)

    def __len__(self) -> int:
        return len(self.members)

    def __getitem__(self, name: str) -> Subject:
        return next(member for member in self.members if member.id == name)

    @property
    def shared(self) -> "Subjects":
        """The same, telling only what several of them share."""
        return replace(self, telling="shared")

    @property
    def own(self) -> "Subjects":
        """The same, telling only what each has of its own."""
        return replace(self, telling="own")

    def told(self, subject: Subject, *paths: str) -> tuple[Told, ...]:
        """Return what is to be said of fields where ``subject`` has its turn.

        Empty if it states none of the fields, or if a subject before it states the
        same: then it has been said of both.
        """
        wanted = _values(subject.stated, paths)
        if all(value is None or _is_silent(value) for value in wanted):
            return ()
        members = tuple(m for m in self.members if _values(m.stated, paths) == wanted)
        is_asked = self.telling == "all" or (self.telling == "shared") == (len(members) > 1)
        if members[0] is not subject or not is_asked:
            return ()
        columns = zip(*(_values(member.stated, paths) for member in members), strict=True)
        fields = {
            path.rpartition(".")[2]: _joined(column)
            for path, column in zip(paths, columns, strict=True)
        }
        return (Told(members, len(self.members), fields),)

    def contrasted(self, subject: Subject, path: str) -> tuple[Told, ...]:
        """Return what is to be said of one field, all its values in one sentence.

        Unlike `told`, it sets values that differ side by side. Where only one subject
        states the field, its own paragraph says so.
        """
        stated = [(m, _values(m.stated, [path])[0]) for m in self.members]
        known = [(m, fact) for m, fact in stated if fact is not None and not _is_silent(fact)]
        is_asked = self.telling == "all" or (self.telling == "shared") == (len(known) > 1)
        if not known or known[0][0] is not subject or not is_asked:
            return ()
        groups: list[list[tuple[Subject, Fact]]] = []
        for member, fact in known:
            same = next((group for group in groups if group[0][1] == fact), None)
            groups.append([(member, fact)]) if same is None else same.append((member, fact))
        name = path.rpartition(".")[2]
        is_part = len(groups) > 1 or (len(known) < len(self.members) and self.telling != "own")
        return tuple(
            Told(
                tuple(member for member, _ in group),
                len(self.members),
                {name: together(*(fact for _, fact in group))},
                is_contrasted=is_part,
            )
            for group in groups
        )

    def named(self, names: Iterable[Fact]) -> str:
        """Name the subjects with these ids, with the field that refers to them."""
        listed = list(names)
        members = [self[name.plain] for name in listed]
        notes = "".join(name.noted() for name in listed)
        if len(members) == 1:
            return f"{members[0].name}{notes}"
        return f"the {listed_marked(m.stem for m in members)} {members[0].noun}s{notes}"

    def by_task(self) -> list[tuple[Fact, list[Subject]]]:
        """Group models by what they do with an image, in the order of the card."""
        groups: dict[str, list[Subject]] = {}
        for member in self.members:
            groups.setdefault(member.stated.task.plain, []).append(member)
        return [
            (together(*(member.stated.task for member in members)), members)
            for members in groups.values()
        ]


def _is_silent(fact: Fact) -> bool:
    """Say whether a value is empty because nothing was written: no list, no table.

    An empty list of augmentations is written, and says that there were none.
    """
    return fact.plain in ((), {}) and not fact.places[0].path.endswith(".augmentation")


def _joined(column: Sequence[Fact | None]) -> Fact | None:
    present = [fact for fact in column if fact is not None]
    return together(*present) if present else None


def _values(fact: Fact, paths: Sequence[str]) -> list[Fact | None]:
    return [_at(fact, path.split(".")) for path in paths]


def _at(fact: Fact | None, parts: Sequence[str]) -> Fact | None:
    for part in parts:
        if fact is None:
            return None
        fact = getattr(fact, part)
    return fact
