"""Validations as the methods text tells them: who was compared, how they scored."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from replicard.render.english import tally
from replicard.render.facts import Fact, lifted
from replicard.render.marks import mark, visible
from replicard.render.phrases.acceptance import Outcome, computed_outcome, stated_outcome
from replicard.render.phrases.agreement import repeats_told, uncertainty_told
from replicard.render.phrases.annotators import annotators_told
from replicard.render.phrases.candidates import Candidate, results_of, thresholds
from replicard.render.phrases.image_sets import grouped_images
from replicard.render.phrases.imaging import listed_marked
from replicard.render.phrases.metric_words import NOUNS, noun
from replicard.render.phrases.networks import baseline_name
from replicard.render.phrases.score_notes import (
    convention,
    further_scores,
    left_to_table,
    scales,
    worse_than_input,
)
from replicard.render.phrases.score_table import Group, groups, main_metrics
from replicard.render.phrases.stated_scores import StatedGroup, stated_groups
from replicard.render.phrases.subjects import Subject, Subjects
from replicard.render.phrases.uncertainty import assumptions, compared, how_made
from replicard_schema.results import RAW_INPUT
from replicard_schema.vocabulary import MetricId

DEFAULT_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Story:
    """One validation with the parts of card and evidence that it needs.

    Attributes
    ----------
    cited
        Metrics that a validation before this one has cited.
    """

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
        return listed_marked(f"of {name}" for name in self._named(self.stated.candidates))

    @property
    def compared_with(self) -> str:
        """Images whose ground truth was used, counted where they are known."""
        images = f"{self.data.name}{self.stated.dataset.noted()}"
        if self.found is None or not self.found.plain.n_images:
            return images
        counted = f"{lifted(tally)(self.found.n_images, 'image')} from {images}"
        n_groups = self.found.n_groups
        if n_groups is None or n_groups.plain >= self.found.plain.n_images:
            return counted
        verb = "all belong to" if n_groups.plain == 1 else "form"
        return f"{counted}, which {verb} {lifted(tally)(n_groups, 'group')} of related images"

    @property
    def has_truth(self) -> bool:
        """Whether predictions were compared with ground truth, and not just with each other."""
        if self.found is None or not self.candidates:
            return True
        results = [result for candidate in self.candidates for result in candidate.results]
        return any(r.plain.metric is not MetricId.FRC_RESOLUTION for r in results)

    @property
    def left_out(self) -> str | None:
        """Say how many images could not be scored."""
        if self.found is None or not self.found.skipped:
            return None
        n = len(self.found.skipped)
        rest = (
            "could not be used and was left out"
            if n == 1
            else "could not be used and were left out"
        )
        return f"{mark(tally(n, 'further image'), self.found.skipped.sources)} {rest}."

    @property
    def repeated(self) -> str:
        """Models whose predictions were repeated."""
        return listed_marked(self._named(self.stated.repeated_predictions))

    def agreement(self) -> Iterator[str]:
        """Yield what repeats and maps of uncertainty say, model by model."""
        if self.found is None or self.evidence is None:
            return
        for name, repeats in self.found.repeats.items():
            subject = self._subject(name, self.stated.repeated_predictions)
            yield from repeats_told(subject, repeats, self.evidence.measures)
        for name, maps in self.found.uncertainty.items():
            yield from uncertainty_told(self._subject(name, self.stated.uncertainty_maps), maps)

    def annotators(self) -> Iterator[str]:
        """Yield how far annotators agree, beside the scores of the candidates."""
        if self.found is not None and self.found.annotators is not None:
            yield from annotators_told(self.found.annotators, self.candidates)

    def are_compared(self) -> bool:
        """Say whether repeats were compared with each other."""
        return self.found is not None and any(r.results for _, r in self.found.repeats.items())

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
    def convention(self) -> str | None:
        """What the numbers are."""
        return convention(self.candidates)

    @property
    def scales(self) -> tuple[str, ...]:
        """What errors are divided by, and which data range scores refer to."""
        return scales(self.candidates)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Scores by condition."""
        if self.evidence is None or self.found is None:
            return ()
        return groups(
            self.candidates,
            threshold=self._threshold,
            n_images=self.found.plain.n_images,
            passports=self.evidence.passports,
            cited=self.cited,
            main=frozenset(self._metrics[0]),
        )

    @property
    def _metrics(self) -> tuple[list[MetricId], list[MetricId]]:
        wanted = {noun(entry.plain.metric) for entry in self.stated.acceptance}
        return main_metrics(self.candidates, threshold=self._threshold, wanted=wanted)

    @property
    def in_table(self) -> str | None:
        """Say where the scores stand that the text leaves out."""
        rest = self._metrics[1]
        if not rest:
            return None
        return left_to_table(rest, results_of(self.candidates), self.id)

    @property
    def further(self) -> str | None:
        """Chief metric at the other IoU thresholds."""
        wanted = (noun(entry.plain.metric) for entry in self.stated.acceptance)
        return further_scores(self.candidates, told=self._threshold, wanted=wanted)

    @property
    def intervals(self) -> str | None:
        """How intervals were computed, or why there is none."""
        return how_made(self.candidates, self.found.resampling) if self.found is not None else None

    @property
    def differences(self) -> tuple[str, ...]:
        """How candidates differ on the same images."""
        return compared(self._comparisons(), told=self._threshold, name_of=self.name_of)

    @property
    def assumptions(self) -> str | None:
        """What the p-values rest on."""
        resampling = self.found.resampling if self.found is not None else None
        return assumptions(self._comparisons(), resampling)

    @property
    def worse(self) -> tuple[str, ...]:
        """Say on how many images candidates were worse than the raw input."""
        if self.found is None:
            return ()
        entries = [entry for entry in self._comparisons() if entry.plain.other == RAW_INPUT]
        rows = [
            (self.name_of(name), [entry for entry in entries if entry.plain.candidate == name])
            for name in self.found.plain.candidates
        ]
        return worse_than_input([(name, row) for name, row in rows if row])

    def _comparisons(self) -> list[Fact]:
        return list(self.found.comparisons) if self.found is not None else []

    def stated_scores(self) -> tuple[StatedGroup, ...]:
        """Return the scores that the author states, as phrases."""
        return stated_groups(list(self.stated.stated_scores), self._owner)

    def asked(self, limit: Fact) -> str:
        """Name the model that a limit is set for, or all of them."""
        if limit.candidate is not None:
            return self._owner(limit)
        asked = [name for name in self.stated.candidates.plain if name not in self.baselines.plain]
        if len(self.models) == 1:
            return next(iter(self.models)).name
        return self.name_of(asked[0]) if len(asked) == 1 else "each model"

    def unit(self, limit: Fact) -> str | None:
        """Return the unit of the scores that a limit is about, if they have but one."""
        wanted = noun(limit.plain.metric)
        units = {
            result.plain.unit
            for candidate in self.candidates
            for result in candidate.results
            if NOUNS[result.plain.metric] == wanted and result.plain.unit is not None
        }
        return units.pop() if len(units) == 1 else None

    def outcome(self, limit: Fact) -> Outcome | None:
        """Compare a limit with the scores; the author's limit decides."""
        plain = limit.plain
        meant = {plain.candidate} if plain.candidate else {model.id for model in self.models}
        candidates = [candidate for candidate in self.candidates if candidate.id in meant]
        computed = computed_outcome(plain, candidates)
        return computed or stated_outcome(plain, self.stated.stated_scores, self._owner)

    def apart(self) -> tuple[Fact, ...]:
        """Return the comparisons that found no evaluation image in a training data set."""
        return tuple(entry for entry in self._compared_files() if not entry.plain.affected)

    def compared_by_content(self) -> bool:
        """Say whether near copies were looked for wherever nothing was found."""
        return all(entry.plain.near_method is not None for entry in self.apart())

    def incomparable(self) -> tuple[Fact, ...]:
        """Return images that could not be compared by what they show, of all comparisons."""
        return tuple(
            entry.not_comparable for entry in self._compared_files() if entry.plain.not_comparable
        )

    def grouped(self) -> tuple[list[Fact], ...]:
        """Return the comparisons that found a group of images on both sides.

        Those that say the same of the evaluation images stand together.
        """
        found: dict[str, list[Fact]] = {}
        for entry in self._compared_files():
            groups = entry.plain.groups
            if groups is not None and groups.basis == "groups" and groups.shared:
                found.setdefault(visible(grouped_images(entry)), []).append(entry)
        return tuple(found.values())

    def overlapping(self) -> tuple[Fact, ...]:
        """Return the comparisons that found evaluation images in a training data set."""
        return tuple(entry for entry in self._compared_files() if entry.plain.affected)

    def claimed(self) -> tuple[Fact, ...]:
        """Return the data sets that are said to share no image, where files were not compared."""
        checked = {entry.plain.training_dataset for entry in self._compared_files()}
        return tuple(name for name in self.data.others if name.plain not in checked)

    def name_of(self, name: str) -> str:
        """Name a candidate as a subject of a sentence."""
        if name == RAW_INPUT:
            return "the raw input"
        if name in self.baselines.plain:
            return baseline_name(self.baselines[name])
        return self.models[name].name

    def _subject(self, name: Fact, table: Fact) -> str:
        """Name a model, with a note of where the card says what it predicted."""
        stated = table[name.plain].noted() if name.plain in table.plain else ""
        return f"{self.name_of(name.plain)}{stated}"

    def _named(self, table: Fact) -> Iterable[str]:
        return [f"{self.name_of(name.plain)}{name.noted()}" for name, _ in table.items()]

    def _owner(self, entry: Fact) -> str:
        """Name the candidate that a stated score or a limit belongs to."""
        if entry.candidate is None:
            return "the predictions"
        return f"{self.name_of(entry.candidate.plain)}{entry.candidate.noted()}"

    @property
    def _threshold(self) -> float | None:
        """IoU threshold that counts: of the acceptance, else one half, else the lowest."""
        known = thresholds(self.candidates)
        asked = [entry.plain.at for entry in self.stated.acceptance]
        return next((at for at in (*asked, DEFAULT_THRESHOLD, *known) if at in known), None)

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
    return cast("Fact", found.validations[name])
