"""Validations as the methods text tells them: who was compared, how they scored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import cast

from replicard.render.english import THIN, score, tally
from replicard.render.facts import Fact, lifted
from replicard.render.marks import joined_sources, mark
from replicard.render.phrases.imaging import listed_marked
from replicard.render.phrases.metric_words import COUNTS, NOUNS, noun
from replicard.render.phrases.scores import (
    RAW_INPUT,
    Candidate,
    Group,
    at_thresholds,
    convention,
    groups,
    images_of,
    number_of,
    scales,
    thresholds,
)
from replicard.render.phrases.subjects import Subject, Subjects
from replicard_schema.sections.validation import Acceptance
from replicard_schema.vocabulary import MetricId

DEFAULT_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who reached a limit of acceptance and who did not, each with the value."""

    reached: str
    missed: str


@dataclass(frozen=True, slots=True)
class StatedGroup:
    """Scores that an author states for one candidate under equal conditions."""

    name: str
    scores: str
    images: Fact | None
    computed_with: Fact | None
    notes: tuple[tuple[Fact, Fact], ...]


@dataclass(frozen=True, slots=True)
class Story:
    """One validation with the parts of card and evidence that it needs."""

    id: str
    title: str
    stated: Fact
    found: Fact | None
    evidence: Fact | None
    data: Subject
    models: Subjects
    baselines: Fact
    cited: frozenset[MetricId]

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Candidates with results; the raw input comes last."""
        if self.found is None:
            return ()
        found = [
            Candidate(name.plain, self.name_of(name.plain), tuple(result.results))
            for name, result in self.found.candidates.items()
        ]
        return tuple(sorted(found, key=lambda candidate: candidate.is_input))

    @property
    def compared(self) -> str:
        """Models and baselines whose output was compared, as a list."""
        return listed_marked(
            f"of {self.name_of(name.plain)}{name.noted()}"
            for name, _ in self.stated.candidates.items()
        )

    @property
    def compared_with(self) -> str:
        """Images whose ground truth was used, counted where they are known."""
        images = self.data.name
        if self.found is None or not self.n_images:
            return f"{images}{self.stated.dataset.noted()}"
        counted = f"{lifted(tally)(self.found.n_images, 'image')} from {images}"
        groups = self.found.n_groups
        if groups is None or groups.plain >= self.n_images:
            return f"{counted}{self.stated.dataset.noted()}"
        return f"{counted}, which form {lifted(tally)(groups, 'group')} of related images"

    @property
    def repeated(self) -> str:
        """Models whose predictions were repeated."""
        return listed_marked(
            f"{self.name_of(name.plain)}{name.noted()}"
            for name, _ in self.stated.repeated_predictions.items()
        )

    @property
    def normalisation(self) -> Fact | None:
        """How intensities were brought to one scale: as computed, or else as chosen."""
        if self.found is not None and self.candidates:
            return cast("Fact | None", self.found.normalisation)
        return cast("Fact | None", self.stated.normalisation)

    @property
    def has_input(self) -> bool:
        """Whether the raw input was scored as well."""
        return any(candidate.is_input for candidate in self.candidates)

    @property
    def n_images(self) -> int:
        """Number of images on which scores were computed."""
        return 0 if self.found is None else int(self.found.plain.n_images)

    @property
    def convention(self) -> str | None:
        """What the numbers are."""
        return convention(self.candidates)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Scores by condition."""
        if self.evidence is None:
            return ()
        return groups(
            self.candidates,
            threshold=self.threshold,
            n_images=self.n_images,
            passports=self.evidence.passports,
            cited=self.cited,
        )

    @property
    def threshold(self) -> float | None:
        """IoU threshold that counts: of the acceptance, else one half, else the lowest."""
        known = thresholds(self.candidates)
        asked = [entry.plain.at for entry in self.stated.acceptance]
        return next((at for at in (*asked, DEFAULT_THRESHOLD, *known) if at in known), None)

    @property
    def further(self) -> str | None:
        """Chief metric at the other IoU thresholds: where, which, and the scores."""
        others = [at for at in thresholds(self.candidates) if at != self.threshold]
        metric = self._chief_metric()
        if not others or metric is None:
            return None
        rows = at_thresholds(self.candidates, metric, others, self.n_images)
        where = "an IoU threshold" if len(others) == 1 else "IoU thresholds"
        text = f"at {where} of {self._thresholds(others)}, the {NOUNS[metric]} was"
        return f"{text} {listed_marked(rows)}" if rows else None

    def name_of(self, name: str) -> str:
        """Name a candidate as a subject of a sentence."""
        if name == RAW_INPUT:
            return "the raw input"
        if name in self.baselines.plain:
            return str(self.baselines[name].name)
        return self.models[name].name

    def _stated_outcome(self, acceptance: Fact) -> Outcome | None:
        """Compare a limit with the scores that the author states."""
        asked = acceptance.plain
        scores = [
            score
            for score in self.stated.stated_scores
            if noun(score.plain.metric).lower() == noun(asked.metric).lower()
            and (asked.candidate is None or score.plain.candidate in {None, asked.candidate})
        ]
        if not scores:
            return None
        values = [(score, _is_within(asked, score.plain.value)) for score in scores]
        texts = [(self._of_stated(score), is_within) for score, is_within in values]
        return Outcome(
            listed_marked(text for text, is_within in texts if is_within),
            listed_marked((text for text, is_within in texts if not is_within), "or"),
        )

    def _of_stated(self, score: Fact) -> str:
        return f"{self._stated_name(score)} ({score.value}, as stated)"

    def _stated_name(self, score: Fact) -> str:
        if score.candidate is None:
            return "the predictions"
        return f"{self.name_of(score.candidate.plain)}{score.candidate.noted()}"

    def asked(self, acceptance: Fact) -> str:
        """Name the model that a limit is set for, or all of them."""
        if acceptance.candidate is not None:
            return f"{self.name_of(acceptance.candidate.plain)}{acceptance.candidate.noted()}"
        asked = [name for name in self.stated.candidates.plain if name not in self.baselines.plain]
        if len(self.models) == 1:
            return next(iter(self.models)).name
        return self.name_of(asked[0]) if len(asked) == 1 else "each model"

    def outcome(self, acceptance: Fact) -> Outcome | None:
        """Compare the limit of an acceptance with the scores; the author's limit decides."""
        values = [
            (candidate, results)
            for candidate in self.candidates
            if self._is_asked(acceptance.plain, candidate)
            and (results := self._decisive(acceptance.plain, candidate))
        ]
        if not values:
            return self._stated_outcome(acceptance)
        reached = [pair for pair in values if _all_within(acceptance.plain, pair[1])]
        missed = [pair for pair in values if pair not in reached]
        return Outcome(self._with_values(reached), self._with_values(missed, "or"))

    def worse(self) -> tuple[tuple[str, str], ...]:
        """Say for each candidate on how many images it was worse than the raw input."""
        if self.found is None:
            return ()
        entries = list(self.found.worse_than_input)
        names = dict.fromkeys(entry.plain.candidate for entry in entries)
        return tuple(
            (self.name_of(name), _worse([e for e in entries if e.plain.candidate == name]))
            for name in names
        )

    def scales(self) -> tuple[str, ...]:
        """Say what errors are divided by, and which data range scores refer to."""
        return scales([result for candidate in self.candidates for result in candidate.results])

    def stated_scores(self) -> tuple[StatedGroup, ...]:
        """Group stated scores by candidate, number of images and program."""
        entries = list(self.stated.stated_scores)
        keys = dict.fromkeys(map(_conditions, entries))
        return tuple(self._stated([e for e in entries if _conditions(e) == key]) for key in keys)

    def apart(self) -> tuple[Fact, ...]:
        """Return the comparisons that found no evaluation image in a training data set."""
        return tuple(entry for entry in self._compared_files() if not entry.shared)

    def overlapping(self) -> tuple[Fact, ...]:
        """Return the comparisons that found evaluation images in a training data set."""
        return tuple(entry for entry in self._compared_files() if entry.shared)

    def claimed(self) -> tuple[Fact, ...]:
        """Return the data sets that are said to share no image, where files were not compared."""
        checked = {entry.plain.training_dataset for entry in self._compared_files()}
        return tuple(name for name in self.data.others if name.plain not in checked)

    def _compared_files(self) -> list[Fact]:
        """Return one comparison for each training data set; models may share it."""
        if self.evidence is None:
            return []
        found = {
            entry.plain.training_dataset: entry
            for entry in reversed(list(self.evidence.independence))
            if entry.plain.validation == self.id and entry.plain.is_checked
        }
        return list(reversed(found.values()))

    def _stated(self, entries: Sequence[Fact]) -> StatedGroup:
        first = entries[0]
        scores = [_stated_score(entry) for entry in entries]
        notes = tuple((entry.metric, entry.note) for entry in entries if entry.note is not None)
        name = self._stated_name(first)
        return StatedGroup(name, listed_marked(scores), first.images, first.computed_with, notes)

    def _chief_metric(self) -> MetricId | None:
        known: list[MetricId] = [
            result.plain.metric
            for candidate in self.candidates
            for result in candidate.results
            if "iou_threshold" in result.plain.parameters and result.plain.metric not in COUNTS
        ]
        asked = {noun(entry.plain.metric) for entry in self.stated.acceptance}
        wanted = [metric for metric in known if NOUNS[metric] in asked]
        chief = [metric for metric in known if metric is MetricId.F1]
        return next(iter((*wanted, *chief, *known)), None)

    def _thresholds(self, wanted: Iterable[float]) -> str:
        facts = {
            result.plain.parameters["iou_threshold"]: result.parameters["iou_threshold"]
            for candidate in self.candidates
            for result in candidate.results
            if "iou_threshold" in result.plain.parameters
        }
        return listed_marked(facts[at] for at in wanted)

    def _is_asked(self, acceptance: Acceptance, candidate: Candidate) -> bool:
        if acceptance.candidate is not None:
            return candidate.id == acceptance.candidate
        return candidate.id in {model.id for model in self.models}

    def _decisive(self, acceptance: Acceptance, candidate: Candidate) -> list[Fact]:
        at = acceptance.at if acceptance.at is not None else self.threshold
        return [
            result
            for result in candidate.results
            if noun(acceptance.metric) == NOUNS[result.plain.metric]
            and result.plain.parameters.get("iou_threshold", at) == at
            and number_of(result.plain) is not None
        ]

    def _with_values(
        self, pairs: Iterable[tuple[Candidate, list[Fact]]], conjunction: str = "and"
    ) -> str:
        named = [
            f"{candidate.name} ({listed_marked(map(_decisive_value, results))})"
            for candidate, results in pairs
        ]
        return listed_marked(named, conjunction)


def validations(
    stated: Fact, found: Fact | None, *, data: Subjects, models: Subjects
) -> tuple[Story, ...]:
    """Return the validations in the order of the card."""
    told_apart = [validation.dataset for validation in stated.validations.plain.values()]
    stories: list[Story] = []
    cited: frozenset[MetricId] = frozenset()
    for name, dataset in zip(stated.validations.plain, told_apart, strict=True):
        story = Story(
            name,
            data[dataset].title if told_apart.count(dataset) == 1 else f"Validation {name}",
            stated.validations[name],
            _entry(found, name),
            found,
            data[dataset],
            models,
            stated.baselines,
            cited,
        )
        stories.append(story)
        cited |= {result.plain.metric for c in story.candidates for result in c.results}
    return tuple(stories)


def _entry(found: Fact | None, name: str) -> Fact | None:
    if found is None or name not in found.validations.plain:
        return None
    entry: Fact = found.validations[name]
    return entry


def _all_within(acceptance: Acceptance, results: Iterable[Fact]) -> bool:
    values = [number_of(result.plain) for result in results]
    return all(value is not None and _is_within(acceptance, value) for value in values)


def _is_within(acceptance: Acceptance, value: float) -> bool:
    low = -inf if acceptance.at_least is None else acceptance.at_least
    high = inf if acceptance.at_most is None else acceptance.at_most
    return low <= value <= high


def _decisive_value(result: Fact) -> str:
    decisive = result.summary.mean if result.summary.mean is not None else result.pooled.value
    text = mark(score(decisive.plain, result.plain.unit), decisive.sources)
    name = result.plain.parameters.get("class")
    if name in {None, "foreground"}:
        return text
    return f"{text} for {result.parameters['class']}"


def _stated_score(entry: Fact) -> str:
    metric = mark(noun(entry.metric.plain), entry.metric.sources)
    unit = "" if entry.unit is None else f"{THIN}{entry.unit}"
    return f"{entry.value}{unit} in {metric}"


def _conditions(entry: Fact) -> tuple[object, object, object]:
    plain = entry.plain
    return plain.candidate, plain.images, plain.computed_with


def _worse(entries: Sequence[Fact]) -> str:
    """Group metrics by the number of images: ``in SSIM on two of the 12 images``."""
    keys = dict.fromkeys((len(e.plain.images), e.plain.n) for e in entries)
    parts = []
    for n, total in keys:
        same = [e for e in entries if (len(e.plain.images), e.plain.n) == (n, total)]
        sources = joined_sources(s for e in same for s in (*e.images.sources, *e.n.sources))
        metrics = listed_marked(NOUNS[e.plain.metric] for e in same)
        parts.append(f"in {metrics} on {mark(images_of(n, total), sources)}")
    return listed_marked(parts)
